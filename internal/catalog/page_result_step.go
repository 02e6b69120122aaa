package catalog

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// resultStep is what is done with a template on a page of its own, with a reason.
type resultStep struct {
	name, path, right string
	on                Status // with a template that stands so
	kind              string // of its button
	do                func(context.Context, *Service, *ResultTemplate, url.Values) error
}

var resultSteps = []resultStep{
	{"publish", "cong-bo", CanPublish, StatusDraft, ui.Primary, func(ctx context.Context, s *Service, t *ResultTemplate, v url.Values) error {
		return s.PublishResult(ctx, t.ID, editionIn(v), v.Get("why"))
	}},
	{"discard", "huy", CanEdit, StatusDraft, ui.Warning, func(ctx context.Context, s *Service, t *ResultTemplate, v url.Values) error {
		return s.DiscardResult(ctx, t.ID, editionIn(v), v.Get("why"))
	}},
	{"end", "thoi-dung", CanPublish, StatusPublished, ui.Warning, func(ctx context.Context, s *Service, t *ResultTemplate, v url.Values) error {
		return s.EndResult(ctx, t.ID, v.Get("why"))
	}},
}

func (p *Pages) askResultStep(step resultStep) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, held := r.Context(), web.Kept(r)
		one, t, err := p.resultAt(r)
		if err != nil {
			return err
		}
		title, path := say(ctx, "result."+step.name), resultPath(t)
		page := stepView{Frame: resultFrame(ctx, one, title), Heading: ui.Heading{Title: title, Caption: t.Name, Lead: say(ctx, "result."+step.name+"-lead")},
			Problems: ui.Problems(ctx, held.Err), Ask: &askView{Why: whyField(ctx, held)}, Confirm: &ui.FormFrame{Action: path + "/" + step.path},
			Hidden: []hidden{{"an-ban", strconv.Itoa(t.Edition)}}, Submit: ui.Button{Text: title, Kind: step.kind}, Back: ui.Link{Text: say(ctx, "edit.back"), Href: path}}
		page.Frame.Failed = held.Was()
		return web.Show(w, r, stepPage(page))
	}
}

func (p *Pages) doResultStep(step resultStep) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		_, t, err := p.resultAt(r)
		if err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return err
		}
		if err := step.do(r.Context(), p.svc, t, r.PostForm); err != nil {
			return again(w, r, err, resultPath(t)+"/"+step.path)
		}
		web.Say(r, "catalog.result.said."+step.name, "name", t.Name)
		return web.SeeOther(w, r, resultsOf(t.ProcedureID))
	}
}
