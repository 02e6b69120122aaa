package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// NewToken is a program's token to be made.
type NewToken struct {
	Name     string   // whose it is, such as "Trục liên thông huyện"
	Rights   []string // "dossier.read"
	UnitPath string   // the unit on which, with all below it
	Expires  time.Time
}

// MakeToken makes a token and returns its text, which nobody can read again. Nobody can give away a
// right they do not hold there themselves.
func (s *Service) MakeToken(ctx context.Context, n NewToken) (Token, string, error) {
	n.Name = text.Clean(n.Name)
	if err := s.checkToken(ctx, n); err != nil {
		return Token{}, "", err
	}
	a := actor.Of(ctx)
	t := Token{ID: id.New(), Name: n.Name, Rights: n.Rights, UnitPath: n.UnitPath, MadeBy: a.AccountID,
		CreatedAt: s.now(), ExpiresAt: n.Expires}
	if t.MadeBy == "" {
		t.MadeBy = a.Name
	}
	secret := newTokenText()
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addToken(ctx, t, digest(secret)); err != nil {
			return err
		}
		return s.Log.Write(ctx, tx, audit.Entry{Action: "identity.token-made", Subject: t.subject(),
			Data: map[string]any{"name": t.Name, "rights": t.Rights, "at": t.UnitPath, "until": t.ExpiresAt}})
	})
	if err != nil {
		return Token{}, "", err
	}
	return t, secret, nil
}

func (t Token) subject() string { return "identity/token/" + t.ID }

func (s *Service) checkToken(ctx context.Context, n NewToken) error {
	if err := actor.Need(ctx, CanManage, n.UnitPath); err != nil {
		return err
	}
	for _, right := range n.Rights {
		if !s.knownRight(right) {
			return fault.New(fault.Invalid, "identity.token.right-unknown", "right", right)
		}
		if err := actor.Need(ctx, right, n.UnitPath); err != nil {
			return err
		}
	}
	switch now := s.now(); {
	case n.Name == "":
		return fault.New(fault.Invalid, "identity.token.name")
	case len(n.Rights) == 0:
		return fault.New(fault.Invalid, "identity.token.no-rights")
	case !strings.HasPrefix(n.UnitPath, "/") || !strings.HasSuffix(n.UnitPath, "/"):
		return fault.New(fault.Invalid, "identity.token.path")
	case !n.Expires.After(now) || n.Expires.After(now.Add(s.Settings.TokenFor)):
		return fault.New(fault.Invalid, "identity.token.expiry", "n", int(s.Settings.TokenFor/day))
	}
	return nil
}

func (s *Service) knownRight(right string) bool {
	for _, rights := range s.RoleRights {
		if slices.Contains(rights, right) {
			return true
		}
	}
	return false
}

// tokenSeenStep is how often the last use of a token is written down.
const tokenSeenStep = time.Minute

// ByToken returns the program that a token's text belongs to.
func (s *Service) ByToken(ctx context.Context, secret string) (actor.Actor, error) {
	t, err := s.read().findToken(ctx, digest(secret))
	if err != nil {
		return actor.Actor{}, err
	}
	now := s.now()
	if t.ID == "" || !t.InForce(now) {
		return actor.Actor{}, fault.New(fault.SignIn, "identity.token.refused")
	}
	if now.Sub(t.UsedAt) >= tokenSeenStep {
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.tokenUsed(ctx, t.ID, now) })
	}
	return t.actor(), err
}

func (t Token) actor() actor.Actor {
	a := actor.Actor{Kind: actor.Token, AccountID: t.ID, Name: t.Name, UnitPath: t.UnitPath}
	for _, right := range t.Rights {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: t.UnitPath})
	}
	return a
}

// Tokens lists the tokens on units that whoever acts manages, the newest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(CanManage) {
		return nil, actor.Need(ctx, CanManage, "/")
	}
	all, err := s.read().tokens(ctx)
	return slices.DeleteFunc(all, func(t Token) bool { return !a.Has(CanManage, t.UnitPath) }), err
}

// RevokeToken shuts a token at once.
func (s *Service) RevokeToken(ctx context.Context, tokenID string) error {
	t, err := s.read().token(ctx, tokenID)
	if err != nil {
		return err
	}
	if err := actor.Need(ctx, CanManage, t.UnitPath); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err := store{tx}.revokeToken(ctx, tokenID, s.now())
		if err != nil || !done {
			return err
		}
		return s.Log.Write(ctx, tx, audit.Entry{Action: "identity.token-revoked", Subject: t.subject()})
	})
}
