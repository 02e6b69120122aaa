package sign

import (
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// confirm leads to the page of the provider; ve is where the person was, in this house.
func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	back := r.URL.Query().Get("ve")
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\?#") {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	to, err := p.s.Confirm(r.Context(), r.PathValue("batch"), back)
	if err != nil {
		return again(w, r, err, back)
	}
	return web.SeeOther(w, r, to)
}

// confirmed takes whoever comes back from the provider.
func (p *Pages) confirmed(w http.ResponseWriter, r *http.Request) error {
	to, err := p.s.Confirmed(r.Context(), r.URL.Query().Get("state"), r.URL.Query().Get("code"))
	if to == "" {
		return err
	}
	if err != nil {
		return again(w, r, err, to)
	}
	web.Say(r, "sign.code.signed")
	return web.SeeOther(w, r, to)
}
