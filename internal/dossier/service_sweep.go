package dossier

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// How long leavings are kept: wrong look-ups, which hold addresses, as long as they count; files sent
// ahead that no dossier named, and answers to programs, as long as a program may still come for them;
// a draft, which holds personal data, as long as somebody may still mean to send it. law: pdp/minimise
const (
	missesKept  = 24 * time.Hour
	uploadsKept = 30 * 24 * time.Hour
	answersKept = 30 * 24 * time.Hour
	partsKept   = 3 * 24 * time.Hour // pieces of files that never became whole
	looseKept   = 7 * 24 * time.Hour // files that a draft let go of

	DraftsKept   = 90 * 24 * time.Hour // since they were last saved
	DraftsWarned = 14 * 24 * time.Hour // before that the person is told
	DroppedKept  = 7 * 24 * time.Hour  // drafts thrown away can be taken back
)

// Sweep removes what nobody will ask for any more. Nothing of a dossier is among it.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.sweep(ctx, now.Add(-missesKept), now.Add(-uploadsKept), now.Add(-answersKept))
	})
	return errors.Join(err, s.sweepParts(ctx, now), s.sweepDrafts(ctx, now), s.sweepLoose(ctx, now))
}

func (s *Service) sweepParts(ctx context.Context, now time.Time) error {
	stale, err := store{s.DB.Read()}.stale(ctx, now.Add(-partsKept))
	for _, p := range stale {
		err = errors.Join(err, s.drop(ctx, &p))
	}
	return err
}

func (s *Service) sweepDrafts(ctx context.Context, now time.Time) error {
	old, err := store{s.DB.Read()}.abandoned(ctx, now.Add(-DraftsKept), now.Add(-DroppedKept))
	for _, dr := range old {
		err = errors.Join(err, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := (store{tx}).loosen(ctx, dr.Papers, now); err != nil {
				return err
			}
			return store{tx}.dropDraft(ctx, &dr)
		}))
	}
	return err
}

// sweepLoose removes the bytes of files that nothing names any more. Rooms above that keep files in the
// same store are asked first.
func (s *Service) sweepLoose(ctx context.Context, now time.Time) error {
	old, err := store{s.DB.Read()}.loose(ctx, now.Add(-looseKept))
	if err != nil {
		return err
	}
	for _, sha := range old {
		kept, err := s.named(ctx, sha)
		if err == nil && !kept {
			err = s.Blobs.Drop(ctx, blob.Ref{SHA256: sha})
		}
		if err != nil {
			return err
		}
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			st := store{tx}
			if !kept {
				err = st.forgetWords(ctx, sha) // with the bytes: they say the same
			}
			return errors.Join(err, st.dropLoose(ctx, sha))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// LetGo notes that another room needs a file of the store no longer: its bytes go in a week, unless something names it then.
func (s *Service) LetGo(ctx context.Context, tx *db.Tx, sha256 string) error {
	return store{tx}.letGo(ctx, sha256, s.Clock.Now())
}

// Respell indexes dossiers of a release before this one with the marks of their words.
func (s *Service) Respell(ctx context.Context) error {
	return s.spelling.Respell(ctx, s.DB, func(ctx context.Context, tx *db.Tx, folded *bun.SelectQuery) (int, error) {
		return store{tx}.respell(ctx, folded)
	})
}

// Names tells whether a dossier or a draft names a file of the store: then it is kept.
func (s *Service) Names(ctx context.Context, sha256 string) (bool, error) {
	return store{s.DB.Read()}.names(ctx, sha256)
}

func (s *Service) named(ctx context.Context, sha string) (bool, error) {
	asked := append([]func(context.Context, string) (bool, error){store{s.DB.Read()}.names}, s.Named...)
	for _, names := range asked {
		if found, err := names(ctx, sha); found || err != nil {
			return found, err
		}
	}
	return false, nil
}
