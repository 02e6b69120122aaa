package term

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// span is a stretch of working time.
type span struct{ from, to time.Time }

func (s span) length() time.Duration { return s.to.Sub(s.from) }

// spans are the sessions of d in which terms run.
func (c *Calendar) spans(d clock.Date) []span {
	var all []span
	for _, s := range c.shifts(d) {
		if !s.ReceptionOnly {
			all = append(all, span{s.Open.on(d), s.Shut.on(d)})
		}
	}
	return all
}

// runHours runs through the sessions, pauses left out, until length has gone by.
func (w *walk) runHours(length time.Duration) error {
	d := clock.DateOf(w.at)
	for range horizon {
		ran, end := w.runOn(d, length)
		w.note(w.hoursOf(d, ran))
		for _, s := range ran {
			length -= s.length()
		}
		if length == 0 {
			w.at = end
			return nil
		}
		d = d.AddDays(1)
	}
	return ErrNeverWorks
}

// runOn is what runs of length on d, and where it stops.
func (w *walk) runOn(d clock.Date, length time.Duration) (ran []span, end time.Time) {
	for _, s := range w.open(d) {
		if s.length() > length {
			s.to = s.from.Add(length)
		}
		if s.length() <= 0 {
			break
		}
		length -= s.length()
		ran, end = append(ran, s), s.to
	}
	return ran, end
}

// open are the stretches of d after the walk's place in which nothing is waited for.
func (w *walk) open(d clock.Date) []span {
	var free []span
	for _, s := range w.cal.spans(d) {
		s.from = later(s.from, w.at)
		for _, wait := range w.waits {
			if wait.to.After(s.from) && wait.from.Before(s.to) {
				if wait.from.After(s.from) {
					free = append(free, span{s.from, wait.from})
				}
				s.from = wait.to
			}
		}
		if s.from.Before(s.to) {
			free = append(free, s)
		}
	}
	return free
}

func (w *walk) hoursOf(d clock.Date, ran []span) Day {
	day := Day{Date: d, Counted: len(ran) > 0}
	var parts []string
	for _, s := range ran {
		day.Time += s.length()
		parts = append(parts, s.from.In(clock.Zone).Format("15:04")+"–"+s.to.In(clock.Zone).Format("15:04"))
	}
	day.Why = w.hoursWhy(d, strings.Join(parts, ", "))
	return day
}

// Add returns the instant at which so many working hours after from have gone by: the term of one
// step of a procedure.
func Add(cal *Calendar, from time.Time, workingHours float64) (time.Time, error) {
	if err := (Term{workingHours, WorkingHour}).Check(); err != nil {
		return time.Time{}, err
	}
	start, err := cal.NextOpen(from)
	if err != nil || workingHours == 0 {
		return start, err
	}
	w := walk{cal: cal, at: start}
	err = w.runHours(hours(workingHours))
	return w.at, err
}

// Sub returns the instant from which so many working hours are left until t: when to warn.
func Sub(cal *Calendar, t time.Time, workingHours float64) (time.Time, error) {
	if err := (Term{workingHours, WorkingHour}).Check(); err != nil {
		return time.Time{}, err
	}
	left := hours(workingHours)
	if left == 0 {
		return t, nil
	}
	d := clock.DateOf(t)
	for range horizon {
		spans := cal.spans(d)
		for i := len(spans) - 1; i >= 0; i-- {
			s := span{spans[i].from, earlier(spans[i].to, t)}
			if s.length() >= left {
				return s.to.Add(-left), nil
			}
			left -= max(s.length(), 0)
		}
		d = d.AddDays(-1)
	}
	return time.Time{}, ErrNeverWorks
}

// WorkingTime is the working time between two instants; negative when to is before from.
func WorkingTime(cal *Calendar, from, to time.Time) time.Duration {
	if to.Before(from) {
		return -WorkingTime(cal, to, from)
	}
	var sum time.Duration
	for d, last := clock.DateOf(from), clock.DateOf(to); d <= last; d = d.AddDays(1) {
		for _, s := range cal.spans(d) {
			sum += max(span{later(s.from, from), earlier(s.to, to)}.length(), 0)
		}
	}
	return sum
}
