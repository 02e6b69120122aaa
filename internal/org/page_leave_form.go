package org

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// showLeaveWho asks a head whose absence to note.
func (p *Pages) showLeaveWho(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	looked := text.Clean(r.URL.Query().Get("tim"))
	people, err := p.found(ctx, looked)
	if err != nil {
		return err
	}
	list := templ.Component(ui.Empty{Title: text.T(ctx, "org.leave.look-hint")})
	if len(people) > 0 {
		t := ui.Table{Caption: text.T(ctx, "org.leave.found"), Dense: true, Head: []ui.Head{{Text: text.T(ctx, "org.leave.who")}, {Text: text.T(ctx, "org.posts.title")}}}
		for _, person := range people {
			posts, err := p.svc.Posts(ctx, person.ID, p.svc.today())
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: person.Name, Href: to(newLeavePath, "nguoi", person.ID), Header: true}, {Text: postLine(posts)}}})
		}
		list = t
	} else if looked != "" {
		list = ui.Empty{Title: text.T(ctx, "org.leave.nobody")}
	}
	title := text.T(ctx, "org.leave.set-other")
	return web.Show(w, r, leaveWhoPage(leaveWhoView{Frame: leaveFrame(ctx, title, true), Heading: ui.Heading{Title: title},
		Search: ui.SearchBox{Action: leavePath + "/nguoi", Name: "tim", Value: looked, Label: text.T(ctx, "org.leave.look")}, List: list}))
}

// leaveWhoView finds the person.
type leaveWhoView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Search  ui.SearchBox
	List    templ.Component
}

func postLine(posts []Post) string {
	line := ""
	for i, p := range posts {
		if i > 0 {
			line += "; "
		}
		line += p.Title + ", " + p.UnitName
	}
	return line
}

// absentee is whose absence a form is about: ?nguoi=, else whoever acts.
func (p *Pages) absentee(r *http.Request) (Person, []Post, error) {
	personID := r.FormValue("nguoi")
	if personID == "" {
		personID = actor.Of(r.Context()).PersonID
	}
	who, err := p.svc.Person(r.Context(), personID)
	if err != nil {
		return Person{}, nil, err
	}
	posts, err := p.svc.Posts(r.Context(), personID, p.svc.today())
	var with []Post
	for _, post := range posts {
		if Delegable(post.Role) {
			with = append(with, post)
		}
	}
	return who, with, err
}

func (p *Pages) showNewLeave(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	who, posts, err := p.absentee(r)
	if err != nil {
		return err
	}
	v := formView{Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: newLeavePath}, Hidden: url.Values{"nguoi": {who.ID}},
		Heading: ui.Heading{Title: text.T(ctx, "org.leave.set"), Caption: who.Name, Lead: text.T(ctx, "org.leave.set-lead")},
		Fields:  leaveFields(ctx, held), Submit: ui.Button{Text: text.T(ctx, "org.leave.do")}, Back: backTo(ctx, leavePath)}
	for _, post := range posts {
		f, err := p.standInField(ctx, held, post, who.ID)
		if err != nil {
			return err
		}
		v.Fields = append(v.Fields, f)
	}
	v.Fields = append(v.Fields, ui.TextField{Name: "van-ban", Label: text.T(ctx, "org.label.decision"), Hint: text.T(ctx, "org.label.decision-hint"), Value: held.Value("van-ban", ""), MaxLength: 200})
	v.Frame = leaveFrame(ctx, v.Heading.Title, true)
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

func leaveFields(ctx context.Context, held web.Held) []templ.Component {
	wrong := func(name string) string { return ui.Problem(ctx, held.Err, name) }
	kind := ui.Radios{Name: "loai", Label: text.T(ctx, "org.leave.kind"), Value: held.Value("loai", "annual"), Error: wrong("loai"), Required: true}
	for _, k := range LeaveKinds {
		kind.Options = append(kind.Options, ui.Option{Value: k, Text: text.T(ctx, "org.leave.kind-"+k)})
	}
	return []templ.Component{
		ui.DateField{Name: "tu-ngay", Label: text.T(ctx, "org.leave.from"), Value: held.Value("tu-ngay", ""), Error: wrong("tu-ngay"), Required: true},
		ui.DateField{Name: "den-ngay", Label: text.T(ctx, "org.leave.until"), Value: held.Value("den-ngay", ""), Error: wrong("den-ngay"), Required: true},
		kind, reasonField(ctx, held)}
}

// standInField asks who does the work of a post meanwhile.
func (p *Pages) standInField(ctx context.Context, held web.Held, post Post, personID string) (templ.Component, error) {
	officers, err := p.svc.Candidates(ctx, post, personID, p.svc.today())
	f := ui.Select{Name: "thay-" + post.PositionID, Label: text.T(ctx, "org.leave.stand-in-for", "post", post.Title), Hint: text.T(ctx, "org.leave.stand-in-hint"),
		Value: held.Value("thay-"+post.PositionID, ""), Empty: text.T(ctx, "org.leave.nobody-yet"), Error: ui.Problem(ctx, held.Err, "nguoi")}
	for _, o := range officers {
		f.Options = append(f.Options, ui.Option{Value: o.PersonID, Text: o.Name + " – " + o.Title})
	}
	return f, err
}

func (p *Pages) newLeave(w http.ResponseWriter, r *http.Request) error {
	who, posts, err := p.absentee(r)
	if err != nil {
		return err
	}
	v := r.PostForm
	l := Leave{PersonID: who.ID, From: dayIn(v.Get("tu-ngay")), Until: dayIn(v.Get("den-ngay")), Kind: v.Get("loai"), Reason: v.Get("ly-do")}
	var with []StandIn
	for _, post := range posts {
		if by := v.Get("thay-" + post.PositionID); by != "" {
			with = append(with, StandIn{PositionID: post.PositionID, PersonID: by, Decision: v.Get("van-ban")})
		}
	}
	l, set, err := p.svc.SetAbsence(r.Context(), l, with)
	if err != nil {
		return again(w, r, err, v, to(newLeavePath, "nguoi", who.ID))
	}
	said := "org.leave.done"
	for _, x := range set {
		if x.State() == StandInAsked {
			said = "org.leave.done-asked"
		}
	}
	web.Say(r, said, "name", who.Name, "from", text.Date(l.From), "until", text.Date(l.Until))
	return web.SeeOther(w, r, to(leavePath, "thang", string(l.From[:7])))
}

func (p *Pages) confirmStandIn(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.ConfirmStandIn(r.Context(), r.PathValue("id"), r.PostFormValue("van-ban")); err != nil {
		return again(w, r, err, nil, leavePath)
	}
	web.Say(r, "org.leave.confirmed")
	return web.SeeOther(w, r, leavePath)
}

// showCancelStandIn asks why a stand-in ends or is refused.
func (p *Pages) showCancelStandIn(w http.ResponseWriter, r *http.Request) error {
	x, err := p.svc.StandIn(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showWhy(w, r, "org.leave.end-title", standInPath(x.ID)+"/huy", standInFacts(r.Context(), x))
}

func (p *Pages) showWhy(w http.ResponseWriter, r *http.Request, title, action string, facts ui.SummaryList) error {
	ctx, held := r.Context(), web.Kept(r)
	v := formView{Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: action}, Heading: ui.Heading{Title: text.T(ctx, title)},
		Before: []templ.Component{facts}, Fields: []templ.Component{reasonField(ctx, held)},
		Submit: ui.Button{Text: text.T(ctx, "org.leave.cancel-do"), Kind: ui.Warning}, Back: backTo(ctx, leavePath)}
	v.Frame = leaveFrame(ctx, v.Heading.Title, true)
	v.Frame.Failed = held.Was()
	return web.Show(w, r, formPage(v))
}

func (p *Pages) cancelStandIn(w http.ResponseWriter, r *http.Request) error {
	err := p.svc.CancelStandIn(r.Context(), r.PathValue("id"), r.PostFormValue("ly-do"))
	return p.cancelled(w, r, err, standInPath(r.PathValue("id"))+"/huy", "org.leave.ended")
}

func (p *Pages) cancelled(w http.ResponseWriter, r *http.Request, err error, form, said string) error {
	if err != nil {
		return again(w, r, err, r.PostForm, form)
	}
	web.Say(r, said)
	return web.SeeOther(w, r, leavePath)
}

func (p *Pages) showCancelLeave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := p.svc.LeaveToTend(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showWhy(w, r, "org.leave.cancel-title", leavePath+"/"+l.ID+"/huy", ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: text.T(ctx, "org.leave.who"), Text: l.PersonName}, {Key: text.T(ctx, "org.units.period"), Text: period(ctx, l.From, l.Until)},
		{Key: text.T(ctx, "org.leave.kind"), Text: kindOfLeave(ctx, l)}}})
}

func (p *Pages) cancelLeave(w http.ResponseWriter, r *http.Request) error {
	err := p.svc.CancelLeave(r.Context(), r.PathValue("id"), r.PostFormValue("ly-do"))
	return p.cancelled(w, r, err, leavePath+"/"+url.PathEscape(r.PathValue("id"))+"/huy", "org.leave.cancelled")
}
