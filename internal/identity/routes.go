package identity

import (
	"embed"

	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// PathProviderBack is where the identity provider sends citizens back to; the provider must be told.
const PathProviderBack = "/dang-nhap/dinh-danh/ve"

// PageNeeds is what the pages stand on.
type PageNeeds struct {
	Service *Service
	Party   *oidc.Party // nil: citizens cannot sign in here
	BaseURL string      // public address of the server, without a slash at its end
	Site    string      // name of the portal, shown in the authenticator app
	Hints   []Hint      // accounts of a demonstration, shown on the sign-in page
}

// Hint is an account that everybody may try; About says in a language whose it is.
type Hint struct {
	Login, Password string

	About func(text.Lang) string
}

// Pages are the pages of the room.
type Pages struct {
	PageNeeds
	svc *Service
}

// NewPages returns the pages.
func NewPages(n PageNeeds) *Pages { return &Pages{n, n.Service} }

// Routes lists the addresses of the room.
func (p *Pages) Routes() []web.Route {
	manage := web.Right(CanManage)
	return []web.Route{
		{Method: "GET", Path: "/dang-nhap", Need: web.Public, Do: p.showSignIn},
		{Method: "POST", Path: "/dang-nhap", Need: web.Public, Do: p.signIn},
		{Method: "GET", Path: "/dang-nhap/ma", Need: web.Public, Do: p.showSignInCode},
		{Method: "POST", Path: "/dang-nhap/ma", Need: web.Public, Do: p.signInCode},
		{Method: "GET", Path: "/dang-nhap/khoa", Need: web.Public, Do: p.showPasskeyIn},
		{Method: "POST", Path: "/dang-nhap/khoa", Need: web.Public, Do: p.passkeyIn},
		{Method: "GET", Path: "/dang-nhap/dinh-danh", Need: web.Public, Do: p.leave},
		{Method: "GET", Path: PathProviderBack, Need: web.Public, Do: p.comeBack},
		{Method: "POST", Path: "/dang-xuat", Need: web.Public, Do: p.signOut},

		{Method: "GET", Path: "/toi", Need: web.SignedIn, Do: p.showMe},
		{Method: "POST", Path: "/toi/chuc-danh", Need: web.Officers, Do: p.choosePost},
		{Method: "POST", Path: "/toi/phien/ket-thuc-het", Need: web.SignedIn, Do: p.endOthers},
		{Method: "POST", Path: "/toi/phien/{phien}/ket-thuc", Need: web.SignedIn, Do: p.endMine},
		{Method: "GET", Path: "/toi/mat-khau", Need: web.Officers, Do: p.showPassword},
		{Method: "POST", Path: "/toi/mat-khau", Need: web.Officers, Do: p.changePassword},
		{Method: "GET", Path: "/toi/ma", Need: web.Officers, Do: p.showCode},
		{Method: "POST", Path: "/toi/ma/bat-dau", Need: web.Officers, Do: p.startCode},
		{Method: "POST", Path: "/toi/ma/xac-nhan", Need: web.Officers, Do: p.confirmCode},
		{Method: "POST", Path: "/toi/ma/du-phong", Need: web.Officers, Do: p.newCodes},
		{Method: "GET", Path: passkeysPath, Need: web.Officers, Do: p.showPasskeys},
		{Method: "POST", Path: passkeysPath + "/bat-dau", Need: web.Officers, Do: p.startPasskey},
		{Method: "POST", Path: passkeysPath + "/xac-nhan", Need: web.Officers, Do: p.addPasskey},
		{Method: "GET", Path: passkeysPath + "/{id}", Need: web.Officers, Do: p.showPasskey},
		{Method: "POST", Path: passkeysPath + "/{id}/ten", Need: web.Officers, Do: p.renamePasskey},
		{Method: "POST", Path: passkeysPath + "/{id}/bo", Need: web.Officers, Do: p.removePasskey},

		{Method: "GET", Path: "/quan-tri/tai-khoan", Need: manage, Do: p.listOfficers},
		{Method: "GET", Path: "/quan-tri/tai-khoan/moi", Need: manage, Do: p.showNew},
		{Method: "POST", Path: "/quan-tri/tai-khoan/moi", Need: manage, Do: p.openAccount},
		{Method: "GET", Path: importPath, Need: manage, Do: p.showImport},
		{Method: "GET", Path: importPath + "/mau", Need: manage, Do: p.importTemplate},
		{Method: "POST", Path: importPath, Need: manage, Do: p.takeImport},
		{Method: "GET", Path: importPath + "/{id}", Need: manage, Do: p.showPlan},
		{Method: "POST", Path: importPath + "/{id}/ap-dung", Need: manage, Do: p.applyImport},
		{Method: "GET", Path: handoutPath, Need: manage, Do: p.showHandouts},
		{Method: "POST", Path: handoutPath + "/cat", Need: manage, Do: p.dropHandouts},
		{Method: "GET", Path: "/quan-tri/tai-khoan/{id}", Need: manage, Do: p.showOfficer},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/vo-hieu", Need: manage, Do: p.disable},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/kich-hoat", Need: manage, Do: p.enable},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/cap-lai", Need: manage, Do: p.reset},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/mo-khoa", Need: manage, Do: p.unlock},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/phien/ket-thuc-het", Need: manage, Do: p.endAllTheirs},
		{Method: "POST", Path: "/quan-tri/tai-khoan/{id}/phien/{phien}/ket-thuc", Need: manage, Do: p.endTheirs},
		{Method: "GET", Path: rightsPath, Need: web.Right(org.CanView), Do: p.showRights},
		{Method: "GET", Path: rightsPath + "/ma-tran.csv", Need: web.Right(org.CanView), Do: p.matrixFile},
		{Method: "GET", Path: rightsPath + "/nguoi-giu.csv", Need: web.Right(org.CanView), Do: p.bearersFile},
		{Method: "GET", Path: "/quan-tri/ma-truy-cap", Need: manage, Do: p.listTokens},
		{Method: "POST", Path: "/quan-tri/ma-truy-cap/{id}/thu-hoi", Need: manage, Do: p.revokeToken},
	}
}
