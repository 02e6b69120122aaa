package identity

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// AskPasskey asks a browser for a key: of the account whose password was right just before, as its
// second factor, or ("") of whoever holds one, as the whole sign-in.
func (s *Service) AskPasskey(ctx context.Context, accountID string) (Ceremony, error) {
	if err := s.needPasskeys(); err != nil {
		return Ceremony{}, err
	}
	if accountID == "" {
		options, session, err := s.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
		if err != nil {
			return Ceremony{}, err
		}
		return newCeremony(options.Response, session)
	}
	k, err := s.read().officer(ctx, accountID)
	if err != nil {
		return Ceremony{}, err
	}
	h, err := s.holderOf(ctx, k)
	if err != nil {
		return Ceremony{}, err
	}
	if len(h.keys) == 0 {
		return Ceremony{}, fault.New(fault.Conflict, "identity.passkey.no-key")
	}
	options, session, err := s.party.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return Ceremony{}, err
	}
	return newCeremony(options.Response, session)
}

// SignInPasskey opens the session of whoever the answer proves to hold a key. Alone it is a whole
// sign-in: the authenticator has seen its owner's finger, face or PIN. An account that is disabled, or
// a key whose counter went backwards, as a copy's does, stays outside.
// law: security/level-3-baseline
func (s *Service) SignInPasskey(ctx context.Context, c Ceremony, accountID, answer, agent string) (Session, error) {
	if err := s.needPasskeys(); err != nil {
		return Session{}, err
	}
	session, err := c.session()
	if err != nil {
		return Session{}, fault.New(fault.Conflict, "identity.passkey.late").Because(err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return Session{}, fault.New(fault.Invalid, "identity.passkey.unread").Because(err)
	}
	row, err := s.read().findPasskey(ctx, credentialKey(parsed.RawID))
	if err != nil {
		return Session{}, err
	}
	if row.ID == "" || (accountID != "" && row.AccountID != accountID) {
		return Session{}, s.badPasskey(ctx, "", errors.New("nobody's key"))
	}
	k, err := s.read().officer(ctx, row.AccountID)
	if err != nil {
		return Session{}, err
	}
	used, err := s.proven(ctx, k, session, parsed, accountID)
	if err != nil {
		return Session{}, s.badPasskey(ctx, k.ID, err)
	}
	if err := s.mayEnter(ctx, k); err != nil {
		return Session{}, err
	}
	if err := s.usedPasskey(ctx, row, used); err != nil {
		return Session{}, err
	}
	way := WayPasskey
	if accountID != "" {
		way = WayPasskeyCode
	}
	return s.open(ctx, k, try{account: tryAccount + k.ID}, way, agent)
}

func (s *Service) proven(ctx context.Context, k known, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData, accountID string) (*webauthn.Credential, error) {
	h, err := s.holderOf(ctx, k)
	if err != nil {
		return nil, err
	}
	var used *webauthn.Credential
	if accountID != "" {
		used, err = s.party.ValidateLogin(h, session, parsed)
	} else {
		_, used, err = s.party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			if string(handle) != k.ID {
				return nil, errors.New("the key is of another account")
			}
			return h, nil
		}, session, parsed)
	}
	if err == nil && used.Authenticator.CloneWarning {
		err = errors.New("the counter went backwards: a copy of the key")
	}
	return used, err
}

func (s *Service) usedPasskey(ctx context.Context, row passkeyRow, used *webauthn.Credential) error {
	raw, err := json.Marshal(used)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		there, err := store{tx}.usePasskey(ctx, row.ID, string(raw), s.now())
		if err == nil && !there {
			err = fault.New(fault.Invalid, "identity.passkey.refused")
		}
		return err
	})
}

// badPasskey records a key that did not open, and says so without saying why.
func (s *Service) badPasskey(ctx context.Context, accountID string, why error) error {
	if accountID == "" {
		accountID = "unknown"
	}
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.trail(ctx, tx, "sign-in-failed", accountID, "", map[string]string{"wrong": "passkey"})
	})
	if err != nil {
		return err
	}
	return fault.New(fault.Invalid, "identity.passkey.refused").Because(why)
}
