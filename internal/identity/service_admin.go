package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// NewOfficer is an officer's account to be opened.
type NewOfficer struct {
	Login    string
	Password string // chosen by its owner; empty: a one-time password is made
	PersonID string // in the register of units
}

// CreateOfficer opens an account whose password its owner knows: for the demonstration and for
// the first administrator, from the command line.
func (s *Service) CreateOfficer(ctx context.Context, login, password, personID string) (Account, error) {
	a, err := s.CreateOfficers(ctx, []NewOfficer{{login, password, personID}})
	if err != nil {
		return Account{}, err
	}
	return a[0], nil
}

// CreateOfficers opens accounts whose passwords their owners know, all or none.
func (s *Service) CreateOfficers(ctx context.Context, list []NewOfficer) ([]Account, error) {
	rows := make([]accountAndOfficer, len(list))
	for i, n := range list {
		var err error
		if rows[i], err = s.prepare(ctx, n, false); err != nil {
			return nil, err
		}
	}
	out := make([]Account, len(rows))
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i, r := range rows {
			out[i] = r.account
			if err := s.add(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// OpenAccount opens an account and returns the one-time password to hand over.
func (s *Service) OpenAccount(ctx context.Context, login, personID string) (Account, string, error) {
	password := oneTimePassword()
	r, err := s.prepare(ctx, NewOfficer{login, password, personID}, true)
	if err != nil {
		return Account{}, "", err
	}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return s.add(ctx, tx, r) })
	if err != nil {
		return Account{}, "", err
	}
	return r.account, password, nil
}

type accountAndOfficer struct {
	account Account
	officer officerRow
}

// prepare checks a new account and hashes its password, outside any transaction.
func (s *Service) prepare(ctx context.Context, n NewOfficer, oneTime bool) (accountAndOfficer, error) {
	var r accountAndOfficer
	login := cleanLogin(n.Login)
	if err := checkLogin(login); err != nil {
		return r, err
	}
	if err := s.needManage(ctx, n.PersonID); err != nil {
		return r, err
	}
	if k, err := s.read().findOfficer(ctx, login); err != nil {
		return r, err
	} else if k.ID != "" {
		return r, onField("ten-dang-nhap", "identity.login.taken", "login", login)
	}
	person, err := s.Directory.Person(ctx, n.PersonID)
	if err != nil {
		return r, err
	}
	if f := checkPassword(s.Settings, n.Password, login, !s.Settings.AllowWithoutCode); f != nil {
		f.Name = "mat-khau"
		return r, fault.OnFields([]fault.Field{*f})
	}
	phc, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return r, err
	}
	now := s.now()
	r.account = Account{ID: id.New(), Kind: KindOfficer, Name: person.Name, State: Active, CreatedAt: now, UnusedSinceAt: now}
	r.officer = officerRow{AccountID: r.account.ID, Login: login, PersonID: n.PersonID,
		Password: phc, PasswordAt: now, OneTime: oneTime}
	return r, nil
}

func (s *Service) add(ctx context.Context, tx *db.Tx, r accountAndOfficer) error {
	st := store{tx}
	if err := st.addAccount(ctx, r.account, officerFold(r.account.Name, r.officer.Login)); err != nil {
		return err
	}
	if err := st.addOfficer(ctx, r.officer); db.IsDuplicate(err) {
		return onField("nguoi", "identity.account.has-one", "name", r.account.Name)
	} else if err != nil {
		return err
	}
	return s.trail(ctx, tx, "account-opened", r.account.ID, "",
		map[string]any{"login": r.officer.Login, "person": r.officer.PersonID, "one-time": r.officer.OneTime})
}

// Officer returns the account of an officer for whoever may manage it.
func (s *Service) Officer(ctx context.Context, accountID string) (Officer, error) {
	k, err := s.managed(ctx, accountID)
	if err != nil {
		return Officer{}, err
	}
	return s.officer(k), nil
}

func (s *Service) managed(ctx context.Context, accountID string) (known, error) {
	k, err := s.read().officer(ctx, accountID)
	if err != nil {
		return known{}, err
	}
	return k, s.needManage(ctx, k.PersonID)
}

// Disable shuts an account and ends its sessions. Nobody shuts their own.
func (s *Service) Disable(ctx context.Context, accountID, why string) error {
	if _, err := s.managed(ctx, accountID); err != nil {
		return err
	}
	if actor.Of(ctx).AccountID == accountID {
		return fault.New(fault.Conflict, "identity.account.own")
	}
	if why == "" {
		return onField("ly-do", "identity.account.why")
	}
	return s.disable(ctx, accountID, why)
}

func (s *Service) disable(ctx context.Context, accountID, why string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		done, err := st.setState(ctx, accountID, Disabled, why)
		if err != nil || !done {
			return err
		}
		if err := st.endSessions(ctx, accountID, "", EndDisabled, s.now()); err != nil {
			return err
		}
		return s.trail(ctx, tx, "account-disabled", accountID, why, nil)
	})
}

// Enable opens a disabled account again; the days without use are counted from now.
func (s *Service) Enable(ctx context.Context, accountID string) error {
	if _, err := s.managed(ctx, accountID); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		done, err := st.setState(ctx, accountID, Active, "")
		if err != nil || !done {
			return err
		}
		if err := st.setUnusedSince(ctx, accountID, s.now()); err != nil {
			return err
		}
		return s.trail(ctx, tx, "account-enabled", accountID, "", nil)
	})
}

// Reset replaces the password by a one-time one, which it returns, takes away the second factor and
// ends all sessions: for an officer who has lost either.
func (s *Service) Reset(ctx context.Context, accountID string) (string, error) {
	k, err := s.managed(ctx, accountID)
	if err != nil {
		return "", err
	}
	password := oneTimePassword()
	phc, err := s.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := officerRow{AccountID: k.ID, Password: phc, PasswordAt: s.now(), OneTime: true}
		done, err := store{tx}.setPassword(ctx, row, k.Password)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		return s.afterReset(ctx, tx, k.ID)
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

func (s *Service) afterReset(ctx context.Context, tx *db.Tx, accountID string) error {
	st := store{tx}
	if err := st.setTOTP(ctx, accountID, "", ""); err != nil {
		return err
	}
	if err := st.setRecovery(ctx, accountID, nil); err != nil {
		return err
	}
	if err := st.removePasskeys(ctx, accountID); err != nil {
		return err
	}
	if _, err := st.forgetTries(ctx, tryAccount+accountID); err != nil {
		return err
	}
	if err := st.endSessions(ctx, accountID, "", EndRevoked, s.now()); err != nil {
		return err
	}
	return s.trail(ctx, tx, "account-reset", accountID, "", nil)
}

// Unlock forgets an account's wrong tries.
func (s *Service) Unlock(ctx context.Context, accountID string) error {
	if _, err := s.managed(ctx, accountID); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err := store{tx}.forgetTries(ctx, tryAccount+accountID)
		if err != nil || !done {
			return err
		}
		return s.trail(ctx, tx, "unlocked", accountID, "", nil)
	})
}
