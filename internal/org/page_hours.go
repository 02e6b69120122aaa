package org

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// showHours asks for the office hours of a unit from a day on.
func (p *Pages) showHours(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	pl, err := p.placeOf(r, held.Value("don-vi", r.URL.Query().Get("don-vi")))
	if err != nil {
		return err
	}
	title := text.T(ctx, "org.hours.set")
	v := formView{Frame: desk(ctx, title, calendarCrumb(ctx, pl)), Heading: ui.Heading{Title: title, Caption: pl.name, Lead: text.T(ctx, "org.hours.lead")},
		Problems: ui.Problems(ctx, held.Err), Notices: []ui.Notice{{Kind: ui.Caution, Text: text.T(ctx, "org.hours.means", "unit", pl.name)}},
		Form:   ui.FormFrame{Action: hoursPath, Confirm: text.T(ctx, "org.hours.confirm", "unit", pl.name)},
		Hidden: url.Values{"don-vi": {pl.key()}}, Fields: hourFields(ctx, held), Submit: ui.Button{Text: text.T(ctx, "org.hours.save")},
		Back: backTo(ctx, to(calendarPath, "don-vi", pl.key()))}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

// The four times of a day and what they usually are; the afternoon may be left empty.
var timeFields = []struct{ name, usual string }{{"sang-mo", "07:30"}, {"sang-dong", "11:30"}, {"chieu-mo", "13:00"}, {"chieu-dong", "17:00"}}

func hourFields(ctx context.Context, held web.Held) []templ.Component {
	fields := []templ.Component{ui.DateField{Name: "tu-ngay", Label: text.T(ctx, "org.hours.from"), Value: held.Value("tu-ngay", ""),
		Error: ui.Problem(ctx, held.Err, "tu-ngay"), Required: true}}
	for _, f := range timeFields {
		fields = append(fields, ui.TextField{Name: f.name, Label: text.T(ctx, "org.hours."+f.name), Value: held.Value(f.name, f.usual),
			Error: ui.Problem(ctx, held.Err, f.name), Width: "5", MaxLength: 5, InputMode: "numeric", Required: f.name == "sang-mo" || f.name == "sang-dong"})
	}
	days, saturday := held.Values["thu"], held.Values["thu-bay"]
	if held.Values == nil {
		days = []string{"1", "2", "3", "4", "5"}
	}
	worked := ui.Checkboxes{Name: "thu", Label: text.T(ctx, "org.hours.weekdays"), Values: days}
	for w := time.Monday; w <= time.Saturday; w++ {
		worked.Options = append(worked.Options, ui.Option{Value: strconv.Itoa(int(w)), Text: text.Weekday(ctx, w)})
	}
	return append(fields, worked,
		ui.Checkboxes{Name: "thu-bay", Label: text.T(ctx, "org.hours.saturday"), Values: saturday,
			Options: []ui.Option{{Value: "1", Text: text.T(ctx, "org.hours.saturday-yes"), Hint: text.T(ctx, "org.hours.saturday-hint")}}},
		reasonField(ctx, held))
}

func (p *Pages) setHours(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	h := hoursFrom(r.PostForm)
	if err := p.svc.SetHours(r.Context(), h); err != nil {
		return again(w, r, err, r.PostForm, hoursPath)
	}
	web.Say(r, "org.hours.saved", "date", text.Date(h.From))
	return web.SeeOther(w, r, to(calendarPath, "don-vi", orEverywhere(h.UnitID)))
}

// hoursFrom reads the form. Times that are none become sessions that the service refuses.
func hoursFrom(v url.Values) Hours {
	h := Hours{UnitID: v.Get("don-vi"), From: dayIn(v.Get("tu-ngay")), Reason: v.Get("ly-do")}
	if h.UnitID == everywhere {
		h.UnitID = ""
	}
	morning := term.Shift{Open: minuteIn(v.Get("sang-mo")), Shut: minuteIn(v.Get("sang-dong"))}
	afternoon := term.Shift{Open: minuteIn(v.Get("chieu-mo")), Shut: minuteIn(v.Get("chieu-dong"))}
	for w := time.Monday; w <= time.Saturday; w++ {
		morning.Weekday, afternoon.Weekday = w, w
		morning.ReceptionOnly = false
		switch {
		case slices.Contains(v["thu"], strconv.Itoa(int(w))):
			h.Shifts = append(h.Shifts, morning)
			if v.Get("chieu-mo")+v.Get("chieu-dong") != "" {
				h.Shifts = append(h.Shifts, afternoon)
			}
		case w == time.Saturday && v.Get("thu-bay") != "":
			morning.ReceptionOnly = true
			h.Shifts = append(h.Shifts, morning)
		}
	}
	return h
}

// minuteIn reads 7:30 or 07:30; what it cannot read is no time of day.
func minuteIn(s string) term.Minute {
	s = text.Clean(s)
	if len(s) == 4 {
		s = "0" + s
	}
	m, err := term.ParseMinute(s)
	if err != nil {
		return -1
	}
	return m
}
