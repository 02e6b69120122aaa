package sign

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mineView is the page of one's key.
type mineView struct {
	Frame     ui.Frame
	Problems  ui.ErrorSummary
	Heading   ui.Heading
	Key       *ui.SummaryList // nil when there is none
	Picture   string          // address of the picture, as data
	File      keyForm
	Card      keyForm
	Plugin    keyForm
	Remote    *keyForm // nil when the house has no provider
	Addresses string   // where the token helper may be
	Words     string   // the script's sentences, JSON
}

// keyForm enters a key.
type keyForm struct {
	Form     ui.FormFrame
	File     ui.FileField
	Chain    ui.TextArea
	User     ui.TextField
	Password ui.TextField
	Picture  ui.FileField
	Submit   ui.Button
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	k, err := p.s.MyKey(ctx)
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "sign."+key, args...) }
	title := t("mine.title")
	picture := ui.FileField{Name: "picture", Label: t("mine.picture"), Hint: t("mine.picture-hint"), Accept: ".png", Error: held.FieldError(r, "picture")}
	v := mineView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(), Script: "card.js", Crumbs: []ui.Crumb{{Text: t("mine.home"), Href: "/toi"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("mine.lead")}, Addresses: addresses,
		Words: cardWords(ctx),
		Card: keyForm{Form: ui.FormFrame{Action: PathMine + "/the", Multipart: true}, Picture: picture,
			Chain: ui.TextArea{ID: "chain", Name: "chain", Label: t("mine.chain"), Hint: t("mine.chain-hint"), Rows: 4, Autocomplete: "off", Error: held.FieldError(r, "chain")},
			File:  ui.FileField{Name: "chain-file", Label: t("mine.chain-file"), Accept: ".cer,.crt,.pem"}, Submit: ui.Button{Text: t("mine.card-go")}},
		Plugin: keyForm{Form: ui.FormFrame{Action: PathMine + "/phan-mem", Multipart: true},
			Chain: ui.TextArea{ID: "plugin-chain", Name: "plugin-chain", Label: t("mine.chain"), Hint: t("mine.chain-hint"), Rows: 4, Autocomplete: "off", Error: held.FieldError(r, "plugin-chain")},
			File:  ui.FileField{ID: "plugin-chain-file", Name: "plugin-chain-file", Label: t("mine.chain-file"), Accept: ".cer,.crt,.pem"}, Submit: ui.Button{Text: t("mine.plugin-go"), Kind: ui.Secondary}},
		File: keyForm{Form: ui.FormFrame{Action: PathMine + "/tep", Multipart: true}, Picture: picture,
			File:     ui.FileField{Name: "file", Label: t("mine.file"), Hint: t("mine.file-hint"), Accept: ".p12,.pfx", Error: held.FieldError(r, "file"), Required: true},
			Password: ui.TextField{Name: "password", Type: "password", Label: t("password"), Hint: t("mine.password-hint"), Autocomplete: "off", Width: "20", Error: held.FieldError(r, "password"), Required: true},
			Submit:   ui.Button{Text: t("mine.file-go"), Kind: ui.Secondary}},
	}
	v.Card.Picture.ID, v.File.Picture.ID, v.File.File.ID, v.File.Password.ID = "picture-card", "picture-file", "file", "password"
	if p.s.Provider != nil {
		v.Remote = &keyForm{Form: ui.FormFrame{Action: PathMine + "/dich-vu", Multipart: true}, Picture: picture, Submit: ui.Button{Text: t("mine.remote-go"), Kind: ui.Secondary},
			User: ui.TextField{ID: "user", Name: "user", Label: t("mine.user"), Hint: t("mine.user-hint"), Autocomplete: "off", Width: "20", MaxLength: 100, Error: held.FieldError(r, "user"), Required: true}}
		v.Remote.Picture.ID = "picture-remote"
	}
	if k != nil {
		v.Key = &ui.SummaryList{Rows: []ui.SummaryRow{{Key: t("name"), Text: k.Name()}, {Key: t("issuer"), Text: k.Issuer()},
			{Key: t("until"), Text: text.DateTime(ctx, k.Until())}, {Key: t("kind"), Text: t("kind." + string(k.Kind))}}}
		if len(k.Picture) > 0 {
			v.Picture = "data:image/png;base64," + base64.StdEncoding.EncodeToString(k.Picture)
		}
	}
	AllowTokenHelper(w)
	return web.Show(w, r, minePage(v))
}

func (p *Pages) addFile(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, func(ctx context.Context, picture []byte) error {
		raw, err := fileOf(r, "file", MostKeyFile)
		if err == nil {
			_, err = p.s.AddFile(ctx, raw, r.PostForm.Get("password"), picture)
		}
		return err
	})
}

func (p *Pages) addCard(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, func(ctx context.Context, picture []byte) error {
		raw, err := chainOf(r, "chain")
		if err == nil {
			_, err = p.s.AddCard(ctx, raw, picture)
		}
		return err
	})
}

func (p *Pages) addPlugin(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, func(ctx context.Context, _ []byte) error {
		raw, err := chainOf(r, "plugin-chain")
		if err == nil {
			_, err = p.s.AddPlugin(ctx, raw)
		}
		return err
	})
}

// chainOf reads certificates: a file, else what was typed.
func chainOf(r *http.Request, field string) ([]byte, error) {
	raw, err := fileOf(r, field+"-file", MostChain)
	if len(raw) == 0 {
		raw = []byte(r.PostForm.Get(field))
	}
	return raw, err
}

func (p *Pages) addRemote(w http.ResponseWriter, r *http.Request) error {
	return p.add(w, r, func(ctx context.Context, picture []byte) error {
		_, err := p.s.AddRemote(ctx, r.PostForm.Get("user"), picture)
		return err
	})
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, picture []byte) error) error {
	if err := readForm(r); err != nil {
		return err
	}
	picture, err := fileOf(r, "picture", MostPicture)
	if err == nil {
		err = do(r.Context(), picture)
	}
	if err != nil {
		return again(w, r, err, PathMine)
	}
	web.Say(r, "sign.mine.added")
	return web.SeeOther(w, r, PathMine)
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	if err := p.s.EndKey(r.Context()); err != nil {
		return again(w, r, err, PathMine)
	}
	web.Say(r, "sign.mine.ended")
	return web.SeeOther(w, r, PathMine)
}
