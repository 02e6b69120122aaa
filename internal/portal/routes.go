package portal

import (
	"context"
	"embed"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/portal/rating"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Needs is what the windows look out on.
type Needs struct {
	Dossiers *dossier.Service
	Catalog  *catalog.Service
	Org      *org.Service
	Identity *identity.Service
	Rating   *rating.Service
	Clock    clock.Clock
	Demo     bool // show a first walk to whoever tries the house
}

// Pages are the windows.
type Pages struct{ Needs }

// New returns the windows.
func New(n Needs) *Pages { return &Pages{n} }

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	const draft, mine = "/nop-ho-so/ban-nhap/{draft}", "/ho-so-cua-toi/{id}"
	return []web.Route{
		{Method: "GET", Path: "/{$}", Need: web.Public, Do: p.home},
		{Method: "GET", Path: "/nop-ho-so/{slug}", Need: web.Public, Do: p.needed},
		{Method: "POST", Path: "/nop-ho-so/{slug}", Need: web.Public, Do: p.start},
		{Method: "GET", Path: "/chuan-bi/{slug}", Need: web.Public, Do: p.checklist},
		{Method: "GET", Path: "/chuan-bi/{slug}/danh-sach.pdf", Need: web.Public, Do: p.checklistPDF},
		{Method: "GET", Path: "/tro-giup", Need: web.Public, Do: p.help},

		{Method: "GET", Path: draft, Need: web.Citizens, Do: drafting(p.resume)},
		{Method: "GET", Path: draft + "/{page}", Need: web.Citizens, Do: drafting(p.sheet)},
		{Method: "POST", Path: draft + "/{page}", Need: web.Public, Do: drafting(p.orSignIn(p.saveSheet))},
		{Method: "GET", Path: draft + "/noi-nop", Need: web.Citizens, Do: drafting(p.unit)},
		{Method: "POST", Path: draft + "/noi-nop", Need: web.Citizens, Do: drafting(p.saveUnit)},
		{Method: "GET", Path: draft + "/nguoi-nop", Need: web.Citizens, Do: drafting(p.owner)},
		{Method: "POST", Path: draft + "/nguoi-nop", Need: web.Public, Do: drafting(p.orSignIn(p.saveOwner))},
		{Method: "GET", Path: draft + "/giay-to", Need: web.Citizens, Do: drafting(p.papers)},
		{Method: "POST", Path: draft + "/giay-to", Need: web.Citizens, Do: drafting(p.donePapers)},
		{Method: "GET", Path: draft + "/giay-to/{paper}", Need: web.Citizens, Do: drafting(p.paper)},
		{Method: "POST", Path: draft + "/giay-to/{paper}", Need: web.Citizens, Do: drafting(p.savePaper)},
		{Method: "GET", Path: draft + "/dien-san", Need: web.Citizens, Do: drafting(p.knownThings)},
		{Method: "POST", Path: draft + "/dien-san", Need: web.Citizens, Do: drafting(p.saveKnown)},
		{Method: "GET", Path: draft + "/giay-to/{paper}/dung-lai", Need: web.Citizens, Do: drafting(p.reuse)},
		{Method: "POST", Path: draft + "/giay-to/{paper}/dung-lai", Need: web.Citizens, Do: drafting(p.saveReuse)},
		{Method: "POST", Path: draft + "/giay-to/{paper}/phan", Need: web.Citizens, Do: p.beginPart},
		{Method: "GET", Path: draft + "/giay-to/{paper}/phan/{part}", Need: web.Citizens, Do: p.part},
		{Method: "PATCH", Path: draft + "/giay-to/{paper}/phan/{part}", Need: web.Citizens, Do: p.addPiece},
		{Method: "POST", Path: draft + "/giay-to/{paper}/phan/{part}/xong", Need: web.Citizens, Do: p.finishPart},
		{Method: "DELETE", Path: draft + "/giay-to/{paper}/phan/{part}", Need: web.Citizens, Do: p.cancelPart},
		{Method: "GET", Path: draft + "/kiem-tra", Need: web.Citizens, Do: drafting(p.check)},
		{Method: "POST", Path: draft + "/kiem-tra", Need: web.Citizens, Do: drafting(p.submit)},
		{Method: "GET", Path: draft + "/xoa", Need: web.Citizens, Do: drafting(p.askDrop)},
		{Method: "POST", Path: draft + "/xoa", Need: web.Citizens, Do: drafting(p.drop)},
		{Method: "POST", Path: draft + "/lay-lai", Need: web.Citizens, Do: drafting(p.restore)},
		{Method: "GET", Path: draft + "/tep/{sha}", Need: web.Citizens, Do: drafting(p.draftFile)},

		{Method: "GET", Path: "/ho-so-cua-toi", Need: web.Citizens, Do: p.mine},
		{Method: "GET", Path: mine, Need: web.Citizens, Do: p.dossier},
		{Method: "GET", Path: mine + "/da-nop", Need: web.Citizens, Do: p.sent},
		{Method: "POST", Path: mine + "/bo-sung", Need: web.Citizens, Do: p.answer},
		{Method: "GET", Path: mine + "/rut", Need: web.Citizens, Do: p.askWithdraw},
		{Method: "POST", Path: mine + "/rut", Need: web.Citizens, Do: p.withdraw},
		{Method: "POST", Path: mine + "/nhan-ket-qua", Need: web.Citizens, Do: p.fetch},
		{Method: "GET", Path: mine + "/ban-da-nop.pdf", Need: web.Citizens, Do: p.copyPDF},
		{Method: "GET", Path: mine + "/tep/{sha}", Need: web.Citizens, Do: p.file},
		{Method: "GET", Path: mine + "/tin-nhan", Need: web.Citizens, Do: p.talk},
		{Method: "POST", Path: mine + "/tin-nhan", Need: web.Citizens, Do: p.say},
		{Method: "POST", Path: mine + "/tin-nhan/{message}/thu-hoi", Need: web.Citizens, Do: p.takeBack},
		{Method: "GET", Path: mine + "/tin-nhan/{message}/{sha}", Need: web.Citizens, Do: p.messageFile},
		{Method: "GET", Path: mine + "/so-cai.json", Need: web.Citizens, Do: p.openSealed},
		{Method: "GET", Path: mine + "/ai-da-xem", Need: web.Citizens, Do: p.looks},
		{Method: "GET", Path: "/ho-so-cua-toi/ai-da-xem", Need: web.Citizens, Do: p.allLooks},

		{Method: "GET", Path: groundPath, Need: web.Public, Do: p.ground},
		{Method: "GET", Path: "/tra-cuu", Need: web.Public, Do: p.track},
		{Method: "POST", Path: "/tra-cuu", Need: web.Public, Do: p.findTracked},
		{Method: "GET", Path: "/tra-cuu/ket-qua", Need: web.Public, Do: p.tracked},
		{Method: "POST", Path: "/tra-cuu/xong", Need: web.Public, Do: p.doneTracking},
	}
}

// me is the citizen who acts, as the identity provider vouched for them.
func (p *Pages) me(ctx context.Context) (dossier.Party, error) {
	c, err := p.Identity.Citizen(ctx, actor.Of(ctx).AccountID)
	if err != nil {
		return dossier.Party{}, err
	}
	return dossier.Party{Name: c.Name, PersonalNo: c.PersonalNumber, BirthOn: c.BornOn, Phone: homePhone(c.Phone), Email: c.Email}, nil
}

// today is the day in the country.
func (p *Pages) today() clock.Date { return clock.DateOf(p.Clock.Now()) }
