package app

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/backlog"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/portal/rating"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/tickets"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// menu is the main menu: who sees an entry, and what it is called.
var menu = []struct {
	href, key string
	shows     func(actor.Actor) bool
}{
	{"/thu-tuc", "app.menu.procedures", public},
	{"/tra-cuu", "app.menu.track", public},
	{"/lay-so", "app.menu.tickets", public},
	{"/ho-so-cua-toi", "app.menu.mine", func(a actor.Actor) bool { return a.Kind == actor.Citizen }},
	{"/giay-to-cua-toi", "app.menu.papers", func(a actor.Actor) bool { return a.Kind == actor.Citizen }},
	{"/lam-viec", "app.menu.desk", right(dossier.CanView)},
	{"/lam-viec/tiep-nhan", "app.menu.intake", right(dossier.CanReceive)},
	{"/vang-mat", "app.menu.leave", func(a actor.Actor) bool { return a.Kind == actor.Officer && len(a.Posts) > 0 }},
	{"/lam-viec/goi-so", "app.menu.call", right(tickets.CanServe)},
	{"/lam-viec/danh-gia", "app.menu.ratings", right(rating.CanFollow)},
	{"/lam-viec/so-theo-doi", "app.menu.register", right(dossier.CanView)},
	{"/lam-viec/giay-to", "app.menu.issued", right(archive.CanView)},
	{"/lam-viec/so-hoa", "app.menu.backlog", right(backlog.CanView)},
	{insight.PathBoard, "app.menu.figures", right(insight.CanView)},
	{"/quan-tri", "app.menu.admin", administers},
	{sign.PathMine, "app.menu.signature", func(a actor.Actor) bool { return right(dossier.CanApprove)(a) || right(backlog.CanSign)(a) }},
	{"/toi", "app.menu.me", func(a actor.Actor) bool { return a.SignedIn() }},
}

func public(a actor.Actor) bool { return a.Kind != actor.Officer }

func right(name string) func(actor.Actor) bool {
	return func(a actor.Actor) bool { return a.Kind == actor.Officer && a.HasAnywhere(name) }
}

// administers tells whether somebody finds anything behind /quan-tri.
func administers(a actor.Actor) bool {
	for _, r := range []string{notify.CanEdit, org.CanView, catalog.CanEdit, identity.CanManage, tickets.CanManage, dossier.CanImport, archive.CanRetain} {
		if a.Kind == actor.Officer && a.HasAnywhere(r) {
			return true
		}
	}
	return false
}

// chrome says what the layout shows around a page.
func (h *house) chrome(r *http.Request, c ui.Chrome) ui.Chrome {
	ctx := r.Context()
	a := actor.Of(ctx)
	c.SignedIn, c.UserName, c.UserPost, c.RequestID = a.SignedIn(), a.Name, a.Position, a.RequestID
	c.IsOfficer, c.IsAdmin, c.Demo = a.Kind == actor.Officer, administers(a), h.demo != nil
	if c.IsOfficer {
		c.UnitName = a.UnitName
	}
	c.Bell, c.LiveSince = h.bell(ctx), h.live.Now()
	if c.SiteName = text.T(ctx, "app.site"); h.demo != nil {
		c.SiteName = text.T(ctx, "app.site-demo")
	}
	best := -1
	for _, m := range menu {
		if !m.shows(a) {
			continue
		}
		c.Nav = append(c.Nav, ui.NavItem{Text: text.T(ctx, m.key), Href: m.href})
		if under(r.URL.Path, m.href) && (best < 0 || len(m.href) > len(c.Nav[best].Href)) {
			best = len(c.Nav) - 1
		}
	}
	if best >= 0 {
		c.Nav[best].Current = true
	}
	return c
}

func under(path, href string) bool { return path == href || strings.HasPrefix(path, href+"/") }

// bell is that of whoever has an inbox. A page does not fail for want of a number.
func (h *house) bell(ctx context.Context) *ui.Bell {
	who := notify.Me(ctx)
	if who == "" {
		return nil
	}
	unread, err := h.notify.Unread(ctx)
	if err != nil {
		h.log.WarnContext(ctx, "counting notices", "err", err)
	}
	return &ui.Bell{Href: notify.PathInbox, Unread: unread, Topic: who.Topic()}
}
