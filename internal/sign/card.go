package sign

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign/tokenhelper"
)

// CardAsk is what a page hands to the token helper on the officer's PC, by card.js.
type CardAsk struct {
	Addresses string // where helpers may be, with spaces between
	Job       string // JSON of a tokenhelper.Job
	Words     string // the script's sentences, JSON
}

var addresses = strings.Join(tokenhelper.Addresses, " ")

// NewCardAsk asks the card of a key for everything that a batch still waits for.
func NewCardAsk(ctx context.Context, k *Key, b *Batch) *CardAsk {
	job := tokenhelper.Job{Certificate: sumOf(k.Chain[0].Raw), Signer: k.Name()}
	for _, r := range b.Requests {
		if r.State == Asked {
			job.Items = append(job.Items, tokenhelper.Item{ID: r.ID, Title: r.Title, File: r.Content.Name, Hash: r.Hash.String(), Digest: base64.StdEncoding.EncodeToString(r.Digest)})
		}
	}
	return &CardAsk{addresses, jsonOf(job), cardWords(ctx)}
}

// cardWords are the sentences of card.js, JSON.
func cardWords(ctx context.Context) string {
	words := map[string]string{}
	for _, w := range []string{"away", "waits", "refused", "none", "read"} {
		words[w] = text.T(ctx, "sign.card."+w)
	}
	return jsonOf(words)
}

func jsonOf(v any) string {
	raw, _ := json.Marshal(v) // words and digests always become JSON
	return string(raw)
}

// Component is the place of the ask in a form.
func (a *CardAsk) Component() templ.Component { return cardAsk(a) }

// AllowTokenHelper lets the scripts of a page speak to the token helper, and to nobody else beside the house.
func AllowTokenHelper(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", web.PolicyWithConnect(addresses))
}
