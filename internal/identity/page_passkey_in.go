package identity

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// passkeyInView signs in with a key, alone or after the password.
type passkeyInView struct {
	Problems ui.ErrorSummary
	Second   bool // the password was right just before
	Code     bool // a code would do too
	CodeTo   string
	BackTo   string
	Ask      askView
}

// showPasskeyIn asks for a key: of the account whose password was typed in this browser, else of anybody.
func (p *Pages) showPasskeyIn(w http.ResponseWriter, r *http.Request) error {
	ctx, back := r.Context(), backOf(r)
	account := ""
	if r.FormValue("buoc") == "2" {
		account = p.codeFor(r)
	}
	held := web.Kept(r)
	c, err := p.svc.AskPasskey(ctx, account)
	if err != nil {
		return again(w, r, err, nil, withBack("/dang-nhap", back))
	}
	if err := p.keepAsked(r, asked{Ceremony: c, For: account}); err != nil {
		return err
	}
	v := passkeyInView{Problems: ui.Problems(ctx, held.Err), Second: account != "", Code: account != "" && p.codeAsked(r).code,
		CodeTo: withBack("/dang-nhap/ma", back), BackTo: withBack("/dang-nhap", back),
		Ask: askView{What: "get", Options: c.Options, Host: p.svc.PasskeyHost(), To: "/dang-nhap/khoa", Back: back, Button: text.T(ctx, "identity.passkey.use")}}
	return web.Show(w, r, passkeyInPage(v))
}

func (p *Pages) passkeyIn(w http.ResponseWriter, r *http.Request) error {
	back := backOf(r)
	a, err := p.takeAsked(r)
	var x Session
	if err == nil {
		x, err = p.svc.SignInPasskey(r.Context(), a.Ceremony, a.For, r.PostFormValue("tra-loi"), r.UserAgent())
	}
	if err != nil {
		return again(w, r, err, nil, passkeyInPath(a.For != "", back))
	}
	return p.enter(w, r, x, back)
}

// passkeyInPath is where a key is asked for, as the second step or the only one.
func passkeyInPath(second bool, back string) string {
	step := ""
	if second {
		step = "2"
	}
	return pathWith("/dang-nhap/khoa", "buoc", step, "ve", back)
}
