package dossier

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// intakeHits is how many procedures a search at the counter shows; more means: type another word.
const intakeHits = 20

// intakeView is where taking in begins: which procedure, and what was begun and not finished.
type intakeView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Search   ui.SearchBox
	Unit     *ui.Select // nil when the officer receives at one unit
	Words    ui.TextField
	UnitID   string
	Asked    bool
	Hits     []hitView
	Empty    ui.Empty
	Wider    *ui.Link // searches all levels
	Drafts   []draftLine
}

// hitView is a procedure with the button that begins it.
type hitView struct {
	ID, Name, Meta string

	First bool // the likeliest
}

// draftLine is an intake that was begun.
type draftLine struct{ Name, Href, Meta string }

// intake shows the search, its hits, and the officer's open intakes.
func (p *Pages) intake(w http.ResponseWriter, r *http.Request) error {
	carryTicket(r)
	ctx, q := r.Context(), r.URL.Query()
	units, err := p.myCounters(ctx)
	if err != nil {
		return err
	}
	drafts, err := p.s.Drafts(ctx)
	if err != nil {
		return err
	}
	unit := chosenUnit(units, q.Get("noi"))
	v := intakeOf(ctx, units, unit, q, web.Kept(r))
	v.Drafts = draftLines(ctx, drafts)
	if v.Asked {
		query := catalog.Query{Text: q.Get("q"), PerPage: intakeHits}
		if q.Get("cap") == "" && slices.Contains(catalog.Levels, catalog.Level(unit.Kind)) {
			query.Level = catalog.Level(unit.Kind)
		}
		found, err := p.s.Catalog.Search(ctx, query)
		if err != nil {
			return err
		}
		v.show(ctx, found, query, q)
	}
	return web.Show(w, r, intakePage(v))
}

// myCounters are the units at which whoever acts receives by post.
func (p *Pages) myCounters(ctx context.Context) ([]org.Unit, error) {
	a := actor.Of(ctx)
	var out []org.Unit
	for _, post := range a.Posts {
		if !a.Has(CanReceive, post.UnitPath) || slices.ContainsFunc(out, func(u org.Unit) bool { return u.ID == post.UnitID }) {
			continue
		}
		u, err := p.s.Org.Unit(ctx, post.UnitID)
		if err != nil {
			return nil, err
		}
		if u.Receives() {
			out = append(out, u)
		}
	}
	return out, nil
}

// chosenUnit is the unit of the address, else the first, which is that of the post acted in.
func chosenUnit(units []org.Unit, id string) org.Unit {
	if i := slices.IndexFunc(units, func(u org.Unit) bool { return u.ID == id }); i >= 0 {
		return units[i]
	}
	if len(units) > 0 {
		return units[0]
	}
	return org.Unit{}
}

func intakeOf(ctx context.Context, units []org.Unit, unit org.Unit, q url.Values, held web.Held) intakeView {
	title := text.T(ctx, "dossier.intake.title")
	v := intakeView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(),
			Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Caption: unit.FullName}, Problems: ui.Problems(ctx, held.Err), UnitID: unit.ID,
		Search: ui.SearchBox{Action: intakePath, Value: q.Get("q"), Label: text.T(ctx, "dossier.intake.search"),
			Focus: !held.Was() && text.Clean(q.Get("q")) == ""},
		Asked: text.Clean(q.Get("q")) != "" && unit.ID != "",
		Empty: ui.Empty{Title: text.T(ctx, "dossier.intake.none"), Text: text.T(ctx, "dossier.intake.none-hint")},
	}
	if unit.ID == "" {
		v.Empty = ui.Empty{Title: text.T(ctx, "dossier.intake.no-counter"), Text: text.T(ctx, "dossier.intake.no-counter-hint")}
	}
	if len(units) > 1 {
		v.Words = ui.TextField{Name: "q", Type: "search", Label: v.Search.Label, Value: v.Search.Value, Autocomplete: "off"}
		v.Unit = &ui.Select{Name: "noi", Label: text.T(ctx, "dossier.intake.unit"), Value: unit.ID}
		for _, u := range units {
			v.Unit.Options = append(v.Unit.Options, ui.Option{Value: u.ID, Text: u.FullName})
		}
	}
	return v
}

func (v *intakeView) show(ctx context.Context, found *catalog.Found, query catalog.Query, q url.Values) {
	for i, hit := range found.Items {
		meta := hit.Field + " · " + hit.Term.In(ctx)
		if hit.Code != "" {
			meta = hit.Code + " · " + meta
		}
		if query.Level == "" {
			meta += " · " + text.T(ctx, "dossier.level."+string(hit.Level))
		}
		v.Hits = append(v.Hits, hitView{ID: hit.ID, Name: hit.Title(text.LangOf(ctx)), Meta: meta, First: i == 0})
	}
	if query.Level != "" {
		wider := url.Values{"q": {q.Get("q")}, "cap": {"tat-ca"}, "noi": {v.UnitID}}
		v.Wider = &ui.Link{Text: text.T(ctx, "dossier.intake.wider"), Href: intakePath + "?" + wider.Encode()}
	}
}

// draftLines are the intakes that are not finished; what a citizen answers is none of them.
func draftLines(ctx context.Context, drafts []DraftWork) []draftLine {
	var out []draftLine
	for _, dr := range drafts {
		if dr.DossierID != "" || dr.Channel == catalog.Online {
			continue
		}
		meta := text.T(ctx, "dossier.intake.saved", "at", text.DateTime(ctx, dr.SavedAt))
		if dr.Owner.Name != "" {
			meta = dr.Owner.Name + " · " + meta
		}
		out = append(out, draftLine{Name: dr.Name, Href: draftPath(dr.ID), Meta: meta})
	}
	return out
}

// startIntake begins an intake of the chosen procedure.
func (p *Pages) startIntake(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, procedure := r.Context(), r.PostForm.Get("procedure")
	if procedure == "" {
		return fault.New(fault.Invalid, "fault.bad-form")
	}
	form, err := p.s.Catalog.Current(ctx, procedure, clock.DateOf(p.s.Clock.Now()))
	if err != nil {
		return err
	}
	kase, _ := form.Case("")
	dr, err := p.s.Start(ctx, procedure, kase.Key, r.PostForm.Get("unit"))
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil {
			return err
		}
		return web.SeeOther(w, r, intakePath)
	}
	ticket := web.Get(r, ticketKey)
	web.Drop(r, ticketKey)
	return web.SeeOther(w, r, draftOf(dr.ID, ticket))
}
