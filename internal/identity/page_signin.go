package identity

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// signInView is the page on which everybody signs in.
type signInView struct {
	Problems   ui.ErrorSummary
	Ended      string // what became of the last session
	Provider   string // what the citizen's button says; empty: no provider is set up
	ProviderTo string
	Login      string
	LoginErr   string
	PassErr    string
	Back       string
	Tries      int
	PasskeyTo  string // empty: keys cannot be used at this address
	Hints      []Hint
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request) error {
	back := backOf(r)
	if a := actor.Of(r.Context()); a.SignedIn() {
		return web.SeeOther(w, r, web.LocalPath(back, homeOf(a)))
	}
	held := web.Kept(r)
	v := signInView{Problems: ui.Problems(r.Context(), held.Err), Login: held.Value("ten-dang-nhap", ""),
		LoginErr: held.FieldError(r, "ten-dang-nhap"), PassErr: held.FieldError(r, "mat-khau"), Back: back, Tries: p.svc.Settings.Tries, Hints: p.Hints}
	if why := web.Get(r, keyEnded); why != "" {
		web.Drop(r, keyEnded)
		v.Ended = text.T(r.Context(), "identity.ended."+why)
	}
	if p.svc.HasPasskeys() {
		v.PasskeyTo = passkeyInPath(false, back)
	}
	if p.Party != nil {
		v.Provider = text.T(r.Context(), "identity.sign-in.citizen-button", "label", p.Party.Label())
		v.ProviderTo = withBack("/dang-nhap/dinh-danh", back)
	}
	return web.Show(w, r, signInPage(v))
}

// signIn takes an officer's login and password. The login survives a mistake, the password never.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	login, back := r.PostFormValue("ten-dang-nhap"), backOf(r)
	if err := wanted(r, "ten-dang-nhap", "mat-khau"); err != nil {
		return p.signInAgain(w, r, err)
	}
	got, err := p.svc.SignIn(r.Context(), login, r.PostFormValue("mat-khau"), r.UserAgent())
	if err != nil {
		return p.signInAgain(w, r, err)
	}
	if got.CodeFor != "" {
		p.awaitCode(r, got)
		if !got.Code {
			return web.SeeOther(w, r, passkeyInPath(true, back))
		}
		return web.SeeOther(w, r, withBack("/dang-nhap/ma", back))
	}
	return p.enter(w, r, got.Session, back)
}

func (p *Pages) signInAgain(w http.ResponseWriter, r *http.Request, err error) error {
	return again(w, r, err, url.Values{"ten-dang-nhap": {r.PostFormValue("ten-dang-nhap")}}, withBack("/dang-nhap", backOf(r)))
}

// codeWait is how long the code may be typed after the password.
const codeWait = 5 * time.Minute

// awaited is the account whose password was right in this browser just before, and what may follow.
type awaited struct {
	account       string
	code, passkey bool
}

func (p *Pages) awaitCode(r *http.Request, got Admission) {
	until := p.svc.now().Add(codeWait).Unix()
	web.Put(r, keyCodeFor, fmt.Sprintf("%s %d %t %t", got.CodeFor, until, got.Code, got.Passkey))
}

// codeAsked returns what the browser waits with; nobody once it is too late.
func (p *Pages) codeAsked(r *http.Request) awaited {
	var a awaited
	var until int64
	_, err := fmt.Sscanf(web.Get(r, keyCodeFor), "%s %d %t %t", &a.account, &until, &a.code, &a.passkey)
	if err != nil || p.svc.now().Unix() >= until {
		return awaited{}
	}
	return a
}

func (p *Pages) codeFor(r *http.Request) string { return p.codeAsked(r).account }

// codeView asks for the second factor.
type codeView struct {
	Problems  ui.ErrorSummary
	Back      string
	PasskeyTo string // empty: there is none
}

func (p *Pages) showSignInCode(w http.ResponseWriter, r *http.Request) error {
	a := p.codeAsked(r)
	if a.account == "" {
		return web.SeeOther(w, r, withBack("/dang-nhap", backOf(r)))
	}
	v := codeView{Problems: ui.Problems(r.Context(), web.Kept(r).Err), Back: backOf(r)}
	if a.passkey {
		v.PasskeyTo = passkeyInPath(true, backOf(r))
	}
	return web.Show(w, r, signInCodePage(v))
}

func (p *Pages) signInCode(w http.ResponseWriter, r *http.Request) error {
	account, back := p.codeFor(r), backOf(r)
	if account == "" {
		return again(w, r, fault.New(fault.Conflict, "identity.code.late"), nil, withBack("/dang-nhap", back))
	}
	x, err := p.svc.SignInCode(r.Context(), account, r.PostFormValue("ma"), r.UserAgent())
	if err != nil {
		return again(w, r, err, nil, withBack("/dang-nhap/ma", back))
	}
	return p.enter(w, r, x, back)
}

// enter ties the browser to a session that was just opened. It gets a new token, so that one planted
// in it before is worth nothing; who was signed in before is signed out.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, x Session, back string) error {
	if old := web.Get(r, keySession); old != "" {
		if err := p.svc.SignOut(r.Context(), old); err != nil {
			return err
		}
	}
	if err := web.Renew(r); err != nil {
		return err
	}
	web.Drop(r, keyCodeFor)
	web.Drop(r, keyEnded)
	web.Put(r, keySession, x.ID)
	now, err := p.svc.Present(r.Context(), x.ID)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, web.LocalPath(back, homeOf(now.Actor)))
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if session := web.Get(r, keySession); session != "" {
		if err := p.svc.SignOut(r.Context(), session); err != nil {
			return err
		}
	}
	if err := web.Destroy(r); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`) // the way back shows nothing of whoever was here
	web.Say(r, "identity.signed-out")
	return web.SeeOther(w, r, "/")
}

// homeOf is where somebody goes who wanted nothing in particular.
func homeOf(a actor.Actor) string {
	switch {
	case a.Kind != actor.Officer:
		return "/"
	case len(a.Posts) > 0 && a.Posts[0].Role == roleAdmin:
		return "/quan-tri"
	}
	return "/lam-viec"
}

// backOf is the page of this house to return to, "" for none. Sign-in pages are no place to return to.
func backOf(r *http.Request) string {
	back := web.LocalPath(r.FormValue("ve"), "")
	if strings.HasPrefix(back, "/dang-") {
		return ""
	}
	return back
}

func withBack(path, back string) string {
	if back == "" {
		return path
	}
	return path + "?" + url.Values{"ve": {back}}.Encode()
}

// again shows a form once more with what was wrong and what was typed.
func again(w http.ResponseWriter, r *http.Request, err error, typed url.Values, path string) error {
	if err := web.Keep(r, err, typed); err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}

// wanted lists the fields that were left empty.
func wanted(r *http.Request, names ...string) error {
	var fields []fault.Field
	for _, name := range names {
		if strings.TrimSpace(r.PostFormValue(name)) == "" {
			fields = append(fields, fault.Field{Name: name, Key: "identity.want." + name})
		}
	}
	return fault.OnFields(fields)
}
