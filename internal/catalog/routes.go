package catalog

import (
	"net/url"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages is what people see of the catalogue: the public list and pages, and the keeper's desk.
type Pages struct{ svc *Service }

// NewPages returns the pages over a catalogue.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Routes lists the room's addresses.
func (p *Pages) Routes() []web.Route {
	edit, publish := web.Right(CanEdit), web.Right(CanPublish)
	return []web.Route{
		{Method: "GET", Path: listPath, Need: web.Public, Do: p.showList},
		{Method: "GET", Path: listPath + "/{slug}", Need: web.Public, Do: p.showProcedure},

		{Method: "GET", Path: keepPath, Need: edit, Do: p.showKept},
		{Method: "GET", Path: keepPath + "/{id}", Need: edit, Do: p.showHistory},
		{Method: "GET", Path: keepPath + "/{id}/{number}", Need: edit, Do: p.showVersion},
		{Method: "POST", Path: keepPath + "/{id}/{number}/cong-bo", Need: publish, Do: p.publish},
		{Method: "POST", Path: keepPath + "/{id}/bai-bo", Need: publish, Do: p.abolish},

		{Method: "GET", Path: importPath, Need: edit, Do: p.showImport},
		{Method: "POST", Path: importPath, Need: edit, Do: p.putUp},
		{Method: "GET", Path: importPath + "/{id}", Need: edit, Do: p.showRehearsal},
		{Method: "POST", Path: importPath + "/{id}", Need: edit, Do: p.confirm},
	}
}

// The addresses.
const (
	listPath   = "/thu-tuc"
	applyPath  = "/nop-ho-so"
	keepPath   = "/quan-tri/thu-tuc"
	importPath = "/quan-tri/nhap-thu-tuc"
)

// to is an address with a query of names and values; empty values are left out.
func to(path string, query ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func historyPath(procedureID string) string { return keepPath + "/" + procedureID }

func versionPath(procedureID string, number int) string {
	return historyPath(procedureID) + "/" + strconv.Itoa(number)
}
