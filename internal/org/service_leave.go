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

// SetLeave notes that somebody is away: for oneself, or for whoever says who stands in for them.
func (s *Service) SetLeave(ctx context.Context, l Leave) (Leave, error) {
	l, _, err := s.SetAbsence(ctx, l, nil)
	return l, err
}

// SetAbsence notes that somebody is away and who stands in for them, post by post: all or nothing.
// The days and the reason of a stand-in are those of the leave.
func (s *Service) SetAbsence(ctx context.Context, l Leave, with []StandIn) (Leave, []StandIn, error) {
	out := make([]StandIn, len(with))
	err := s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if l, err = s.setLeave(ctx, tx, l); err != nil {
			return err
		}
		for i, x := range with {
			x.LeaveID, x.AbsentID, x.From, x.Until, x.Reason = l.ID, l.PersonID, l.From, l.Until, l.Reason
			if out[i], err = s.setStandIn(ctx, tx, x); err != nil {
				return err
			}
		}
		return nil
	})
	return l, out, err
}

func (s *Service) setLeave(ctx context.Context, tx *db.Tx, l Leave) (Leave, error) {
	l.ID, l.Reason, l.SetBy, l.SetAt = id.New(), text.Clean(l.Reason), actor.Of(ctx).Name, s.clock.Now()
	if err := fault.OnFields(s.leaveProblems(l)); err != nil {
		return l, err
	}
	st := store{tx}
	if err := s.mayTendLeave(ctx, st, l.PersonID); err != nil {
		return l, err
	}
	who, err := st.holdPerson(ctx, l.PersonID)
	if err != nil {
		return l, err
	}
	l.PersonName = who.Name
	others, err := st.leaves(ctx, leaveFilter{PersonID: l.PersonID, From: l.From, Until: l.Until})
	if err != nil {
		return l, err
	}
	if len(others) > 0 {
		return l, fault.New(fault.Conflict, "org.leave-overlaps", "from", text.Date(others[0].From), "until", text.Date(others[0].Until))
	}
	if err := st.addLeave(ctx, l); err != nil {
		return l, err
	}
	return l, s.trail.Write(ctx, tx, audit.Entry{Action: "org.leave-set", Subject: personSubject(l.PersonID),
		Data: map[string]any{"from": l.From, "until": l.Until, "kind": l.Kind}})
}

func (s *Service) leaveProblems(l Leave) []fault.Field {
	bad := periodProblems(l.From, l.Until, s.today())
	if !slices.Contains(LeaveKinds, l.Kind) {
		bad = append(bad, fault.Field{Name: "loai", Key: "org.field.leave-kind"})
	}
	switch {
	case l.Reason == "":
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.reason"})
	case len(l.Reason) > mostReason:
		bad = append(bad, fault.Field{Name: "ly-do", Key: "org.field.too-long"})
	}
	return bad
}

const mostReason = 1000

func personSubject(personID string) string { return "org/person/" + personID }

// mayTendLeave asks that the leave is one's own, or of somebody for whom one may name a stand-in.
func (s *Service) mayTendLeave(ctx context.Context, st store, personID string) error {
	a := actor.Of(ctx)
	if a.Kind == actor.System || (a.Kind == actor.Officer && a.PersonID == personID && personID != "") {
		return nil
	}
	posts, err := st.posts(ctx, personID, s.today())
	if err != nil {
		return err
	}
	for _, p := range posts {
		if a.Has(rightToConfirm(p.Role), p.UnitPath) {
			return nil
		}
	}
	return actor.Need(ctx, CanStandIn, "/")
}

// CancelLeave takes a leave back, with the stand-ins that go with it.
func (s *Service) CancelLeave(ctx context.Context, leaveID, why string) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		l, err := st.leave(ctx, leaveID)
		if err != nil {
			return err
		}
		if err := s.mayTendLeave(ctx, st, l.PersonID); err != nil {
			return err
		}
		done, err := st.cancelLeave(ctx, leaveID, actor.Of(ctx).Name, s.clock.Now())
		if err != nil || !done {
			return orGone(err)
		}
		with, err := st.standIns(ctx, standInFilter{LeaveID: leaveID})
		if err != nil {
			return err
		}
		for _, x := range with {
			if _, err := st.cancelStandIn(ctx, x.ID, actor.Of(ctx).Name, text.Clean(why), s.clock.Now()); err != nil {
				return err
			}
		}
		return s.trail.Write(ctx, tx, audit.Entry{Action: "org.leave-cancelled", Subject: personSubject(l.PersonID), Why: text.Clean(why),
			Data: map[string]any{"leave": leaveID, "from": l.From, "until": l.Until, "stand-ins": len(with)}})
	})
}

// LeaveQuery narrows lists of leave and stand-ins; empty fields do not narrow.
type LeaveQuery struct {
	PersonID    string // away, or standing in
	Path        string // holds a post under it
	From, Until clock.Date
}

// Leaves lists who is away in a period, the first day first.
func (s *Service) Leaves(ctx context.Context, q LeaveQuery) ([]Leave, error) {
	return s.read().leaves(ctx, leaveFilter{PersonID: q.PersonID, Path: q.Path, From: q.From, Until: q.Until, On: s.today()})
}

// LeaveToTend returns a leave for whoever may cancel it.
func (s *Service) LeaveToTend(ctx context.Context, leaveID string) (Leave, error) {
	l, err := s.read().leave(ctx, leaveID)
	if err != nil {
		return Leave{}, err
	}
	return l, s.mayTendLeave(ctx, s.read(), l.PersonID)
}
