package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Presence is who a session belongs to at this moment.
type Presence struct {
	Actor actor.Actor
	Owes  string // what an officer must do first: "password", "code", or nothing
	Ended string // why nobody is signed in (any more): EndIdle and the others
}

// Present tells who acts in a session: the account with the rights its posts give today. A session
// that is revoked, too long idle, too old, or of a disabled account is over at this very request.
func (s *Service) Present(ctx context.Context, sessionID string) (Presence, error) {
	p, err := s.read().presence(ctx, sessionID)
	switch {
	case db.IsNone(err):
		return Presence{Ended: EndRevoked}, nil
	case err != nil:
		return Presence{}, err
	case !p.EndedAt.IsZero():
		return Presence{Ended: p.EndedWhy}, nil
	case p.State == Disabled:
		return Presence{Ended: EndDisabled}, s.end(ctx, p.Session, EndDisabled)
	}
	a, err := s.actorOf(ctx, p)
	if err != nil {
		return Presence{}, err
	}
	class := classOf(a)
	if why := s.Settings.over(p.Session, class, s.now()); why != "" {
		return Presence{Ended: why}, s.end(ctx, p.Session, why)
	}
	if err := s.touch(ctx, p.Session, class); err != nil {
		return Presence{}, err
	}
	return s.indebted(p, a, class), nil
}

// actorOf is the account of a session as actor.
func (s *Service) actorOf(ctx context.Context, p presence) (actor.Actor, error) {
	if p.Kind == KindCitizen {
		return actor.Actor{Kind: actor.Citizen, AccountID: p.AccountID, Name: p.Name}, nil
	}
	posts, err := s.posts.of(ctx, p.PersonID)
	if err != nil {
		return actor.Actor{}, err
	}
	o := Officer{Account: Account{ID: p.AccountID, Name: p.Name}, PersonID: p.PersonID}
	return officerActor(o, inForce(posts, p.PositionID, clock.DateOf(s.now())), s.RoleRights), nil
}

// indebted takes the rights from an officer who must first choose a password or add a second factor.
func (s *Service) indebted(p presence, a actor.Actor, c class) Presence {
	if a.Kind != actor.Officer {
		return Presence{Actor: a}
	}
	o := Officer{PasswordAt: p.PasswordAt, OneTime: p.OneTime, HasCode: p.HasCode, Passkeys: p.Passkeys}
	owes := s.Settings.owes(o, c, s.now())
	if owes != owesNothing {
		a.Grants, a.Posts = nil, nil
	}
	return Presence{Actor: a, Owes: string(owes)}
}

type glanceKey struct{}

// glancing marks a request that an open page makes by itself: nobody need be sitting there, and the
// session grows old as if it had not been made.
func glancing(ctx context.Context) context.Context { return context.WithValue(ctx, glanceKey{}, true) }

// touch writes down that the session is in use, not more often than it matters.
func (s *Service) touch(ctx context.Context, x Session, c class) error {
	now := s.now()
	if now.Sub(x.SeenAt) < s.Settings.seenStep(c) || ctx.Value(glanceKey{}) != nil {
		return nil
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.seen(ctx, x.ID, now)
	})
}

// end ends a session for a reason that is no person's deed.
func (s *Service) end(ctx context.Context, x Session, why string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		done, err := store{tx}.endSession(ctx, x.ID, why, s.now())
		if err != nil || !done {
			return err
		}
		return s.trail(ctx, tx, "session-ended", x.AccountID, "", map[string]string{"session": x.ID, "why": why})
	})
}

// SignOut ends the session at its owner's wish. An unknown session is no fault: the wish is met.
func (s *Service) SignOut(ctx context.Context, sessionID string) error {
	x, err := s.read().session(ctx, sessionID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.end(ctx, x, EndSignedOut)
}

// Sessions lists where an account is signed in, the last used first: for its owner and for
// administrators. Sessions past their limits are not shown though nobody has ended them yet.
func (s *Service) Sessions(ctx context.Context, accountID string) ([]Session, error) {
	if err := s.needOver(ctx, accountID); err != nil {
		return nil, err
	}
	all, err := s.read().openSessions(ctx, accountID)
	if err != nil {
		return nil, err
	}
	c, err := s.classOf(ctx, accountID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(x Session) bool { return s.Settings.over(x, c, s.now()) != "" }), nil
}

// classOf tells which limits hold for the sessions of an account.
func (s *Service) classOf(ctx context.Context, accountID string) (class, error) {
	k, err := s.read().officer(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return classCitizen, nil
	}
	if err != nil {
		return 0, err
	}
	a, err := s.actorOf(ctx, presence{Kind: KindOfficer, PersonID: k.PersonID})
	return classOf(a), err
}

// EndSession signs out one of the own sessions, or, for an administrator, somebody's. It acts at
// that session's next request.
func (s *Service) EndSession(ctx context.Context, sessionID string) error {
	x, err := s.read().session(ctx, sessionID)
	if err != nil {
		return err
	}
	if err := s.needOver(ctx, x.AccountID); err != nil {
		return err
	}
	return s.end(ctx, x, EndRevoked)
}

// needOver asks that an account is one's own or may be managed. A citizen's account may be managed
// by whoever manages everywhere.
func (s *Service) needOver(ctx context.Context, accountID string) error {
	if a := actor.Of(ctx); accountID != "" && a.AccountID == accountID && a.Kind != actor.Token {
		return nil
	}
	k, err := s.read().officer(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return actor.Need(ctx, CanManage, "/")
	}
	if err != nil {
		return err
	}
	return s.needManage(ctx, k.PersonID)
}

// ChoosePost makes one of the own posts the one in which the session acts from now on. The rights
// of all posts stay.
func (s *Service) ChoosePost(ctx context.Context, sessionID, positionID string) error {
	account, err := needSelf(ctx, actor.Officer)
	if err != nil {
		return err
	}
	x, err := s.read().session(ctx, sessionID)
	if err != nil {
		return err
	}
	posts, err := s.MyPosts(ctx)
	if err != nil {
		return err
	}
	holds := slices.ContainsFunc(posts, func(p org.Post) bool { return p.PositionID == positionID })
	if x.AccountID != account || !holds {
		return fault.New(fault.NotFound, "identity.post.not-held")
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).choosePost(ctx, sessionID, positionID); err != nil {
			return err
		}
		return s.trail(ctx, tx, "post-chosen", account, "", map[string]string{"position": positionID})
	})
}

// MyPosts lists the posts that whoever acts holds today, the one in which they act first.
func (s *Service) MyPosts(ctx context.Context) ([]org.Post, error) {
	a := actor.Of(ctx)
	if a.PersonID == "" {
		return nil, nil
	}
	posts, err := s.posts.of(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	return inForce(posts, a.PositionID, clock.DateOf(s.now())), nil
}

// ForgetPosts makes the next request ask for posts anew; for whoever changes posts.
func (s *Service) ForgetPosts() { s.posts.forget() }

// bearer returns the token in an Authorization header's value.
func bearer(header string) (string, bool) {
	scheme, token, ok := strings.Cut(header, " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer")
}
