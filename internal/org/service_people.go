package org

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Person returns a person.
func (s *Service) Person(ctx context.Context, personID string) (Person, error) {
	return s.read().person(ctx, personID)
}

// FindPeople finds persons by words of their name, with marks or without.
func (s *Service) FindPeople(ctx context.Context, name string, limit int) ([]Person, error) {
	return s.read().people(ctx, strings.Fields(text.Fold(name)), limit)
}

// Posts returns what a person holds on the day, the highest post first.
func (s *Service) Posts(ctx context.Context, personID string, on clock.Date) ([]Post, error) {
	return s.read().posts(ctx, personID, on)
}

// OfficersIn returns who holds a post with the role ("" any) in that very unit on the day.
func (s *Service) OfficersIn(ctx context.Context, unitID, role string, on clock.Date) ([]Officer, error) {
	return s.read().officers(ctx, unitID, role, on)
}

// Position returns a post.
func (s *Service) Position(ctx context.Context, positionID string) (Position, error) {
	return s.read().position(ctx, positionID)
}

// PositionByKey returns the post with the key in a unit, such as "chu-tich".
func (s *Service) PositionByKey(ctx context.Context, unitID, key string) (Position, error) {
	return s.read().positionByKey(ctx, unitID, key)
}

// Holding returns a person's time in a post.
func (s *Service) Holding(ctx context.Context, holdingID string) (Holding, error) {
	return s.read().holding(ctx, holdingID)
}

// Seats returns the posts of a unit on the day, each with whoever holds it.
func (s *Service) Seats(ctx context.Context, unitID string, on clock.Date) ([]Seat, error) {
	positions, err := s.read().positions(ctx, unitID, on)
	if err != nil {
		return nil, err
	}
	holders, err := s.read().holders(ctx, unitID, on)
	if err != nil {
		return nil, err
	}
	seats := make([]Seat, len(positions))
	for i, p := range positions {
		seats[i].Position = p
		for _, h := range holders {
			if h.PositionID == p.ID {
				seats[i].Holders = append(seats[i].Holders, h)
			}
		}
	}
	return seats, nil
}

// AddPerson registers a person; whoever may edit some unit may.
func (s *Service) AddPerson(ctx context.Context, p Person) (Person, error) {
	if a := actor.Of(ctx); !a.HasAnywhere(CanEdit) {
		return Person{}, actor.Need(ctx, CanEdit, "/")
	}
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = s.addPerson(ctx, tx, p)
		return err
	})
	return p, err
}

// AddPersonIn is AddPerson in the caller's transaction.
func (s *Service) AddPersonIn(ctx context.Context, tx *db.Tx, p Person) (Person, error) {
	if a := actor.Of(ctx); !a.HasAnywhere(CanEdit) {
		return Person{}, actor.Need(ctx, CanEdit, "/")
	}
	return s.addPerson(ctx, tx, p)
}

// ChangePersonIn brings what is known of a person up to date, in the caller's transaction: with the right
// at every unit in which they hold a post.
func (s *Service) ChangePersonIn(ctx context.Context, tx *db.Tx, p Person) error {
	st := store{tx}
	posts, err := st.posts(ctx, p.ID, s.today())
	if err != nil {
		return err
	}
	for _, post := range posts {
		if err := actor.Need(ctx, CanEdit, post.UnitPath); err != nil {
			return err
		}
	}
	if a := actor.Of(ctx); len(posts) == 0 && !a.HasAnywhere(CanEdit) {
		return actor.Need(ctx, CanEdit, "/")
	}
	p.Name, p.Email, p.Phone = text.Clean(p.Name), text.Clean(p.Email), text.Clean(p.Phone)
	if err := st.setPerson(ctx, p); err != nil {
		return err
	}
	return s.trail.Write(ctx, tx, audit.Entry{Action: "org.person-changed", Subject: personSubject(p.ID), Data: p})
}

// PersonByEmail returns who has the address, an empty Person when nobody or more than one has it.
func (s *Service) PersonByEmail(ctx context.Context, email string) (Person, error) {
	if email == "" {
		return Person{}, nil
	}
	found, err := s.read().peopleByEmail(ctx, email)
	if err != nil || len(found) != 1 {
		return Person{}, err
	}
	return found[0], nil
}

func (s *Service) addPerson(ctx context.Context, tx *db.Tx, p Person) (Person, error) {
	p.ID, p.Name, p.Email, p.Phone = id.New(), text.Clean(p.Name), text.Clean(p.Email), text.Clean(p.Phone)
	switch {
	case p.Name == "":
		return Person{}, fault.OnFields([]fault.Field{{Name: "ho-ten", Key: "org.field.person-name"}})
	case len(p.Name)+len(p.Email)+len(p.Phone) > 400:
		return Person{}, fault.OnFields([]fault.Field{{Name: "ho-ten", Key: "org.field.too-long"}})
	}
	if err := (store{tx}).addPerson(ctx, p, s.clock.Now()); err != nil {
		return Person{}, err
	}
	return p, s.trail.Write(ctx, tx, audit.Entry{Action: "org.person-added", Subject: "org/person/" + p.ID, Data: p})
}
