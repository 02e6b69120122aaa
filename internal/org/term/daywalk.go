package term

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// horizon is how many dates a walk may pass before the calendar is taken for one that hardly works.
const horizon = 20 * 366

// walk goes along the calendar, leg by leg (the term, then its extensions), and notes each date.
type walk struct {
	cal   *Calendar
	rules Rules
	waits []wait
	at    time.Time // reached so far
	days  []Day
	over  string // the reason of the extension in which it walks; empty in the term itself
}

// leg walks one term on from where the walk stands.
func (w *walk) leg(t Term, sameDay bool, extension string) error {
	w.over = extension
	if t.None() && !sameDay {
		return nil
	}
	if length, ok := t.inHours(w.rules); ok && !sameDay {
		return w.runHours(length)
	}
	base, counted := w.setOut(sameDay)
	if counted {
		return w.closeOn(base)
	}
	switch {
	case sameDay:
		return w.walkDays(base, 1, false)
	case t.Unit == WorkingDay:
		return w.walkDays(base, int(t.Amount), false)
	case t.Unit == CalendarDay:
		return w.walkDays(base, int(t.Amount), true)
	}
	return w.walkDays(base, base.Days(addMonths(base, t.Amount)), true)
}

// arrive notes the dates before the one on which the receipt counts.
func (w *walk) arrive(received time.Time) {
	d, start := clock.DateOf(received), clock.DateOf(w.at)
	if d < start {
		if w.cal.IsWorking(d) {
			w.note(Day{Date: d, Why: Reason{Key: "received-late"}})
		} else {
			w.note(Day{Date: d, Why: Reason{Key: "received-off"}})
		}
		for d = d.AddDays(1); d < start; d = d.AddDays(1) {
			w.note(Day{Date: d, Why: w.off(d)})
		}
	}
}

// setOut finds the day that does not count because the case came in on it: the day of receipt, or
// of the return from a pause that began on that day. A same-day case that came early enough counts
// that very day. law: civil-code/147
func (w *walk) setOut(sameDay bool) (base clock.Date, counted bool) {
	base = clock.DateOf(w.at)
	key := "receipt"
	for {
		wait := w.beganOn(base)
		if wait == nil {
			break
		}
		w.note(Day{Date: base, Why: Reason{Key: key}})
		for d := base.AddDays(1); d < wait.back; d = d.AddDays(1) {
			w.note(Day{Date: d, Why: wait.why()})
		}
		base, w.at, key = wait.back, wait.resumesAt, "resumed"
	}
	if sameDay && w.cal.IsWorking(base) {
		if w.at.Before(w.rules.SameDayUntil.on(base)) {
			w.note(Day{Date: base, Counted: true, Why: Reason{Key: "same-day"}})
			return base, true
		}
		key = "after-cut-off"
	}
	w.note(Day{Date: base, Why: Reason{Key: key, Note: cutOff(key, w.rules)}})
	return base, false
}

// walkDays counts need dates after base, calendar days or working days, and ends at closing time
// of the last one; a last date that is off moves the end on. law: civil-code/148
func (w *walk) walkDays(base clock.Date, need int, calendarDays bool) error {
	d := base
	for range horizon {
		d = d.AddDays(1)
		works := w.cal.IsWorking(d)
		wait := w.waiting(d)
		switch {
		case wait != nil:
			w.note(Day{Date: d, Why: wait.why()})
		case need == 0 && works:
			w.note(Day{Date: d, Why: Reason{Key: "moved-here"}})
			return w.closeOn(d)
		case need == 0:
			w.note(Day{Date: d, Why: w.off(d)})
		case works || calendarDays:
			need--
			w.note(Day{Date: d, Counted: true, Why: w.on(d, works)})
			if need == 0 && works {
				return w.closeOn(d)
			}
		default:
			w.note(Day{Date: d, Why: w.off(d)})
		}
	}
	return ErrNeverWorks
}

func (w *walk) closeOn(d clock.Date) error {
	end, ok := w.cal.Close(d)
	if !ok {
		return ErrNeverWorks
	}
	w.at = end
	return nil
}

func (w *walk) waiting(d clock.Date) *wait {
	for i := range w.waits {
		if w.waits[i].covers(d) {
			return &w.waits[i]
		}
	}
	return nil
}

func (w *walk) beganOn(d clock.Date) *wait {
	for i := range w.waits {
		if w.waits[i].began == d && w.waits[i].covers(d) {
			return &w.waits[i]
		}
	}
	return nil
}

// note adds a date to the explanation. A date on which one leg ends and the next begins stands once.
func (w *walk) note(d Day) {
	n := len(w.days)
	if n == 0 || w.days[n-1].Date != d.Date {
		w.days = append(w.days, d)
		return
	}
	if last := &w.days[n-1]; d.Time > 0 {
		last.Counted = true
		last.Time += d.Time
		last.Why.Note += ", " + d.Why.Note
	}
}

// addMonths goes months on, to the same day of the month or to its last day; half a month is
// fifteen days. law: civil-code/146 civil-code/148
func addMonths(d clock.Date, months float64) clock.Date {
	t := d.At(0)
	n := int(months)
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	day := min(t.Day(), first.AddDate(0, 1, -1).Day())
	end := clock.Date(first.AddDate(0, 0, day-1).Format(time.DateOnly))
	if !whole(months) {
		end = end.AddDays(15)
	}
	return end
}
