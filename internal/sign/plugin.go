package sign

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign/vgca"
)

// PluginAsk is what a page needs to have the signing program on the officer's PC sign, by plugin.js.
type PluginAsk struct {
	Program string // where it listens
	Asks    string // addresses at which the page asks for what it hands over, one for each file, with spaces between
	Words   string // the script's sentences, JSON
}

// pluginWords are the sentences of plugin.js.
var pluginWords = []string{"away", "waits", "refused", "lost"}

// NewPluginAsk asks the signing program for everything that a batch still waits for.
func NewPluginAsk(ctx context.Context, b *Batch) *PluginAsk {
	var asks []string
	for _, r := range b.Requests {
		if r.State == Asked {
			asks = append(asks, pathPlugin+b.ID+"/"+r.ID)
		}
	}
	words := map[string]string{}
	for _, w := range pluginWords {
		words[w] = text.T(ctx, "sign.plugin."+w)
	}
	return &PluginAsk{vgca.Address + vgca.SignApproved, strings.Join(asks, " "), jsonOf(words)}
}

// Component is the place of the ask in a form.
func (a *PluginAsk) Component() templ.Component { return pluginAsk(a) }

// AllowPlugin lets the scripts of a page speak to the signing program, and to nobody else beside the house.
func AllowPlugin(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", web.PolicyWithConnect(vgca.Address))
}
