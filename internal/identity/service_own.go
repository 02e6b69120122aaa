package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Own is an officer's own account, as they see it.
type Own struct {
	Officer
	LeastLetters int    // that a new password must have
	CodesLeft    int    // recovery codes unused
	Enrolling    string // address for the authenticator app while a second factor is being added
	Secret       string // the same secret, for typing
}

// Mine returns the account of the officer who acts.
func (s *Service) Mine(ctx context.Context, siteName string) (Own, error) {
	k, err := s.mine(ctx)
	if err != nil {
		return Own{}, err
	}
	own := Own{Officer: s.officer(k)}
	own.LeastLetters = s.Settings.PasswordAlone
	if s.Settings.asksCode(own.Officer) {
		own.LeastLetters = s.Settings.PasswordWithCode
	}
	if k.TOTPNew != "" {
		if own.Secret, err = s.sealer.open(k.TOTPNew, k.ID); err != nil {
			return Own{}, err
		}
		own.Enrolling = totpAddress(siteName, k.Login, own.Secret)
	}
	own.CodesLeft, err = s.read().recoveryLeft(ctx, k.ID)
	return own, err
}

func (s *Service) mine(ctx context.Context) (known, error) {
	account, err := needSelf(ctx, actor.Officer)
	if err != nil {
		return known{}, err
	}
	return s.read().officer(ctx, account)
}

// officer is the account without its secrets.
func (s *Service) officer(k known) Officer {
	o := Officer{Account: k.Account, Login: k.Login, PersonID: k.PersonID, PasswordAt: k.PasswordAt,
		OneTime: k.OneTime, HasCode: k.TOTP != "", Passkeys: k.Passkeys}
	if till := k.LastAt.Add(s.Settings.LockFor); k.Tries >= s.Settings.Tries && s.now().Before(till) {
		o.LockedTill = till
	}
	return o
}

// confirmPassword checks the password of the officer who acts once more, before something weighty.
// Wrong ones count as tries, so that an open screen does not help to guess.
func (s *Service) confirmPassword(ctx context.Context, k known, password string) error {
	t, err := s.count(ctx, tryFor(ctx, k.ID, k.Login))
	if err != nil {
		return err
	}
	right, _, err := s.hasher.check(ctx, k.Password, password)
	if err != nil {
		return err
	}
	if !right {
		if err := s.wrong(ctx, t, k.ID, "password"); err != nil {
			return err
		}
		return onField("mat-khau-cu", "identity.password.old-wrong")
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return takeBack(ctx, store{tx}, t) })
}

// ChangePassword replaces the own password and ends all own sessions but the one it is done in.
func (s *Service) ChangePassword(ctx context.Context, sessionID, old, new string) error {
	k, err := s.mine(ctx)
	if err != nil {
		return err
	}
	if err := s.confirmPassword(ctx, k, old); err != nil {
		return err
	}
	if old == new {
		return onField("mat-khau-moi", "identity.password.same-as-old")
	}
	if f := checkPassword(s.Settings, new, k.Login, s.Settings.asksCode(s.officer(k))); f != nil {
		f.Name = "mat-khau-moi"
		return fault.OnFields([]fault.Field{*f})
	}
	return s.replacePassword(ctx, k, new, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).endSessions(ctx, k.ID, sessionID, EndPassword, s.now()); err != nil {
			return err
		}
		return s.trail(ctx, tx, "password-changed", k.ID, "", nil)
	})
}

// replacePassword hashes and stores a password that its owner chose, and does the rest in the same
// transaction.
func (s *Service) replacePassword(ctx context.Context, k known, password string, rest func(context.Context, *db.Tx) error) error {
	phc, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err := store{tx}.setPassword(ctx, officerRow{AccountID: k.ID, Password: phc, PasswordAt: s.now()}, k.Password)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		return rest(ctx, tx)
	})
}

// StartCode begins to add a second factor, or to replace the present one: the secret waits until a
// code made with it was typed.
func (s *Service) StartCode(ctx context.Context, password string) error {
	k, err := s.mine(ctx)
	if err != nil {
		return err
	}
	if err := s.confirmPassword(ctx, k, password); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.setTOTP(ctx, k.ID, k.TOTP, s.sealer.seal(newTOTPSecret(), k.ID))
	})
}

// ConfirmCode puts the second factor in force once its first code is right, and returns the recovery
// codes, which are shown once.
func (s *Service) ConfirmCode(ctx context.Context, typed string) ([]string, error) {
	k, err := s.mine(ctx)
	if err != nil {
		return nil, err
	}
	if k.TOTPNew == "" {
		return nil, fault.New(fault.Conflict, "identity.code.not-started")
	}
	secret, err := s.sealer.open(k.TOTPNew, k.ID)
	if err != nil {
		return nil, err
	}
	step := totpMatch(secret, typed, s.now(), 0)
	if step == 0 {
		return nil, onField("ma", "identity.code.wrong")
	}
	codes := newRecoveryCodes()
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.setTOTP(ctx, k.ID, k.TOTPNew, ""); err != nil {
			return err
		}
		if _, err := st.useStep(ctx, k.ID, step); err != nil {
			return err
		}
		if err := st.setRecovery(ctx, k.ID, codeHashes(k.ID, codes)); err != nil {
			return err
		}
		return s.trail(ctx, tx, "code-enrolled", k.ID, "", nil)
	})
	return codes, err
}

// NewCodes replaces the recovery codes and returns them, to be shown once.
func (s *Service) NewCodes(ctx context.Context, password string) ([]string, error) {
	k, err := s.mine(ctx)
	if err != nil {
		return nil, err
	}
	if k.TOTP == "" {
		return nil, fault.New(fault.Conflict, "identity.code.not-started")
	}
	if err := s.confirmPassword(ctx, k, password); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).setRecovery(ctx, k.ID, codeHashes(k.ID, codes)); err != nil {
			return err
		}
		return s.trail(ctx, tx, "recovery-codes-made", k.ID, "", nil)
	})
	return codes, err
}

func codeHashes(accountID string, codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = codeHash(accountID, c)
	}
	return out
}

func onField(name, key string, args ...any) error {
	return fault.OnFields([]fault.Field{{Name: name, Key: key, Args: fault.Args(args...)}})
}
