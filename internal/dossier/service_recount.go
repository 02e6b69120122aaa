package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// recountPage is how many dossiers are counted anew in one transaction.
const recountPage = 200

// Recount derives the due dates of all open dossiers anew, after a change of the calendar: lists
// sort and colour by the date kept in the record. It returns how many dates moved.
func (s *Service) Recount(ctx context.Context) (moved int, err error) {
	after := ""
	for {
		n, last, err := s.recountSome(ctx, after)
		moved += n
		if err != nil || last == "" {
			return moved, err
		}
		after = last
	}
}

func (s *Service) recountSome(ctx context.Context, after string) (moved int, last string, err error) {
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		open, err := store{tx}.openAfter(ctx, after, recountPage)
		if err != nil {
			return err
		}
		for _, d := range open {
			last = d.ID
			was := d.Due
			if err := s.derive(ctx, d, keptAsOf(d, s.Clock.Now())); err != nil {
				return err
			}
			if d.Due.At.Equal(was.At) && d.Due.WarnAt.Equal(was.WarnAt) {
				continue
			}
			moved++
			if err := (store{tx}).update(ctx, d, d.Version); err != nil {
				return err
			}
		}
		return nil
	})
	return moved, last, err
}
