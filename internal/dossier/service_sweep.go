package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// How long leavings are kept: wrong look-ups, which hold addresses, as long as they count; files sent
// ahead that no dossier named, and answers to programs, as long as a program may still come for them.
const (
	missesKept  = 24 * time.Hour
	uploadsKept = 30 * 24 * time.Hour
	answersKept = 30 * 24 * time.Hour
)

// Sweep removes what nobody will ask for any more. Nothing of a dossier is among it.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.sweep(ctx, now.Add(-missesKept), now.Add(-uploadsKept), now.Add(-answersKept))
	})
}
