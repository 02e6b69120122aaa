package app

import (
	"net/http"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const demoClockPath = "/demo/dong-ho"

// clockView is the page on which a demonstration's time is moved on: terms are best understood when one
// sees them run out.
type clockView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Form    ui.FormFrame
	Skips   []ui.Button
}

// skips are how far the time can be moved; a day ends on the next working morning.
var skips = []struct {
	value string
	hours int
}{{"1", 1}, {"4", 4}, {"day", 0}, {"week", 0}}

func (d *demonstration) clockPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	title := text.T(ctx, "app.demo.clock")
	v := clockView{Frame: ui.Frame{Title: title, NoIndex: true}, Form: ui.FormFrame{Action: demoClockPath},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "app.demo.clock-lead", "at", text.DateTime(ctx, d.clock.Now()))}}
	for _, s := range skips {
		v.Skips = append(v.Skips, ui.Button{Text: text.T(ctx, "app.demo.skip-"+s.value), Kind: ui.Secondary, Name: "tua", Value: s.value})
	}
	return web.Show(w, r, demoClockPage(v))
}

// skip moves the time on, and lets the house do at once what that asks for.
func (d *demonstration) skip(w http.ResponseWriter, r *http.Request) error {
	by, err := d.skipped(r.PostFormValue("tua"))
	if err != nil {
		return err
	}
	d.clock.Skip(by)
	if err := d.house.dossier.Watch(actor.AsSystem(r.Context(), "demonstration")); err != nil {
		return err
	}
	web.Say(r, "app.demo.skipped", "at", text.DateTime(r.Context(), d.clock.Now()))
	return web.SeeOther(w, r, demoClockPath)
}

// skipped is how long a skip takes: hours as they are, days to nine o'clock of a day that is no weekend.
func (d *demonstration) skipped(by string) (time.Duration, error) {
	now := d.clock.Now()
	days := map[string]int{"day": 1, "week": 7}[by]
	if days > 0 {
		day := clock.DateOf(now).AddDays(days)
		for cal, _ := term.NewCalendar([]term.Period{term.OfficeHours()}, nil); !cal.IsWorking(day); {
			day = day.AddDays(1)
		}
		return day.At(9 * time.Hour).Sub(now), nil
	}
	for _, s := range skips {
		if s.value == by && s.hours > 0 {
			return time.Duration(s.hours) * time.Hour, nil
		}
	}
	return 0, fault.New(fault.Invalid, "fault.bad-form")
}
