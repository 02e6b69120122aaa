package identity

import (
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// HasPasskeys tells whether keys can be used at the address of this house.
func (s *Service) HasPasskeys() bool { return s.party != nil }

// PasskeyHost is the host at which keys work, "" for none.
func (s *Service) PasskeyHost() string {
	if s.party == nil {
		return ""
	}
	return s.party.Config.RPID
}

func (s *Service) needPasskeys() error {
	if s.party == nil {
		return fault.New(fault.Unavailable, "identity.passkey.none-here")
	}
	return nil
}

// holderOf is an account with its keys.
func (s *Service) holderOf(ctx context.Context, k known) (keyholder, error) {
	rows, err := s.read().passkeys(ctx, k.ID)
	if err != nil {
		return keyholder{}, err
	}
	h := keyholder{known: k}
	for _, r := range rows {
		c, err := r.key()
		if err != nil {
			return keyholder{}, err
		}
		h.keys = append(h.keys, c)
	}
	return h, nil
}

// Passkeys lists the own keys, the oldest first.
func (s *Service) Passkeys(ctx context.Context) ([]Passkey, error) {
	k, err := s.mine(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read().passkeys(ctx, k.ID)
	out := make([]Passkey, len(rows))
	for i, r := range rows {
		out[i] = r.Passkey
	}
	return out, err
}

// StartPasskey begins to add a key, after the password once more.
func (s *Service) StartPasskey(ctx context.Context, password string) (Ceremony, error) {
	if err := s.needPasskeys(); err != nil {
		return Ceremony{}, err
	}
	k, err := s.mine(ctx)
	if err != nil {
		return Ceremony{}, err
	}
	if err := s.confirmPassword(ctx, k, password); err != nil {
		return Ceremony{}, err
	}
	h, err := s.holderOf(ctx, k)
	if err != nil {
		return Ceremony{}, err
	}
	if len(h.keys) >= passkeysMost {
		return Ceremony{}, fault.New(fault.Conflict, "identity.passkey.many", "n", passkeysMost)
	}
	options, session, err := s.party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return Ceremony{}, err
	}
	return newCeremony(options.Response, session)
}

// AddPasskey keeps the key that the authenticator made in answer.
func (s *Service) AddPasskey(ctx context.Context, c Ceremony, answer, name string) (Passkey, error) {
	if err := s.needPasskeys(); err != nil {
		return Passkey{}, err
	}
	k, err := s.mine(ctx)
	if err != nil {
		return Passkey{}, err
	}
	made, err := s.madeKey(ctx, k, c, answer)
	if err != nil {
		return Passkey{}, err
	}
	raw, err := json.Marshal(made)
	if err != nil {
		return Passkey{}, err
	}
	p := Passkey{ID: id.New(), AccountID: k.ID, Name: cutName(name), CreatedAt: s.now()}
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		row := passkeyRow{Passkey: p, CredentialID: credentialKey(made.ID), Credential: string(raw)}
		if err := (store{tx}).addPasskey(ctx, row); db.IsDuplicate(err) {
			return fault.New(fault.Conflict, "identity.passkey.known")
		} else if err != nil {
			return err
		}
		return s.trail(ctx, tx, "passkey-added", k.ID, "", map[string]string{"name": p.Name})
	})
	return p, err
}

func (s *Service) madeKey(ctx context.Context, k known, c Ceremony, answer string) (*webauthn.Credential, error) {
	session, err := c.session()
	if err != nil {
		return nil, fault.New(fault.Conflict, "identity.passkey.late").Because(err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, fault.New(fault.Invalid, "identity.passkey.unread").Because(err)
	}
	h, err := s.holderOf(ctx, k)
	if err != nil {
		return nil, err
	}
	made, err := s.party.CreateCredential(h, session, parsed)
	if err != nil {
		return nil, fault.New(fault.Invalid, "identity.passkey.unread").Because(err)
	}
	return made, nil
}

const nameMost = 60 // letters of a key's name

func cutName(name string) string {
	letters := []rune(text.Clean(name))
	if len(letters) > nameMost {
		letters = letters[:nameMost]
	}
	return string(letters)
}

// RenamePasskey gives one of the own keys another name.
func (s *Service) RenamePasskey(ctx context.Context, passkeyID, name string) error {
	k, r, err := s.ownPasskey(ctx, passkeyID)
	if err != nil {
		return err
	}
	if name = cutName(name); name == "" {
		return onField("ten", "identity.passkey.name-wanted")
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).renamePasskey(ctx, r.ID, name); err != nil {
			return err
		}
		return s.trail(ctx, tx, "passkey-renamed", k.ID, "", map[string]string{"was": r.Name, "name": name})
	})
}

// RemovePasskey forgets one of the own keys, after the password once more.
func (s *Service) RemovePasskey(ctx context.Context, passkeyID, password string) error {
	k, r, err := s.ownPasskey(ctx, passkeyID)
	if err != nil {
		return err
	}
	if err := s.confirmPassword(ctx, k, password); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err := store{tx}.removePasskey(ctx, r.ID)
		if err != nil || !done {
			return err
		}
		return s.trail(ctx, tx, "passkey-removed", k.ID, "", map[string]string{"name": r.Name})
	})
}

// Passkey returns one of the own keys.
func (s *Service) Passkey(ctx context.Context, passkeyID string) (Passkey, error) {
	_, r, err := s.ownPasskey(ctx, passkeyID)
	return r.Passkey, err
}

func (s *Service) ownPasskey(ctx context.Context, passkeyID string) (known, passkeyRow, error) {
	k, err := s.mine(ctx)
	if err != nil {
		return known{}, passkeyRow{}, err
	}
	r, err := s.read().passkey(ctx, passkeyID)
	if err == nil && r.AccountID != k.ID {
		err = fault.New(fault.NotFound, "identity.passkey.not-found")
	}
	return k, r, err
}
