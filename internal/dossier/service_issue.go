package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// issued enters a result in the register of issued papers in the moment in which it is numbered. A refusal is
// a result too, but nobody shows it to prove something. Results declared by another system are not entered: nobody
// here has seen them. A number given is not taken back; a paper that turns out wrong is revoked. law: onestop/result
func (s *Service) issued(ctx context.Context, tx *db.Tx, d *Dossier, e *Event) error {
	if s.Archive == nil || e.Kind != Number || d.Result.Negative {
		return nil
	}
	v, err := s.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return err
	}
	o := archive.Opening{Subject: d.Subject(), From: d.Code, AccountID: d.AccountID, Office: archive.Place(d.Office), Procedure: d.Procedure,
		Title: v.Result, Number: d.Result.Number, IssuedOn: d.Result.IssuedOn, SignedBy: d.Result.ApprovedBy}
	if o.Title == "" {
		o.Title = d.Name
	}
	for _, p := range append([]Party{d.Owner}, d.Owners...) {
		o.Holders = append(o.Holders, archive.Holder{Name: p.Name, PersonalNo: p.PersonalNo, BirthOn: p.BirthOn})
	}
	for _, f := range d.Result.Files {
		o.Files = append(o.Files, archive.File{SHA256: f.SHA256, Size: f.Size, Type: f.Type, Name: f.Name})
	}
	_, err = s.Archive.Issue(ctx, tx, o)
	return err
}
