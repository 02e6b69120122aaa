package sign

import (
	"io"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages are the room's pages.
type Pages struct{ s *Service }

// NewPages returns the pages of keys and of trust.
func NewPages(s *Service) *Pages { return &Pages{s} }

// The addresses.
const (
	PathMine  = "/toi/chu-ky-so"
	PathTrust = "/quan-tri/chung-thu"
	PathSeals = "/quan-tri/con-dau"

	pathConfirm = "/ky-so/dich-vu"  // to the page of a provider
	PathBack    = "/ky-so/xac-nhan" // and back from it

	pathPlugin = "/ky-so/phan-mem/" // where a page asks for what it hands to the signing program
	pathTicket = "/ky-so/tep/"      // where that program fetches and brings files
)

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	trust, seal := web.Right(CanTrust), web.Right(CanKeepSeal)
	return []web.Route{
		{Method: "GET", Path: PathMine, Need: web.Officers, Do: p.mine},
		{Method: "POST", Path: PathMine + "/tep", Need: web.Officers, Do: p.addFile},
		{Method: "POST", Path: PathMine + "/the", Need: web.Officers, Do: p.addCard},
		{Method: "POST", Path: PathMine + "/phan-mem", Need: web.Officers, Do: p.addPlugin},
		{Method: "POST", Path: PathMine + "/dich-vu", Need: web.Officers, Do: p.addRemote},
		{Method: "POST", Path: PathMine + "/bo", Need: web.Officers, Do: p.end},

		{Method: "GET", Path: pathConfirm + "/{batch}", Need: web.Officers, Do: p.confirm},
		{Method: "GET", Path: PathBack, Need: web.Officers, Do: p.confirmed},
		{Method: "POST", Path: pathPlugin + "{batch}/{request}", Need: web.Officers, Do: p.askPlugin},
		{Method: "GET", Path: pathTicket + "{ticket}", Need: web.Public, Do: p.fetch}, // the ticket is what lets in
		{Method: "POST", Path: pathTicket + "{ticket}", Need: web.Public, Do: p.bring},

		{Method: "GET", Path: PathSeals, Need: seal, Do: p.seals},
		{Method: "GET", Path: PathSeals + "/{unit}", Need: seal, Do: p.seal},
		{Method: "POST", Path: PathSeals + "/{unit}/tep", Need: seal, Do: p.addSeal(p.sealFromFile)},
		{Method: "POST", Path: PathSeals + "/{unit}/the", Need: seal, Do: p.addSeal(p.sealOnCard)},
		{Method: "POST", Path: PathSeals + "/{unit}/dich-vu", Need: seal, Do: p.addSeal(p.sealAtProvider)},
		{Method: "POST", Path: PathSeals + "/{unit}/bo", Need: seal, Do: p.endSeal},

		{Method: "GET", Path: PathTrust, Need: trust, Do: p.trusted},
		{Method: "POST", Path: PathTrust, Need: trust, Do: p.addRoot},
		{Method: "POST", Path: PathTrust + "/{id}/bo", Need: trust, Do: p.endRoot},
	}
}

// readForm reads a form with small files.
func readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil && err != http.ErrNotMultipart {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return nil
}

// fileOf reads a small file of a form, nil when none was sent; one that is larger is a fault on its field.
func fileOf(r *http.Request, field string, most int64) ([]byte, error) {
	f, _, err := r.FormFile(field)
	if err == http.ErrMissingFile || r.MultipartForm == nil {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(raw)) > most {
		err = fault.OnFields([]fault.Field{{Name: field, Key: "sign.file-large", Args: fault.Args("kb", most>>10)}})
	}
	return raw, err
}

// again leads back with what is wrong; nothing typed is kept, for it may be a password.
func again(w http.ResponseWriter, r *http.Request, err error, to string) error {
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err := web.Keep(r, err, nil); err != nil {
		return err
	}
	return web.SeeOther(w, r, to)
}
