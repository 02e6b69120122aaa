package identity

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Bearer is who holds a role in a unit now; For names the absent holder of a stand-in.
type Bearer struct {
	Role, Name, Title, Unit, UnitPath string
	For                               string
	Until                             clock.Date // of a stand-in
}

// TakeBearers notes that whoever acts takes the list of bearers away, and returns the words and the code of it that
// stand at its end.
func (s *Service) TakeBearers(ctx context.Context, lines int) (string, error) {
	a, code := actor.Of(ctx), "XD-"+strings.ToUpper(rand.Text()[:8])
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.Log.Write(ctx, tx, audit.Entry{Action: "identity.bearers-exported", Subject: "org/" + a.UnitID, Data: map[string]any{"code": code, "lines": lines}})
	})
	return text.T(ctx, "identity.rights.mark", "code", code, "name", a.Name, "unit", a.UnitName, "at", text.DateTime(ctx, s.now())), err
}

// Bearers lists who holds which role where today, by role, unit and name, for whoever sees the units: all
// those under their reach, or ("" is all) only in one unit and below it.
func (s *Service) Bearers(ctx context.Context, under string) ([]Bearer, error) {
	a := actor.Of(ctx)
	if !a.HasAnywhere(org.CanView) {
		return nil, actor.Need(ctx, org.CanView, "/")
	}
	today := clock.DateOf(s.now())
	seen := map[string]bool{}
	var out []Bearer
	for _, path := range a.Scope(org.CanView) {
		if strings.HasPrefix(under, path) {
			path = under
		} else if !strings.HasPrefix(path, under) {
			continue
		}
		staff, err := s.Org.Staff(ctx, path, today)
		if err != nil {
			return nil, err
		}
		for _, p := range staff {
			if key := p.PositionID + p.PersonID; !seen[key] {
				seen[key] = true
				out = append(out, Bearer{Role: p.Role, Name: p.Name, Title: p.Title, Unit: p.UnitName, UnitPath: p.UnitPath})
			}
		}
		standIns, err := s.standIns(ctx, path, today, seen)
		if err != nil {
			return nil, err
		}
		out = append(out, standIns...)
	}
	slices.SortStableFunc(out, func(x, y Bearer) int {
		if d := slices.Index(org.RoleKeys, x.Role) - slices.Index(org.RoleKeys, y.Role); d != 0 {
			return d
		}
		return strings.Compare(x.UnitPath, y.UnitPath)
	})
	return out, nil
}

func (s *Service) standIns(ctx context.Context, path string, today clock.Date, seen map[string]bool) ([]Bearer, error) {
	all, err := s.Org.StandIns(ctx, org.LeaveQuery{Path: path, From: today, Until: today})
	if err != nil {
		return nil, err
	}
	var out []Bearer
	for _, x := range all {
		if x.State() != org.StandInConfirmed || seen[x.ID] {
			continue
		}
		seen[x.ID] = true
		u, err := s.Org.Unit(ctx, x.UnitID)
		if err != nil {
			return nil, err
		}
		out = append(out, Bearer{Role: x.Role, Name: x.PersonName, Title: x.Title, Unit: u.FullName, UnitPath: u.Path, For: x.AbsentName, Until: x.Until})
	}
	return out, nil
}
