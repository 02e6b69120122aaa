package notify

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// failingView is what the operator looks at when something does not get through.
type failingView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Letters []failedView
	Stuck   []failedView
	Nothing ui.Empty
	None    bool
}

// failedView is one thing that failed.
type failedView struct {
	Title, Meta, Why, State, Colour string
	Again                           string // address that tries once more
}

func (p *Pages) showFailing(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	letters, err := p.svc.Failing(ctx)
	if err != nil {
		return err
	}
	stuck, err := p.svc.Stuck(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "notify.failing.title")
	v := failingView{Frame: admin(ctx, title), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "notify.failing.lead")},
		Nothing: ui.Empty{Title: text.T(ctx, "notify.failing.none")}}
	for _, f := range letters {
		v.Letters = append(v.Letters, letterView(ctx, f))
	}
	for _, f := range stuck {
		if f.Kind != (Send{}).Kind() { // those stand among the letters
			v.Stuck = append(v.Stuck, stuckView(ctx, f))
		}
	}
	v.None = len(v.Letters)+len(v.Stuck) == 0
	return web.Show(w, r, failingPage(v))
}

func letterView(ctx context.Context, f Failing) failedView {
	out := failedView{Title: text.T(ctx, "notify.channel."+f.Channel) + " → " + f.To,
		Meta: text.T(ctx, "notify.failing.tries", "n", f.Tries, "at", text.DateTime(ctx, f.TriedAt)) + " · " + f.Event,
		Why:  f.Why, Again: PathFailing + "/thu/" + f.ID}
	out.State, out.Colour = failState(ctx, f.GivenUp)
	return out
}

func stuckView(ctx context.Context, f queue.Failure) failedView {
	out := failedView{Title: f.Kind + " → " + f.Who, Meta: text.T(ctx, "notify.failing.tries", "n", f.Tries, "at", text.DateTime(ctx, f.At)),
		Why: f.Why, Again: PathFailing + "/viec/" + strconv.FormatInt(f.ID, 10)}
	out.State, out.Colour = failState(ctx, f.GivenUp)
	return out
}

func failState(ctx context.Context, givenUp bool) (state, colour string) {
	if givenUp {
		return text.T(ctx, "notify.failing.given-up"), ui.Red
	}
	return text.T(ctx, "notify.failing.waits"), ui.Yellow
}

func (p *Pages) sendAgain(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.SendAgain(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Say(r, "notify.failing.tried")
	return web.SeeOther(w, r, PathFailing)
}

func (p *Pages) hearAgain(w http.ResponseWriter, r *http.Request) error {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64) // what is no number is no message
	if err := p.svc.HearAgain(r.Context(), id); err != nil {
		return err
	}
	web.Say(r, "notify.failing.tried")
	return web.SeeOther(w, r, PathFailing)
}
