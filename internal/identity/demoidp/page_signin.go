package demoidp

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const pathSignIn = Path + "/dang-nhap"

// signInView is the provider's sign-in page.
type signInView struct {
	Request  string
	Number   string
	Problems ui.ErrorSummary
	Citizens []citizenView
}

type citizenView struct{ Name, About, Number, Password string }

// showSignIn lists the made-up citizens and asks for number and password.
func (p *Provider) showSignIn(w http.ResponseWriter, r *http.Request) {
	key := r.FormValue("yeu-cau")
	if _, err := p.store.request(key); err != nil {
		show(w, r, http.StatusNotFound, ui.ErrorPage(http.StatusNotFound, text.T(r.Context(), "demoidp.stale"),
			text.T(r.Context(), "demoidp.stale-why"), "/dang-nhap"))
		return
	}
	v := signInView{Request: key, Number: r.FormValue("so")}
	if r.FormValue("sai") != "" {
		v.Problems = ui.ErrorSummary{Items: []ui.ErrorItem{{Text: text.T(r.Context(), "demoidp.wrong"), Href: "#mat-khau"}}}
	}
	for _, c := range p.needs.Citizens {
		v.Citizens = append(v.Citizens, citizenView{c.Name, c.About, c.Number, c.Password})
	}
	show(w, r, http.StatusOK, signInPage(v))
}

// signIn checks the password and goes on with the library, or refuses on the citizen's behalf.
func (p *Provider) signIn(w http.ResponseWriter, r *http.Request) {
	req, err := p.store.request(r.PostFormValue("yeu-cau"))
	if err != nil {
		http.Redirect(w, r, pathSignIn, http.StatusSeeOther)
		return
	}
	if r.PostFormValue("huy") != "" {
		_ = p.store.DeleteAuthRequest(r.Context(), req.id)
		http.Redirect(w, r, denied(req), http.StatusSeeOther)
		return
	}
	typed := strings.ReplaceAll(r.PostFormValue("so"), " ", "")
	if !p.right(typed, r.PostFormValue("mat-khau")) {
		q := url.Values{"yeu-cau": {req.id}, "so": {typed}, "sai": {"1"}}
		http.Redirect(w, r, pathSignIn+"?"+q.Encode(), http.StatusSeeOther)
		return
	}
	p.store.done(req.id, Subject(typed))
	http.Redirect(w, r, Path+"/authorize/callback?"+url.Values{"id": {req.id}}.Encode(), http.StatusSeeOther)
}

func (p *Provider) right(number, password string) bool {
	for _, c := range p.needs.Citizens {
		if c.Number == number {
			return subtle.ConstantTimeCompare([]byte(c.Password), []byte(password)) == 1
		}
	}
	return false
}

// show answers with a page. The provider stands outside the house's fault handling, so a page that
// cannot be made says so itself.
func show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	if err := web.ShowStatus(w, r, status, page); err != nil {
		http.Error(w, text.T(r.Context(), "demoidp.stale"), http.StatusInternalServerError)
	}
}

// denied is the relying party's address with the answer that the citizen does not agree.
func denied(r *request) string {
	return r.asked.RedirectURI + "?" + url.Values{"error": {"access_denied"}, "state": {r.asked.State}}.Encode()
}

// compact writes 1990-05-01 as 19900501.
func compact(date string) string { return strings.ReplaceAll(date, "-", "") }
