package archive

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// disposedKept is how long bytes outlive the papers that had them: somebody may be about to enter the same file again.
const disposedKept = 7 * 24 * time.Hour

// Sweep removes the bytes of files that papers have let go of and that nothing else names. What another room still
// names is its own to remove.
func (s *Service) Sweep(ctx context.Context) error {
	old, err := store{s.DB.Read()}.loose(ctx, s.Clock.Now().Add(-disposedKept))
	for _, sha := range old {
		kept, asked := s.named(ctx, sha)
		if asked == nil && !kept {
			asked = s.Blobs.Drop(ctx, blob.Ref{SHA256: sha})
		}
		if asked == nil {
			asked = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropLoose(ctx, sha) })
		}
		err = errors.Join(err, asked)
	}
	return err
}

// Respell indexes papers of a release before this one with the marks of their words.
func (s *Service) Respell(ctx context.Context) error {
	return s.spelling.Respell(ctx, s.DB, func(ctx context.Context, tx *db.Tx, folded *bun.SelectQuery) (int, error) {
		return store{tx}.respell(ctx, folded)
	})
}

func (s *Service) named(ctx context.Context, sha string) (bool, error) {
	for _, names := range append([]func(context.Context, string) (bool, error){s.Names}, s.Named...) {
		if found, err := names(ctx, sha); found || err != nil {
			return found, err
		}
	}
	return false, nil
}
