package org

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Absence is a line of the board: a leave with who stands in, or a stand-in that goes with no leave.
type Absence struct {
	Leave    // without an ID when only somebody stands in
	StandIns []StandIn
}

// Board is who is away in a period, as far as whoever looks may know: their own absences and those of
// people for whom they say who stands in. Kinds and reasons of leave are nobody else's business.
type Board struct {
	Absences []Absence
	Waiting  []StandIn // proposed, for whoever looks to confirm
	StandsIn []StandIn // for whom whoever looks stands in, now or later
}

// LeaveBoard returns the board of a period for whoever acts.
func (s *Service) LeaveBoard(ctx context.Context, from, until clock.Date) (Board, error) {
	a := actor.Of(ctx)
	var leaves []Leave
	var standIns []StandIn
	queries := []LeaveQuery{{PersonID: a.PersonID, From: from, Until: until}}
	for _, path := range append(a.Scope(CanStandIn), a.Scope(CanStandInLead)...) {
		queries = append(queries, LeaveQuery{Path: path, From: from, Until: until})
	}
	for _, q := range queries {
		if q.PersonID == "" && q.Path == "" {
			continue
		}
		l, err := s.Leaves(ctx, q)
		if err != nil {
			return Board{}, err
		}
		x, err := s.StandIns(ctx, q)
		if err != nil {
			return Board{}, err
		}
		leaves, standIns = append(leaves, l...), append(standIns, x...)
	}
	var b Board
	if err := s.waiting(ctx, &b); err != nil {
		return b, err
	}
	b.arrange(leaves, standIns, a.PersonID)
	return b, nil
}

// waiting finds the proposals that whoever acts may confirm, whatever their days.
func (s *Service) waiting(ctx context.Context, b *Board) error {
	a := actor.Of(ctx)
	for _, path := range append(a.Scope(CanStandIn), a.Scope(CanStandInLead)...) {
		asked, err := s.StandIns(ctx, LeaveQuery{Path: path, From: s.today()})
		if err != nil {
			return err
		}
		for _, x := range asked {
			u, err := s.Unit(ctx, x.UnitID)
			if err != nil {
				return err
			}
			known := slices.ContainsFunc(b.Waiting, func(y StandIn) bool { return y.ID == x.ID })
			if x.State() == StandInAsked && !known && mayConfirm(a, x, u.Path) {
				b.Waiting = append(b.Waiting, x)
			}
		}
	}
	return nil
}

// arrange puts stand-ins with their leave, each once, the first day first.
func (b *Board) arrange(leaves []Leave, standIns []StandIn, me string) {
	at := map[string]int{}
	for _, l := range leaves {
		if _, known := at[l.ID]; !known {
			at[l.ID] = len(b.Absences)
			b.Absences = append(b.Absences, Absence{Leave: l})
		}
	}
	seen := map[string]bool{}
	for _, x := range standIns {
		if seen[x.ID] {
			continue
		}
		seen[x.ID] = true
		if x.PersonID == me && x.State() == StandInConfirmed {
			b.StandsIn = append(b.StandsIn, x)
		}
		if i, known := at[x.LeaveID]; known && x.LeaveID != "" {
			b.Absences[i].StandIns = append(b.Absences[i].StandIns, x)
		} else if x.PersonID != me {
			b.Absences = append(b.Absences, Absence{Leave: Leave{PersonID: x.AbsentID, PersonName: x.AbsentName, From: x.From, Until: x.Until}, StandIns: []StandIn{x}})
		}
	}
	slices.SortStableFunc(b.Absences, func(x, y Absence) int { return strings.Compare(string(x.From), string(y.From)) })
}

// Candidates are who could stand in for the holder of a post: whoever holds one in the same unit or
// the unit right above, themselves left out, and the nearest first.
func (s *Service) Candidates(ctx context.Context, p Post, personID string, on clock.Date) ([]Officer, error) {
	u, err := s.UnitOn(ctx, p.UnitID, on)
	if err != nil {
		return nil, err
	}
	var out []Officer
	for _, unitID := range []string{u.ID, u.ParentID} {
		if unitID == "" {
			continue
		}
		officers, err := s.OfficersIn(ctx, unitID, "", on)
		if err != nil {
			return nil, err
		}
		for _, o := range officers {
			known := slices.ContainsFunc(out, func(k Officer) bool { return k.PersonID == o.PersonID })
			if o.PersonID != personID && !known {
				out = append(out, o)
			}
		}
	}
	return out, nil
}
