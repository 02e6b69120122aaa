package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// AskExtension asks whoever decides for more time, while there still is some.
func (s *Service) AskExtension(ctx context.Context, at At, by term.Term, reason string) (*Dossier, error) {
	return s.act(ctx, at, AskExtension, func(context.Context, *db.Tx, *Dossier) (Facts, error) {
		return extension(by, reason)
	})
}

// Extend gives a new date, with an apology to the applicant on form 04. How often, the rules of the era
// say; counted against is still the first date where they say so. law: onestop/extend
func (s *Service) Extend(ctx context.Context, at At, by term.Term, reason string) (*Dossier, error) {
	return s.act(ctx, at, Extend, func(ctx context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		f, err := extension(by, reason)
		if err != nil {
			return f, err
		}
		cal, err := s.calendar(ctx, d)
		if err != nil {
			return f, err
		}
		trial := *d
		trial.Extensions = append(trial.Extensions[:len(trial.Extensions):len(trial.Extensions)], term.Extension{By: by, Reason: f.Reason})
		now := s.Clock.Now()
		due, err := deriveDue(&trial, cal, now)
		if err == nil && !due.At.After(now) {
			return f, fault.OnFields([]fault.Field{{Name: "days", Key: "dossier.extension-too-short"}})
		}
		f.DueAt = due.At
		return f, err
	})
}

func extension(by term.Term, reason string) (Facts, error) {
	var wrong []fault.Field
	if by.None() || by.Check() != nil {
		wrong = append(wrong, fault.Field{Name: "days", Key: "dossier.days-missing"})
	}
	reason, err := needReason(reason)
	if f := fault.As(err); f != nil {
		wrong = append(wrong, f.Fields...)
	}
	return Facts{By: &by, Reason: reason}, fault.OnFields(wrong)
}

// fallDue notes that the date has passed and prepares the apology for it, the moment it is due. It is
// the house's own step; nobody has to remember it, and nobody can leave it out. law: onestop/apology
func (s *Service) fallDue(ctx context.Context, at At) (*Dossier, error) {
	return s.act(ctx, at, FallDue, func(_ context.Context, _ *db.Tx, d *Dossier) (Facts, error) {
		if d.Due.At.IsZero() || d.Due.Paused || !s.Clock.Now().After(d.Due.At) {
			return Facts{}, fault.New(fault.Conflict, "dossier.not-due")
		}
		return Facts{DueAt: d.Due.At}, nil
	})
}
