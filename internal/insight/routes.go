package insight

import "github.com/nha-san/nhasan/internal/platform/web"

// Pages are the pages of the board.
type Pages struct {
	s    *Service
	open func(subject string) string // where a dossier is worked on
}

// NewPages returns the pages; open tells the address of a dossier's page.
func NewPages(s *Service, open func(subject string) string) *Pages { return &Pages{s, open} }

// Where the pages live.
const (
	PathBoard  = "/so-lieu"
	pathList   = PathBoard + "/ho-so"
	pathPeople = PathBoard + "/can-bo"
	pathChecks = PathBoard + "/doi-chieu"
	pathForm   = PathBoard + "/bieu-06a"

	pathDigital = PathBoard + "/so-hoa"

	pathTargets = PathBoard + "/chi-tieu"
	pathPlans   = PathBoard + "/gui-dinh-ky"
	pathReview  = PathBoard + "/ra-soat"
	pathOpen    = PathBoard + "/mo"

	pathLedger = "/so-cai" // where strangers count again
)

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	see := web.Right(CanView)
	out := []web.Route{
		{Method: "GET", Path: PathBoard, Need: see, Do: p.board},
		{Method: "GET", Path: pathList, Need: see, Do: p.list},
		{Method: "GET", Path: pathPeople, Need: see, Do: p.people},
		{Method: "GET", Path: pathChecks, Need: see, Do: p.checks},
		{Method: "GET", Path: pathForm, Need: see, Do: p.form},
		{Method: "GET", Path: pathDigital, Need: see, Do: p.digital},
		{Method: "GET", Path: pathReview, Need: see, Do: p.review},
		{Method: "GET", Path: pathTargets, Need: see, Do: p.targets},
		{Method: "POST", Path: pathTargets, Need: web.Right(CanTarget), Do: p.setTarget},
		{Method: "POST", Path: pathPlans, Need: web.Right(CanReport), Do: p.plan},
		{Method: "POST", Path: pathPlans + "/{id}/dung", Need: web.Right(CanReport), Do: p.stopPlan},
		{Method: "GET", Path: pathOpen, Need: web.Public, Do: p.openData},
		{Method: "GET", Path: pathOpen + "/mo-ta.json", Need: web.Public, Do: p.about},
	}
	for _, f := range openFiles {
		out = append(out, web.Route{Method: "GET", Path: pathOpen + "/" + f.name, Need: web.Public, Do: p.openCSV(f)})
	}
	return out
}
