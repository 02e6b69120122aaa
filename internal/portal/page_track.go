package portal

import (
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// What the session keeps of a look-up: never in an address, where others could read it.
const (
	trackedCode   = "portal.looked.code"
	trackedSecret = "portal.looked.secret"
)

// trackView asks for code and secret.
type trackView struct {
	Frame        ui.Frame
	Problems     ui.ErrorSummary
	Heading      ui.Heading
	Code, Secret ui.TextField
}

// track asks for what stands on the receipt. The code may come from its QR, the secret is typed.
func (p *Pages) track(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	return web.Show(w, r, trackPage(trackView{
		Frame: ui.Frame{Title: text.T(ctx, "portal.track.title"), Failed: held.Was(),
			Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"}, {Text: text.T(ctx, "portal.track.title")}}},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  ui.Heading{Title: text.T(ctx, "portal.track.title"), Lead: text.T(ctx, "portal.track.lead")},
		Code: ui.TextField{Name: "ma", Label: text.T(ctx, "portal.track.code"), Hint: text.T(ctx, "portal.track.code-hint"),
			Value: held.Value("ma", r.URL.Query().Get("ma")), Error: held.FieldError(r, "ma"), Required: true, Width: "30", Autocomplete: "off"},
		Secret: ui.TextField{Name: "bi-mat", Label: text.T(ctx, "portal.secret"), Hint: text.T(ctx, "portal.track.secret-hint"),
			Error: held.FieldError(r, "bi-mat"), Required: true, Width: "10", Autocomplete: "off"},
	}))
}

// findTracked looks a dossier up and leads to it.
func (p *Pages) findTracked(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	code, secret := r.PostFormValue("ma"), r.PostFormValue("bi-mat")
	err := missingOf(code, secret)
	if err == nil {
		_, err = p.Dossiers.Track(r.Context(), code, secret)
	}
	if err != nil {
		if err := web.Keep(r, err, url.Values{"ma": {code}}); err != nil {
			return err
		}
		return web.SeeOther(w, r, "/tra-cuu")
	}
	web.Put(r, trackedCode, code)
	web.Put(r, trackedSecret, secret)
	return web.SeeOther(w, r, "/tra-cuu/ket-qua")
}

func missingOf(code, secret string) error {
	var wrong []fault.Field
	if code == "" {
		wrong = append(wrong, fault.Field{Name: "ma", Key: "portal.track.code-missing"})
	}
	if secret == "" {
		wrong = append(wrong, fault.Field{Name: "bi-mat", Key: "portal.track.secret-missing"})
	}
	return fault.OnFields(wrong)
}

// trackedView is a dossier without anybody's data.
type trackedView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	State    ui.Tag
	Due      dueView
	Now      string
	Wanted   []string // something is asked of the applicant; empty when nothing
	Life     lifeView
	Result   ui.SummaryList
	Timeline ui.Timeline
	Ground   string // address of what this state rests on
	Sealed   sealedView
}

// tracked shows what was looked up.
func (p *Pages) tracked(w http.ResponseWriter, r *http.Request) error {
	ctx, code := r.Context(), web.Get(r, trackedCode)
	if code == "" {
		return web.SeeOther(w, r, "/tra-cuu")
	}
	d, err := p.Dossiers.Track(ctx, code, web.Get(r, trackedSecret))
	if err != nil {
		return err
	}
	v := trackedView{
		Frame: ui.Frame{Title: d.Code, NoIndex: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
			{Text: text.T(ctx, "portal.track.title"), Href: "/tra-cuu"}, {Text: d.Code}}},
		Heading: ui.Heading{Title: p.named(ctx, d.Procedure, d.Name), Caption: text.T(ctx, "portal.code", "code", d.Code)},
		State:   stateTag(ctx, d.State), Due: dueOf(ctx, d, p.Clock.Now()), Now: nowWords(ctx, d.Dossier),
		Life: lifeOf(ctx, d, p.Clock.Now()), Timeline: timeline(ctx, d), Ground: groundLink(d.State),
	}
	if v.Sealed, err = p.sealed(ctx, d, false); err != nil {
		return err
	}
	if d.OpenSupplement() != nil {
		v.Wanted = append([]string{text.T(ctx, "portal.track.wanted-text")}, askedLines(ctx, d.Dossier)...)
	}
	if d.State == dossier.Done || d.State == dossier.Returned || d.State == dossier.Posted {
		v.Result.Rows = []ui.SummaryRow{{Key: text.T(ctx, "portal.result.number"), Text: d.Result.Number},
			{Key: text.T(ctx, "portal.result.on"), Text: text.Date(d.Result.IssuedOn)}}
	}
	return web.Show(w, r, trackedPage(v))
}

// doneTracking forgets the look-up, for computers that others use too.
func (p *Pages) doneTracking(w http.ResponseWriter, r *http.Request) error {
	web.Drop(r, trackedCode)
	web.Drop(r, trackedSecret)
	web.Say(r, "portal.track.forgotten")
	return web.SeeOther(w, r, "/")
}
