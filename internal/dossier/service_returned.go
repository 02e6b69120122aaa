package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// HandedOut is a dossier whose result was handed out, and when.
type HandedOut struct {
	*Dossier
	At time.Time
}

// ReturnedFrom lists results handed out at an instant or after, in that order, at most limit. It is
// for rooms of the house that ask afterwards; no page shows it.
func (s *Service) ReturnedFrom(ctx context.Context, since time.Time, limit int) ([]HandedOut, error) {
	return store{s.DB.Read()}.returnedFrom(ctx, clock.Whole(since), limit)
}

// MyProcedures tells the procedure of each dossier of the citizen who acts, by key.
func (s *Service) MyProcedures(ctx context.Context) (map[string]string, error) {
	return store{s.DB.Read()}.proceduresOf(ctx, actor.Of(ctx).AccountID)
}
