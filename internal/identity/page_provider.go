package identity

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// leave sends a citizen to the identity provider. It is a link, not a form: a form may not lead to
// another site here. The session in which the flow is kept must be that of the public address, to
// which the provider sends people back.
func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	back := backOf(r)
	if p.Party == nil {
		return fault.New(fault.NotFound, "identity.provider.none")
	}
	if public, err := url.Parse(p.BaseURL); err == nil && public.Host != r.Host && !r.URL.Query().Has("chuyen") {
		q := url.Values{"chuyen": {"1"}, "ve": {back}}
		return web.SeeOther(w, r, p.BaseURL+"/dang-nhap/dinh-danh?"+q.Encode())
	}
	address, flow, err := p.Party.Begin(r.Context(), back)
	if err != nil {
		return p.providerAgain(w, r, err, back)
	}
	kept, err := json.Marshal(flow)
	if err != nil {
		return err
	}
	web.Put(r, keyFlow, string(kept))
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// comeBack takes the provider's answer. The flow is used up whatever the answer is.
func (p *Pages) comeBack(w http.ResponseWriter, r *http.Request) error {
	if p.Party == nil {
		return fault.New(fault.NotFound, "identity.provider.none")
	}
	var flow oidc.Flow
	_ = json.Unmarshal([]byte(web.Get(r, keyFlow)), &flow) // none, or damaged: an empty flow, which is refused
	web.Drop(r, keyFlow)
	person, err := p.Party.Finish(r.Context(), flow, r.URL.Query())
	if f := fault.As(err); f != nil && flow.State != "" { // an answer to nothing is no sign-in
		if err := p.svc.NoteFailure(r.Context(), f.Key); err != nil {
			return err
		}
	}
	if err != nil {
		return p.providerAgain(w, r, err, flow.Back)
	}
	x, err := p.svc.SignInCitizen(r.Context(), citizenOf(p.Party.Name(), person), r.UserAgent())
	if err != nil {
		return p.providerAgain(w, r, err, flow.Back)
	}
	return p.enter(w, r, x, flow.Back)
}

// providerAgain shows the sign-in page with what went wrong, in plain words; the cause goes to the
// log.
func (p *Pages) providerAgain(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	slog.WarnContext(r.Context(), "citizen not signed in", "provider", p.Party.Name(), "err", f.Error())
	return again(w, r, f, nil, withBack("/dang-nhap", web.LocalPath(back, "")))
}

func citizenOf(provider string, p oidc.Person) Citizen {
	return Citizen{Name: p.Name, Provider: provider, Subject: p.Subject, PersonalNumber: p.PersonalNumber,
		BornOn: p.BornOn, Phone: p.Phone, Email: p.Email, Assurance: p.Level}
}
