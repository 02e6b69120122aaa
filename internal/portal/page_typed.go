package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// A session that ends while somebody types must not cost them a page: what they send afterwards waits in
// the browser's session while they sign in, and stands in the fields when they come back. Whoever else
// signs in at that browser cannot open the draft, and so never sees it.

// typedKey is where it waits; mostTyped is how much of it, in bytes: nobody is signed in yet.
const (
	typedKey  = "portal.typed"
	mostTyped = 8 << 10
)

// orSignIn goes around what saves a page of a draft.
func (p *Pages) orSignIn(do web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		a := actor.Of(r.Context())
		switch {
		case web.Citizens.Allows(a):
			return do(w, r)
		case a.SignedIn():
			return fault.New(fault.Forbidden, "fault.forbidden", "right", web.Citizens.String())
		case r.URL.Query().Has("tu-luu"): // a script saves; it says that it could not
			return fault.New(fault.SignIn, "fault.sign-in")
		}
		if err := readForm(r); err != nil {
			return err
		}
		raw, err := json.Marshal(keepable(r.PostForm))
		if err == nil && len(raw) <= mostTyped {
			web.Put(r, typedKey, r.URL.Path+"\n"+string(raw))
		}
		return web.SeeOther(w, r, "/dang-nhap?"+url.Values{"ve": {selfPath(r)}}.Encode())
	}
}

// kept is what a refused form left for the page, or what was typed before the session ended.
func kept(r *http.Request) (held web.Held, late bool) {
	held = web.Kept(r)
	path, raw, ok := strings.Cut(web.Get(r, typedKey), "\n")
	if !ok || path != r.URL.Path {
		return held, false
	}
	web.Drop(r, typedKey)
	var typed url.Values
	if held.Was() || json.Unmarshal([]byte(raw), &typed) != nil {
		return held, false
	}
	return web.Held{Values: typed}, true
}
