package identity

import (
	"context"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Directory is what identity asks of the register of units.
type Directory interface {
	// Posts returns what a person holds on the day, the main post first.
	Posts(ctx context.Context, personID string, on clock.Date) ([]org.Post, error)
	// Acting returns those posts and, after them, the posts of others for whom the person stands in.
	Acting(ctx context.Context, personID string, on clock.Date) ([]org.Post, error)
	Person(ctx context.Context, personID string) (org.Person, error)
	FindPeople(ctx context.Context, name string, limit int) ([]org.Person, error)
}

// Needs is what the service stands on.
type Needs struct {
	DB         *db.DB
	Clock      clock.Clock
	Log        *audit.Log
	Directory  Directory
	Org        *org.Service        // the register itself: appointing, importing; nil in tests that do neither
	RoleRights map[string][]string // role → rights, of all rooms
	Settings   Settings
	Key        []byte // KeyBytes long, kept outside the database: seals second factors
	BaseURL    string // address people use; passkeys are bound to its host
	Site       string // name of the portal, as authenticators show it
}

// Service is the register of accounts.
type Service struct {
	Needs
	hasher *hasher
	sealer sealer
	posts  *postCache
	party  *webauthn.WebAuthn // nil: the address cannot have passkeys
}

// New returns the service; it refuses a key of another length.
func New(n Needs) (*Service, error) {
	n.Settings = n.Settings.Filled()
	sealer, err := newSealer(n.Key)
	if err != nil {
		return nil, err
	}
	if n.Settings.HashAtOnce < 1 || n.Settings.Tries < 1 {
		return nil, errors.New("identity: hashings at once and tries must be at least one")
	}
	return &Service{Needs: n, hasher: newHasher(n.Settings), sealer: sealer,
		posts: newPostCache(n.Directory, n.Clock), party: passkeyParty(n.BaseURL, n.Site)}, nil
}

func (s *Service) now() time.Time { return s.Clock.Now() }

func (s *Service) read() store { return store{s.DB.Read()} }

// needManage asks for the right to manage the account of an officer: at every unit in which the
// person holds a post or stands in, so that nobody takes over an account that reaches further than their own.
// Without posts an account has no rights, and managing somewhere is enough.
func (s *Service) needManage(ctx context.Context, personID string) error {
	posts, err := s.Directory.Acting(ctx, personID, clock.DateOf(s.now()))
	if err != nil {
		return err
	}
	if a := actor.Of(ctx); len(posts) == 0 && a.HasAnywhere(CanManage) {
		return nil
	} else if len(posts) == 0 {
		return actor.Need(ctx, CanManage, "/")
	}
	for _, p := range posts {
		if err := actor.Need(ctx, CanManage, p.UnitPath); err != nil {
			return err
		}
	}
	return nil
}

// needSelf returns the account of whoever acts, when it is of the kind.
func needSelf(ctx context.Context, kind actor.Kind) (string, error) {
	a := actor.Of(ctx)
	switch {
	case a.Kind == kind && a.AccountID != "":
		return a.AccountID, nil
	case !a.SignedIn():
		return "", fault.New(fault.SignIn, "fault.sign-in")
	}
	return "", fault.New(fault.Forbidden, "fault.forbidden", "right", "own account")
}

// trail writes an entry about an account.
func (s *Service) trail(ctx context.Context, tx *db.Tx, action, accountID, why string, data any) error {
	return s.Log.Write(ctx, tx, audit.Entry{Action: "identity." + action, Subject: subject(accountID), Why: why, Data: data})
}

// officerFold is the text in which administrators search.
func officerFold(name, login string) string { return text.Fold(name + " " + login) }
