package tickets

import (
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// early is how long before a session opens numbers are given: people stand at the door by then.
const early = 30 * time.Minute

// late is how long after the last session numbers wait on before the program closes the day.
const late = 2 * time.Hour

// gives tells whether numbers are given at now: while the office is open, and shortly before.
func gives(cal *term.Calendar, now time.Time) bool {
	return cal.OpenAt(now) || cal.OpenAt(now.Add(early))
}

// daySlots are the beginnings of the slots of a day, each wholly within a session. A day off has none.
func daySlots(cal *term.Calendar, s Slots, day clock.Date) []time.Time {
	if s.Minutes <= 0 {
		return nil
	}
	length := time.Duration(s.Minutes) * time.Minute
	var out []time.Time
	t := day.At(0)
	for {
		open, err := cal.NextOpen(t)
		if err != nil || clock.DateOf(open) != day {
			return out
		}
		if !within(cal, open, length) {
			t = open.Add(length)
			continue
		}
		out = append(out, clock.Whole(open))
		t = open.Add(length)
	}
}

// within tells whether the office is open all through the slot.
func within(cal *term.Calendar, at time.Time, length time.Duration) bool {
	for step := time.Duration(0); step < length; step += time.Minute {
		if !cal.OpenAt(at.Add(step)) {
			return false
		}
	}
	return true
}

// bookableDays are the days from today on, within reach, that have slots.
func bookableDays(cal *term.Calendar, s Slots, now time.Time) []clock.Date {
	var out []clock.Date
	today := clock.DateOf(now)
	for n := range s.Ahead + 1 {
		day := today.AddDays(n)
		for _, at := range daySlots(cal, s, day) {
			if at.After(now) {
				out = append(out, day)
				break
			}
		}
	}
	return out
}

// over tells whether the program may close the day: it is past, or its last session ended long ago.
func over(cal *term.Calendar, day clock.Date, now time.Time) bool {
	if today := clock.DateOf(now); day != today {
		return day < today
	}
	next, err := cal.NextOpen(now)
	shut, works := cal.Close(day)
	return err == nil && works && clock.DateOf(next) != day && !now.Before(shut.Add(late))
}
