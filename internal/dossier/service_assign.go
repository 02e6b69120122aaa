package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Assign makes the dossier the work of somebody who holds the awaited role in the awaited unit. What
// was somebody else's is reassigned: the note says why. law: onestop/internal-process
func (s *Service) Assign(ctx context.Context, at At, personID, note string) (*Dossier, error) {
	return s.act(ctx, at, Assign, func(ctx context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		if personID == "" {
			return Facts{}, fault.OnFields([]fault.Field{{Name: "person", Key: "dossier.person-missing"}})
		}
		people, err := s.Hands(ctx, d)
		if err != nil {
			return Facts{}, err
		}
		for _, p := range people {
			if p.PersonID == personID {
				return Facts{Assignee: &Assignee{p.PersonID, p.Name}, Reason: text.Clean(note)}, nil
			}
		}
		return Facts{}, fault.OnFields([]fault.Field{{Name: "person", Key: "dossier.person-elsewhere"}})
	})
}

// Hands are the people among whom the work that is awaited can be given out; who is away is marked,
// with whoever stands in.
func (s *Service) Hands(ctx context.Context, d *Dossier) ([]org.Holder, error) {
	return s.Org.HoldersOf(ctx, d.Turn.Role, d.Turn.Path, clock.DateOf(s.Clock.Now()))
}

// HandBack makes the dossier nobody's, so that somebody else can take it: by whoever has it, by whoever
// gives out the work there, or by the house when that person has left the post.
func (s *Service) HandBack(ctx context.Context, at At, reason string) (*Dossier, error) {
	return s.act(ctx, at, HandBack, func(ctx context.Context, _ *db.Tx, _ *Dossier) (Facts, error) {
		if actor.Of(ctx).Kind == actor.System {
			return Facts{Reason: text.Clean(reason)}, nil
		}
		reason, err := needReason(reason)
		return Facts{Reason: reason}, err
	})
}
