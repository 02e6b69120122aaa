package notify

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/queue"
)

// Listeners are what the room hears and does by the clock; app adds them to the queue.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{
		queue.Hear("notify", s.spread),
		queue.Hear("notify", s.send),
		queue.Daily("notify.forget", 2, 30, s.Forget),
	}
}

// Forget empties letters and addresses that are old enough, and deletes lines that are older still.
func (s *Service) Forget(ctx context.Context) error {
	now := s.Clock.Now()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).forget(ctx, now.Add(-s.Settings.ForgetAfter), now); err != nil {
			return err
		}
		return store{tx}.drop(ctx, now.Add(-s.Settings.KeepFor))
	})
}
