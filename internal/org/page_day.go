package org

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// showNewDay asks for a day off or make-up day.
func (p *Pages) showNewDay(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	pl, err := p.placeOf(r, held.Value("don-vi", r.URL.Query().Get("don-vi")))
	if err != nil {
		return err
	}
	title := text.T(ctx, "org.day.new")
	v := formView{Frame: desk(ctx, title, calendarCrumb(ctx, pl)), Heading: ui.Heading{Title: title, Caption: pl.name, Lead: text.T(ctx, "org.day.new-lead")},
		Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: checkDayPath}, Get: true, Hidden: url.Values{"don-vi": {pl.key()}},
		Fields: dayFields(ctx, held, r.URL.Query()), Submit: ui.Button{Text: text.T(ctx, "org.day.check")}, Back: backTo(ctx, to(calendarPath, "don-vi", pl.key()))}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

func dayFields(ctx context.Context, held web.Held, saved url.Values) []templ.Component {
	value := func(name string) string { return held.Value(name, saved.Get(name)) }
	wrong := func(name string) string { return ui.Problem(ctx, held.Err, name) }
	kind := value("loai")
	if kind == "" {
		kind = string(term.Off)
	}
	replaces := ui.DateField{Name: "bu-cho", Label: text.T(ctx, "org.day.replaces-label"), Hint: text.T(ctx, "org.day.replaces-hint"), Value: value("bu-cho"), Error: wrong("bu-cho")}
	return []templ.Component{
		ui.DateField{Name: "ngay", Label: text.T(ctx, "org.calendar.date"), Value: value("ngay"), Error: wrong("ngay"), Required: true},
		ui.Radios{Name: "loai", Label: text.T(ctx, "org.calendar.kind"), Value: kind, Error: wrong("loai"), Options: []ui.Option{
			{Value: string(term.Off), Text: text.T(ctx, "org.day.off"), Hint: text.T(ctx, "org.day.off-hint")},
			{Value: string(term.MakeUp), Text: text.T(ctx, "org.day.make-up"), Hint: text.T(ctx, "org.day.make-up-hint"), Reveal: replaces}}},
		ui.TextField{Name: "ten", Label: text.T(ctx, "org.day.name"), Hint: text.T(ctx, "org.day.name-hint"), Value: value("ten"), Error: wrong("ten"), MaxLength: 100, Required: true},
		ui.TextField{Name: "quyet-dinh", Label: text.T(ctx, "org.label.decision"), Hint: text.T(ctx, "org.label.decision-hint"), Value: value("quyet-dinh"), MaxLength: 200},
		reasonField(ctx, web.Held{Err: held.Err, Values: url.Values{"ly-do": {value("ly-do")}}}),
	}
}

// dayFrom reads the fields of a day.
func dayFrom(v url.Values) Day {
	d := Day{UnitID: v.Get("don-vi"), Decision: v.Get("quyet-dinh"), Reason: v.Get("ly-do"), SpecialDay: term.SpecialDay{
		Date: dayIn(v.Get("ngay")), Kind: term.DayKind(v.Get("loai")), Name: v.Get("ten")}}
	if d.UnitID == everywhere {
		d.UnitID = ""
	}
	if d.Kind == term.MakeUp && v.Get("bu-cho") != "" {
		d.Replaces = dayIn(v.Get("bu-cho"))
	}
	return d
}

// showCheckDay says what the change means before it is made.
func (p *Pages) showCheckDay(w http.ResponseWriter, r *http.Request) error {
	ctx, typed := r.Context(), r.URL.Query()
	pl, err := p.placeOf(r, typed.Get("don-vi"))
	if err != nil {
		return err
	}
	typed.Set("don-vi", pl.key())
	d := dayFrom(typed)
	if err := p.svc.CheckDay(ctx, d); err != nil {
		return again(w, r, err, typed, newDayPath)
	}
	title := text.T(ctx, "org.day.confirm-title")
	return web.Show(w, r, formPage(formView{
		Frame: desk(ctx, title, calendarCrumb(ctx, pl)), Heading: ui.Heading{Title: title, Caption: pl.name},
		Notices: []ui.Notice{{Kind: ui.Caution, Text: text.T(ctx, "org.day.means-"+string(d.Kind), "date", longDay(ctx, d.Date), "unit", pl.name)}},
		Before:  []templ.Component{daySummary(ctx, d)}, Form: ui.FormFrame{Action: newDayPath}, Hidden: typed,
		Submit: ui.Button{Text: text.T(ctx, "org.day.add")}, Back: backWith(ctx, newDayPath, typed)}))
}

func daySummary(ctx context.Context, d Day) ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: text.T(ctx, "org.calendar.date"), Text: longDay(ctx, d.Date)},
		{Key: text.T(ctx, "org.calendar.kind"), Body: dayTag(ctx, d)},
		{Key: text.T(ctx, "org.calendar.name"), Text: dayName(ctx, d)},
		{Key: text.T(ctx, "org.label.decision"), Text: d.Decision},
		{Key: text.T(ctx, "org.label.reason"), Text: d.Reason},
	}}
}

func (p *Pages) addDay(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	d := dayFrom(r.PostForm)
	if _, err := p.svc.AddDay(r.Context(), d); err != nil {
		return again(w, r, err, r.PostForm, newDayPath)
	}
	web.Say(r, "org.day.added", "date", text.Date(d.Date))
	return web.SeeOther(w, r, to(calendarPath, "don-vi", orEverywhere(d.UnitID), "nam", strconv.Itoa(d.Date.Year())))
}

func (p *Pages) showRemoveDay(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	d, err := p.svc.DayToEdit(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	pl, err := p.placeOf(r, orEverywhere(d.UnitID))
	if err != nil {
		return err
	}
	title := text.T(ctx, "org.day.remove-title")
	v := formView{Frame: desk(ctx, title, calendarCrumb(ctx, pl)), Heading: ui.Heading{Title: title, Caption: pl.name}, Problems: ui.Problems(ctx, held.Err),
		Notices: []ui.Notice{{Kind: ui.Caution, Text: text.T(ctx, "org.day.remove-means", "date", longDay(ctx, d.Date), "unit", pl.name)}},
		Before:  []templ.Component{daySummary(ctx, d)}, Form: ui.FormFrame{Action: removeDayPath(d.ID)},
		Fields: []templ.Component{reasonField(ctx, held)}, Submit: ui.Button{Text: text.T(ctx, "org.day.remove"), Kind: ui.Warning},
		Back: backTo(ctx, to(calendarPath, "don-vi", pl.key(), "nam", strconv.Itoa(d.Date.Year())))}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

func (p *Pages) removeDay(w http.ResponseWriter, r *http.Request) error {
	d, err := p.svc.DayToEdit(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := p.svc.RemoveDay(r.Context(), d.ID, r.PostFormValue("ly-do")); err != nil {
		return again(w, r, err, r.PostForm, removeDayPath(d.ID))
	}
	web.Say(r, "org.day.removed", "date", text.Date(d.Date))
	return web.SeeOther(w, r, to(calendarPath, "don-vi", orEverywhere(d.UnitID), "nam", strconv.Itoa(d.Date.Year())))
}

func orEverywhere(unitID string) string {
	if unitID == "" {
		return everywhere
	}
	return unitID
}

func calendarCrumb(ctx context.Context, pl place) ui.Crumb {
	return ui.Crumb{Text: text.T(ctx, "org.calendar.title"), Href: to(calendarPath, "don-vi", pl.key())}
}

func backTo(ctx context.Context, href string) ui.Button {
	return ui.Button{Text: text.T(ctx, "org.label.back"), Href: href, Kind: ui.LinkLike}
}

// backWith leads back to a form that shows again what was typed.
func backWith(ctx context.Context, path string, typed url.Values) ui.Button {
	return ui.Button{Text: text.T(ctx, "org.label.change"), Href: path + "?" + typed.Encode(), Kind: ui.LinkLike}
}
