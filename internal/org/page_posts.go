package org

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mostPeople is how many persons of a name are offered.
const mostPeople = 20

// showAppoint asks whom to put into a post. Looking for a person who is known already is a question
// of its own above the form.
func (p *Pages) showAppoint(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	post, u, err := p.postAndUnit(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	looked := text.Clean(held.Value("tim", r.URL.Query().Get("tim")))
	people, err := p.found(ctx, looked)
	if err != nil {
		return err
	}
	v := formView{Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: appointPath(post.ID)}, Hidden: url.Values{"tim": {looked}},
		Heading: ui.Heading{Title: text.T(ctx, "org.appoint.title"), Caption: u.FullName, Lead: post.Title},
		Before: []templ.Component{ui.SearchBox{Action: appointPath(post.ID), Name: "tim", Value: looked, Label: text.T(ctx, "org.appoint.look"),
			Hint: text.T(ctx, "org.appoint.look-hint")}},
		Fields: appointFields(ctx, held, people, looked), Submit: ui.Button{Text: text.T(ctx, "org.appoint.do")}, Back: backTo(ctx, unitPath(u))}
	if v.Frame, err = p.unitFrameOf(ctx, u, v.Heading.Title); err != nil {
		return err
	}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

// unitFrameOf is the frame of a page about a unit: its own page is one step up.
func (p *Pages) unitFrameOf(ctx context.Context, u Unit, title string) (ui.Frame, error) {
	f, err := p.unitFrame(ctx, u)
	f.Title, f.Wide = title, false
	f.Crumbs[len(f.Crumbs)-1].Href = unitPath(u)
	f.Crumbs = append(f.Crumbs, ui.Crumb{Text: title})
	return f, err
}

func (p *Pages) postAndUnit(ctx context.Context, positionID string) (Position, Unit, error) {
	return p.svc.PositionToEdit(ctx, positionID)
}

func (p *Pages) found(ctx context.Context, name string) ([]Person, error) {
	if name == "" {
		return nil, nil
	}
	return p.svc.FindPeople(ctx, name, mostPeople)
}

func appointFields(ctx context.Context, held web.Held, people []Person, looked string) []templ.Component {
	wrong := func(name string) string { return ui.Problem(ctx, held.Err, name) }
	newName := ui.TextField{Name: "ho-ten", Label: text.T(ctx, "org.appoint.new-name"), Value: held.Value("ho-ten", looked), Error: wrong("ho-ten"),
		Autocomplete: "off", MaxLength: 100, Required: true}
	fields := []templ.Component{newName}
	if len(people) > 0 {
		newName.Required = false
		fields = []templ.Component{whoField(ctx, held, people, newName)}
	}
	return append(fields,
		ui.DateField{Name: "tu-ngay", Label: text.T(ctx, "org.appoint.from"), Value: held.Value("tu-ngay", ""), Error: wrong("tu-ngay"), Required: true},
		ui.DateField{Name: "den-ngay", Label: text.T(ctx, "org.appoint.until"), Hint: text.T(ctx, "org.appoint.until-hint"), Value: held.Value("den-ngay", ""), Error: wrong("den-ngay")},
		ui.TextField{Name: "quyet-dinh", Label: text.T(ctx, "org.label.decision"), Hint: text.T(ctx, "org.label.decision-hint"), Value: held.Value("quyet-dinh", ""), MaxLength: 200})
}

// whoField offers the people found, and somebody new last.
func whoField(ctx context.Context, held web.Held, people []Person, newName ui.TextField) ui.Radios {
	f := ui.Radios{Name: "nguoi", Label: text.T(ctx, "org.appoint.who"), Value: held.Value("nguoi", people[0].ID)}
	for _, person := range people {
		f.Options = append(f.Options, ui.Option{Value: person.ID, Text: person.Name, Hint: person.Email})
	}
	f.Options = append(f.Options, ui.Option{Value: "moi", Text: text.T(ctx, "org.appoint.new"), Reveal: newName})
	return f
}

func (p *Pages) appoint(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	post, u, err := p.postAndUnit(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := r.PostForm
	a := Appointment{PositionID: post.ID, From: dayIn(v.Get("tu-ngay")), Until: dayIn(v.Get("den-ngay")), Decision: v.Get("quyet-dinh")}
	if who := v.Get("nguoi"); who != "" && who != "moi" {
		a.PersonID = who
	} else {
		a.Name = v.Get("ho-ten")
	}
	h, err := p.svc.Appoint(r.Context(), a)
	if err != nil {
		return again(w, r, err, v, appointPath(post.ID))
	}
	web.Say(r, "org.appoint.done", "name", h.PersonName, "post", post.Title, "date", text.Date(h.From))
	return web.SeeOther(w, r, unitPath(u))
}

// showEndHolding asks for the last day of somebody in a post.
func (p *Pages) showEndHolding(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	h, err := p.svc.Holding(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	post, u, err := p.postAndUnit(ctx, h.PositionID)
	if err != nil {
		return err
	}
	v := formView{Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: endPath(h.ID)},
		Heading: ui.Heading{Title: text.T(ctx, "org.end.title"), Caption: u.FullName},
		Notices: []ui.Notice{{Kind: ui.Caution, Text: text.T(ctx, "org.end.means")}},
		Before: []templ.Component{ui.SummaryList{Rows: []ui.SummaryRow{{Key: text.T(ctx, "org.posts.holder"), Text: h.PersonName},
			{Key: text.T(ctx, "org.posts.post"), Text: post.Title}, {Key: text.T(ctx, "org.units.period"), Text: period(ctx, h.From, h.Until)}}}},
		Fields: []templ.Component{ui.DateField{Name: "den-ngay", Label: text.T(ctx, "org.end.until"), Value: held.Value("den-ngay", text.Date(h.Until)),
			Error: ui.Problem(ctx, held.Err, "den-ngay"), Required: true}, reasonField(ctx, held)},
		Submit: ui.Button{Text: text.T(ctx, "org.end.do"), Kind: ui.Warning}, Back: backTo(ctx, unitPath(u))}
	if v.Frame, err = p.unitFrameOf(ctx, u, v.Heading.Title); err != nil {
		return err
	}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

func (p *Pages) endHolding(w http.ResponseWriter, r *http.Request) error {
	h, err := p.svc.Holding(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	_, u, err := p.postAndUnit(r.Context(), h.PositionID)
	if err != nil {
		return err
	}
	until := dayIn(r.PostFormValue("den-ngay"))
	if err := p.svc.EndHolding(r.Context(), h.ID, until, r.PostFormValue("ly-do")); err != nil {
		return again(w, r, err, r.PostForm, endPath(h.ID))
	}
	web.Say(r, "org.end.done", "name", h.PersonName, "date", text.Date(until))
	return web.SeeOther(w, r, unitPath(u))
}
