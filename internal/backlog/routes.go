package backlog

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages are the station's pages.
type Pages struct {
	s *Service
	// Issued is the address of a paper of the register.
	Issued func(paperID string) string
}

// NewPages returns the pages of the station.
func NewPages(s *Service, issued func(paperID string) string) *Pages { return &Pages{s, issued} }

// The addresses.
const (
	deskPath  = "/lam-viec/so-hoa"
	paperPath = deskPath + "/giay/"
	signPath  = deskPath + "/ky/"
)

func batchPath(id string) string { return deskPath + "/dot/" + id }

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	view, work, sign := web.Right(CanView), web.Right(CanWork), web.Right(CanSign)
	return []web.Route{
		{Method: "GET", Path: deskPath, Need: view, Do: p.home},
		{Method: "POST", Path: deskPath, Need: work, Do: p.begin},
		{Method: "GET", Path: deskPath + "/to-phan-cach.pdf", Need: work, Do: p.separators},
		{Method: "GET", Path: deskPath + "/dot/{batch}", Need: view, Do: p.batch},
		{Method: "POST", Path: deskPath + "/dot/{batch}/quet", Need: work, Do: p.bring},
		{Method: "POST", Path: deskPath + "/dot/{batch}/bo-quet", Need: work, Do: p.dropFound},
		{Method: "POST", Path: deskPath + "/dot/{batch}/tiep", Need: work, Do: p.next},
		{Method: "POST", Path: deskPath + "/dot/{batch}/ky", Need: sign, Do: p.ask},
		{Method: "POST", Path: deskPath + "/dot/{batch}/chia-se", Need: sign, Do: p.share},

		{Method: "GET", Path: paperPath + "{paper}", Need: work, Do: p.paper},
		{Method: "POST", Path: paperPath + "{paper}", Need: work, Do: p.savePaper},
		{Method: "POST", Path: paperPath + "{paper}/tra-lai", Need: work, Do: p.sendBack},
		{Method: "GET", Path: paperPath + "{paper}/tep/{sha}", Need: work, Do: p.file},

		{Method: "GET", Path: signPath + "{sign}", Need: sign, Do: p.signing},
		{Method: "POST", Path: signPath + "{sign}", Need: sign, Do: p.sign},
	}
}

func readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil && err != http.ErrNotMultipart {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return nil
}

// again leads back to the form with what was typed and what is wrong with it.
func again(w http.ResponseWriter, r *http.Request, err error, form string) error {
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, form)
}
