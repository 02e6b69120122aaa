package app

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// adminView is the first page of the administration: only what the reader may open.
type adminView struct {
	Title, Lead string
	Cards       ui.CardGrid
}

var adminCards = []struct{ right, href, key string }{
	{identity.CanManage, "/quan-tri/tai-khoan", "app.admin.accounts"},
	{identity.CanManage, "/quan-tri/ma-truy-cap", "app.admin.tokens"},
	{org.CanView, "/quan-tri/don-vi", "app.admin.units"},
	{org.CanView, "/quan-tri/lich", "app.admin.calendar"},
	{catalog.CanEdit, "/quan-tri/thu-tuc", "app.admin.procedures"},
}

func (h *house) adminRoutes() []web.Route {
	return []web.Route{{Method: "GET", Path: "/quan-tri", Need: web.Officers, Do: showAdmin}}
}

func showAdmin(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a := actor.Of(ctx)
	if !administers(a) {
		return fault.New(fault.Forbidden, "fault.forbidden")
	}
	v := adminView{Title: text.T(ctx, "app.admin.title"), Lead: text.T(ctx, "app.admin.lead")}
	for _, c := range adminCards {
		if a.HasAnywhere(c.right) {
			v.Cards.Cards = append(v.Cards.Cards, ui.Card{Title: text.T(ctx, c.key), Href: c.href, Text: text.T(ctx, c.key+".about")})
		}
	}
	return web.Show(w, r, adminPage(v))
}
