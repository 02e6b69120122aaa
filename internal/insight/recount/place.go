package recount

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// places are the units and calendars that the ledger has told of so far.
type places struct {
	units map[string][]*unit              // by key, as told; the last that holds on a day counts
	inUse map[string]string               // version of the calendar in force, by unit; "" is everybody's
	byVer map[string]*term.Calendar       // every calendar the ledger ever told of
	memo  map[string]map[clock.Date]*unit // what at answered, until units change
}

func newPlaces() *places {
	return &places{units: map[string][]*unit{}, inUse: map[string]string{}, byVer: map[string]*term.Calendar{}}
}

func (p *places) addUnit(u *unit) {
	p.units[u.Unit] = slices.DeleteFunc(p.units[u.Unit], func(was *unit) bool { return was.From == u.From })
	p.units[u.Unit] = append(p.units[u.Unit], u)
	p.memo = nil
}

// at is a unit as it was on a day; nil when the ledger does not know it.
func (p *places) at(key string, on clock.Date) *unit {
	if got, ok := p.memo[key][on]; ok {
		return got
	}
	var found *unit
	for _, u := range p.units[key] {
		if u.From <= on && (u.Until == "" || on <= u.Until) {
			found = u
		}
	}
	if found == nil && len(p.units[key]) > 0 { // before it was founded or after it ended: as it was last
		found = p.units[key][len(p.units[key])-1]
	}
	if p.memo == nil {
		p.memo = map[string]map[clock.Date]*unit{}
	}
	if p.memo[key] == nil {
		p.memo[key] = map[clock.Date]*unit{}
	}
	p.memo[key][on] = found
	return found
}

// calendarFor is the version in force for a unit: its own, or that of the nearest unit above it.
func (p *places) calendarFor(key string, on time.Time) string {
	day := clock.DateOf(on)
	for range 10 {
		if v, ok := p.inUse[key]; ok && key != "" {
			return v
		}
		u := p.at(key, day)
		if u == nil || u.Parent == "" {
			break
		}
		key = u.Parent
	}
	return p.inUse[""]
}

// under tells whether a unit is the other or below it on a day.
func (p *places) under(key, top string, on clock.Date) bool {
	for range 10 {
		if key == top {
			return true
		}
		u := p.at(key, on)
		if u == nil || u.Parent == "" {
			return false
		}
		key = u.Parent
	}
	return false
}
