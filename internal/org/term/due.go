package term

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Case is all that a due date follows from.
type Case struct {
	Received   time.Time // taken in by the office
	Submitted  time.Time // sent online; counts only where the rules start the clock there
	Term       Term
	SameDay    bool // due on the day of receipt itself, such as a certification
	Pauses     []Pause
	Extensions []Extension
	AsOf       time.Time // the instant of the question: for open pauses and for what is left
}

// Extension is more time, given with a reason. It follows on what went before.
type Extension struct {
	By     Term
	Reason string
}

// Result is when a case is due, and why.
type Result struct {
	Start    time.Time // the receipt, or the opening of the next session after it
	Due      time.Time // zero when the law sets no term; while paused: if the pause ended at AsOf
	FirstDue time.Time // without the extensions
	WarnAt   time.Time // from here on it is near due
	Paused   bool
	Left     time.Duration // working time from AsOf, or from the open pause, to Due; negative when late
	Days     []Day         // every date from the receipt to Due
}

// Day explains one date. In terms that run in hours, Time is what ran on it.
type Day struct {
	Date    clock.Date
	Counted bool
	Time    time.Duration
	Why     Reason
}

// Due finds when c is due under rules. What comes outside office hours counts at the opening of the
// next session. In days, the day of receipt does not count and the term ends at closing time of its
// last day; in calendar days and months, a last day that is off moves the end to the next working
// day. In hours, the term runs through the sessions.
// law: civil-code/147 civil-code/148
func Due(cal *Calendar, rules Rules, c Case) (Result, error) {
	res, err := solve(cal, rules, c, c.AsOf)
	if err != nil || res.Due.IsZero() {
		return res, err
	}
	since, due := c.AsOf, res.Due
	if open := c.openSince(); !open.IsZero() {
		res.Paused, since = true, open
		frozen, err := solve(cal, rules, c, open)
		if err != nil {
			return Result{}, err
		}
		due = frozen.Due
	}
	if !since.IsZero() {
		res.Left = WorkingTime(cal, since, due)
	}
	res.WarnAt = res.Start
	if warn, err := Sub(cal, res.Due, rules.NearDueHours); err == nil {
		res.WarnAt = later(warn, res.Start)
	}
	return res, nil
}

// solve walks the term and its extensions, with open pauses ending at asOf.
func solve(cal *Calendar, rules Rules, c Case, asOf time.Time) (Result, error) {
	if err := c.check(); err != nil {
		return Result{}, err
	}
	begin := c.Received
	if rules.StartsAt == AtSubmission && !c.Submitted.IsZero() {
		begin = c.Submitted
	}
	start, err := cal.NextOpen(begin)
	if err != nil {
		return Result{}, err
	}
	res := Result{Start: start}
	if c.Term.None() && !c.SameDay {
		return res, nil
	}
	waits, err := lay(cal, c, start, asOf)
	if err != nil {
		return Result{}, err
	}
	w := walk{cal: cal, rules: rules, waits: waits, at: start}
	w.arrive(begin)
	if err := w.leg(c.Term, c.SameDay, ""); err != nil {
		return Result{}, err
	}
	res.FirstDue = w.at
	for _, x := range c.Extensions {
		if err := w.leg(x.By, false, x.Reason); err != nil {
			return Result{}, err
		}
	}
	res.Due, res.Days = w.at, w.days
	return res, nil
}

func (c Case) check() error {
	if err := c.Term.Check(); err != nil {
		return err
	}
	for _, x := range c.Extensions {
		if err := x.By.Check(); err != nil {
			return err
		}
	}
	return nil
}
