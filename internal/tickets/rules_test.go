package tickets

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

const day = clock.Date("2023-08-10") // a Thursday

func at(hour, minute int) time.Time {
	return clock.Whole(day.At(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute))
}

func offices(t *testing.T, days ...term.SpecialDay) *term.Calendar {
	t.Helper()
	cal, err := term.NewCalendar([]term.Period{term.OfficeHours()}, days)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestWhoIsCalledNext(t *testing.T) {
	ordinary := func(n int, taken time.Time) Ticket { return Ticket{ID: "n", Letter: "A", Number: n, TakenAt: taken} }
	first, second, third := ordinary(1, at(8, 0)), ordinary(2, at(8, 5)), ordinary(3, at(8, 10))
	old := Ticket{Letter: "A", Number: 4, TakenAt: at(8, 30), Priority: Elderly}
	older := Ticket{Letter: "A", Number: 5, TakenAt: at(8, 40), Priority: Pregnant}
	slot := Ticket{Letter: "A", Number: 6, TakenAt: at(8, 50), SlotAt: at(9, 0)}
	all := []Ticket{first, second, third, old, older, slot}
	for _, c := range []struct {
		name          string
		order         Order
		afterPriority bool
		now           time.Time
		want          []int
	}{
		{"priority first, then slots that have begun, then numbers", PriorityFirst, false, at(9, 0), []int{4, 5, 6, 1, 2, 3}},
		{"a slot that has not begun waits like a number taken then", PriorityFirst, false, at(8, 55), []int{4, 5, 1, 2, 3, 6}},
		{"turn about begins with priority", TurnAbout, false, at(9, 0), []int{4, 6, 5, 1, 2, 3}},
		{"turn about goes on with one without", TurnAbout, true, at(9, 0), []int{6, 4, 1, 5, 2, 3}},
		{"by number nobody overtakes but a slot", ByNumber, false, at(9, 0), []int{6, 1, 2, 3, 4, 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []int
			for _, x := range sequence(all, c.order, c.afterPriority, c.now) {
				got = append(got, x.Number)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("called %v, want %v", got, c.want)
			}
		})
	}
}

func TestNobodyIsLostInTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waiting := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Ticket {
			return Ticket{Number: rapid.IntRange(1, 999).Draw(t, "number"), TakenAt: at(8, rapid.IntRange(0, 59).Draw(t, "minute")),
				Priority: rapid.SampledFrom([]Priority{"", Elderly}).Draw(t, "priority")}
		})).Draw(t, "waiting")
		order := rapid.SampledFrom(Orders).Draw(t, "order")
		line := sequence(waiting, order, rapid.Bool().Draw(t, "after"), at(9, 0))
		count := map[int]int{}
		for _, x := range waiting {
			count[x.Number]++
		}
		for _, x := range line {
			count[x.Number]--
		}
		for n, left := range count {
			if left != 0 {
				t.Fatalf("number %d: %d more went in than came out", n, left)
			}
		}
	})
}

func TestNumbersAreGivenWhileTheOfficeIsOpenAndShortlyBefore(t *testing.T) {
	cal := offices(t)
	for _, c := range []struct {
		hour, minute int
		want         bool
	}{{6, 59, false}, {7, 0, true}, {9, 0, true}, {11, 29, true}, {12, 0, false}, {13, 5, true}, {16, 59, true}, {17, 0, false}, {22, 0, false}} {
		if got := gives(cal, at(c.hour, c.minute)); got != c.want {
			t.Errorf("at %02d:%02d numbers are given = %v, want %v", c.hour, c.minute, got, c.want)
		}
	}
	if off := offices(t, term.SpecialDay{Date: day, Kind: term.Off}); gives(off, at(9, 0)) {
		t.Error("numbers are given on a day off")
	}
}

func TestSlotsLieInOfficeHours(t *testing.T) {
	cal := offices(t)
	slots := daySlots(cal, Slots{Minutes: 30}, day)
	if len(slots) == 0 || !slots[0].Equal(at(7, 30)) {
		t.Fatalf("slots begin %v, want 07:30 first", slots)
	}
	for _, s := range slots {
		for m := range 30 {
			if !cal.OpenAt(s.Add(time.Duration(m) * time.Minute)) {
				t.Errorf("the slot of %s runs over hours that are shut", s.In(clock.Zone).Format("15:04"))
				break
			}
		}
	}
	if n := len(daySlots(cal, Slots{Minutes: 30}, "2023-08-12")); n != 0 {
		t.Errorf("a Saturday has %d slots", n)
	}
	if n := len(daySlots(offices(t, term.SpecialDay{Date: day, Kind: term.Off}), Slots{Minutes: 30}, day)); n != 0 {
		t.Errorf("a day off has %d slots", n)
	}
	days := bookableDays(cal, Slots{Minutes: 30, Ahead: 7}, at(16, 45))
	if want := []clock.Date{"2023-08-11", "2023-08-14", "2023-08-15", "2023-08-16", "2023-08-17"}; !slices.Equal(days, want) {
		t.Errorf("days that can be booked late on Thursday: %v, want %v", days, want)
	}
}

func TestADayIsOverTwoHoursAfterItsLastSession(t *testing.T) {
	cal := offices(t)
	for _, c := range []struct {
		day  clock.Date
		now  time.Time
		want bool
	}{{day, at(12, 0), false}, {day, at(18, 59), false}, {day, at(19, 0), true}, {day, at(24, 0), true}, {"2023-08-11", at(19, 0), false},
		{"2023-08-12", at(60, 0), false}, {"2023-08-12", at(72, 0), true}} {
		if got := over(cal, c.day, c.now); got != c.want {
			t.Errorf("%s is over at %s = %v, want %v", c.day, c.now.In(clock.Zone), got, c.want)
		}
	}
}

func TestTimesAreMeasuredFromEvents(t *testing.T) {
	e := func(do Action, hour, minute int) Event { return Event{Kind: string(do), At: at(hour, minute)} }
	for _, c := range []struct {
		name   string
		t      Ticket
		events []Event
		want   measured
	}{
		{"called, served, done", Ticket{TakenAt: at(8, 0)}, []Event{e(Take, 8, 0), e(Call, 8, 12), e(Start, 8, 13), e(Finish, 8, 20)},
			measured{Wait: 12 * time.Minute, Service: 7 * time.Minute, Called: true, Served: true}},
		{"two windows count together", Ticket{TakenAt: at(8, 0)}, []Event{e(Take, 8, 0), e(Call, 8, 10), e(Start, 8, 10), e(Transfer, 8, 15),
			e(Call, 8, 30), e(Start, 8, 31), e(Finish, 8, 35)}, measured{Wait: 10 * time.Minute, Service: 9 * time.Minute, Called: true, Served: true}},
		{"who comes early for a slot waits from the slot on", Ticket{TakenAt: at(8, 0), SlotAt: at(9, 0)}, []Event{e(Take, 8, 0), e(Call, 9, 4)},
			measured{Wait: 4 * time.Minute, Called: true}},
		{"nobody came", Ticket{TakenAt: at(8, 0)}, []Event{e(Take, 8, 0), e(Call, 8, 10), e(Miss, 8, 13)},
			measured{Wait: 10 * time.Minute, Called: true, Missed: true}},
		{"missed, and came after all", Ticket{TakenAt: at(8, 0)}, []Event{e(Call, 8, 10), e(Miss, 8, 13), e(Return, 8, 20), e(Call, 8, 21), e(Start, 8, 21), e(Finish, 8, 25)},
			measured{Wait: 10 * time.Minute, Service: 4 * time.Minute, Called: true, Served: true}},
		{"the day's end is no service time", Ticket{TakenAt: at(8, 0), State: Done}, []Event{e(Call, 8, 10), e(Start, 8, 11), e(Close, 19, 0)},
			measured{Wait: 10 * time.Minute, Called: true}},
		{"waited until the end", Ticket{TakenAt: at(8, 0), State: Left}, []Event{e(Take, 8, 0), e(Close, 19, 0)}, measured{Left: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := measure(c.t, c.events); got != c.want {
				t.Errorf("measured %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestQuantilesAreValuesThatWereMeasured(t *testing.T) {
	var ten []time.Duration
	for n := range 10 {
		ten = append(ten, time.Duration(10-n)*time.Minute)
	}
	for _, c := range []struct {
		values []time.Duration
		share  float64
		want   time.Duration
	}{{ten, 0.5, 5 * time.Minute}, {ten, 0.9, 9 * time.Minute}, {ten[:1], 0.9, 10 * time.Minute}, {nil, 0.5, 0}, {ten[:2], 0.5, 9 * time.Minute}} {
		if got := quantile(c.values, c.share); got != c.want {
			t.Errorf("quantile(%v, %v) = %v, want %v", c.values, c.share, got, c.want)
		}
	}
}

func TestEstimatesAreInStepsOfFiveMinutes(t *testing.T) {
	for _, c := range []struct {
		before, windows int
		service, want   time.Duration
	}{{0, 1, 7 * time.Minute, 0}, {1, 1, 7 * time.Minute, 10 * time.Minute}, {4, 2, 5 * time.Minute, 10 * time.Minute}, {3, 0, 4 * time.Minute, 15 * time.Minute}} {
		if got := estimate(c.before, c.windows, c.service); got != c.want {
			t.Errorf("%d before, %d windows, %v each: %v, want %v", c.before, c.windows, c.service, got, c.want)
		}
	}
}
