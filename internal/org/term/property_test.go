package term

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// instants of three years that hold all kinds of special days.
var instants = rapid.Custom(func(t *rapid.T) time.Time {
	minute := rapid.IntRange(0, 3*365*24*60).Draw(t, "minute")
	return clock.Date("2024-01-01").At(time.Duration(minute) * time.Minute)
})

func drawTerm(t *rapid.T) Term {
	switch u := rapid.SampledFrom(Units).Draw(t, "unit"); u {
	case WorkingHour:
		return Term{float64(rapid.IntRange(1, 400).Draw(t, "half hours")) / 2, u}
	case Month:
		return Term{float64(rapid.IntRange(1, 12).Draw(t, "half months")) / 2, u}
	default:
		return Term{float64(rapid.IntRange(1, 60).Draw(t, "days")), u}
	}
}

func drawPauses(t *rapid.T, from time.Time) []Pause {
	var pauses []Pause
	for range rapid.IntRange(0, 3).Draw(t, "pauses") {
		a := from.Add(time.Duration(rapid.IntRange(-600, 30*24*60).Draw(t, "paused after")) * time.Minute)
		b := a.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "paused for")) * time.Minute)
		pauses = append(pauses, Pause{From: a, To: b})
	}
	return pauses
}

func drawCase(t *rapid.T) Case {
	c := Case{Received: instants.Draw(t, "received"), Term: drawTerm(t)}
	c.Pauses = drawPauses(t, c.Received)
	return c
}

func mustDue(t *rapid.T, cal *Calendar, r Rules, c Case) Result {
	res, err := Due(cal, r, c)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	return res
}

func TestALongerTermIsNotDueEarlier(t *testing.T) {
	cal, r := demoCalendar(t), rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		short := mustDue(t, cal, r, c)
		c.Term.Amount += float64(rapid.IntRange(1, 10).Draw(t, "more"))
		if long := mustDue(t, cal, r, c); long.Due.Before(short.Due) {
			t.Fatalf("due %s, with a longer term %s", short.Due, long.Due)
		}
	})
}

func TestALaterReceiptIsNotDueEarlier(t *testing.T) {
	cal, r := demoCalendar(t), rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		c.Pauses = nil
		first := mustDue(t, cal, r, c)
		c.Received = c.Received.Add(time.Duration(rapid.IntRange(0, 10000).Draw(t, "later")) * time.Minute)
		if second := mustDue(t, cal, r, c); second.Due.Before(first.Due) {
			t.Fatalf("due %s, received later %s", first.Due, second.Due)
		}
	})
}

func TestDayTermsEndWhenAWorkingDayCloses(t *testing.T) {
	cal, r := demoCalendar(t), rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		res := mustDue(t, cal, r, c)
		d := clock.DateOf(res.Due)
		if end, ok := cal.Close(d); !ok || (c.Term.Unit != WorkingHour && !end.Equal(res.Due)) {
			t.Fatalf("%v %s is due %s, which is no closing time", c.Term.Amount, c.Term.Unit, res.Due)
		}
		if !res.Due.After(res.Start) {
			t.Fatalf("due %s, not after the start %s", res.Due, res.Start)
		}
	})
}

// A pause from any instant within the term, of k whole working days of working time, moves the due
// date by k working days: no more, no less.
func TestAPauseMovesTheDueDateByItsWorkingDays(t *testing.T) {
	cal, r := demoCalendar(t), rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := Case{Received: instants.Draw(t, "received"), Term: Term{float64(rapid.IntRange(1, 30).Draw(t, "days")), WorkingDay}}
		before := mustDue(t, cal, r, c)
		share := rapid.Float64Range(0, 0.999).Draw(t, "share of the term")
		from := before.Start.Add(time.Duration(share * float64(before.Due.Sub(before.Start))))
		k := rapid.IntRange(0, 15).Draw(t, "working days of pause")
		to, err := Add(cal, from, float64(8*k))
		if err != nil {
			t.Fatal(err)
		}
		c.Pauses = []Pause{{From: from, To: to}}
		after := mustDue(t, cal, r, c)
		if moved := WorkingTime(cal, before.Due, after.Due); moved != time.Duration(8*k)*time.Hour {
			t.Fatalf("paused %s to %s, %d days: due %s became %s", from.In(clock.Zone), to.In(clock.Zone), k, before.Due, after.Due)
		}
	})
}

func TestTheExplanationAddsUp(t *testing.T) {
	cal, r := demoCalendar(t), rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		res := mustDue(t, cal, r, c)
		counted, ran := 0, time.Duration(0)
		for i, d := range res.Days {
			if i > 0 && d.Date != res.Days[i-1].Date.AddDays(1) {
				t.Fatalf("after %s comes %s", res.Days[i-1].Date, d.Date)
			}
			if d.Counted {
				counted++
			}
			ran += d.Time
		}
		if first := res.Days[0].Date; first != clock.DateOf(c.Received) {
			t.Fatalf("the explanation begins on %s", first)
		}
		if last := res.Days[len(res.Days)-1].Date; last != clock.DateOf(res.Due) {
			t.Fatalf("the explanation ends on %s, due %s", last, res.Due)
		}
		switch c.Term.Unit {
		case WorkingHour:
			if ran != hours(c.Term.Amount) {
				t.Fatalf("%v hours are explained as %v", c.Term.Amount, ran)
			}
		case WorkingDay, CalendarDay:
			if counted != int(c.Term.Amount) {
				t.Fatalf("%v days are explained as %d", c.Term.Amount, counted)
			}
		}
	})
}

// The engine's hours against a count minute by minute.
func TestHoursAgreeWithCountingMinutes(t *testing.T) {
	cal := demoCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		from := instants.Draw(t, "from")
		amount := float64(rapid.IntRange(1, 20).Draw(t, "hours"))
		got, err := Add(cal, from, amount)
		if err != nil {
			t.Fatal(err)
		}
		m := from
		for left := int(amount * 60); left > 0; m = m.Add(time.Minute) {
			if cal.OpenAt(m) {
				left--
			}
		}
		if !got.Equal(m) {
			t.Fatalf("%v hours after %s: %s, by the minute %s", amount, from, got, m)
		}
		if worked := WorkingTime(cal, from, got); worked != hours(amount) {
			t.Fatalf("%v hours after %s it is %s, but %v were worked", amount, from, got, worked)
		}
		if back, err := Sub(cal, got, amount); err != nil || WorkingTime(cal, back, got) != hours(amount) {
			t.Fatalf("%v hours before %s: %s, %v", amount, got, back, err)
		}
	})
}

func TestWorkingTimeAddsUp(t *testing.T) {
	cal := demoCalendar(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := instants.Draw(t, "a"), instants.Draw(t, "b"), instants.Draw(t, "c")
		if WorkingTime(cal, a, b)+WorkingTime(cal, b, c) != WorkingTime(cal, a, c) {
			t.Fatalf("%s to %s to %s does not add up", a, b, c)
		}
	})
}
