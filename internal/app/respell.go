package app

import (
	"context"
	"errors"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// respell indexes words with their marks where a release before this one left them out, and looks again every ten minutes:
// that release may serve beside this one for a while. Meanwhile marks do not count in what people look for.
func (h *house) respell(ctx context.Context) {
	ctx = actor.AsSystem(ctx, "respell")
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		if err := errors.Join(h.archive.Respell(ctx), h.dossier.Respell(ctx)); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "indexing words with their marks", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
