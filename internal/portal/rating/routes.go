package rating

import "github.com/nha-san/nhasan/internal/platform/web"

// Pages are the pages of ratings.
type Pages struct{ s *Service }

// NewPages returns the pages.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Where the pages live.
const (
	sumsPath = "/danh-gia"
	deskPath = "/lam-viec/danh-gia"
)

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	see, follow := web.Right(CanSee), web.Right(CanFollow)
	return []web.Route{
		{Method: "GET", Path: sumsPath, Need: web.Public, Do: p.sums},
		{Method: "GET", Path: sumsPath + "/cam-on", Need: web.Public, Do: p.thanks},
		{Method: "GET", Path: sumsPath + "/phieu/{token}", Need: web.Public, Do: p.give},
		{Method: "POST", Path: sumsPath + "/phieu/{token}", Need: web.Public, Do: p.rate},
		{Method: "POST", Path: "/ho-so-cua-toi/{id}/danh-gia", Need: web.Citizens, Do: p.link},
		{Method: "GET", Path: deskPath, Need: see, Do: p.desk},
		{Method: "POST", Path: deskPath + "/{follow}", Need: follow, Do: p.done},
	}
}
