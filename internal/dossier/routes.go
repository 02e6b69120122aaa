package dossier

import (
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages are the officers' pages of the desk.
type Pages struct{ s *Service }

// NewPages returns the pages of a desk.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Where the pages of the desk live.
const (
	deskPath   = "/lam-viec"
	filesPath  = deskPath + "/ho-so/"
	intakePath = deskPath + "/tiep-nhan"
	slipPath   = "/phieu/"
)

// Routes lists the pages. What a person may do at which unit, the service asks.
func (p *Pages) Routes() []web.Route {
	see, receive := web.Right(CanView), web.Right(CanReceive)
	return []web.Route{
		{Method: "GET", Path: deskPath, Need: see, Do: p.inbox},

		{Method: "GET", Path: intakePath, Need: receive, Do: p.intake},
		{Method: "POST", Path: intakePath, Need: receive, Do: p.startIntake},
		{Method: "GET", Path: intakePath + "/{draft}", Need: receive, Do: p.counter},
		{Method: "POST", Path: intakePath + "/{draft}", Need: receive, Do: p.saveCounter},
		{Method: "POST", Path: intakePath + "/{draft}/huy", Need: receive, Do: p.dropCounter},
		{Method: "GET", Path: intakePath + "/{draft}/tep/{sha}", Need: receive, Do: p.draftFile},

		{Method: "GET", Path: filesPath + "{id}", Need: see, Do: p.dossier},
		{Method: "POST", Path: filesPath + "{id}/xem-day-du", Need: see, Do: p.unmask},
		{Method: "GET", Path: filesPath + "{id}/nhat-ky", Need: web.Right(CanSeeTrail), Do: p.trail},
		{Method: "GET", Path: filesPath + "{id}/tep/{sha}", Need: see, Do: p.file},
		{Method: "GET", Path: filesPath + "{id}/{action}", Need: see, Do: p.ask},
		{Method: "POST", Path: filesPath + "{id}/{action}", Need: see, Do: p.act},

		{Method: "GET", Path: slipPath + "{id}", Need: web.SignedIn, Do: p.slip},
	}
}

func filePath(id string) string           { return filesPath + id }
func actPath(id string, do Action) string { return filesPath + id + "/" + string(do) }
func draftPath(id string) string          { return intakePath + "/" + id }

// uploadMemory is how much of a form with files is kept in memory, in bytes; the rest goes to disk
// until the request has been answered.
const uploadMemory = 4 << 20

// readForm reads what was posted, files included.
func readForm(r *http.Request) error {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(uploadMemory)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return nil
}

// doneReading removes what a form with files left on disk.
func doneReading(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}
