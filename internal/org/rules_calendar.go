package org

import (
	"slices"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// chain is the calendars that bear on a unit, the farthest first: everybody's (""), then the units
// from the top down to this one.
func chain(u Unit) []string {
	if u.ID == "" {
		return []string{""}
	}
	return append(append([]string{""}, u.Above()...), u.ID)
}

// assemble makes the calendar of a unit. Hours are those of the nearest unit that had some on the
// day, else the usual ones. Days off add up over all units above; where two speak of one date, the
// nearer is right.
func assemble(chain []string, all []hours, days []Day) (*term.Calendar, error) {
	return term.NewCalendar(periods(chain, all), specials(chain, days))
}

func periods(chain []string, all []hours) []term.Period {
	var out []term.Period
	until := clock.Date("") // the last day that is still open
	for i := len(chain) - 1; i >= 0; i-- {
		for j := len(all) - 1; j >= 0; j-- {
			h := all[j]
			if h.unitID != chain[i] || (until != "" && h.from > until) {
				continue
			}
			out = append(out, term.Period{From: h.from, Until: until, Shifts: h.shifts})
			if h.from == "" {
				return out
			}
			until = h.from.AddDays(-1)
		}
	}
	usual := term.OfficeHours()
	usual.Until = until
	return append(out, usual)
}

func specials(chain []string, days []Day) []term.SpecialDay {
	var out []term.SpecialDay
	for date, d := range nearest(chain, days) {
		d.Date = date
		out = append(out, d.SpecialDay)
	}
	return out
}

// nearest keeps of each date what the nearest unit says.
func nearest(chain []string, days []Day) map[clock.Date]Day {
	best := map[clock.Date]Day{}
	for _, d := range days {
		was, taken := best[d.Date]
		if !taken || slices.Index(chain, d.UnitID) > slices.Index(chain, was.UnitID) {
			best[d.Date] = d
		}
	}
	return best
}
