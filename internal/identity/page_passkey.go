package identity

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const passkeysPath = "/toi/khoa"

// passkeysView is the own keys, and the form that adds one.
type passkeysView struct {
	Problems ui.ErrorSummary
	Must     bool // a second factor is owed
	Table    ui.Table
	None     bool
	Here     bool // keys can be used at this address
	Ask      *askView
	Login    string
	PassErr  string
	Name     string
}

// askView is a question to the browser's authenticator.
type askView struct {
	What    string // "create" or "get"
	Options string // JSON
	Host    string // at which keys work
	To      string
	Name    string // of the key to be made
	Back    string
	Button  string
}

// asked is a ceremony as it waits in the session.
type asked struct {
	Ceremony
	Until int64  // seconds
	For   string // account; "" for whoever holds a key
	Name  string // of the key to be made
}

func (p *Pages) keepAsked(r *http.Request, a asked) error {
	a.Until = p.svc.now().Add(codeWait).Unix()
	raw, err := json.Marshal(a)
	if err == nil {
		web.Put(r, keyPasskey, p.svc.sealer.seal(string(raw), keyPasskey))
	}
	return err
}

// waiting returns the ceremony that waits in this session, if it is not too late.
func (p *Pages) waiting(r *http.Request) (a asked, ok bool) {
	raw, err := p.svc.sealer.open(web.Get(r, keyPasskey), keyPasskey)
	if err != nil || json.Unmarshal([]byte(raw), &a) != nil {
		return asked{}, false
	}
	return a, p.svc.now().Before(time.Unix(a.Until, 0))
}

// takeAsked takes the ceremony out: it is answered once.
func (p *Pages) takeAsked(r *http.Request) (asked, error) {
	a, ok := p.waiting(r)
	web.Drop(r, keyPasskey)
	if !ok {
		return asked{}, fault.New(fault.Conflict, "identity.passkey.late")
	}
	return a, nil
}

func (p *Pages) showPasskeys(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	own, err := p.svc.Mine(ctx, p.Site)
	if err != nil {
		return err
	}
	keys, err := p.svc.Passkeys(ctx)
	if err != nil {
		return err
	}
	must, err := p.must(r, owesCode)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	v := passkeysView{Problems: ui.Problems(ctx, held.Err), Must: must, Table: passkeyTable(ctx, keys), None: len(keys) == 0, Here: p.svc.HasPasskeys(),
		Login: own.Login, PassErr: held.FieldError(r, "mat-khau-cu"), Name: held.Value("ten", "")}
	if a, ok := p.waiting(r); ok && a.For == own.ID && r.FormValue("them") != "" {
		v.Ask = &askView{What: "create", Options: a.Options, Host: p.svc.PasskeyHost(), To: passkeysPath + "/xac-nhan", Name: a.Name,
			Button: text.T(ctx, "identity.passkey.make")}
	}
	return web.Show(w, r, passkeysPage(v))
}

func passkeyTable(ctx context.Context, keys []Passkey) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "identity.passkey.list"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.passkey.name")},
		{Text: text.T(ctx, "identity.passkey.made")}, {Text: text.T(ctx, "identity.passkey.used")}}}
	for _, k := range keys {
		used := text.T(ctx, "identity.passkey.never")
		if !k.UsedAt.IsZero() {
			used = text.DateTime(ctx, k.UsedAt)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: k.Name, Href: passkeysPath + "/" + k.ID, Header: true},
			{Text: text.DateTime(ctx, k.CreatedAt)}, {Text: used}}})
	}
	return t
}

func (p *Pages) startPasskey(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "mat-khau-cu")
	var c Ceremony
	if err == nil {
		c, err = p.svc.StartPasskey(r.Context(), r.PostFormValue("mat-khau-cu"))
	}
	if err != nil {
		return again(w, r, err, url.Values{"ten": {r.PostFormValue("ten")}}, passkeysPath)
	}
	own, err := p.svc.Mine(r.Context(), p.Site)
	if err != nil {
		return err
	}
	fallback := browserOf(r.Context(), r.UserAgent())
	if err := p.keepAsked(r, asked{Ceremony: c, For: own.ID, Name: passkeyName(r.PostFormValue("ten"), fallback)}); err != nil {
		return err
	}
	return web.SeeOther(w, r, passkeysPath+"?them=1")
}

func (p *Pages) addPasskey(w http.ResponseWriter, r *http.Request) error {
	a, err := p.takeAsked(r)
	var made Passkey
	if err == nil {
		made, err = p.svc.AddPasskey(r.Context(), a.Ceremony, r.PostFormValue("tra-loi"), a.Name)
	}
	if err != nil {
		return again(w, r, err, nil, passkeysPath)
	}
	web.Say(r, "identity.passkey.added", "name", made.Name)
	return web.SeeOther(w, r, passkeysPath)
}

// passkeyView is one key: its name, and its end.
type passkeyView struct {
	Problems ui.ErrorSummary
	Name     string
	Facts    ui.SummaryList
	To       string
	Typed    string
	NameErr  string
	PassErr  string
	Login    string
}

func (p *Pages) showPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	k, err := p.svc.Passkey(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	own, err := p.svc.Mine(ctx, p.Site)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	v := passkeyView{Problems: ui.Problems(ctx, held.Err), Name: k.Name, To: passkeysPath + "/" + k.ID, Typed: held.Value("ten", k.Name),
		NameErr: held.FieldError(r, "ten"), PassErr: held.FieldError(r, "mat-khau-cu"), Login: own.Login}
	v.Facts.Rows = []ui.SummaryRow{{Key: text.T(ctx, "identity.passkey.made"), Text: text.DateTime(ctx, k.CreatedAt)},
		{Key: text.T(ctx, "identity.passkey.used"), Text: text.DateTime(ctx, k.UsedAt)}}
	return web.Show(w, r, passkeyPage(v))
}

func (p *Pages) renamePasskey(w http.ResponseWriter, r *http.Request) error {
	return p.passkeyDone(w, r, p.svc.RenamePasskey(r.Context(), r.PathValue("id"), r.PostFormValue("ten")), "identity.passkey.renamed")
}

func (p *Pages) removePasskey(w http.ResponseWriter, r *http.Request) error {
	err := wanted(r, "mat-khau-cu")
	if err == nil {
		err = p.svc.RemovePasskey(r.Context(), r.PathValue("id"), r.PostFormValue("mat-khau-cu"))
	}
	return p.passkeyDone(w, r, err, "identity.passkey.removed")
}

func (p *Pages) passkeyDone(w http.ResponseWriter, r *http.Request, err error, said string) error {
	if err != nil {
		return again(w, r, err, url.Values{"ten": {r.PostFormValue("ten")}}, passkeysPath+"/"+url.PathEscape(r.PathValue("id")))
	}
	web.Say(r, said)
	return web.SeeOther(w, r, passkeysPath)
}
