package notify

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// The room's addresses that others link to.
const (
	PathInbox   = "/thong-bao"
	PathChoice  = "/toi/thong-bao"
	PathConfirm = "/toi/thong-bao/xac-nhan"
	PathTexts   = "/quan-tri/thong-bao"
	PathFailing = "/quan-tri/gui-loi"
)

// Pages are the pages of the room.
type Pages struct{ svc *Service }

// NewPages returns the pages.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Routes lists the addresses of the room.
func (p *Pages) Routes() []web.Route {
	edit, operate := web.Right(CanEdit), web.Right(CanOperate)
	return []web.Route{
		{Method: "GET", Path: PathInbox, Need: web.SignedIn, Do: p.showInbox},
		{Method: "POST", Path: PathInbox + "/da-doc", Need: web.SignedIn, Do: p.readAll},
		{Method: "GET", Path: PathInbox + "/{id}", Need: web.SignedIn, Do: p.showNotice},
		{Method: "GET", Path: PathChoice, Need: web.SignedIn, Do: p.showChoice},
		{Method: "POST", Path: PathChoice, Need: web.SignedIn, Do: p.settle},
		{Method: "POST", Path: PathChoice + "/email", Need: web.SignedIn, Do: p.giveEmail},
		{Method: "GET", Path: PathConfirm, Need: web.SignedIn, Do: p.showConfirm},
		{Method: "POST", Path: PathConfirm, Need: web.SignedIn, Do: p.confirm},

		{Method: "GET", Path: PathTexts, Need: edit, Do: p.showTexts},
		{Method: "GET", Path: PathTexts + "/{event}", Need: edit, Do: p.showText},
		{Method: "POST", Path: PathTexts + "/{event}", Need: edit, Do: p.changeText},
		{Method: "POST", Path: PathTexts + "/{event}/mac-dinh", Need: edit, Do: p.resetText},
		{Method: "GET", Path: PathFailing, Need: operate, Do: p.showFailing},
		{Method: "POST", Path: PathFailing + "/thu/{id}", Need: operate, Do: p.sendAgain},
		{Method: "POST", Path: PathFailing + "/viec/{id}", Need: operate, Do: p.hearAgain},
	}
}

// again leads back to the form with what was typed and what is wrong with it.
func again(w http.ResponseWriter, r *http.Request, err error, form string) error {
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, form)
}
