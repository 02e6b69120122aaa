package org

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// unitsOffered is how many units of a name have their posts offered.
const unitsOffered = 5

const placePath = "/quan-tri/bo-nhiem"

func movePath(holdingID string) string { return "/quan-tri/giu-chuc/" + holdingID + "/chuyen" }

// postOptions are the posts of units of a name, within the reach of whoever appoints.
func (p *Pages) postOptions(ctx context.Context, looked string, but string) ([]ui.Option, error) {
	if looked == "" {
		return nil, nil
	}
	units, err := p.svc.Search(ctx, Query{Text: looked, Limit: 40})
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	offered := 0
	for _, u := range units {
		if u.Kind == Village || !actor.Of(ctx).Has(CanEdit, u.Path) || offered == unitsOffered {
			continue
		}
		seats, err := p.svc.Seats(ctx, u.ID, p.svc.today())
		if err != nil {
			return nil, err
		}
		for _, s := range seats {
			if s.ID != but {
				out = append(out, ui.Option{Value: s.ID, Text: s.Title, Hint: u.FullName})
			}
		}
		offered++
	}
	return out, nil
}

// showPlace asks for the post of a person who is known.
func (p *Pages) showPlace(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	who, err := p.svc.Person(ctx, held.Value("nguoi", r.FormValue("nguoi")))
	if err != nil {
		return err
	}
	v := formView{Heading: ui.Heading{Title: text.T(ctx, "org.appoint.title"), Caption: who.Name, Lead: text.T(ctx, "org.place.lead")},
		Form: ui.FormFrame{Action: placePath}, Hidden: url.Values{"nguoi": {who.ID}}, Submit: ui.Button{Text: text.T(ctx, "org.appoint.do")}}
	days := []templ.Component{
		ui.DateField{Name: "tu-ngay", Label: text.T(ctx, "org.appoint.from"), Value: held.Value("tu-ngay", ""), Error: ui.Problem(ctx, held.Err, "tu-ngay"), Required: true},
		ui.DateField{Name: "den-ngay", Label: text.T(ctx, "org.appoint.until"), Hint: text.T(ctx, "org.appoint.until-hint"), Value: held.Value("den-ngay", ""), Error: ui.Problem(ctx, held.Err, "den-ngay")}}
	return p.showPosts(w, r, held, v, "", days)
}

// showPosts is a form that takes a post of a unit looked up above it, then days and the paper.
func (p *Pages) showPosts(w http.ResponseWriter, r *http.Request, held web.Held, v formView, but string, days []templ.Component) error {
	ctx := r.Context()
	looked := text.Clean(held.Value("tim", r.FormValue("tim")))
	posts, err := p.postOptions(ctx, looked, but)
	if err != nil {
		return err
	}
	v.Problems, v.Frame = ui.Problems(ctx, held.Err), desk(ctx, v.Heading.Title)
	v.Frame.Failed = held.Was()
	v.Hidden.Set("tim", looked)
	v.Before = append(v.Before, unitSearch(ctx, v, looked))
	v.Back = backTo(ctx, "/quan-tri/tai-khoan")
	switch {
	case looked != "" && len(posts) == 0:
		v.Before = append(v.Before, ui.Empty{Title: text.T(ctx, "org.units.none")})
	case len(posts) > 0:
		v.Fields = append([]templ.Component{ui.Radios{Name: "chuc-danh", Label: text.T(ctx, "org.posts.post"), Options: posts, Value: held.Value("chuc-danh", ""), Error: ui.Problem(ctx, held.Err, "chuc-danh"), Required: true}}, days...)
		v.Fields = append(v.Fields, ui.TextField{Name: "quyet-dinh", Label: text.T(ctx, "org.label.decision"), Hint: text.T(ctx, "org.label.decision-hint"), Value: held.Value("quyet-dinh", ""), MaxLength: 200}, reasonField(ctx, held))
	}
	return web.Show(w, r, placePage(placeView{formView: v, Ready: len(posts) > 0}))
}

// placeView is the form once a unit was found; before that only the question for it.
type placeView struct {
	formView
	Ready bool
}

// unitSearch asks for the unit; who it is about travels along.
func unitSearch(ctx context.Context, v formView, looked string) templ.Component {
	return unitSearchBox(unitQuestion{Action: v.Form.Action, PersonID: v.Hidden.Get("nguoi"),
		Field: ui.TextField{Name: "tim", Label: text.T(ctx, "org.units.search"), Type: "search", Value: looked}, Button: ui.Button{Text: text.T(ctx, "org.place.find"), Kind: ui.Secondary}})
}

type unitQuestion struct {
	Action, PersonID string
	Field            ui.TextField
	Button           ui.Button
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	v := r.PostForm
	a := Appointment{PositionID: v.Get("chuc-danh"), PersonID: v.Get("nguoi"), From: dayIn(v.Get("tu-ngay")), Until: dayIn(v.Get("den-ngay")), Decision: v.Get("quyet-dinh"), Reason: v.Get("ly-do")}
	var h Holding
	err := chosen(a.PositionID)
	if err == nil {
		h, err = p.svc.Appoint(r.Context(), a)
	}
	if err != nil {
		return again(w, r, err, v, to(placePath, "nguoi", a.PersonID))
	}
	return p.placed(w, r, h)
}

func chosen(positionID string) error {
	if positionID == "" {
		return wrongField("chuc-danh", "org.field.post")
	}
	return nil
}

// placed says what was done and leads to the unit of the new post.
func (p *Pages) placed(w http.ResponseWriter, r *http.Request, h Holding) error {
	post, u, err := p.postAndUnit(r.Context(), h.PositionID)
	if err != nil {
		return err
	}
	web.Say(r, "org.appoint.done", "name", h.PersonName, "post", post.Title, "date", text.Date(h.From))
	return web.SeeOther(w, r, unitPath(u))
}

// showMove asks for the last day in one post and for the next.
func (p *Pages) showMove(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	h, err := p.svc.Holding(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	post, u, err := p.postAndUnit(ctx, h.PositionID)
	if err != nil {
		return err
	}
	v := formView{Heading: ui.Heading{Title: text.T(ctx, "org.move.title"), Caption: h.PersonName, Lead: text.T(ctx, "org.move.lead")},
		Form: ui.FormFrame{Action: movePath(h.ID)}, Hidden: url.Values{}, Submit: ui.Button{Text: text.T(ctx, "org.move.do")},
		Before: []templ.Component{ui.SummaryList{Rows: []ui.SummaryRow{{Key: text.T(ctx, "org.posts.post"), Text: post.Title + ", " + u.FullName}, {Key: text.T(ctx, "org.units.period"), Text: period(ctx, h.From, h.Until)}}}}}
	days := []templ.Component{ui.DateField{Name: "den-ngay", Label: text.T(ctx, "org.move.until"), Hint: text.T(ctx, "org.move.until-hint"), Value: held.Value("den-ngay", ""), Error: ui.Problem(ctx, held.Err, "den-ngay"), Required: true}}
	return p.showPosts(w, r, held, v, h.PositionID, days)
}

func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	v, holdingID := r.PostForm, r.PathValue("id")
	until := dayIn(v.Get("den-ngay"))
	err := chosen(v.Get("chuc-danh"))
	if _, bad := clock.ParseDate(string(until)); err == nil && bad != nil {
		err = wrongField("den-ngay", "org.field.date")
	}
	var h Holding
	if err == nil {
		h, err = p.svc.Move(r.Context(), holdingID, Appointment{PositionID: v.Get("chuc-danh"), Decision: v.Get("quyet-dinh"), Reason: v.Get("ly-do")}, until)
	}
	if err != nil {
		return again(w, r, err, v, movePath(url.PathEscape(holdingID)))
	}
	return p.placed(w, r, h)
}
