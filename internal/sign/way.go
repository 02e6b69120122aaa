package sign

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Way is the part of a page by which somebody signs a batch with their key: a password, or what a card is asked for.
type Way struct {
	Password *ui.TextField // of a key file, or at a provider
	Card     *CardAsk      // of a key on a card
	Plugin   *PluginAsk    // of the program that signs whole files
	Away     *ui.Button    // to the page of a provider; stands in the place of the form's own button
	Script   string        // that the page needs
}

// NewWay returns the way to sign with a key; the answer's headers let the page reach a card.
func NewWay(w http.ResponseWriter, r *http.Request, k *Key, b *Batch, held web.Held) Way {
	ctx := r.Context()
	switch {
	case k.ByCode():
		return Way{Away: &ui.Button{Text: text.T(ctx, "sign.code.go"), Href: pathConfirm + "/" + b.ID + "?" + url.Values{"ve": {r.URL.Path}}.Encode()}}
	case k.Kind == Card:
		AllowTokenHelper(w)
		return Way{Card: NewCardAsk(ctx, k, b), Script: "card.js"}
	case k.Kind == Plugin:
		AllowPlugin(w)
		return Way{Plugin: NewPluginAsk(ctx, b), Script: "plugin.js"}
	}
	return Way{Password: &ui.TextField{ID: "password", Name: "password", Type: "password", Label: text.T(ctx, "sign.password-of."+string(k.Kind)),
		Hint: text.T(ctx, "sign.password-hint"), Autocomplete: "off", Required: true, Width: "20", Error: held.FieldError(r, "password")}}
}

// Values reads the signatures that a card has made, by the keys of their requests.
func Values(form url.Values) map[string][]byte {
	out := map[string][]byte{}
	for name, typed := range form {
		if id, ok := strings.CutPrefix(name, "value."); ok {
			if raw, err := base64.StdEncoding.DecodeString(typed[0]); err == nil {
				out[id] = raw
			}
		}
	}
	return out
}

// Component is the place of the way in a form; means says what signing means there.
func (v *Way) Component(means string) templ.Component { return wayParts(v, means) }
