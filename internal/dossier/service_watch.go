package dossier

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// watchPage is how many dossiers of each kind one round of watching takes; the next takes the rest.
const watchPage = 200

// remindAfter is how long a result has waited when its applicant is told again: the first, the second
// and the last time. [?] No text sets these days.
var remindAfter = []time.Duration{7 * 24 * time.Hour, 30 * 24 * time.Hour, 90 * 24 * time.Hour}

// Watch does what the passing of time asks for, and may be run as often as one likes, by as many
// processes as there are: it warns of near due dates, notes those that have passed with their apology,
// reminds of results that wait, and frees the work of officers who have left their posts.
func (s *Service) Watch(ctx context.Context) error {
	ctx = actor.AsSystem(ctx, text.In(text.Vi, "dossier.house"))
	return errors.Join(s.warnNear(ctx), s.letFall(ctx), s.remindAll(ctx), s.freeLeft(ctx))
}

// each does something for each dossier; one that fails does not stop the others, and one that somebody
// was faster with is left for the next round.
func each(ids []string, do func(id string) error) error {
	var all error
	for _, id := range ids {
		if err := do(id); err != nil && !fault.Is(err, fault.Conflict) {
			all = errors.Join(all, fmt.Errorf("dossier %s: %w", id, err))
		}
	}
	return all
}

// letFall notes each due date that has passed.
func (s *Service) letFall(ctx context.Context) error {
	ids, err := store{s.DB.Read()}.fallen(ctx, s.Clock.Now(), watchPage)
	if err != nil {
		return err
	}
	return each(ids, func(id string) error {
		_, err := s.fallDue(ctx, At{ID: id})
		return err
	})
}

// remindAll tells applicants whose results wait.
func (s *Service) remindAll(ctx context.Context) error {
	now := s.Clock.Now()
	ready, err := store{s.DB.Read()}.unclaimed(ctx, now.Add(-remindAfter[0]), watchPage)
	if err != nil {
		return err
	}
	var ids []string
	for _, d := range ready {
		if d.Reminders < len(remindAfter) && now.Sub(d.EndedAt) >= remindAfter[d.Reminders] {
			ids = append(ids, d.ID)
		}
	}
	return each(ids, func(id string) error {
		_, err := s.remind(ctx, At{ID: id})
		return err
	})
}

// freeLeft gives back the work of people who no longer hold the post for which it waits.
func (s *Service) freeLeft(ctx context.Context) error {
	held, err := store{s.DB.Read()}.assigned(ctx)
	if err != nil {
		return err
	}
	today := clock.DateOf(s.Clock.Now())
	for _, w := range held {
		holds, err := s.Org.Holds(ctx, w.PersonID, w.Role, w.Path, today)
		if err != nil {
			return err
		}
		if holds {
			continue
		}
		ids, err := store{s.DB.Read()}.workOf(ctx, w, watchPage)
		if err != nil {
			return err
		}
		err = each(ids, func(id string) error {
			_, err := s.HandBack(ctx, At{ID: id}, text.In(text.Vi, "dossier.left-post"))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// warnNear warns of due dates that come near: whoever has the work, and when time is short whoever
// answers for the unit. Each is warned once of each date. law: onestop/term
func (s *Service) warnNear(ctx context.Context) error {
	now := s.Clock.Now()
	for _, kind := range []string{warnOfficer, warnLeader} {
		near, err := store{s.DB.Read()}.near(ctx, kind, now, watchPage)
		if err != nil {
			return err
		}
		for _, d := range near {
			left, err := s.left(ctx, d, now)
			if err != nil {
				return err
			}
			if kind == warnLeader && left > urgent(d) {
				continue
			}
			if err := s.warn(ctx, d, kind, left); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	warnOfficer = "near"
	warnLeader  = "urgent"
)

func urgent(d *Dossier) time.Duration {
	return time.Duration(rulesOf(d).UrgentHours * float64(time.Hour))
}

// left is the working time until the dossier is due.
func (s *Service) left(ctx context.Context, d *Dossier, now time.Time) (time.Duration, error) {
	cal, err := s.calendar(ctx, d)
	if err != nil {
		return 0, err
	}
	return term.WorkingTime(cal, now, d.Due.At), nil
}

func (s *Service) warn(ctx context.Context, d *Dossier, kind string, left time.Duration) error {
	people, err := s.working(ctx, d)
	if err == nil && kind == warnLeader {
		people, err = s.leaders(ctx, d)
	}
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		first, err := store{tx}.warn(ctx, d.ID, kind, d.Due.At, s.Clock.Now())
		if err != nil || !first || s.Notify == nil {
			return err
		}
		hours := text.Decimal(ctx, math.Ceil(left.Hours()))
		return s.officers(ctx, tx, d, "dossier.near-due", map[string]string{"hours": hours, "date": text.DateTime(ctx, d.Due.At)}, people...)
	})
}
