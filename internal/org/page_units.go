package org

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// unitsView is the top of the tree and the search through it.
type unitsView struct {
	Frame   ui.Frame
	Heading ui.Heading
	On      ui.DateField
	Text    ui.TextField
	Filter  ui.FilterSpec
	Units   templ.Component
}

// mostFound is how many hits a search shows.
const mostFound = 100

func (p *Pages) showUnits(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	on := p.onDay(r)
	words := text.Clean(q.Get("q"))
	units, err := p.svc.Children(ctx, "", "", on)
	if words != "" {
		units, err = p.svc.Search(ctx, Query{Text: words, On: on, Limit: mostFound})
	}
	if err != nil {
		return err
	}
	v := unitsView{Frame: desk(ctx, text.T(ctx, "org.units.title")), Heading: ui.Heading{Title: text.T(ctx, "org.units.title"), Lead: text.T(ctx, "org.units.lead")},
		On: onField(ctx, on), Text: ui.TextField{Name: "q", Label: text.T(ctx, "org.units.search"), Type: "search", Value: words}, Filter: ui.FilterSpec{Action: unitsPath}}
	if words != "" {
		v.Filter.Clear = to(unitsPath, "ngay", text.Date(on))
	}
	v.Units = ui.Empty{Title: text.T(ctx, "org.units.none"), Text: text.T(ctx, "org.units.none-why", "date", text.Date(on))}
	if len(units) > 0 {
		v.Units = p.unitTable(ctx, text.T(ctx, "org.units.title"), units, on)
	}
	return web.Show(w, r, unitsPage(v))
}

// onDay is the day for which the tree is shown: ?ngay=, today without it or when it is no day.
func (p *Pages) onDay(r *http.Request) clock.Date {
	if d, err := clock.ParseDate(string(dayIn(r.URL.Query().Get("ngay")))); err == nil {
		return d
	}
	return p.svc.today()
}

func onField(ctx context.Context, on clock.Date) ui.DateField {
	return ui.DateField{Name: "ngay", Label: text.T(ctx, "org.units.on"), Hint: text.T(ctx, "org.units.on-hint"), Value: text.Date(on)}
}

// unitTable lists units; the column of codes is left out where none has one.
func (p *Pages) unitTable(ctx context.Context, caption string, units []Unit, on clock.Date) ui.Table {
	coded := slices.ContainsFunc(units, func(u Unit) bool { return u.Code != "" })
	t := ui.Table{Caption: caption, HideCaption: true, Dense: true, Head: []ui.Head{
		{Text: text.T(ctx, "org.units.name")}, {Text: text.T(ctx, "org.units.kind")}, {Text: text.T(ctx, "org.units.period")}}}
	if coded {
		t.Head = slices.Insert(t.Head, 2, ui.Head{Text: text.T(ctx, "org.units.code")})
	}
	for _, u := range units {
		cells := []ui.Cell{{Text: u.FullName, Href: to(unitPath(u), "ngay", p.unlessToday(on)), Header: true},
			{Text: kindName(ctx, u)}, {Text: period(ctx, u.From, u.Until)}}
		if coded {
			cells = slices.Insert(cells, 2, ui.Cell{Text: u.Code})
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: cells})
	}
	return t
}

// unlessToday writes the day for an address; today needs none.
func (p *Pages) unlessToday(on clock.Date) string {
	if on == p.svc.today() {
		return ""
	}
	return string(on)
}

// kindName is the sort of unit in words: its type where that says more than its kind.
func kindName(ctx context.Context, u Unit) string {
	if key := "org.type." + u.Type; u.Type != "" && text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	if key := "org.kind." + string(u.Kind); text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	return string(u.Kind)
}

// unitView is one unit on one day.
type unitView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Notices  []ui.Notice
	Problems ui.ErrorSummary
	On       ui.DateField
	Filter   ui.FilterSpec
	Facts    ui.SummaryList
	Buttons  []ui.Button
	Groups   []unitGroup
	Posts    templ.Component
	History  ui.Timeline
	Prefix   *formView // who may edit the unit can set it
}

type unitGroup struct {
	Title string
	Table ui.Table
}

func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request) error {
	ctx, on := r.Context(), p.onDay(r)
	u, err := p.svc.UnitOn(ctx, r.PathValue("id"), on)
	if err != nil {
		return err
	}
	v := unitView{Heading: ui.Heading{Title: u.FullName, Caption: kindName(ctx, u)}, On: onField(ctx, on), Filter: ui.FilterSpec{Action: unitPath(u)},
		Buttons: []ui.Button{{Text: text.T(ctx, "org.units.calendar"), Href: to(calendarPath, "don-vi", u.ID), Kind: ui.Secondary}}}
	if v.Frame, err = p.unitFrame(ctx, u); err != nil {
		return err
	}
	held := web.Kept(r)
	v.Problems, v.Frame.Failed = ui.Problems(ctx, held.Err), held.Was()
	v.Notices, v.Facts, v.Prefix = unitNotices(ctx, u, on), unitFacts(ctx, u), prefixForm(ctx, u, held)
	if v.Groups, err = p.groups(ctx, u, on); err != nil {
		return err
	}
	if v.Posts, err = p.postTable(ctx, u, on); err != nil {
		return err
	}
	if v.History, err = p.history(ctx, u.ID, on); err != nil {
		return err
	}
	return web.Show(w, r, unitPage(v))
}

// unitFrame leads from the top of the tree down to the unit.
func (p *Pages) unitFrame(ctx context.Context, u Unit) (ui.Frame, error) {
	crumbs := []ui.Crumb{{Text: text.T(ctx, "org.units.title"), Href: unitsPath}}
	above, err := p.svc.Units(ctx, u.Above()...)
	for _, unitID := range u.Above() {
		crumbs = append(crumbs, ui.Crumb{Text: above[unitID].FullName, Href: unitPath(above[unitID])})
	}
	f := desk(ctx, u.FullName, crumbs...)
	f.Wide = true
	return f, err
}

func unitNotices(ctx context.Context, u Unit, on clock.Date) []ui.Notice {
	var all []ui.Notice
	switch {
	case u.In(on):
	case u.From > on:
		all = append(all, ui.Notice{Text: text.T(ctx, "org.units.to-come", "date", text.Date(u.From))})
	default:
		all = append(all, ui.Notice{Kind: ui.Caution, Text: text.T(ctx, "org.units.ended", "date", text.Date(u.Until))})
	}
	if u.Details.Assumed {
		all = append(all, ui.Notice{Kind: ui.Caution, Text: text.T(ctx, "org.units.assumed")})
	}
	return all
}

func unitFacts(ctx context.Context, u Unit) ui.SummaryList {
	var list ui.SummaryList
	add := func(key, value string) {
		if value != "" {
			list.Rows = append(list.Rows, ui.SummaryRow{Key: text.T(ctx, key), Text: value})
		}
	}
	add("org.units.code", u.Code)
	add("org.units.identifier", u.IdentifierCode)
	add("org.units.prefix", u.CodePrefix)
	add("org.units.period", period(ctx, u.From, u.Until))
	add("org.units.basis", u.LegalBasis)
	add("org.units.seat", u.Details.Seat)
	add("org.units.website", u.Details.Website)
	for i, f := range u.Details.Fields {
		if i == 0 {
			add("org.units.fields", f)
		} else {
			list.Rows[len(list.Rows)-1].Text += "\n" + f
		}
	}
	add("org.units.note", u.Details.Note)
	return list
}

// kindOrder is the order in which kinds of units stand below a unit.
var kindOrder = []Kind{Province, District, Department, Commune, Village}

func (p *Pages) groups(ctx context.Context, u Unit, on clock.Date) ([]unitGroup, error) {
	children, err := p.svc.Children(ctx, u.ID, "", on)
	if err != nil {
		return nil, err
	}
	byKind := map[Kind][]Unit{}
	for _, c := range children {
		byKind[c.Kind] = append(byKind[c.Kind], c)
	}
	var groups []unitGroup
	for _, kind := range kindOrder {
		if units := byKind[kind]; len(units) > 0 {
			slices.SortStableFunc(units, func(a, b Unit) int { return a.rank() - b.rank() })
			title := text.T(ctx, "org.group."+string(kind), "n", len(units))
			groups = append(groups, unitGroup{title, p.unitTable(ctx, title, units, on)})
		}
	}
	return groups, nil
}

// rank puts one-stop shops first and vertical agencies last.
func (u Unit) rank() int {
	return slices.Index([]string{"one_stop", "", "specialised", "vertical"}, u.Type)
}
