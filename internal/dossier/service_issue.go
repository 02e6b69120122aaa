package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// issued enters a result in the register of issued papers in the moment in which it is numbered. A refusal is
// a result too, but nobody shows it to prove something. Results declared by another system are not entered: nobody
// here has seen them. A number given is not taken back; a paper that turns out wrong is revoked. law: onestop/result
func (s *Service) issued(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	if s.Archive == nil || d.Result == nil || d.Result.Negative {
		return nil
	}
	if e.Kind == Digitise {
		return s.digitisedResult(ctx, tx, d, e)
	}
	if e.Kind != Number {
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

// digitisedResult puts the signed scan of a result on paper into the register, where its holder finds it. A result from before
// there was a register, or that no longer holds, stays as it is there.
func (s *Service) digitisedResult(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	for _, one := range e.Facts.Digitised {
		if one.Paper != theResult {
			continue
		}
		f := archive.File{SHA256: one.File.SHA256, Size: one.File.Size, Type: one.File.Type, Name: one.File.Name}
		how := archive.Digitised{On: clock.DateOf(one.How.At), By: one.How.By, Pages: one.How.Pages}
		if err := s.Archive.Digitise(ctx, tx, d.Subject(), f, how); err != nil {
			return err
		}
	}
	return nil
}
