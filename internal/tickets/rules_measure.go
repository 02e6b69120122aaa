package tickets

import (
	"slices"
	"time"
)

// measured is what the events of one ticket say about its time.
type measured struct {
	Wait    time.Duration // from its turn counting to the first call
	Service time.Duration // at windows, all together
	Called  bool
	Served  bool // brought to an end by an officer: only then Service counts
	Missed  bool
	Left    bool
}

// measure adds the events of a ticket up, in their order. Time that the day's end cut off is not
// service time: nobody pressed "done".
func measure(t Ticket, events []Event) measured {
	var m measured
	var started time.Time
	for _, e := range events {
		switch Action(e.Kind) {
		case Call:
			if !m.Called {
				m.Called, m.Wait = true, max(0, e.At.Sub(since(t)))
			}
			m.Missed = false
		case Start:
			started = e.At
		case Finish, Transfer:
			if !started.IsZero() {
				m.Service += e.At.Sub(started)
			}
			started = time.Time{}
			m.Served = Action(e.Kind) == Finish
		case Miss:
			m.Missed = true
		case Leave:
			m.Left = true
		case Close:
			m.Left, m.Missed = t.State == Left, t.State == NoShow
		}
	}
	return m
}

// quantile returns the value below which the share of the values lies, by the nearest rank; 0 of none.
func quantile(values []time.Duration, share float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(share*float64(len(sorted)) + 0.999999)
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// enough is how many measured times an estimate rests on at least.
const enough = 5

// estimate says how long somebody with so many before them waits, when so many windows call from the
// queue and serving takes so long; in whole steps of five minutes, because it is not known better.
func estimate(before, windows int, service time.Duration) time.Duration {
	const grain = 5 * time.Minute
	wait := time.Duration(before) * service / time.Duration(max(windows, 1))
	return (wait + grain - 1) / grain * grain
}
