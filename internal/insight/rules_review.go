package insight

import (
	"slices"
	"time"
)

// workday is the working time of a day by which terms in days are weighed here. A term in days ends at the end
// of a day, so a dossier that took no longer than so many of these would have been in time for certain: the
// share is rather too low than too high.
const workday = 8 * 60 // minutes

// enough is the share of past dossiers that should still have been in time with a term that is proposed, in
// hundredths of a percent. [?] Offices differ.
const enough = 9500

// WhatIf is how many past dossiers would still have been in time with a term of so many working days.
type WhatIf struct {
	Days int
	Rate
}

// whatIf weighs a term against how long dossiers took, sorted, in minutes.
func whatIf(took []int64, days int) WhatIf {
	n, _ := slices.BinarySearch(took, int64(days*workday)+1)
	return WhatIf{days, Rate{n, len(took)}}
}

// shortest is the shortest term in days with which enough dossiers would have been in time.
func shortest(took []int64) (WhatIf, bool) {
	for days := 1; days <= 365 && len(took) > 0; days++ {
		if w := whatIf(took, days); w.Hundredths() >= enough {
			return w, true
		}
	}
	return WhatIf{}, false
}

// percentile is the value below or at which so many of a hundred of sorted ones lie.
func percentile(sorted []int64, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return time.Duration(sorted[max((len(sorted)*percent+99)/100-1, 0)]) * time.Minute
}

// Leg is one step of a procedure over all its dossiers: who had it and how long.
type Leg struct {
	Waits, Role, Name string
	N                 int
	Minutes, Queued   int64
	Half, Most        time.Duration // half, and nine of ten, lasted no longer
}

// legs gathers stretches by who had the dossier; lines come in any order.
func legs(lines []stretch) []Leg {
	type key struct{ waits, role, name string }
	times, sums := map[key][]int64{}, map[key]*Leg{}
	for _, l := range lines {
		k := key{l.Waits, l.Role, l.Name}
		if sums[k] == nil {
			sums[k] = &Leg{Waits: l.Waits, Role: l.Role, Name: l.Name}
		}
		times[k] = append(times[k], l.Minutes)
		sums[k].N, sums[k].Minutes, sums[k].Queued = sums[k].N+1, sums[k].Minutes+l.Minutes, sums[k].Queued+l.Queued
	}
	var out []Leg
	for k, l := range sums {
		slices.Sort(times[k])
		l.Half, l.Most = percentile(times[k], 50), percentile(times[k], 90)
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Leg) int {
		if a.Minutes != b.Minutes {
			return int(b.Minutes - a.Minutes)
		}
		return b.N - a.N
	})
	return out
}

// stretch is a step of one dossier, as reviews read it.
type stretch struct {
	DossierID string `bun:"dossier_id"`
	No        int    `bun:"no"`
	Waits     string `bun:"waits"`
	Role      string `bun:"role"`
	Name      string `bun:"name"`
	Minutes   int64  `bun:"minutes"`
	Queued    int64  `bun:"queued"`
}

// Pairing is that one side waited for another: so often, so long together.
type Pairing struct {
	Who, ForWhom string // roles, or waits with a leading colon
	N            int
	Minutes      int64
}

// pairings says who waits for whom: whoever had a dossier waits for whoever has it next. Lines are in the order
// of dossiers and steps.
func pairings(lines []stretch) []Pairing {
	type key struct{ a, b string }
	sums := map[key]*Pairing{}
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.DossierID != b.DossierID || side(a) == side(b) {
			continue
		}
		k := key{side(a), side(b)}
		if sums[k] == nil {
			sums[k] = &Pairing{Who: k.a, ForWhom: k.b}
		}
		sums[k].N, sums[k].Minutes = sums[k].N+1, sums[k].Minutes+b.Minutes
	}
	var out []Pairing
	for _, p := range sums {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Pairing) int {
		if a.Minutes != b.Minutes {
			return int(b.Minutes - a.Minutes)
		}
		return b.N - a.N
	})
	return out
}

func side(s stretch) string {
	if s.Waits != "" {
		return ":" + s.Waits
	}
	return s.Role
}
