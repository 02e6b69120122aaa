package catalog

import (
	"net/url"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages is what people see of the catalogue: the public list and pages, and the keeper's desk.
type Pages struct {
	svc      *Service
	dossiers Dossiers
}

// NewPages returns the pages over a catalogue; dossiers may be nil where there are none.
func NewPages(s *Service, dossiers Dossiers) *Pages { return &Pages{s, dossiers} }

// Routes lists the room's addresses.
func (p *Pages) Routes() []web.Route {
	edit, publish := web.Right(CanEdit), web.Right(CanPublish)
	return append(p.resultRoutes(), []web.Route{
		{Method: "GET", Path: listPath, Need: web.Public, Do: p.showList},
		{Method: "GET", Path: listPath + "/{slug}", Need: web.Public, Do: p.showProcedure},

		{Method: "GET", Path: keepPath, Need: edit, Do: p.showKept},
		{Method: "GET", Path: newPath, Need: edit, Do: p.showNew},
		{Method: "POST", Path: newPath, Need: edit, Do: p.create},
		{Method: "GET", Path: keepPath + "/{id}", Need: edit, Do: p.showHistory},
		{Method: "GET", Path: keepPath + "/{id}/thong-tin-chung", Need: edit, Do: p.showGeneral},
		{Method: "POST", Path: keepPath + "/{id}/thong-tin-chung", Need: edit, Do: p.keepGeneral},
		{Method: "GET", Path: keepPath + "/{id}/so-sanh", Need: edit, Do: p.compare},
		{Method: "GET", Path: keepPath + "/{id}/bai-bo", Need: publish, Do: p.showAbolish},
		{Method: "GET", Path: keepPath + "/{id}/bai-bo/xac-nhan", Need: publish, Do: p.confirmAbolish},
		{Method: "POST", Path: keepPath + "/{id}/bai-bo", Need: publish, Do: p.abolish},

		{Method: "GET", Path: versionRoute, Need: edit, Do: p.showVersion},
		{Method: "GET", Path: versionRoute + "/xem-truoc", Need: edit, Do: p.preview},
		{Method: "GET", Path: versionRoute + "/xem-truoc/to-khai", Need: edit, Do: p.tryForm},
		{Method: "GET", Path: versionRoute + "/xuat", Need: edit, Do: p.export},
		{Method: "GET", Path: versionRoute + "/nhap-moi", Need: edit, Do: p.showBegin},
		{Method: "POST", Path: versionRoute + "/nhap-moi", Need: edit, Do: p.begin},
		{Method: "GET", Path: versionRoute + "/huy", Need: edit, Do: p.showDiscard},
		{Method: "POST", Path: versionRoute + "/huy", Need: edit, Do: p.discard},
		{Method: "GET", Path: versionRoute + "/sua/{part}", Need: edit, Do: p.edit},
		{Method: "POST", Path: versionRoute + "/sua/{part}", Need: edit, Do: p.keep},
		{Method: "GET", Path: versionRoute + "/sua/{part}/{item}", Need: edit, Do: p.editItem},
		{Method: "POST", Path: versionRoute + "/sua/{part}/{item}", Need: edit, Do: p.keepItem},
		{Method: "GET", Path: versionRoute + "/cong-bo", Need: publish, Do: p.showPublish},
		{Method: "GET", Path: versionRoute + "/cong-bo/xac-nhan", Need: publish, Do: p.confirmPublish},
		{Method: "POST", Path: versionRoute + "/cong-bo", Need: publish, Do: p.publish},
		{Method: "GET", Path: versionRoute + "/thu-hoi", Need: publish, Do: p.showUndo},
		{Method: "POST", Path: versionRoute + "/thu-hoi", Need: publish, Do: p.undo},

		{Method: "GET", Path: importPath, Need: edit, Do: p.showImport},
		{Method: "POST", Path: importPath, Need: edit, Do: p.putUp},
		{Method: "GET", Path: importPath + "/{id}", Need: edit, Do: p.showRehearsal},
		{Method: "POST", Path: importPath + "/{id}", Need: edit, Do: p.confirm},
		{Method: "GET", Path: bundlePath, Need: edit, Do: p.showBundle},
		{Method: "POST", Path: bundlePath, Need: edit, Do: p.putUpBundle},
		{Method: "GET", Path: bundlePath + "/{id}", Need: edit, Do: p.rehearseBundle},
		{Method: "POST", Path: bundlePath + "/{id}", Need: edit, Do: p.takeBundle},
	}...)
}

// The addresses.
const (
	listPath   = "/thu-tuc"
	applyPath  = "/nop-ho-so"
	keepPath   = "/quan-tri/thu-tuc"
	importPath = "/quan-tri/nhap-thu-tuc"
	newPath    = "/quan-tri/thu-tuc-moi"
	bundlePath = "/quan-tri/nhap-mot-thu-tuc"

	versionRoute = keepPath + "/{id}/{number}"
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
