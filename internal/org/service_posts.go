package org

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// AddPosition makes a post in a unit.
func (s *Service) AddPosition(ctx context.Context, p Position) (Position, error) {
	p.ID, p.Key, p.Title = id.New(), text.Clean(p.Key), text.Clean(p.Title)
	if p.Rank == 0 {
		p.Rank = 100 // after those of the file
	}
	if p.Key == "" || p.Title == "" || !slices.Contains(RoleKeys, p.Role) {
		return Position{}, fault.New(fault.Invalid, "org.position-incomplete")
	}
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.mayEdit(ctx, store{tx}, p.UnitID); err != nil {
			return err
		}
		if err := (store{tx}).addPositions(ctx, []Position{p}); err != nil {
			if db.IsDuplicate(err) {
				return fault.New(fault.Conflict, "org.position-twice", "key", p.Key).Because(err)
			}
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.position-added", Subject: "org/unit/" + p.UnitID, Data: p})
	})
	return p, err
}

// Appointment puts a person, known (PersonID) or new (Name), into a post from a day on.
type Appointment struct {
	PositionID string
	PersonID   string
	Name       string
	From       clock.Date
	Until      clock.Date // empty: until further notice
	Decision   string
	Reason     string
}

// Appoint puts a person into a post. The same person cannot hold a post twice at a time.
func (s *Service) Appoint(ctx context.Context, a Appointment) (Holding, error) {
	a.Name, a.Decision, a.Reason = text.Clean(a.Name), text.Clean(a.Decision), text.Clean(a.Reason)
	var h Holding
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		p, err := st.holdPosition(ctx, a.PositionID)
		if err != nil {
			return err
		}
		if err := s.mayEdit(ctx, st, p.UnitID); err != nil {
			return err
		}
		if err := fault.OnFields(a.problems(p)); err != nil {
			return err
		}
		who, err := s.appointee(ctx, tx, a)
		if err != nil {
			return err
		}
		h = Holding{PositionID: p.ID, PersonID: who.ID, PersonName: who.Name, From: a.From, Until: a.Until, Decision: a.Decision}
		if err := freeFor(ctx, st, h); err != nil {
			return err
		}
		if h.ID, err = st.addHolding(ctx, h); err != nil {
			return err
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.appointed", Subject: "org/person/" + who.ID, Why: a.Reason, Data: h})
	})
	return h, err
}

func (a Appointment) problems(p Position) []fault.Field {
	var bad []fault.Field
	if a.PersonID == "" && a.Name == "" {
		bad = append(bad, fault.Field{Name: "ho-ten", Key: "org.field.person-name"})
	}
	_, err := clock.ParseDate(string(a.From))
	switch {
	case err != nil:
		bad = append(bad, fault.Field{Name: "tu-ngay", Key: "org.field.date"})
	case !within(a.From, p.From, p.Until):
		bad = append(bad, fault.Field{Name: "tu-ngay", Key: "org.field.outside-position"})
	}
	if _, err := clock.ParseDate(string(a.Until)); a.Until != "" && (err != nil || a.Until < a.From) {
		bad = append(bad, fault.Field{Name: "den-ngay", Key: "org.field.until"})
	}
	return bad
}

func (s *Service) appointee(ctx context.Context, tx *db.Tx, a Appointment) (Person, error) {
	if a.PersonID != "" {
		return store{tx}.person(ctx, a.PersonID)
	}
	return s.addPerson(ctx, tx, Person{Name: a.Name})
}

// freeFor refuses a holding that would overlap another of the same person and post.
func freeFor(ctx context.Context, st store, h Holding) error {
	held, err := st.holdingsOf(ctx, h.PersonID, h.PositionID)
	if err != nil {
		return err
	}
	for _, was := range held {
		if within(h.From, was.From, was.Until) || within(was.From, h.From, h.Until) {
			return fault.New(fault.Conflict, "org.holds-already", "name", was.PersonName, "date", text.Date(was.From))
		}
	}
	return nil
}

// EndHolding ends a holding with the day until as its last.
func (s *Service) EndHolding(ctx context.Context, holdingID string, until clock.Date, reason string) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		h, err := st.holding(ctx, holdingID)
		if err != nil {
			return err
		}
		p, err := st.position(ctx, h.PositionID)
		if err != nil {
			return err
		}
		if err := s.mayEdit(ctx, st, p.UnitID); err != nil {
			return err
		}
		if err := fault.OnFields(endProblems(h, until, text.Clean(reason))); err != nil {
			return err
		}
		if ended, err := st.endHolding(ctx, h, until); err != nil || !ended {
			return orGone(err)
		}
		h.Until = until
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.holding-ended", Subject: "org/person/" + h.PersonID, Why: text.Clean(reason), Data: h})
	})
}

func endProblems(h Holding, until clock.Date, reason string) []fault.Field {
	var bad []fault.Field
	if _, err := clock.ParseDate(string(until)); err != nil || until < h.From {
		bad = append(bad, fault.Field{Name: "den-ngay", Key: "org.field.until"})
	}
	if reason == "" {
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.reason"})
	}
	return bad
}

func (s *Service) mayEdit(ctx context.Context, st store, unitID string) error {
	u, err := unitOn(ctx, st, unitID, s.today())
	if err != nil {
		return err
	}
	return actor.Need(ctx, CanEdit, u.Path)
}
