package app

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/tickets"
)

// adminView is the first page of the administration: only what the reader may open.
type adminView struct {
	Title, Lead string
	Cards       ui.CardGrid
	Moving      *ui.Link // dossiers are coming in
}

var adminCards = []struct{ right, href, key string }{
	{identity.CanManage, "/quan-tri/tai-khoan", "app.admin.accounts"},
	{identity.CanManage, "/quan-tri/tai-khoan/nhap", "app.admin.import"},
	{identity.CanManage, "/quan-tri/ma-truy-cap", "app.admin.tokens"},
	{org.CanView, "/quan-tri/phan-quyen", "app.admin.rights"},
	{org.CanView, "/quan-tri/don-vi", "app.admin.units"},
	{org.CanView, "/quan-tri/lich", "app.admin.calendar"},
	{dossier.CanImport, legacy.Path, "app.admin.moving"},
	{catalog.CanEdit, "/quan-tri/thu-tuc", "app.admin.procedures"},
	{archive.CanRetain, archive.PathTerms, "app.admin.retention"},
	{notify.CanEdit, notify.PathTexts, "app.admin.texts"},
	{sign.CanKeepSeal, sign.PathSeals, "app.admin.seals"},
	{sign.CanTrust, sign.PathTrust, "app.admin.trust"},
	{notify.CanOperate, machinePath, "app.admin.machine"},
	{notify.CanOperate, notify.PathFailing, "app.admin.failing"},
	{tickets.CanManage, "/quan-tri/goi-so", "app.admin.tickets"},
	{tickets.CanSeeFigures, "/lam-viec/goi-so/so-lieu", "app.admin.ticket-figures"},
}

func (h *house) adminRoutes() []web.Route {
	return append(h.machineRoutes(), web.Route{Method: "GET", Path: "/quan-tri", Need: web.Officers, Do: h.showAdmin})
}

func (h *house) showAdmin(w http.ResponseWriter, r *http.Request) error {
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
	run, err := h.legacy.Running(ctx)
	if err != nil {
		return err
	}
	if run != nil {
		v.Moving = &ui.Link{Text: text.T(ctx, "app.admin.moving-now", "done", run.Done, "all", run.Counts.Lines), Href: legacy.PathOf(run.ID)}
	}
	return web.Show(w, r, adminPage(v))
}

// noted writes into the trail what an operator did.
func (h *house) noted(ctx context.Context, action, subject string) error {
	return h.database.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return h.trail.Write(ctx, tx, audit.Entry{Action: action, Subject: subject})
	})
}
