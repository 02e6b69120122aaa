package insight

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/queue"
)

// Run hears again and again until ctx ends, so that the board is seconds behind what was announced; trouble is
// logged and tried again.
func (s *Service) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.CatchUp(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "hearing what the board counts", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Listeners are the room's work by the clock.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{queue.Daily("insight.compare", 2, 30, s.CompareNightly), queue.Daily("insight.reports", 6, 30, s.SendDue)}
}
