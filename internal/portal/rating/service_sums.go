package rating

import (
	"context"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Counts returns, for each unit, procedure and month from one to another ("2023-08"), how many were
// asked (the denominator) and what those who answered said (the numerators). Months that have not
// closed are left out, whoever asks.
func (s *Service) Counts(ctx context.Context, from, until string) ([]Count, error) {
	all, err := store{s.DB.Read()}.counts(ctx, from, until)
	if err != nil {
		return nil, err
	}
	var out []Count
	for _, c := range all {
		if s.Settings.closed(c.Period, s.Clock.Now()) {
			out = append(out, c)
		}
	}
	return out, nil
}

// Published is what everybody may see: each unit by month, the newest first.
func (s *Service) Published(ctx context.Context) ([]Count, error) {
	now := s.Clock.Now()
	counts, err := s.Counts(ctx, periodOf(now.AddDate(-1, 0, 0)), periodOf(now))
	return sum(counts), err
}

// Words are what people wrote of units that whoever acts may see, in no order, of months that have closed.
func (s *Service) Words(ctx context.Context) ([]string, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanSee) {
		return nil, fault.New(fault.Forbidden, "fault.forbidden", "right", CanSee)
	}
	now := s.Clock.Now()
	rows, err := store{s.DB.Read()}.words(ctx, a.Scope(CanSee), periodOf(now.AddDate(-1, 0, 0)))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range rows {
		if s.Settings.closed(r.Period, now) {
			out = append(out, r.Words)
		}
	}
	return out, nil
}

// Follows are the bad marks that whoever acts has to look into, the nearest due date first.
func (s *Service) Follows(ctx context.Context) ([]Follow, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanFollow) {
		return nil, nil
	}
	return store{s.DB.Read()}.follows(ctx, a.Scope(CanFollow), s.Clock.Now())
}

// Done says what came of looking into a bad mark.
func (s *Service) Done(ctx context.Context, followID, outcome string) error {
	outcome = text.Clean(outcome)
	if outcome == "" {
		return fault.OnFields([]fault.Field{{Name: "outcome", Key: "portal.rate.outcome-missing"}})
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		f, err := store{tx}.followByID(ctx, followID)
		if err != nil {
			return err
		}
		if f.ShownFrom.After(s.Clock.Now()) {
			return fault.New(fault.NotFound, "portal.rate.no-follow")
		}
		if err := actor.Need(ctx, CanFollow, f.UnitPath); err != nil {
			return err
		}
		if !f.DoneAt.IsZero() {
			return fault.New(fault.Conflict, "portal.rate.follow-done", "name", f.DoneBy)
		}
		f.DoneAt, f.DoneBy, f.Outcome = s.Clock.Now(), actor.Of(ctx).Name, outcome
		if err := (store{tx}).saveFollow(ctx, f); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "rating.followed", Subject: "rating/" + f.ID, Why: outcome})
	})
}
