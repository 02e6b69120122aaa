package archive

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// What the state has issued it need not ask for again: a paper in force is taken from here into a new dossier,
// whichever office issued it, once its holder has agreed.

// mostOffered bounds how many papers are offered for one dossier.
const mostOffered = 50

// InForce lists the papers of the citizen who acts that hold today and have a file, the newest first.
func (s *Service) InForce(ctx context.Context) ([]*Paper, error) {
	a := actor.Of(ctx)
	personalNo, err := s.PersonalNo(ctx, a.AccountID)
	if err != nil {
		return nil, err
	}
	all, err := store{s.DB.Read()}.ofPerson(ctx, a.AccountID, personalNo, "", mostOffered)
	return s.usable(all), err
}

// HasOf tells how many papers in force name the person with the number as a holder, and nothing else of them. Whoever
// calls has asked for the right.
func (s *Service) HasOf(ctx context.Context, personalNo string) (int, error) {
	all, err := store{s.DB.Read()}.ofPerson(ctx, "", personalNo, "", mostOffered)
	return len(s.usable(all)), err
}

// OfPerson lists the papers in force that name the person with the number as a holder, of whichever office, for an
// officer who has the right to ask and the person's consent. Each is a look with its purpose that the holder can read.
func (s *Service) OfPerson(ctx context.Context, personalNo, purpose string) ([]*Paper, error) {
	all, err := store{s.DB.Read()}.ofPerson(ctx, "", personalNo, "", mostOffered)
	if err != nil {
		return nil, err
	}
	all = s.usable(all)
	return all, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, p := range all {
			if err := s.Trail.Look(ctx, tx, p.OwnSubject(), purpose, "found"); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) usable(all []*Paper) []*Paper {
	today := s.today()
	return slices.DeleteFunc(all, func(p *Paper) bool { return !p.Holds(today) || len(p.Files) == 0 || p.Disposed != nil })
}

// HoldsNow tells whether a paper is in force today.
func (s *Service) HoldsNow(ctx context.Context, id string) (bool, error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	return err == nil && p.Holds(s.today()), err
}
