package term

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Cause is what a case waits for outside the office.
type Cause string

// The causes that stop the clock.
const (
	ForSupplement Cause = "supplement"
	ForPayment    Cause = "payment"
	ForAgency     Cause = "agency"
)

// Pause is a time in which the term does not run. While it is still open, To is zero.
type Pause struct {
	From  time.Time
	To    time.Time
	Cause Cause
}

// wait is a pause laid on the calendar: closed, apart from its neighbours, not before the start.
// In days it lasts from the day on which it began to the day before the case came back.
type wait struct {
	from, to  time.Time
	began     clock.Date
	back      clock.Date
	resumesAt time.Time // to, or the next opening
	cause     Cause
}

func (w wait) covers(d clock.Date) bool { return w.began <= d && d < w.back }

// lay puts the pauses of c in order and joins those that overlap. An open pause ends at asOf.
func lay(cal *Calendar, c Case, start, asOf time.Time) ([]wait, error) {
	pauses := slices.Clone(c.Pauses)
	slices.SortStableFunc(pauses, func(a, b Pause) int { return a.From.Compare(b.From) })
	var waits []wait
	for _, p := range pauses {
		to := p.To
		if to.IsZero() {
			to = later(asOf, p.From)
		}
		from := later(p.From, start)
		if !to.After(from) {
			continue
		}
		if n := len(waits); n > 0 && !from.After(waits[n-1].to) {
			waits[n-1].to = later(waits[n-1].to, to)
			continue
		}
		waits = append(waits, wait{from: from, to: to, cause: p.Cause})
	}
	for i := range waits {
		if err := waits[i].date(cal); err != nil {
			return nil, err
		}
	}
	return waits, nil
}

// date finds the days of w: what happens outside office hours counts at the next opening.
func (w *wait) date(cal *Calendar) error {
	from, err := cal.NextOpen(w.from)
	if err != nil {
		return err
	}
	if w.resumesAt, err = cal.NextOpen(w.to); err != nil {
		return err
	}
	w.began, w.back = clock.DateOf(from), clock.DateOf(w.resumesAt)
	return nil
}

// openSince is the beginning of the earliest pause that has not ended, zero when none is open.
func (c Case) openSince() time.Time {
	var since time.Time
	for _, p := range c.Pauses {
		if p.To.IsZero() && (since.IsZero() || p.From.Before(since)) {
			since = p.From
		}
	}
	return since
}
