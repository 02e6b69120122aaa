package insight

import (
	"slices"
	"time"
)

// bands are the upper ends, in working minutes, of the bands into which stretches are sorted: fine where
// stretches are short, coarse where they are long. The last has no end.
var bands = []int64{5, 15, 30, 60, 120, 240, 360, 480, 720, 960, 1440, 1920, 2400, 3360, 4800, 7200, 9600, 14400, 28800, 1 << 40}

// bandOf is the band that holds so many minutes.
func bandOf(minutes int64) int64 {
	i, _ := slices.BinarySearch(bands, minutes)
	return bands[min(i, len(bands)-1)]
}

// Pace is how long stretches of one kind lasted.
type Pace struct {
	Waits   string // "" worked on
	Role    string
	N       int64
	Minutes int64 // together
	Queued  int64 // of them, until somebody took the dossier
	Bands   map[int64]int64
}

// Mean is the average, in working time.
func (p Pace) Mean() time.Duration {
	if p.N == 0 {
		return 0
	}
	return time.Duration(p.Minutes) * time.Minute / time.Duration(p.N)
}

// Within is the time within which so many of a hundred lasted, in working time: exact to the band, and
// inside it as if stretches were spread evenly.
func (p Pace) Within(percent int64) time.Duration {
	need, seen, low := (p.N*percent+99)/100, int64(0), int64(0)
	for _, top := range bands {
		n := p.Bands[top]
		if n > 0 && seen+n >= need {
			if top == bands[len(bands)-1] {
				return time.Duration(low) * time.Minute
			}
			return time.Duration(low)*time.Minute + time.Duration(top-low)*time.Minute*time.Duration(need-seen)/time.Duration(n)
		}
		seen, low = seen+n, top
	}
	return 0
}

// paceKey names a row of paces.
type paceKey struct {
	path, waits, role string
	half              string
	band              int64
}

type paceSum struct{ n, minutes, queued int64 }

// pacesOf are what the finished stretches of a fact add.
func pacesOf(f *Fact) map[paceKey]paceSum {
	out := map[paceKey]paceSum{}
	for _, s := range f.Steps {
		if s.Until.IsZero() {
			continue
		}
		m, q := minutes(s.Working), minutes(s.Queued)
		for _, path := range upwards(f.ReceivingPath) {
			k := paceKey{path, s.Waits, s.Role, string(halfOf(s.Until)), bandOf(m)}
			was := out[k]
			out[k] = paceSum{was.n + 1, was.minutes + m, was.queued + q}
		}
	}
	return out
}

func minutes(d time.Duration) int64 { return int64(d / time.Minute) }
