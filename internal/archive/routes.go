package archive

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages are the room's pages.
type Pages struct {
	s *Service
	// Open is the address of a subject for officers, "" when it has none.
	Open func(subject string) string
	// Software is the program's name and version, as packages for an archive say them.
	Software string
}

// NewPages returns the pages of issued papers.
func NewPages(s *Service, open func(subject string) string) *Pages {
	return &Pages{s: s, Open: open, Software: "Nhà-Sàn"}
}

// As names the program in packages for an archive.
func (p *Pages) As(software string) *Pages { p.Software = software; return p }

// The addresses.
const (
	checkPath = "/kiem-tra"
	qrPath    = checkPath + "/qr"
	minePath  = "/giay-to-cua-toi"
	deskPath  = "/lam-viec/giay-to"

	disposePath  = "/lam-viec/huy-tep-luu"
	transferPath = "/lam-viec/nop-luu-tru"

	PathTerms = "/quan-tri/thoi-han-luu" // how long papers are kept
)

// AddressOf is where officers find a paper.
func AddressOf(paperID string) string { return deskPath + "/" + paperID }

// Routes lists the addresses. Whoever holds a paper may check it; the rest the service asks.
func (p *Pages) Routes() []web.Route {
	view, print, revoke, replace := web.Right(CanView), web.Right(CanPrint), web.Right(CanRevoke), web.Right(CanReplace)
	dispose, retain := web.Right(CanDispose), web.Right(CanRetain)
	return []web.Route{
		{Method: "GET", Path: disposePath, Need: dispose, Do: p.disposals},
		{Method: "POST", Path: disposePath, Need: dispose, Do: p.propose},
		{Method: "GET", Path: disposePath + "/{id}", Need: view, Do: p.minutes},
		{Method: "GET", Path: disposePath + "/{id}/bien-ban.pdf", Need: view, Do: p.minutesFile},
		{Method: "POST", Path: disposePath + "/{id}/dong-y", Need: dispose, Do: p.agree},
		{Method: "POST", Path: disposePath + "/{id}/khong-dong-y", Need: dispose, Do: p.refuse},
		{Method: "GET", Path: transferPath, Need: dispose, Do: p.transfer},
		{Method: "GET", Path: transferPath + "/goi.zip", Need: dispose, Do: p.takePackage},
		{Method: "GET", Path: PathTerms, Need: retain, Do: p.terms},
		{Method: "POST", Path: PathTerms, Need: retain, Do: p.setTerm},

		{Method: "GET", Path: checkPath, Need: web.Public, Do: p.check},
		{Method: "POST", Path: checkPath, Need: web.Public, Do: p.checkCode},
		{Method: "POST", Path: checkPath + "/tep", Need: web.Public, Do: p.checkFile},
		{Method: "GET", Path: checkPath + "/ket-qua", Need: web.Public, Do: p.checked},
		{Method: "GET", Path: checkPath + "/ma/{code}", Need: web.Public, Do: p.byCode},
		{Method: "GET", Path: qrPath, Need: web.Public, Do: p.square},
		{Method: "POST", Path: qrPath, Need: web.Public, Do: p.checkSquare},
		{Method: "GET", Path: checkPath + "/khoa.json", Need: web.Public, Do: p.keys},
		{Method: "GET", Path: checkPath + "/thu-hoi.json", Need: web.Public, Do: p.revoked},
		{Method: "GET", Path: checkPath + "/sw.js", Need: web.Public, Do: p.worker},

		{Method: "GET", Path: minePath, Need: web.Citizens, Do: p.mine},
		{Method: "GET", Path: minePath + "/{id}", Need: web.Citizens, Do: p.myPaper},
		{Method: "GET", Path: minePath + "/{id}/tep/{sha}", Need: web.Citizens, Do: p.file},
		{Method: "POST", Path: minePath + "/{id}/phieu", Need: web.Citizens, Do: p.print},
		{Method: "GET", Path: minePath + "/{id}/phieu.pdf", Need: web.Citizens, Do: p.slip},

		{Method: "GET", Path: deskPath, Need: view, Do: p.register},
		{Method: "GET", Path: deskPath + "/{id}", Need: view, Do: p.paper},
		{Method: "GET", Path: deskPath + "/{id}/tep/{sha}", Need: view, Do: p.file},
		{Method: "POST", Path: deskPath + "/{id}/phieu", Need: print, Do: p.print},
		{Method: "GET", Path: deskPath + "/{id}/phieu.pdf", Need: print, Do: p.slip},
		{Method: "POST", Path: deskPath + "/{id}/thu-hoi", Need: revoke, Do: p.revoke},
		{Method: "POST", Path: deskPath + "/{id}/thay-the", Need: replace, Do: p.replace},
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
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, form)
}
