package legacy

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Path is where the pages live.
const Path = "/quan-tri/nhap-ho-so"

// PathOf is where a run is seen.
func PathOf(runID string) string { return Path + "/" + runID }

func mapPath(runID string) string { return PathOf(runID) + "/ghep-cot" }

// Pages are the pages of moving in.
type Pages struct{ s *Service }

// NewPages returns the pages.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Routes lists the pages.
func (p *Pages) Routes() []web.Route {
	need := web.Right(dossier.CanImport)
	return []web.Route{
		{Method: "GET", Path: Path, Need: need, Do: p.list},
		{Method: "POST", Path: Path, Need: need, Do: p.take},
		{Method: "GET", Path: Path + "/{run}", Need: need, Do: p.run},
		{Method: "GET", Path: Path + "/{run}/ghep-cot", Need: need, Do: p.match},
		{Method: "POST", Path: Path + "/{run}/ghep-cot", Need: need, Do: p.check},
		{Method: "POST", Path: Path + "/{run}/xac-nhan", Need: need, Do: p.confirm},
		{Method: "GET", Path: Path + "/{run}/loi.csv", Need: need, Do: p.download},
	}
}

// crumbs lead from the administration to a page; the list of runs is the one above the others.
func crumbs(ctx context.Context, title string) []ui.Crumb {
	out := []ui.Crumb{{Text: text.T(ctx, "legacy.admin"), Href: "/quan-tri"}}
	if title == "" {
		return append(out, ui.Crumb{Text: text.T(ctx, "legacy.title")})
	}
	return append(out, ui.Crumb{Text: text.T(ctx, "legacy.title"), Href: Path}, ui.Crumb{Text: title})
}

// again shows the page at path with what was wrong.
func again(w http.ResponseWriter, r *http.Request, err error, path string) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return err
	}
	if err := web.Keep(r, err, url.Values(r.PostForm)); err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}

func number(ctx context.Context, n int) string { return text.Integer(text.LangOf(ctx), int64(n)) }

var stateColours = map[State]string{Taken: ui.Yellow, Checked: ui.Yellow, Running: ui.Blue, Over: ui.Green}

func stateTag(ctx context.Context, s State) ui.Tag {
	return ui.Tag{Text: text.T(ctx, "legacy.state."+string(s)), Colour: stateColours[s]}
}
