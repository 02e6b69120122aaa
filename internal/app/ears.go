package app

import (
	"context"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/actor"
)

// ears says who may hear that something has changed, by the word of the topic. What has changed is
// never said, so what is asked here is only: may this person see that page at all?
func (h *house) ears() {
	h.live.Allow("dossier", func(ctx context.Context, key string) bool { // dossier/<id>: whoever may open it
		_, err := h.dossier.Open(ctx, key)
		return err == nil
	})
	h.live.Allow("inbox", func(ctx context.Context, key string) bool { // inbox/<path of a unit>: who works there
		return actor.Of(ctx).Has(dossier.CanView, "/"+key)
	})
	h.live.Allow("person", func(ctx context.Context, key string) bool { // person/<id of officer or account>: oneself
		a := actor.Of(ctx)
		return key != "" && (key == a.PersonID || key == a.AccountID)
	})
	h.live.Allow("notices", func(ctx context.Context, key string) bool { // notices/<owner of the inbox>: oneself
		return notify.Who(key) == notify.Me(ctx)
	})
	h.live.Allow("backlog", func(ctx context.Context, key string) bool { // backlog/<batch>: whoever may see its progress
		_, err := h.backlog.Batch(ctx, key)
		return err == nil
	})
	h.live.Allow("tickets", func(context.Context, string) bool { return true }) // tickets/<unit>: a screen in a waiting room
}
