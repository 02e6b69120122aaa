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
	var h Holding
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		h, err = s.AppointIn(ctx, tx, a)
		return err
	})
	return h, err
}

// AppointIn is Appoint in the caller's transaction, for whoever does more with it.
func (s *Service) AppointIn(ctx context.Context, tx *db.Tx, a Appointment) (Holding, error) {
	a.Name, a.Decision, a.Reason = text.Clean(a.Name), text.Clean(a.Decision), text.Clean(a.Reason)
	st := store{tx}
	p, err := st.holdPosition(ctx, a.PositionID)
	if err != nil {
		return Holding{}, err
	}
	if err := s.mayEdit(ctx, st, p.UnitID); err != nil {
		return Holding{}, err
	}
	if me := actor.Of(ctx); me.Kind == actor.Officer && me.PersonID != "" && me.PersonID == a.PersonID {
		return Holding{}, fault.New(fault.Forbidden, "org.appoint-own") // rights come from posts: it takes another hand
	}
	if err := fault.OnFields(a.problems(p)); err != nil {
		return Holding{}, err
	}
	who, err := s.appointee(ctx, tx, a)
	if err != nil {
		return Holding{}, err
	}
	h := Holding{PositionID: p.ID, PersonID: who.ID, PersonName: who.Name, From: a.From, Until: a.Until, Decision: a.Decision}
	if err := freeFor(ctx, st, h); err != nil {
		return Holding{}, err
	}
	if h.ID, err = st.addHolding(ctx, h); err != nil {
		return Holding{}, err
	}
	return h, s.trail.Write(ctx, tx, audit.Entry{Action: "org.appointed", Subject: personSubject(who.ID), Why: a.Reason, Data: h})
}

// Move ends a holding and puts the same person into another post the day after, in one step: until is
// the last day in the old post. Rights move with the days, and dossiers that waited for them are freed.
func (s *Service) Move(ctx context.Context, holdingID string, a Appointment, until clock.Date) (Holding, error) {
	var h Holding
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		was, err := store{tx}.holding(ctx, holdingID)
		if err != nil {
			return err
		}
		if err := s.endHoldingIn(ctx, tx, holdingID, until, a.Reason); err != nil {
			return err
		}
		a.PersonID, a.Name, a.From = was.PersonID, "", until.AddDays(1)
		h, err = s.AppointIn(ctx, tx, a)
		return err
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
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return s.endHoldingIn(ctx, tx, holdingID, until, reason) })
}

func (s *Service) endHoldingIn(ctx context.Context, tx *db.Tx, holdingID string, until clock.Date, reason string) error {
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
	return s.trail.Write(ctx, tx, audit.Entry{Action: "org.holding-ended", Subject: personSubject(h.PersonID), Why: text.Clean(reason), Data: h})
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

// PositionToEdit returns a post and its unit to whoever may change who holds it: the pages that ask for a
// change show people, and are for nobody else.
func (s *Service) PositionToEdit(ctx context.Context, positionID string) (Position, Unit, error) {
	post, err := s.Position(ctx, positionID)
	if err != nil {
		return Position{}, Unit{}, err
	}
	u, err := s.Unit(ctx, post.UnitID)
	if err != nil {
		return Position{}, Unit{}, err
	}
	return post, u, actor.Need(ctx, CanEdit, u.Path)
}
