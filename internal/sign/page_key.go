package sign

import (
	"encoding/base64"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

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

// keyWays are the ways to enter a key, of a person or of an agency.
type keyWays struct {
	File      keyForm
	Card      keyForm
	Remote    *keyForm // nil when the house has no provider
	Addresses string   // where the token helper may be
	Words     string   // the script's sentences, JSON
}

// keyWays lays the forms out; self is the address of the page, whose picture is that of a signature or of a seal.
func (p *Pages) keyWays(w http.ResponseWriter, r *http.Request, held web.Held, self string, picture ui.FileField) keyWays {
	ctx := r.Context()
	t := func(key string) string { return text.T(ctx, "sign."+key) }
	picture.Name, picture.Accept, picture.Error = "picture", ".png", held.FieldError(r, "picture")
	v := keyWays{Addresses: addresses, Words: cardWords(ctx),
		Card: keyForm{Form: ui.FormFrame{Action: self + "/the", Multipart: true}, Picture: picture,
			Chain: ui.TextArea{ID: "chain", Name: "chain", Label: t("mine.chain"), Hint: t("mine.chain-hint"), Rows: 4, Autocomplete: "off", Error: held.FieldError(r, "chain")},
			File:  ui.FileField{Name: "chain-file", Label: t("mine.chain-file"), Accept: ".cer,.crt,.pem"}, Submit: ui.Button{Text: t("mine.card-go")}},
		File: keyForm{Form: ui.FormFrame{Action: self + "/tep", Multipart: true}, Picture: picture,
			File:     ui.FileField{ID: "file", Name: "file", Label: t("mine.file"), Hint: t("mine.file-hint"), Accept: ".p12,.pfx", Error: held.FieldError(r, "file"), Required: true},
			Password: ui.TextField{ID: "password", Name: "password", Type: "password", Label: t("password"), Hint: t("mine.password-hint"), Autocomplete: "off", Width: "20", Error: held.FieldError(r, "password"), Required: true},
			Submit:   ui.Button{Text: t("mine.file-go"), Kind: ui.Secondary}},
	}
	v.Card.Picture.ID, v.File.Picture.ID = "picture-card", "picture-file"
	if p.s.Provider != nil {
		v.Remote = &keyForm{Form: ui.FormFrame{Action: self + "/dich-vu", Multipart: true}, Picture: picture, Submit: ui.Button{Text: t("mine.remote-go"), Kind: ui.Secondary},
			User: ui.TextField{ID: "user", Name: "user", Label: t("mine.user"), Hint: t("mine.user-hint"), Autocomplete: "off", Width: "20", MaxLength: 100, Error: held.FieldError(r, "user"), Required: true}}
		v.Remote.Picture.ID = "picture-remote"
	}
	AllowTokenHelper(w)
	return v
}

// keyRows say what a key is.
func keyRows(r *http.Request, k *Key) *ui.SummaryList {
	t := func(key string) string { return text.T(r.Context(), "sign."+key) }
	return &ui.SummaryList{Rows: []ui.SummaryRow{{Key: t("name"), Text: k.Name()}, {Key: t("issuer"), Text: k.Issuer()},
		{Key: t("until"), Text: text.DateTime(r.Context(), k.Until())}, {Key: t("kind"), Text: t("kind." + string(k.Kind))}}}
}

// pictureOf is the address of a key's picture, as data; "" for none.
func pictureOf(k *Key) string {
	if len(k.Picture) == 0 {
		return ""
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(k.Picture)
}
