package identity

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"rsc.io/qr"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// passwordView changes the own password.
type passwordView struct {
	Problems ui.ErrorSummary
	Must     bool // nothing else can be done before
	Least    int
	Old, New string // what is wrong with the field
	Again    string
	Login    string // for password managers
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request) error {
	own, err := p.svc.Mine(r.Context(), p.Site)
	if err != nil {
		return err
	}
	must, err := p.must(r, owesPassword)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	return web.Show(w, r, passwordPage(passwordView{
		Problems: ui.Problems(r.Context(), held.Err), Must: must, Least: own.LeastLetters, Login: own.Login,
		Old: held.FieldError(r, "mat-khau-cu"), New: held.FieldError(r, "mat-khau-moi"), Again: held.FieldError(r, "mat-khau-lai"),
	}))
}

// must tells whether the officer who acts owes this before anything else.
func (p *Pages) must(r *http.Request, what owed) (bool, error) {
	now, err := p.svc.Present(r.Context(), web.Get(r, keySession))
	return now.Owes == string(what), err
}

func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "mat-khau-cu", "mat-khau-moi", "mat-khau-lai")
	if err == nil && r.PostFormValue("mat-khau-moi") != r.PostFormValue("mat-khau-lai") {
		err = onField("mat-khau-lai", "identity.password.differs")
	}
	if err == nil {
		err = p.svc.ChangePassword(r.Context(), web.Get(r, keySession), r.PostFormValue("mat-khau-cu"), r.PostFormValue("mat-khau-moi"))
	}
	if err != nil {
		return again(w, r, err, nil, "/toi/mat-khau")
	}
	if err := web.Renew(r); err != nil {
		return err
	}
	web.Say(r, "identity.password.changed")
	return web.SeeOther(w, r, "/toi")
}

// ownCodeView adds or replaces the own second factor.
type ownCodeView struct {
	Problems  ui.ErrorSummary
	Must      bool
	On        bool
	Left      int
	Codes     []string // shown once
	QR        string   // data: address of the picture
	Secret    string   // the same, for typing, in groups
	PassError string
	CodeError string
	Login     string
}

func (p *Pages) showCode(w http.ResponseWriter, r *http.Request) error {
	own, err := p.svc.Mine(r.Context(), p.Site)
	if err != nil {
		return err
	}
	must, err := p.must(r, owesCode)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	v := ownCodeView{Problems: ui.Problems(r.Context(), held.Err), On: own.HasCode, Left: own.CodesLeft, Login: own.Login, Must: must,
		PassError: held.FieldError(r, "mat-khau-cu"), CodeError: held.FieldError(r, "ma")}
	if codes := p.takeShown(r, own.ID); codes != "" {
		v.Codes = strings.Fields(codes)
	}
	if own.Enrolling != "" {
		if v.QR, err = picture(own.Enrolling); err != nil {
			return err
		}
		v.Secret = inGroups(own.Secret)
	}
	return web.Show(w, r, ownCodePage(v))
}

func (p *Pages) startCode(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "mat-khau-cu")
	if err == nil {
		err = p.svc.StartCode(r.Context(), r.PostFormValue("mat-khau-cu"))
	}
	if err != nil {
		return again(w, r, err, nil, "/toi/ma")
	}
	return web.SeeOther(w, r, "/toi/ma#ma")
}

func (p *Pages) confirmCode(w http.ResponseWriter, r *http.Request) error {
	codes, err := p.svc.ConfirmCode(r.Context(), r.PostFormValue("ma"))
	return p.codesMade(w, r, codes, err)
}

func (p *Pages) newCodes(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "mat-khau-cu")
	var codes []string
	if err == nil {
		codes, err = p.svc.NewCodes(r.Context(), r.PostFormValue("mat-khau-cu"))
	}
	return p.codesMade(w, r, codes, err)
}

func (p *Pages) codesMade(w http.ResponseWriter, r *http.Request, codes []string, err error) error {
	if err != nil {
		return again(w, r, err, nil, "/toi/ma")
	}
	p.showOnce(r, actor.Of(r.Context()).AccountID, strings.Join(codes, " "))
	web.Say(r, "identity.code.made")
	return web.SeeOther(w, r, "/toi/ma")
}

// showOnce keeps a secret about an account for the very next page, sealed: a form answers with a
// redirect, and the session lies in the database.
func (p *Pages) showOnce(r *http.Request, accountID, secret string) {
	web.Put(r, keyShown, p.svc.sealer.seal(secret, keyShown+accountID))
}

// takeShown takes the secret out; a secret about another account is gone too.
func (p *Pages) takeShown(r *http.Request, accountID string) string {
	sealed := web.Get(r, keyShown)
	if sealed == "" {
		return ""
	}
	web.Drop(r, keyShown)
	secret, err := p.svc.sealer.open(sealed, keyShown+accountID)
	if err != nil {
		return ""
	}
	return secret
}

// picture is the QR code of an address, as an address of its own.
func picture(of string) (string, error) {
	code, err := qr.Encode(of, qr.M)
	if err != nil {
		return "", err
	}
	code.Scale = 4
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()), nil
}

// inGroups writes a secret in groups of four letters.
func inGroups(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func dayOf(t time.Time) string { return text.Date(clock.DateOf(t)) }
