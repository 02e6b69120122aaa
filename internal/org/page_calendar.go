package org

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// calendarView is a year of the calendar of a unit, or of everybody.
type calendarView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Places  ui.Tabs
	Years   ui.Tabs
	Buttons []ui.Button
	Days    templ.Component
	Hours   ui.SummaryList
	Version ui.Copyable
}

// place is where a calendar belongs: a unit, or everybody (no ID).
type place struct {
	Unit
	name string
	path string
}

// placeOf reads the unit from the address: ?don-vi= names it, "chung" is everybody's calendar, and
// without either it is that of the officer's own unit.
func (p *Pages) placeOf(r *http.Request, unitID string) (place, error) {
	everybody := place{name: text.T(r.Context(), "org.calendar.everybody"), path: "/"}
	if unitID == "" && r.Method == http.MethodGet {
		unitID = actor.Of(r.Context()).UnitID
	}
	if unitID == "" || unitID == everywhere {
		return everybody, nil
	}
	u, err := p.svc.Unit(r.Context(), unitID)
	return place{u, u.FullName, u.Path}, err
}

// everywhere stands for everybody's calendar in addresses.
const everywhere = "chung"

func (pl place) key() string {
	if pl.ID == "" {
		return everywhere
	}
	return pl.ID
}

func (p *Pages) showCalendar(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	pl, err := p.placeOf(r, r.URL.Query().Get("don-vi"))
	if err != nil {
		return err
	}
	year := yearOf(r, p.svc.today())
	v := calendarView{Years: years(ctx, pl, year)}
	v.Frame = desk(ctx, text.T(ctx, "org.calendar.title"))
	v.Heading = ui.Heading{Title: text.T(ctx, "org.calendar.of-year", "year", strconv.Itoa(year)), Caption: pl.name, Lead: text.T(ctx, "org.calendar.lead")}
	if actor.Of(ctx).Has(CanEditCalendar, pl.path) {
		v.Buttons = []ui.Button{
			{Text: text.T(ctx, "org.calendar.add"), Href: to(newDayPath, "don-vi", pl.key())},
			{Text: text.T(ctx, "org.calendar.set-hours"), Href: to(hoursPath, "don-vi", pl.key()), Kind: ui.Secondary},
		}
	}
	if v.Places, err = p.places(ctx, pl, year); err != nil {
		return err
	}
	if v.Days, err = p.dayTable(ctx, pl, year); err != nil {
		return err
	}
	cal, err := p.svc.Calendar(ctx, pl.ID)
	if err != nil {
		return err
	}
	v.Hours, v.Version = week(ctx, cal, p.svc.today()), ui.Copyable{ID: "phien-ban", Value: cal.Version()}
	return web.Show(w, r, calendarPage(v))
}

func yearOf(r *http.Request, today clock.Date) int {
	if y, err := strconv.Atoi(r.URL.Query().Get("nam")); err == nil && y >= 2000 && y <= 2100 {
		return y
	}
	return today.Year()
}

func years(ctx context.Context, pl place, year int) ui.Tabs {
	tabs := ui.Tabs{Label: text.T(ctx, "org.calendar.years")}
	for y := year - 2; y <= year+2; y++ {
		tabs.Items = append(tabs.Items, ui.Tab{Text: strconv.Itoa(y), Href: to(calendarPath, "don-vi", pl.key(), "nam", strconv.Itoa(y)), Current: y == year})
	}
	return tabs
}

// places leads to the calendars above this one.
func (p *Pages) places(ctx context.Context, pl place, year int) (ui.Tabs, error) {
	tabs := ui.Tabs{Label: text.T(ctx, "org.calendar.places")}
	add := func(key, name string) {
		tabs.Items = append(tabs.Items, ui.Tab{Text: name, Href: to(calendarPath, "don-vi", key, "nam", strconv.Itoa(year)), Current: key == pl.key()})
	}
	add(everywhere, text.T(ctx, "org.calendar.everybody"))
	if pl.ID == "" {
		if a := actor.Of(ctx); a.UnitID != "" {
			add(a.UnitID, a.UnitName) // the way back
		}
		return tabs, nil
	}
	names, err := p.svc.Units(ctx, pl.Above()...)
	for _, unitID := range pl.Above() {
		add(unitID, names[unitID].FullName)
	}
	add(pl.ID, pl.FullName)
	return tabs, err
}

func (p *Pages) dayTable(ctx context.Context, pl place, year int) (templ.Component, error) {
	days, err := p.svc.Days(ctx, pl.ID, year)
	if err != nil {
		return nil, err
	}
	if len(days) == 0 {
		return ui.Empty{Title: text.T(ctx, "org.calendar.empty"), Text: text.T(ctx, "org.calendar.empty-why")}, nil
	}
	from, err := p.svc.Units(ctx, chain(pl.Unit)...)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: text.T(ctx, "org.calendar.of-year", "year", strconv.Itoa(year)), HideCaption: true, Head: []ui.Head{
		{Text: text.T(ctx, "org.calendar.date")}, {Text: text.T(ctx, "org.calendar.kind")}, {Text: text.T(ctx, "org.calendar.name")},
		{Text: text.T(ctx, "org.calendar.from")}}}
	mayRemove := slices.ContainsFunc(days, func(d Day) bool { return mayChange(ctx, from[d.UnitID]) })
	if mayRemove {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "org.label.action"), Hidden: true})
	}
	for _, d := range days {
		row := dayRowView(ctx, d, from[d.UnitID])
		if mayRemove {
			row.Cells = append(row.Cells, removeCell(ctx, d, from[d.UnitID]))
		}
		t.Rows = append(t.Rows, row)
	}
	return templ.Join(t, decisionList(decisions(days))), nil
}

// mayChange tells whether whoever looks may change the calendar of the unit; no unit is everybody's.
func mayChange(ctx context.Context, u Unit) bool {
	if u.ID == "" {
		return actor.Of(ctx).Has(CanEditCalendar, "/")
	}
	return actor.Of(ctx).Has(CanEditCalendar, u.Path)
}

func dayRowView(ctx context.Context, d Day, from Unit) ui.TableRow {
	source := from.FullName
	if d.UnitID == "" {
		source = text.T(ctx, "org.calendar.everybody")
	}
	return ui.TableRow{Cells: []ui.Cell{{Text: longDay(ctx, d.Date), Header: true}, {Body: dayTag(ctx, d)}, {Text: dayName(ctx, d)}, {Text: source}}}
}

func removeCell(ctx context.Context, d Day, from Unit) ui.Cell {
	if !mayChange(ctx, from) {
		return ui.Cell{Text: " "}
	}
	return ui.Cell{Body: linkTo(ui.Link{Text: text.T(ctx, "org.calendar.remove"), Href: removeDayPath(d.ID), About: text.Date(d.Date)})}
}

// decisions are what the days rest on, each once: the days of a year mostly share theirs.
func decisions(days []Day) []string {
	var out []string
	for _, d := range days {
		for _, one := range strings.Split(d.Decision, "; ") {
			if one != "" && !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out
}

func dayTag(ctx context.Context, d Day) ui.Tag {
	switch {
	case d.Kind == term.MakeUp:
		return ui.Tag{Text: text.T(ctx, "org.day.make-up"), Colour: ui.Blue}
	case d.Expected:
		return ui.Tag{Text: text.T(ctx, "org.day.expected"), Colour: ui.Yellow}
	}
	return ui.Tag{Text: text.T(ctx, "org.day.off"), Colour: ui.Red}
}

// dayName is the name of the day in the reader's language; a make-up day says what it replaces.
func dayName(ctx context.Context, d Day) string {
	name := d.Name
	if text.LangOf(ctx) == text.En && d.NameEn != "" {
		name = d.NameEn
	}
	if d.Replaces != "" {
		return name + " – " + text.T(ctx, "org.day.replaces", "date", text.Date(d.Replaces))
	}
	return name
}

// week writes the office hours of the week that today lies in, special days left out.
func week(ctx context.Context, cal *term.Calendar, today clock.Date) ui.SummaryList {
	var list ui.SummaryList
	for i := range 7 {
		weekday := (clock.Date("2023-08-07").AddDays(i)).Weekday() // from a Monday on
		var parts []string
		for _, s := range cal.Usual(today, weekday) {
			part := s.Open.String() + "–" + s.Shut.String()
			if s.ReceptionOnly {
				part = text.T(ctx, "org.hours.reception-only", "hours", part)
			}
			parts = append(parts, part)
		}
		hours := text.T(ctx, "org.hours.closed")
		if len(parts) > 0 {
			hours = strings.Join(parts, ", ")
		}
		list.Rows = append(list.Rows, ui.SummaryRow{Key: text.Weekday(ctx, weekday), Text: hours})
	}
	return list
}
