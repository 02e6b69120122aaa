package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Admission is the answer to a right password: a session, or the account that still owes a code.
type Admission struct {
	Session Session
	CodeFor string // account; empty when the session is open
	Code    bool   // it has an authenticator app
	Passkey bool   // it has a passkey
}

// SignIn checks an officer's login and password. A wrong login and a wrong password are answered
// alike. That an account is disabled is told only to who knows its password.
func (s *Service) SignIn(ctx context.Context, login, password, agent string) (Admission, error) {
	login = cleanLogin(login)
	k, err := s.read().findOfficer(ctx, login)
	if err != nil {
		return Admission{}, err
	}
	t, err := s.count(ctx, tryFor(ctx, k.ID, login))
	if err != nil {
		return Admission{}, err
	}
	right, stale, err := s.hasher.check(ctx, k.Password, password)
	if err != nil {
		return Admission{}, err
	}
	if !right || k.ID == "" {
		if err := s.wrong(ctx, t, k.ID, "password"); err != nil {
			return Admission{}, err
		}
		return Admission{}, fault.New(fault.Invalid, "identity.sign-in.wrong", "n", s.Settings.Tries)
	}
	if err := s.mayEnter(ctx, k); err != nil {
		return Admission{}, err
	}
	if stale {
		if err := s.rehash(ctx, k, password); err != nil {
			return Admission{}, err
		}
	}
	return s.admit(ctx, k, t, agent)
}

// admit opens the session, or asks for the code first.
func (s *Service) admit(ctx context.Context, k known, t try, agent string) (Admission, error) {
	if k.TOTP == "" && k.Passkeys == 0 {
		x, err := s.open(ctx, k, t, WayPassword, agent)
		return Admission{Session: x}, err
	}
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return takeBack(ctx, store{tx}, t) })
	return Admission{CodeFor: k.ID, Code: k.TOTP != "", Passkey: k.Passkeys > 0}, err
}

// SignInCode checks the code of the second factor, or a recovery code, of an account whose password
// was right just before.
func (s *Service) SignInCode(ctx context.Context, accountID, typed, agent string) (Session, error) {
	k, err := s.read().officer(ctx, accountID)
	if err != nil {
		return Session{}, err
	}
	t, err := s.count(ctx, tryFor(ctx, k.ID, k.Login))
	if err != nil {
		return Session{}, err
	}
	way, err := s.useCode(ctx, k, typed)
	if err != nil {
		return Session{}, err
	}
	if way == "" {
		if err := s.wrong(ctx, t, k.ID, "code"); err != nil {
			return Session{}, err
		}
		return Session{}, fault.New(fault.Invalid, "identity.code.wrong")
	}
	if err := s.mayEnter(ctx, k); err != nil {
		return Session{}, err
	}
	return s.open(ctx, k, t, way, agent)
}

// useCode uses up the code that was typed and says what it was; "" when it is wrong.
func (s *Service) useCode(ctx context.Context, k known, typed string) (way string, err error) {
	if k.TOTP == "" {
		return "", nil // passkeys only: no code opens this account
	}
	secret, err := s.sealer.open(k.TOTP, k.ID)
	if err != nil {
		return "", err
	}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st, done := store{tx}, false
		if step := totpMatch(secret, typed, s.now(), k.TOTPStep); step != 0 {
			way = WayCode
			done, err = st.useStep(ctx, k.ID, step)
		} else {
			way = WayRecovery
			done, err = st.useRecovery(ctx, k.ID, codeHash(k.ID, typed), s.now())
		}
		if !done {
			way = ""
		}
		return err
	})
	return way, err
}

// mayEnter refuses an account that is disabled, was unused for too long, or whose one-time password
// has run out.
func (s *Service) mayEnter(ctx context.Context, k known) error {
	switch {
	case k.State == Disabled && k.StateWhy == WhyDormant:
		return fault.New(fault.Forbidden, "identity.sign-in.dormant", "n", s.dormantDays())
	case k.State == Disabled:
		return fault.New(fault.Forbidden, "identity.sign-in.disabled")
	case s.Settings.dormant(k.Account, s.now()):
		if err := s.disable(ctx, k.ID, WhyDormant); err != nil {
			return err
		}
		return fault.New(fault.Forbidden, "identity.sign-in.dormant", "n", s.dormantDays())
	case k.OneTime && s.now().Sub(k.PasswordAt) >= s.Settings.OneTimeFor:
		return fault.New(fault.Forbidden, "identity.sign-in.one-time-over")
	}
	return nil
}

func (s *Service) dormantDays() int { return int(s.Settings.DormantAfter / day) }

// open begins the session of an officer whose sign-in is whole.
func (s *Service) open(ctx context.Context, k known, t try, way, agent string) (Session, error) {
	person, err := s.Directory.Person(ctx, k.PersonID)
	if err != nil {
		return Session{}, err
	}
	ctx = actingAs(ctx, actor.Officer, k.Account, k.PersonID)
	var x Session
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := forgive(ctx, store{tx}, t); err != nil {
			return err
		}
		x, err = s.begin(ctx, tx, k.Account, person.Name, newVisit(way, agent))
		return err
	})
	return x, err
}

type visit struct{ way, agent string }

func newVisit(way, agent string) visit { return visit{way, cutAgent(agent)} }

// begin writes the session of an account and says so in the trail.
func (s *Service) begin(ctx context.Context, tx *db.Tx, a Account, name string, v visit) (Session, error) {
	now, st := s.now(), store{tx}
	x := Session{ID: id.New(), AccountID: a.ID, Way: v.way, FromAddr: actor.Of(ctx).From, Agent: v.agent,
		CreatedAt: now, SeenAt: now}
	if err := st.addSession(ctx, x); err != nil {
		return Session{}, err
	}
	if err := st.setSignedIn(ctx, a.ID, name, now); err != nil {
		return Session{}, err
	}
	return x, s.trail(ctx, tx, "signed-in", a.ID, "", map[string]string{"way": v.way, "session": x.ID})
}

// actingAs is the context in which somebody who signs in acts: known now, with no rights yet.
func actingAs(ctx context.Context, kind actor.Kind, a Account, personID string) context.Context {
	was := actor.Of(ctx)
	return actor.With(ctx, actor.Actor{Kind: kind, AccountID: a.ID, PersonID: personID, Name: a.Name,
		From: was.From, RequestID: was.RequestID})
}

// rehash stores the password under today's cost. That somebody else was quicker does no harm.
func (s *Service) rehash(ctx context.Context, k known, password string) error {
	phc, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := store{tx}.setPassword(ctx, officerRow{AccountID: k.ID, Password: phc,
			PasswordAt: k.PasswordAt, OneTime: k.OneTime}, k.Password)
		return err
	})
}
