package backlog

import (
	"context"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// mostShared bounds the papers that one press puts into the register.
const mostShared = 500

// Share puts the signed papers of a batch into the register of issued papers: from then on their holders find them, and
// they are used again. Each is issued by the office of its day.
func (s *Service) Share(ctx context.Context, batchID string) (done int, err error) {
	b, err := s.batchFor(ctx, batchID, CanSign)
	if err != nil {
		return 0, err
	}
	all, err := store{s.DB.Read()}.signed(ctx, b.ID, mostShared)
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		office, err := s.OfficeThen(ctx, b, p.Fields)
		if err == nil {
			err = s.share(ctx, b, p.ID, office)
		}
		if fault.Is(err, fault.Conflict) { // somebody else pressed too
			continue
		}
		if err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

// OfficeThen is the office that issued a paper, as it was called on the day: the batch's, or the one entered because that
// one was not there yet.
func (s *Service) OfficeThen(ctx context.Context, b *Batch, f Fields) (archive.Place, error) {
	unit := b.UnitID
	if f.OfficeID != "" {
		unit = f.OfficeID
	}
	u, err := s.Org.UnitOn(ctx, unit, f.IssuedOn)
	// the register is the keeping office's: its path says who may look after the paper today
	return archive.Place{UnitID: u.ID, Path: b.UnitPath, Name: u.Authority()}, err
}

// Before are the units out of which the batch's came, as they were on a day: one of them issued what is older.
func (s *Service) Before(ctx context.Context, b *Batch, on clock.Date) (ids, names []string, err error) {
	lines, err := s.Org.Lineage(ctx, b.UnitID)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range lines {
		if l.ToID != b.UnitID {
			continue
		}
		u, err := s.Org.UnitOn(ctx, l.FromID, on)
		if err != nil {
			return nil, nil, err
		}
		ids, names = append(ids, u.ID), append(names, u.Authority())
	}
	return ids, names, nil
}

func (s *Service) share(ctx context.Context, b *Batch, paperID string, office archive.Place) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err := store{tx}.paper(ctx, paperID)
		if err != nil {
			return err
		}
		if p.State != Signed {
			return fault.New(fault.Conflict, "backlog.changed")
		}
		issued, err := s.Archive.Issue(ctx, tx, archive.Opening{Subject: p.Subject(), Office: office, Procedure: b.ProcedureID, Title: b.Kind, Number: p.Fields.Number,
			IssuedOn: p.Fields.IssuedOn, Until: p.Fields.Until, SignedBy: p.Fields.SignedBy, Digitised: &archive.Digitised{On: s.today(), By: p.Names.Signed, Pages: len(p.Images)},
			Holders: []archive.Holder{{Name: text.Clean(p.Fields.Holder), PersonalNo: p.Fields.PersonalNo, BirthOn: p.Fields.BirthOn}},
			Files:   []archive.File{{SHA256: p.File.SHA256, Size: p.File.Size, Type: pdfType, Name: p.File.Name}}})
		if err != nil {
			return err
		}
		p.State, p.PaperID = Shared, issued.ID
		if err := (store{tx}).save(ctx, p); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.share", Subject: p.Subject(), Data: map[string]any{"paper": issued.ID}})
	})
}
