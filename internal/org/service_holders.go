package org

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// HoldersOf lists who holds a post with the role in the very unit at path on the day, by rank and
// name. Who is away is marked, with whoever stands in: work is assigned to those.
func (s *Service) HoldersOf(ctx context.Context, role, path string, on clock.Date) ([]Holder, error) {
	st := s.read()
	officers, err := st.officersAt(ctx, role, path, on)
	if err != nil {
		return nil, err
	}
	out := make([]Holder, len(officers))
	for i, o := range officers {
		out[i].Officer = o
		if err := markAbsent(ctx, st, &out[i], on); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func markAbsent(ctx context.Context, st store, h *Holder, on clock.Date) error {
	leaves, err := st.leaves(ctx, leaveFilter{PersonID: h.PersonID, From: on, Until: on})
	if err != nil {
		return err
	}
	for _, l := range leaves {
		h.Absent, h.AbsentUntil = true, max(h.AbsentUntil, l.Until)
	}
	standIns, err := st.standIns(ctx, standInFilter{AbsentID: h.PersonID, PositionID: h.PositionID, From: on, Until: on})
	if err != nil {
		return err
	}
	for _, x := range standIns {
		if x.State() == StandInConfirmed {
			h.Absent, h.AbsentUntil, h.StandInID, h.StandIn = true, max(h.AbsentUntil, x.Until), x.PersonID, x.PersonName
		}
	}
	return nil
}

// Placed is who holds which post where.
type Placed struct {
	Officer
	Role     string
	UnitID   string
	UnitName string
	UnitPath string
}

// Staff lists who holds posts in a unit and all below it on the day, by unit, rank and name.
func (s *Service) Staff(ctx context.Context, path string, on clock.Date) ([]Placed, error) {
	return s.read().staff(ctx, path, on)
}

// Terms lists all the times a person has held and will hold posts, the latest first.
func (s *Service) Terms(ctx context.Context, personID string) ([]Term, error) {
	return s.read().terms(ctx, personID)
}

// Holds tells whether a person holds a post of their own with the role in the very unit at path on
// the day. Who holds none any more cannot be assigned its work: it goes back to the others.
func (s *Service) Holds(ctx context.Context, personID, role, path string, on clock.Date) (bool, error) {
	posts, err := s.read().posts(ctx, personID, on)
	for _, p := range posts {
		if p.Role == role && p.UnitPath == path {
			return true, nil
		}
	}
	return false, err
}
