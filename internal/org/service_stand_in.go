package org

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// SetStandIn names who does the work of a post while its holder is away. Whoever may confirm it puts
// it into force with this; the holder alone proposes it. Refused: a role that cannot be delegated, oneself,
// a time in which somebody stands in already, and a stand-in who is away then, so that no circle closes.
func (s *Service) SetStandIn(ctx context.Context, x StandIn) (StandIn, error) {
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		x, err = s.setStandIn(ctx, tx, x)
		return err
	})
	return x, err
}

func (s *Service) setStandIn(ctx context.Context, tx *db.Tx, x StandIn) (StandIn, error) {
	a, st := actor.Of(ctx), store{tx}
	x.ID, x.Reason, x.Decision = id.New(), text.Clean(x.Reason), text.Clean(x.Decision)
	x.AskedBy, x.AskedAt = a.Name, s.clock.Now()
	if err := fault.OnFields(s.standInProblems(x)); err != nil {
		return x, err
	}
	path, err := s.completeStandIn(ctx, st, &x)
	if err != nil {
		return x, err
	}
	switch {
	case mayConfirm(a, x, path):
		x.ConfirmedBy, x.ConfirmedAt = a.Name, s.clock.Now()
	case a.Kind != actor.Officer || a.PersonID != x.AbsentID:
		return x, orForbidden(actor.Need(ctx, rightToConfirm(x.Role), path))
	}
	if err := s.freeToStandIn(ctx, st, x); err != nil {
		return x, err
	}
	if err := st.addStandIn(ctx, x); err != nil {
		return x, err
	}
	return x, s.standInTrail(ctx, tx, x.State(), x, x.Reason)
}

func (s *Service) standInProblems(x StandIn) []fault.Field {
	bad := periodProblems(x.From, x.Until, s.today())
	switch {
	case x.PersonID == "":
		bad = append(bad, fault.Field{Name: "nguoi", Key: "org.field.stand-in"})
	case x.PersonID == x.AbsentID:
		bad = append(bad, fault.Field{Name: "nguoi", Key: "org.field.stand-in-self"})
	}
	if x.Reason == "" {
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.reason"})
	}
	if len(x.Reason) > mostReason || len(x.Decision) > mostReason {
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.too-long"})
	}
	return bad
}

// completeStandIn reads what the post and the persons say, and returns the path of the post's unit.
// The persons are held in one order, so that two who name each other meet here and not in the table.
func (s *Service) completeStandIn(ctx context.Context, st store, x *StandIn) (path string, err error) {
	for _, personID := range slices.Sorted(slices.Values([]string{x.AbsentID, x.PersonID})) {
		who, err := st.holdPerson(ctx, personID)
		if err != nil {
			return "", err
		}
		if personID == x.AbsentID {
			x.AbsentName = who.Name
		} else {
			x.PersonName = who.Name
		}
	}
	p, err := st.position(ctx, x.PositionID)
	if err != nil {
		return "", err
	}
	u, err := unitOn(ctx, st, p.UnitID, s.today())
	if err != nil {
		return "", err
	}
	x.Title, x.Role, x.UnitID = p.Title, p.Role, p.UnitID
	if !Delegable(p.Role) {
		return "", fault.New(fault.Invalid, "org.stand-in-role", "post", p.Title)
	}
	held, err := st.holdingsOf(ctx, x.AbsentID, x.PositionID)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(held, func(h Holding) bool { return within(x.From, h.From, h.Until) }) {
		return "", fault.New(fault.Conflict, "org.stand-in-not-held", "name", x.AbsentName, "post", p.Title)
	}
	return u.Path, nil
}

// freeToStandIn refuses a second stand-in for the same time, and one who is away or has no post.
func (s *Service) freeToStandIn(ctx context.Context, st store, x StandIn) error {
	same, err := st.standIns(ctx, standInFilter{AbsentID: x.AbsentID, PositionID: x.PositionID, From: x.From, Until: x.Until})
	if err != nil {
		return err
	}
	for _, y := range same {
		if y.ID != x.ID {
			return fault.New(fault.Conflict, "org.stand-in-overlaps", "name", y.PersonName, "from", text.Date(y.From), "until", text.Date(y.Until))
		}
	}
	away, err := st.leaves(ctx, leaveFilter{PersonID: x.PersonID, From: x.From, Until: x.Until})
	if err != nil {
		return err
	}
	stoodFor, err := st.standIns(ctx, standInFilter{AbsentID: x.PersonID, From: x.From, Until: x.Until})
	if err != nil {
		return err
	}
	if len(away)+len(stoodFor) > 0 {
		return wrongField("nguoi", "org.stand-in-away", "name", x.PersonName)
	}
	posts, err := st.posts(ctx, x.PersonID, max(x.From, s.today()))
	if err == nil && len(posts) == 0 {
		return wrongField("nguoi", "org.stand-in-no-post", "name", x.PersonName)
	}
	if err != nil {
		return err
	}
	return s.isNear(ctx, st, x, posts)
}

// isNear refuses a stand-in from afar: who stands in sees what the absent see, so it is somebody of the same unit
// or of the unit right above, as Candidates offers.
func (s *Service) isNear(ctx context.Context, st store, x StandIn, posts []Post) error {
	u, err := unitOn(ctx, st, x.UnitID, s.today())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(posts, func(p Post) bool { return p.UnitID == u.ID || p.UnitID == u.ParentID }) {
		return wrongField("nguoi", "org.stand-in-far", "name", x.PersonName)
	}
	return nil
}

// ConfirmStandIn puts a proposed stand-in into force, once its conditions have been looked at again.
func (s *Service) ConfirmStandIn(ctx context.Context, standInID, decision string) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		x, err := st.standIn(ctx, standInID)
		if err != nil {
			return err
		}
		path, err := s.completeStandIn(ctx, st, &x)
		if err != nil {
			return err
		}
		if a := actor.Of(ctx); !mayConfirm(a, x, path) {
			return orForbidden(actor.Need(ctx, rightToConfirm(x.Role), path))
		}
		if err := s.freeToStandIn(ctx, st, x); err != nil {
			return err
		}
		if decision = text.Clean(decision); decision != "" {
			x.Decision = decision
		}
		x.ConfirmedBy, x.ConfirmedAt = actor.Of(ctx).Name, s.clock.Now()
		if done, err := st.confirmStandIn(ctx, x); err != nil || !done {
			return orGone(err)
		}
		return s.standInTrail(ctx, tx, StandInConfirmed, x, "")
	})
}

// CancelStandIn ends a stand-in at once, or refuses a proposed one: whoever may confirm it, or the
// holder of the post, who is back.
func (s *Service) CancelStandIn(ctx context.Context, standInID, why string) error {
	if why = text.Clean(why); why == "" {
		return wrongField("ly-do", "org.field.reason")
	}
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		x, err := st.standIn(ctx, standInID)
		if err != nil {
			return err
		}
		u, err := unitOn(ctx, st, x.UnitID, s.today())
		if err != nil {
			return err
		}
		a := actor.Of(ctx)
		if own := a.Kind == actor.Officer && a.PersonID == x.AbsentID; !own && !a.Has(rightToConfirm(x.Role), u.Path) {
			return orForbidden(actor.Need(ctx, rightToConfirm(x.Role), u.Path))
		}
		if done, err := st.cancelStandIn(ctx, x.ID, a.Name, why, s.clock.Now()); err != nil || !done {
			return orGone(err)
		}
		return s.standInTrail(ctx, tx, StandInCancelled, x, why)
	})
}

func (s *Service) standInTrail(ctx context.Context, tx *db.Tx, what string, x StandIn, why string) error {
	return s.trail.Write(ctx, tx, audit.Entry{Action: "org.stand-in-" + what, Subject: personSubject(x.AbsentID), Why: why, Data: map[string]any{
		"stand-in": x.PersonID, "name": x.PersonName, "post": x.PositionID, "from": x.From, "until": x.Until, "decision": x.Decision}})
}

// StandIns lists who stands in for whom in a period, the first day first; cancelled ones are left out.
func (s *Service) StandIns(ctx context.Context, q LeaveQuery) ([]StandIn, error) {
	return s.read().standIns(ctx, standInFilter{EitherID: q.PersonID, Path: q.Path, From: q.From, Until: q.Until, On: s.today()})
}

// StandIn returns a stand-in for a party to it, and for whoever says who stands in.
func (s *Service) StandIn(ctx context.Context, standInID string) (StandIn, error) {
	x, err := s.read().standIn(ctx, standInID)
	if err != nil {
		return StandIn{}, err
	}
	if a := actor.Of(ctx); a.Kind == actor.Officer && (a.PersonID == x.AbsentID || a.PersonID == x.PersonID) {
		return x, nil
	}
	u, err := s.Unit(ctx, x.UnitID)
	if err != nil {
		return StandIn{}, err
	}
	return x, actor.Need(ctx, rightToConfirm(x.Role), u.Path)
}

// orForbidden refuses though the right is held: the one who asks is a party to the matter.
func orForbidden(err error) error {
	if err == nil {
		err = fault.New(fault.Forbidden, "org.stand-in-own")
	}
	return err
}

func wrongField(name, key string, args ...any) error {
	return fault.OnFields([]fault.Field{{Name: name, Key: key, Args: fault.Args(args...)}})
}

// StandInPosts returns the posts that a person holds on the day for others who are away.
func (s *Service) StandInPosts(ctx context.Context, personID string, on clock.Date) ([]Post, error) {
	return s.read().standInPosts(ctx, personID, on)
}

// Acting returns all posts in which a person works on the day: their own, then those they stand in for.
func (s *Service) Acting(ctx context.Context, personID string, on clock.Date) ([]Post, error) {
	own, err := s.Posts(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	others, err := s.StandInPosts(ctx, personID, on)
	return append(own, others...), err
}
