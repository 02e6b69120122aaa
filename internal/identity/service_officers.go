package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// The states by which the list of accounts is narrowed.
const (
	FilterActive   = "active"
	FilterDisabled = "disabled"
	FilterOneTime  = "one-time" // waits for its first password
	FilterLocked   = "locked"
	FilterIdle     = "idle" // will be disabled within idleWarning days unless somebody signs in
	FilterNoSecond = "no-second"
)

// OfficerFilters are the states in the order of the list.
var OfficerFilters = []string{FilterActive, FilterOneTime, FilterLocked, FilterIdle, FilterNoSecond, FilterDisabled}

// idleWarning is how many days before an unused account is disabled its administrator is told.
const idleWarning = 14

// DaysLeft tells in how many days an account nobody uses will be disabled; false: not soon.
func (s *Service) DaysLeft(o Officer) (int, bool) {
	left := int((s.Settings.DormantAfter - s.now().Sub(o.UnusedSinceAt)) / day)
	return max(left, 0), o.State == Active && left < idleWarning
}

// within returns the persons with posts in the unit and below it, for a list; nil when no unit is asked.
func (s *Service) within(ctx context.Context, unitPath string) ([]string, error) {
	if unitPath == "" || s.Org == nil {
		return nil, nil
	}
	staff, err := s.Org.Staff(ctx, unitPath, clock.DateOf(s.now()))
	ids := []string{""} // nobody, so that an empty unit shows nobody
	for _, p := range staff {
		ids = append(ids, p.PersonID)
	}
	return ids, err
}

// ManagedUnits lists the units whose accounts whoever acts may manage, for a filter: those of their posts
// and what lies right below, villages left out.
func (s *Service) ManagedUnits(ctx context.Context) ([]org.Unit, error) {
	var out []org.Unit
	if s.Org == nil {
		return nil, nil
	}
	today := clock.DateOf(s.now())
	for _, path := range actor.Of(ctx).Scope(CanManage) {
		keys := strings.Split(strings.Trim(path, "/"), "/")
		own := keys[len(keys)-1]
		if own != "" {
			u, err := s.Org.Unit(ctx, own)
			if err != nil {
				continue // a unit that is no more
			}
			out = append(out, u)
		}
		below, err := s.Org.Children(ctx, own, "", today)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(below, func(u org.Unit) bool { return u.Kind == org.Village })...)
	}
	return out, nil
}

// Terms lists what an officer has held and will hold, for whoever may manage the account.
func (s *Service) Terms(ctx context.Context, accountID string) ([]org.Term, error) {
	k, err := s.managed(ctx, accountID)
	if err != nil {
		return nil, err
	}
	return s.Org.Terms(ctx, k.PersonID)
}

// EndOthers signs out every session of an account but one ("" none is spared): the owner's own from
// elsewhere, or for an administrator all of somebody's.
func (s *Service) EndOthers(ctx context.Context, accountID, but string) error {
	if err := s.needOver(ctx, accountID); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).endSessions(ctx, accountID, but, EndRevoked, s.now()); err != nil {
			return err
		}
		return s.trail(ctx, tx, "sessions-ended", accountID, "", map[string]bool{"all": but == ""})
	})
}
