package term

import (
	"fmt"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// restless is how many days in a row a calendar may be without work before it is taken for one
// that never works.
const restless = 400

// shifts returns the sessions of d, reception-only ones too. A make-up day has the hours of the
// day it is worked for, or else of the first worked weekday.
func (c *Calendar) shifts(d clock.Date) []Shift {
	week := c.week(d)
	special, ok := c.days[d]
	switch {
	case !ok:
		return week[d.Weekday()]
	case special.Kind == Off:
		return nil
	}
	if special.Replaces != "" && works(week[special.Replaces.Weekday()]) {
		return week[special.Replaces.Weekday()]
	}
	for w := time.Monday; w <= time.Saturday; w++ {
		if works(week[w]) {
			return week[w]
		}
	}
	return nil
}

func (c *Calendar) week(d clock.Date) [7][]Shift {
	for i, p := range c.periods {
		if p.From <= d && (p.Until == "" || d <= p.Until) {
			return c.weeks[i]
		}
	}
	return [7][]Shift{}
}

func works(day []Shift) bool {
	for _, s := range day {
		if !s.ReceptionOnly {
			return true
		}
	}
	return false
}

// IsWorking tells whether terms run on d.
func (c *Calendar) IsWorking(d clock.Date) bool { return works(c.shifts(d)) }

// Special returns what is particular about d, if anything is.
func (c *Calendar) Special(d clock.Date) (SpecialDay, bool) {
	s, ok := c.days[d]
	return s, ok
}

// Close is when the working day d ends; false on a day that is not worked.
func (c *Calendar) Close(d clock.Date) (time.Time, bool) {
	day := c.shifts(d)
	for i := len(day) - 1; i >= 0; i-- {
		if !day[i].ReceptionOnly {
			return day[i].Shut.on(d), true
		}
	}
	return time.Time{}, false
}

// OpenAt tells whether the office receives at t. At the minute of closing it does not.
func (c *Calendar) OpenAt(t time.Time) bool {
	d := clock.DateOf(t)
	for _, s := range c.shifts(d) {
		if !t.Before(s.Open.on(d)) && t.Before(s.Shut.on(d)) {
			return true
		}
	}
	return false
}

// NextOpen is t when the office is open, else the opening of the next session: what comes outside
// office hours counts as having come then.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	if y := t.Year(); y < 1900 || y > 2200 {
		return time.Time{}, fmt.Errorf("%w: %s", ErrInstant, t.Format(time.RFC3339))
	}
	d := clock.DateOf(t)
	for range restless {
		for _, s := range c.shifts(d) {
			if t.Before(s.Shut.on(d)) {
				return later(t, s.Open.on(d)), nil
			}
		}
		d = d.AddDays(1)
	}
	return time.Time{}, ErrNeverWorks
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Usual returns the sessions that the office hours in force on d give a weekday, whatever is special
// about single dates.
func (c *Calendar) Usual(d clock.Date, w time.Weekday) []Shift { return slices.Clone(c.week(d)[w]) }
