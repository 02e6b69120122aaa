package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// Sweep does what time does to accounts: disables officers' accounts unused for too long, ends
// sessions nobody came back to, forgets old tries. Sign-in and every request check the same limits
// themselves, so that a late sweep lets nobody in; it may run anywhere, any number of times.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	ids, err := s.read().dormant(ctx, now.Add(-s.Settings.DormantAfter))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.disable(ctx, id, WhyDormant); err != nil {
			return err
		}
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		longest := max(s.Settings.IdleCitizen, s.Settings.IdleOfficer, s.Settings.IdleAdmin)
		if err := st.endUnseen(ctx, now.Add(-longest), now); err != nil {
			return err
		}
		if err := st.forgetImports(ctx, now.Add(-day)); err != nil {
			return err
		}
		return st.forgetOldTries(ctx, now.Add(-s.Settings.LockFor))
	})
}
