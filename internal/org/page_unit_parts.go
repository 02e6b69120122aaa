package org

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// postTable is the posts of a unit with whoever holds them.
func (p *Pages) postTable(ctx context.Context, u Unit, on clock.Date) (templ.Component, error) {
	seats, err := p.svc.Seats(ctx, u.ID, on)
	if err != nil || len(seats) == 0 {
		return nil, err
	}
	t := ui.Table{Caption: text.T(ctx, "org.posts.title"), HideCaption: true, Head: []ui.Head{{Text: text.T(ctx, "org.posts.post")},
		{Text: text.T(ctx, "org.posts.role")}, {Text: text.T(ctx, "org.posts.holders")}, {Text: text.T(ctx, "org.label.action"), Hidden: true}}}
	mayEdit := actor.Of(ctx).Has(CanEdit, u.Path)
	for _, s := range seats {
		appoint := ui.Cell{Text: " "}
		if mayEdit {
			appoint = ui.Cell{Body: linkTo(ui.Link{Text: text.T(ctx, "org.posts.appoint"), Href: appointPath(s.ID), About: s.Title})}
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: s.Title, Header: true}, {Text: text.T(ctx, "org.role."+s.Role)},
			{Body: holderList(holders(ctx, s, mayEdit))}, appoint}})
	}
	return t, nil
}

// holderView is somebody in a post.
type holderView struct {
	Name, Period string
	End          *ui.Link // for who may end it
}

func holders(ctx context.Context, s Seat, mayEdit bool) []holderView {
	out := make([]holderView, len(s.Holders))
	for i, h := range s.Holders {
		out[i] = holderView{Name: h.PersonName, Period: period(ctx, h.From, h.Until)}
		if mayEdit {
			out[i].End = &ui.Link{Text: text.T(ctx, "org.posts.end"), Href: endPath(h.ID), About: h.PersonName}
		}
	}
	return out
}

// history tells what a unit has been, came out of and became.
func (p *Pages) history(ctx context.Context, unitID string, on clock.Date) (ui.Timeline, error) {
	versions, err := p.svc.Versions(ctx, unitID)
	if err != nil {
		return ui.Timeline{}, err
	}
	lines, err := p.svc.Lineage(ctx, unitID)
	if err != nil {
		return ui.Timeline{}, err
	}
	var others []string
	for _, l := range lines {
		others = append(others, l.FromID, l.ToID)
	}
	names, err := p.svc.Units(ctx, others...)
	if err != nil {
		return ui.Timeline{}, err
	}
	var items []datedItem
	for _, v := range versions {
		items = append(items, versionItem(ctx, v, on))
	}
	for _, l := range lines {
		items = append(items, lineItem(ctx, l, unitID, names, on))
	}
	slices.SortStableFunc(items, func(a, b datedItem) int { return strings.Compare(string(a.on), string(b.on)) })
	var t ui.Timeline
	for _, i := range items {
		t.Items = append(t.Items, i.TimelineItem)
	}
	return t, nil
}

type datedItem struct {
	on clock.Date
	ui.TimelineItem
}

func versionItem(ctx context.Context, v Unit, on clock.Date) datedItem {
	kind := ui.Done
	switch {
	case v.In(on):
		kind = ui.Current
	case v.From > on:
		kind = ui.Ahead
	}
	return datedItem{v.From, ui.TimelineItem{Title: v.FullName, When: period(ctx, v.From, v.Until), By: v.LegalBasis, Kind: kind}}
}

func lineItem(ctx context.Context, l Lineage, unitID string, names map[string]Unit, on clock.Date) datedItem {
	direction, other := "out", l.ToID
	if l.ToID == unitID {
		direction, other = "in", l.FromID
	}
	kind := ui.Done
	if l.Since > on {
		kind = ui.Ahead
	}
	return datedItem{l.Since, ui.TimelineItem{Title: text.T(ctx, "org.line."+l.Kind+"-"+direction, "unit", names[other].FullName),
		When: text.Date(l.Since), By: l.LegalBasis, Kind: kind,
		Body: linkTo(ui.Link{Text: text.T(ctx, "org.line.see"), Href: to(unitPath(names[other]), "ngay", string(nearestDay(names[other], on))), About: names[other].FullName})}}
}

// nearestDay is the day closest to on for which the unit has something to show.
func nearestDay(u Unit, on clock.Date) clock.Date {
	switch {
	case u.From > on:
		return u.From
	case u.Until != "" && u.Until < on:
		return u.Until
	}
	return on
}

// prefixForm sets the prefix of dossier codes; nil for who may not, or when an identifier exists.
func prefixForm(ctx context.Context, u Unit, held web.Held) *formView {
	if !actor.Of(ctx).Has(CanEdit, u.Path) || u.IdentifierCode != "" || (u.Kind != District && u.Kind != Commune) {
		return nil
	}
	return &formView{Form: ui.FormFrame{Action: unitPath(u) + "/ma"}, Fields: []templ.Component{
		ui.TextField{Name: "ma", Label: text.T(ctx, "org.units.prefix"), Hint: text.T(ctx, "org.units.prefix-hint"), Width: "20",
			Value: held.Value("ma", u.CodePrefix), Error: ui.Problem(ctx, held.Err, "ma"), Required: true},
		reasonField(ctx, held)}, Submit: ui.Button{Text: text.T(ctx, "org.label.save")}}
}

func (p *Pages) setPrefix(w http.ResponseWriter, r *http.Request) error {
	here := unitsPath + "/" + r.PathValue("id")
	if err := p.svc.SetCodePrefix(r.Context(), r.PathValue("id"), r.PostFormValue("ma"), r.PostFormValue("ly-do")); err != nil {
		return again(w, r, err, r.PostForm, here)
	}
	web.Say(r, "org.units.prefix-saved", "prefix", r.PostFormValue("ma"))
	return web.SeeOther(w, r, here)
}
