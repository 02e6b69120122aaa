package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// issued enters a result in the register of issued papers in the moment in which it is numbered. A refusal is
// a result too, but nobody shows it to prove something. Results declared by another system are not entered: nobody
// here has seen them. A number given is not taken back; a paper that turns out wrong is revoked. law: onestop/result
func (s *Service) issued(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	if s.Archive == nil || e.Kind != Number || d.Result.Negative {
		return nil
	}
	o, err := s.paperOf(ctx, d, d.Result.Number, d.Result.IssuedOn)
	if err != nil {
		return err
	}
	if by := d.Result.Seal; by != nil {
		o.Code = by.Code
	}
	_, err = s.Archive.Issue(ctx, tx, o)
	return err
}
