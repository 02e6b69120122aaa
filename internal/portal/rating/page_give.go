package rating

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// giveView is the form of a rating.
type giveView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Promise  []string // what happens with the answer
	Form     ui.FormFrame
	Mark     ui.Radios
	Reasons  ui.Checkboxes
	Words    ui.TextArea
	Contact  ui.Checkboxes
}

// link makes a link for one of the citizen's own dossiers and leads there.
func (p *Pages) link(w http.ResponseWriter, r *http.Request) error {
	token, err := p.s.Link(r.Context(), "dossier/"+r.PathValue("id"))
	if fault.Is(err, fault.Conflict) {
		if err := web.Keep(r, err, nil); err != nil {
			return err
		}
		return web.SeeOther(w, r, sumsPath+"/cam-on")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, sumsPath+"/phieu/"+token)
}

// give shows the form. An office's device is turned away before anything is asked.
func (p *Pages) give(w http.ResponseWriter, r *http.Request) error {
	a, err := p.asked(r)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	return web.Show(w, r, givePage(giveOf(r, a, held)))
}

func (p *Pages) asked(r *http.Request) (*Asked, error) {
	if ofOffice(r) {
		return nil, fault.New(fault.Forbidden, "portal.rate.office-device")
	}
	return p.s.ByLink(r.Context(), r.PathValue("token"))
}

func giveOf(r *http.Request, a *Asked, held web.Held) giveView {
	ctx := r.Context()
	title := text.T(ctx, "portal.rate.title")
	v := giveView{
		Frame: ui.Frame{Title: title, NoIndex: true, Failed: held.Was()}, Problems: ui.Problems(ctx, held.Err),
		Heading: ui.Heading{Title: title, Caption: a.Procedure.Name + " · " + a.Unit.Name},
		Form:    ui.FormFrame{Action: r.URL.Path},
		Mark: ui.Radios{Name: "mark", Label: text.T(ctx, "portal.rate.question"), Value: held.Value("mark", ""), Error: held.FieldError(r, "mark"),
			Required: true, Options: markOptions(ctx)},
		Reasons: ui.Checkboxes{Name: "reasons", Label: text.T(ctx, "portal.rate.reasons"), Values: held.Values["reasons"]},
		Words: ui.TextArea{Name: "words", Label: text.T(ctx, "portal.rate.words"), Hint: text.T(ctx, "portal.rate.words-hint"),
			Value: held.Value("words", ""), Error: held.FieldError(r, "words"), Rows: 3, MaxLength: mostWords},
		Contact: ui.Checkboxes{Name: "contact", Values: held.Values["contact"], Options: []ui.Option{{Value: "1",
			Text: text.T(ctx, "portal.rate.contact"), Hint: text.T(ctx, "portal.rate.contact-hint")}}},
	}
	for _, key := range []string{"once", "apart", "later"} {
		v.Promise = append(v.Promise, text.T(ctx, "portal.rate.promise-"+key))
	}
	for _, reason := range Reasons {
		v.Reasons.Options = append(v.Reasons.Options, ui.Option{Value: reason, Text: text.T(ctx, "portal.rate.reason."+reason)})
	}
	return v
}

func markOptions(ctx context.Context) []ui.Option {
	out := make([]ui.Option, len(Marks))
	for i, m := range Marks {
		out[i] = ui.Option{Value: string(m), Text: text.T(ctx, "portal.rate.mark."+string(m))}
	}
	return out
}

// rate takes the answer.
func (p *Pages) rate(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	if _, err := p.asked(r); err != nil {
		return err
	}
	err := p.s.Rate(r.Context(), r.PathValue("token"), Answer{Mark: Mark(r.PostForm.Get("mark")), Reasons: r.PostForm["reasons"],
		Words: r.PostForm.Get("words"), Contact: r.PostForm.Get("contact") != ""})
	if fault.Is(err, fault.Invalid) {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, r.URL.Path)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, sumsPath+"/cam-on")
}

// thanksView ends a rating.
type thanksView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Next     []ui.Link
}

// thanks says that the answer was taken, or why there is none to give.
func (p *Pages) thanks(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	title := text.T(ctx, "portal.rate.thanks")
	v := thanksView{Frame: ui.Frame{Title: title, NoIndex: true}, Problems: ui.Problems(ctx, held.Err),
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "portal.rate.thanks-lead")},
		Next:    []ui.Link{{Text: text.T(ctx, "portal.rate.see-sums"), Href: sumsPath}, {Text: text.T(ctx, "portal.rate.home"), Href: "/"}}}
	if held.Was() {
		v.Heading = ui.Heading{Title: text.T(ctx, "portal.rate.title")}
	}
	return web.Show(w, r, thanksPage(v))
}
