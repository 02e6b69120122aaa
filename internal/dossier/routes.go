package dossier

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages are the officers' pages of the desk.
type Pages struct {
	s      *Service
	record func(ctx context.Context, ticketID, subject string) error                       // notes an intake on a queue ticket; may be nil
	booked func(ctx context.Context, unitID string, day clock.Date) ([]Appointment, error) // may be nil
}

// NewPages returns the pages of a desk.
func NewPages(s *Service) *Pages { return &Pages{s: s} }

// Where the pages of the desk live.
const (
	deskPath   = "/lam-viec"
	filesPath  = deskPath + "/ho-so/"
	intakePath = deskPath + "/tiep-nhan"
	slipPath   = "/phieu/"
	bulkPath   = deskPath + "/nhieu"
	dayPath    = deskPath + "/trong-ngay"
	signPath   = deskPath + "/ky/"
	keysPath   = deskPath + "/phim-tat"

	labelsPath  = keep.LabelsPath
	viewsPath   = keep.ViewsPath
	columnsPath = keep.ColumnsPath
	reasonsPath = keep.ReasonsPath
)

// Routes lists the pages. What a person may do at which unit, the service asks.
func (p *Pages) Routes() []web.Route {
	see, receive := web.Right(CanView), web.Right(CanReceive)
	kept := keep.NewPages(p.s.book, p.s.procedureNames).Routes(see)
	return append(kept, []web.Route{
		{Method: "GET", Path: deskPath, Need: see, Do: p.inbox},

		{Method: "GET", Path: dayPath, Need: see, Do: p.day},
		{Method: "GET", Path: keysPath, Need: see, Do: p.keys},
		{Method: "POST", Path: bulkPath, Need: see, Do: p.chooseMany},
		{Method: "GET", Path: bulkPath + "/{batch}", Need: see, Do: p.many},
		{Method: "POST", Path: bulkPath + "/{batch}", Need: see, Do: p.doMany},
		{Method: "GET", Path: bulkPath + "/{batch}/{file}", Need: see, Do: p.manyFile},

		{Method: "POST", Path: slipsPath, Need: receive, Do: p.signSlips},
		{Method: "GET", Path: slipsPath, Need: receive, Do: p.unsigned},
		{Method: "GET", Path: draftedPath + "{upload}", Need: see, Do: p.drafted},
		{Method: "GET", Path: signPath + "{batch}", Need: web.Officers, Do: p.signing},
		{Method: "POST", Path: signPath + "{batch}", Need: web.Officers, Do: p.sign},

		{Method: "GET", Path: intakePath, Need: receive, Do: p.intake},
		{Method: "POST", Path: intakePath, Need: receive, Do: p.startIntake},
		{Method: "GET", Path: intakePath + "/{draft}", Need: receive, Do: p.counter},
		{Method: "POST", Path: intakePath + "/{draft}", Need: receive, Do: p.saveCounter},
		{Method: "POST", Path: intakePath + "/{draft}/huy", Need: receive, Do: p.dropCounter},
		{Method: "GET", Path: intakePath + "/{draft}/tep/{sha}", Need: receive, Do: p.draftFile},
		{Method: "GET", Path: intakePath + "/{draft}/may-quet", Need: receive, Do: p.scanner},
		{Method: "POST", Path: intakePath + "/{draft}/may-quet", Need: receive, Do: p.saveScanner},
		{Method: "GET", Path: intakePath + "/{draft}/may-quet/{scan}", Need: receive, Do: p.scannedOne},
		{Method: "GET", Path: intakePath + "/{draft}/dung-lai", Need: receive, Do: p.known},
		{Method: "POST", Path: intakePath + "/{draft}/dung-lai", Need: receive, Do: p.saveKnown},

		{Method: "GET", Path: registerPath, Need: see, Do: p.register},
		{Method: "GET", Path: registerPath + "/xuat", Need: see, Do: p.exportRegister},
		{Method: "GET", Path: bookPath, Need: see, Do: p.books},
		{Method: "GET", Path: bookPath + "/xuat", Need: see, Do: p.exportBook},

		{Method: "GET", Path: urgentPath, Need: web.Right(CanOpenUrgent), Do: p.askUrgent},
		{Method: "POST", Path: urgentPath, Need: web.Right(CanOpenUrgent), Do: p.openUrgent},
		{Method: "GET", Path: urgentPath + "/{id}", Need: web.Right(CanOpenUrgent), Do: p.urgent},
		{Method: "GET", Path: urgentPath + "/{id}/tep/{sha}", Need: web.Right(CanOpenUrgent), Do: p.urgentFile},
		{Method: "GET", Path: urgentReviewPath, Need: web.Right(CanReviewUrgent), Do: p.urgentReviews},
		{Method: "POST", Path: urgentReviewPath + "/{id}", Need: web.Right(CanReviewUrgent), Do: p.reviewUrgent},

		{Method: "GET", Path: filesPath + "{id}", Need: see, Do: p.dossier},
		{Method: "POST", Path: filesPath + "{id}/cua-toi", Need: see, Do: p.keepOwn},
		{Method: "GET", Path: filesPath + "{id}/moi", Need: see, Do: p.news},
		{Method: "GET", Path: filesPath + "{id}/doi-chieu", Need: see, Do: p.compare},
		{Method: "POST", Path: filesPath + "{id}/doi-chieu", Need: see, Do: p.check},
		{Method: "GET", Path: filesPath + "{id}/kiem-soat", Need: see, Do: p.control},
		{Method: "GET", Path: filesPath + "{id}/kiem-soat.pdf", Need: see, Do: p.controlPDF},
		{Method: "GET", Path: filesPath + "{id}/kiem-soat.xlsx", Need: see, Do: p.controlSheet},
		{Method: "POST", Path: filesPath + "{id}/xem-day-du", Need: see, Do: p.unmask},
		{Method: "GET", Path: filesPath + "{id}/nhat-ky", Need: web.Right(CanSeeTrail), Do: p.trail},
		{Method: "POST", Path: filesPath + "{id}/so-cai", Need: web.Right(CanUnmask), Do: p.openSealed},
		{Method: "GET", Path: filesPath + "{id}/tep/{sha}", Need: see, Do: p.file},
		{Method: "GET", Path: filesPath + "{id}/tep/{sha}/chu", Need: see, Do: p.recognised},
		{Method: "GET", Path: deskPath + "/tin-nhan", Need: see, Do: p.unanswered},
		{Method: "POST", Path: filesPath + "{id}/tin-nhan", Need: see, Do: p.say},
		{Method: "POST", Path: filesPath + "{id}/tin-nhan-xong", Need: see, Do: p.settle},
		{Method: "POST", Path: filesPath + "{id}/tin-nhan/{message}/thu-hoi", Need: see, Do: p.takeBack},
		{Method: "GET", Path: filesPath + "{id}/tin-nhan/{message}/{sha}", Need: see, Do: p.messageFile},
		{Method: "GET", Path: filesPath + "{id}/{action}", Need: see, Do: p.ask},
		{Method: "POST", Path: filesPath + "{id}/{action}", Need: see, Do: p.act},

		{Method: "GET", Path: slipPath + "{id}", Need: web.SignedIn, Do: p.slip},
	}...)
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
