package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// EnsureCitizen opens the account of a provider's subject, or brings what is known of the person up
// to date, and returns it with its key. For the program itself: whoever calls has already been told
// by the provider who the person is.
func (s *Service) EnsureCitizen(ctx context.Context, c Citizen) (Citizen, error) {
	if c.Provider == "" || c.Subject == "" || c.Name == "" {
		return Citizen{}, fault.New(fault.Invalid, "identity.provider.incomplete")
	}
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = s.ensure(ctx, tx, c)
		return err
	})
	if db.IsDuplicate(err) { // signed in twice at the same moment: the other one opened it
		err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = s.ensure(ctx, tx, c)
			return err
		})
	}
	return c, err
}

func (s *Service) ensure(ctx context.Context, tx *db.Tx, c Citizen) (Citizen, error) {
	st := store{tx}
	was, err := st.findCitizen(ctx, c.Provider, c.Subject)
	if err != nil {
		return c, err
	}
	if c.AccountID = was.AccountID; c == was {
		return c, nil
	}
	action := "citizen-updated"
	if was.AccountID == "" {
		action, c.AccountID = "citizen-opened", id.New()
		a := Account{ID: c.AccountID, Kind: KindCitizen, Name: c.Name, State: Active,
			CreatedAt: s.now(), UnusedSinceAt: s.now()}
		err = st.addAccount(ctx, a, text.Fold(c.Name))
	} else {
		err = st.setName(ctx, c.AccountID, c.Name, text.Fold(c.Name))
	}
	if err != nil {
		return c, err
	}
	if err := st.putCitizen(ctx, c); err != nil {
		return c, err
	}
	return c, s.trail(ctx, tx, action, c.AccountID, "", map[string]string{"provider": c.Provider})
}

// SignInCitizen opens a session for the person a provider vouched for.
func (s *Service) SignInCitizen(ctx context.Context, c Citizen, agent string) (Session, error) {
	c, err := s.EnsureCitizen(actor.AsSystem(ctx, "identity"), c)
	if err != nil {
		return Session{}, err
	}
	a, err := s.read().byID(ctx, c.AccountID)
	if err != nil {
		return Session{}, err
	}
	if a.State == Disabled {
		return Session{}, fault.New(fault.Forbidden, "identity.sign-in.disabled")
	}
	ctx = actingAs(ctx, actor.Citizen, a, "")
	var x Session
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		x, err = s.begin(ctx, tx, a, a.Name, newVisit(WayProvider, agent))
		return err
	})
	return x, err
}

// Citizen returns what is known of a citizen: to the citizen, and to the program itself. An officer
// sees a citizen's data in the dossier that needs it, not here.
func (s *Service) Citizen(ctx context.Context, accountID string) (Citizen, error) {
	a := actor.Of(ctx)
	if a.Kind != actor.System && (a.Kind != actor.Citizen || a.AccountID != accountID) {
		_, err := needSelf(ctx, actor.Citizen)
		if err == nil {
			err = fault.New(fault.NotFound, "identity.account.not-found")
		}
		return Citizen{}, err
	}
	return s.read().citizen(ctx, accountID)
}

// CitizenByNumber returns the key of the account with the personal number, "" when there is none:
// so that a dossier taken in at the counter is found by its owner online.
func (s *Service) CitizenByNumber(ctx context.Context, number string) (accountID string, err error) {
	if number == "" {
		return "", nil
	}
	c, err := s.read().findCitizenByNumber(ctx, number)
	return c.AccountID, err
}

// NoteFailure records that a citizen did not come back from the provider signed in.
func (s *Service) NoteFailure(ctx context.Context, what string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.trail(ctx, tx, "sign-in-failed", "unknown", "", map[string]string{"wrong": what})
	})
}
