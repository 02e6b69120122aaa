package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// ApplyImport does what a plan says, all or nothing, once, and returns the one-time passwords to hand
// over: they are in no log and no table. The mark is the one of the plan that was looked at.
func (s *Service) ApplyImport(ctx context.Context, importID, mark string) ([]Handout, error) {
	plan, err := s.Plan(ctx, importID)
	switch {
	case err != nil:
		return nil, err
	case plan.Applied:
		return nil, fault.New(fault.Conflict, "identity.import.applied")
	case len(plan.Problems) > 0:
		return nil, fault.New(fault.Conflict, "identity.import.mend-first")
	case plan.Mark() != mark:
		return nil, fault.New(fault.Conflict, "identity.import.moved")
	}
	made, err := s.handouts(ctx, plan)
	if err != nil {
		return nil, err
	}
	var out []Handout
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if first, err := (store{tx}).applyImport(ctx, importID, s.now()); err != nil || !first {
			return orConflict(err)
		}
		people := map[string]string{} // login → person, for a second post of somebody new
		for _, row := range plan.Rows {
			if err := s.applyRow(ctx, tx, row, people, made); err != nil {
				return err
			}
		}
		for _, row := range plan.Rows {
			if m := made[row.Login]; m != nil && !m.handed {
				m.handed = true
				out = append(out, Handout{row.Name, row.UnitAs, row.PostAs, row.Login, m.password})
			}
		}
		return s.trail(ctx, tx, "officers-imported", actor.Of(ctx).AccountID, "", map[string]any{"file": plan.File,
			"new": plan.Count(ImportNew), "changed": plan.Count(ImportChanged), "unchanged": plan.Count(ImportUnchanged)})
	})
	if err != nil {
		return nil, err
	}
	s.posts.forget()
	return out, nil
}

func orConflict(err error) error {
	if err == nil {
		err = fault.New(fault.Conflict, "identity.import.applied")
	}
	return err
}

// newAccount is an account to be opened, with its password in clear only here.
type newAccount struct {
	password, phc string
	handed        bool
}

// handouts makes and hashes the one-time passwords of the new logins, before the transaction.
func (s *Service) handouts(ctx context.Context, plan ImportPlan) (map[string]*newAccount, error) {
	made := map[string]*newAccount{}
	for _, row := range plan.Rows {
		if row.accountID != "" || made[row.Login] != nil {
			continue
		}
		password := oneTimePassword()
		phc, err := s.hasher.hash(ctx, password)
		if err != nil {
			return nil, err
		}
		made[row.Login] = &newAccount{password: password, phc: phc}
	}
	return made, nil
}

func (s *Service) applyRow(ctx context.Context, tx *db.Tx, row ImportRow, people map[string]string, made map[string]*newAccount) error {
	personID, err := s.applyPerson(ctx, tx, row, people)
	if err != nil {
		return err
	}
	if m := made[row.Login]; m != nil && people[row.Login] == "" {
		now := s.now()
		a := Account{ID: id.New(), Kind: KindOfficer, Name: row.Name, State: Active, CreatedAt: now, UnusedSinceAt: now}
		if err := s.add(ctx, tx, accountAndOfficer{a, officerRow{AccountID: a.ID, Login: row.Login, PersonID: personID, Password: m.phc, PasswordAt: now, OneTime: true}}); err != nil {
			return err
		}
	}
	people[row.Login] = personID
	if row.appoint == nil {
		return nil
	}
	a := *row.appoint
	a.PersonID = personID
	_, err = s.Org.AppointIn(ctx, tx, a)
	return err
}

func (s *Service) applyPerson(ctx context.Context, tx *db.Tx, row ImportRow, people map[string]string) (string, error) {
	switch {
	case people[row.Login] != "":
		return people[row.Login], nil
	case row.newPerson:
		p, err := s.Org.AddPersonIn(ctx, tx, row.person)
		return p.ID, err
	}
	for _, c := range row.Changes {
		if c.What != "post" {
			return row.person.ID, s.changePerson(ctx, tx, row)
		}
	}
	return row.person.ID, nil
}

func (s *Service) changePerson(ctx context.Context, tx *db.Tx, row ImportRow) error {
	if err := s.Org.ChangePersonIn(ctx, tx, org.Person{ID: row.person.ID, Name: row.person.Name, Email: row.person.Email, Phone: row.person.Phone}); err != nil {
		return err
	}
	if row.accountID == "" {
		return nil
	}
	return store{tx}.setName(ctx, row.accountID, row.person.Name, officerFold(row.person.Name, row.Login))
}
