package term

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// demoCalendar is the calendar of the demonstration.
func demoCalendar(t testing.TB) *Calendar {
	t.Helper()
	f, err := os.Open("../../../demo/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cal, err := Demonstration(f)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// at reads "2026-02-12 09:00" in the country's time.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func rules(t testing.TB) Rules {
	t.Helper()
	r, ok := RulesOf("2022")
	if !ok {
		t.Fatal("no rules of 2022")
	}
	return r
}

func wantDue(t *testing.T, cal *Calendar, r Rules, c Case, want string) Result {
	t.Helper()
	res, err := Due(cal, r, c)
	if err != nil {
		t.Fatalf("due of %+v: %v", c, err)
	}
	if got := res.Due.In(clock.Zone).Format("2006-01-02 15:04"); got != want {
		t.Fatalf("received %s, %v %s: due %s, want %s\n%s", c.Received.In(clock.Zone), c.Term.Amount, c.Term.Unit, got, want, explain(res))
	}
	return res
}

func explain(res Result) string {
	var b strings.Builder
	for _, d := range res.Days {
		mark := "-"
		if d.Counted {
			mark = "+"
		}
		b.WriteString(string(d.Date) + " " + mark + " " + d.Why.In(context.Background()) + "\n")
	}
	return b.String()
}

func TestDue(t *testing.T) {
	cal := demoCalendar(t)
	for name, v := range map[string]struct {
		received string
		term     Term
		want     string
	}{
		"an ordinary week":                        {"2026-01-30 16:00", Term{3, WorkingDay}, "2026-02-04 17:00"},
		"across Tết":                              {"2026-02-12 09:00", Term{5, WorkingDay}, "2026-02-26 17:00"},
		"the make-up Saturday counts":             {"2026-08-21 10:00", Term{1, WorkingDay}, "2026-08-22 17:00"},
		"the days off of 2 September do not":      {"2026-08-28 10:00", Term{1, WorkingDay}, "2026-09-03 17:00"},
		"at night counts from the morning":        {"2026-01-29 21:00", Term{1, WorkingDay}, "2026-02-02 17:00"},
		"before opening is the same day":          {"2026-01-30 06:00", Term{1, WorkingDay}, "2026-02-02 17:00"},
		"at lunch is the same day":                {"2026-01-30 12:00", Term{1, WorkingDay}, "2026-02-02 17:00"},
		"at closing time it is the next day":      {"2026-01-29 17:00", Term{1, WorkingDay}, "2026-02-02 17:00"},
		"a Saturday counts from Monday":           {"2026-01-31 09:00", Term{1, WorkingDay}, "2026-02-03 17:00"},
		"half a day is four hours":                {"2026-02-02 10:00", Term{0.5, WorkingDay}, "2026-02-02 15:30"},
		"half a day over lunch":                   {"2026-02-02 07:30", Term{0.5, WorkingDay}, "2026-02-02 11:30"},
		"a day and a half is twelve hours":        {"2026-02-02 07:30", Term{1.5, WorkingDay}, "2026-02-03 11:30"},
		"hours run over the weekend's edge":       {"2026-01-30 16:00", Term{2, WorkingHour}, "2026-02-02 08:30"},
		"hours received at night":                 {"2026-01-29 21:00", Term{4, WorkingHour}, "2026-01-30 11:30"},
		"twelve hours":                            {"2026-02-02 09:00", Term{12, WorkingHour}, "2026-02-03 14:30"},
		"calendar days":                           {"2026-03-02 09:00", Term{15, CalendarDay}, "2026-03-17 17:00"},
		"calendar days ending on a Sunday":        {"2026-03-02 09:00", Term{6, CalendarDay}, "2026-03-09 17:00"},
		"calendar days ending within Tết":         {"2026-02-06 09:00", Term{10, CalendarDay}, "2026-02-23 17:00"},
		"calendar days ending on make-up day":     {"2026-08-18 09:00", Term{4, CalendarDay}, "2026-08-22 17:00"},
		"a month":                                 {"2026-03-10 09:00", Term{1, Month}, "2026-04-10 17:00"},
		"a month to a shorter one":                {"2025-12-31 09:00", Term{2, Month}, "2026-03-02 17:00"},
		"a month ending on a holiday":             {"2026-03-30 09:00", Term{1, Month}, "2026-05-04 17:00"},
		"half a month is fifteen days":            {"2026-03-02 09:00", Term{0.5, Month}, "2026-03-17 17:00"},
		"the law gives Saturday 22/8 its Monday":  {"2026-08-22 16:00", Term{2, WorkingHour}, "2026-08-24 08:30"},
		"New Year 2023 substitute on Monday":      {"2022-12-30 09:00", Term{1, WorkingDay}, "2023-01-03 17:00"},
		"receipt on the eve of the change of era": {"2025-06-30 16:00", Term{1, WorkingDay}, "2025-07-01 17:00"},
	} {
		t.Run(name, func(t *testing.T) {
			wantDue(t, cal, rules(t), Case{Received: at(t, v.received), Term: v.term}, v.want)
		})
	}
}

func TestRuleSetThatCountsDaysAsHours(t *testing.T) {
	r := rules(t)
	r.DayTerms = AsHours
	wantDue(t, demoCalendar(t), r, Case{Received: at(t, "2026-02-12 09:00"), Term: Term{5, WorkingDay}}, "2026-02-26 09:00")
}

func TestRuleSetThatStartsAtSubmission(t *testing.T) {
	c := Case{Submitted: at(t, "2026-02-02 09:00"), Received: at(t, "2026-02-03 09:00"), Term: Term{1, WorkingDay}}
	r := rules(t)
	wantDue(t, demoCalendar(t), r, c, "2026-02-04 17:00")
	r.StartsAt = AtSubmission
	wantDue(t, demoCalendar(t), r, c, "2026-02-03 17:00")
	c.Submitted = time.Time{} // brought to the counter
	wantDue(t, demoCalendar(t), r, c, "2026-02-04 17:00")
}

func TestSameDayProcedures(t *testing.T) {
	cal := demoCalendar(t)
	for received, want := range map[string]string{
		"2026-02-12 09:00": "2026-02-12 17:00",
		"2026-02-12 14:59": "2026-02-12 17:00",
		"2026-02-12 15:00": "2026-02-13 17:00",
		"2026-02-13 16:00": "2026-02-23 17:00", // the last afternoon before Tết
		"2026-02-12 19:00": "2026-02-13 17:00",
		"2026-02-14 09:00": "2026-02-23 17:00", // a Saturday: on the first working day
	} {
		wantDue(t, cal, rules(t), Case{Received: at(t, received), SameDay: true}, want)
	}
	paused := Case{Received: at(t, "2026-02-10 09:00"), SameDay: true,
		Pauses: []Pause{{From: at(t, "2026-02-10 10:00"), To: at(t, "2026-02-12 16:00")}}}
	wantDue(t, cal, rules(t), paused, "2026-02-13 17:00")
}

func TestTermTheLawDoesNotSet(t *testing.T) {
	res, err := Due(demoCalendar(t), rules(t), Case{Received: at(t, "2026-03-01 10:00")})
	if err != nil || !res.Due.IsZero() || !res.Start.Equal(at(t, "2026-03-02 07:30")) {
		t.Errorf("got %+v, %v; want a start and no due date", res, err)
	}
}

func TestTermsThatCannotBe(t *testing.T) {
	cal := demoCalendar(t)
	for _, bad := range []Term{{1, "week"}, {1, ""}, {-1, WorkingDay}, {0.5, CalendarDay}, {0.3, Month}, {math.NaN(), WorkingHour}, {math.Inf(1), WorkingDay}, {2601, WorkingDay}} {
		if _, err := Due(cal, rules(t), Case{Received: at(t, "2026-03-02 10:00"), Term: bad}); err == nil {
			t.Errorf("a term of %v %s was counted", bad.Amount, bad.Unit)
		}
	}
}

func TestCalendarsThatNeverWork(t *testing.T) {
	reception, err := NewCalendar([]Period{{Shifts: []Shift{{Weekday: time.Saturday, Open: 480, Shut: 600, ReceptionOnly: true}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	empty, err := NewCalendar(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ended, err := NewCalendar([]Period{{Until: "2026-03-03", Shifts: OfficeHours().Shifts}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cal := range []*Calendar{reception, empty, ended} {
		for _, u := range Units {
			_, err := Due(cal, rules(t), Case{Received: at(t, "2026-03-02 10:00"), Term: Term{60, u}})
			if !errors.Is(err, ErrNeverWorks) {
				t.Errorf("60 %s on a calendar that never works: %v", u, err)
			}
		}
		if _, err := Add(cal, at(t, "2026-03-02 10:00"), 100); !errors.Is(err, ErrNeverWorks) {
			t.Errorf("Add on a calendar that never works: %v", err)
		}
	}
	if _, err := Sub(empty, at(t, "2026-03-02 10:00"), 1); !errors.Is(err, ErrNeverWorks) {
		t.Errorf("Sub on a calendar that never works: %v", err)
	}
}

func TestInstantsThatCannotBe(t *testing.T) {
	cal := demoCalendar(t)
	for _, bad := range []time.Time{{}, time.Date(9999, 12, 31, 23, 0, 0, 0, clock.Zone), time.Date(1, 1, 1, 0, 0, 0, 0, clock.Zone)} {
		if _, err := Due(cal, rules(t), Case{Received: bad, Term: Term{5, WorkingDay}}); !errors.Is(err, ErrInstant) {
			t.Errorf("received %s: %v", bad, err)
		}
		paused := Case{Received: at(t, "2026-03-02 10:00"), Term: Term{5, WorkingDay}, Pauses: []Pause{{From: at(t, "2026-03-03 10:00"), To: bad}}}
		if _, err := Due(cal, rules(t), paused); err != nil && !errors.Is(err, ErrInstant) {
			t.Errorf("paused until %s: %v", bad, err)
		}
		if _, err := Add(cal, bad, 8); !errors.Is(err, ErrInstant) {
			t.Errorf("8 hours after %s: %v", bad, err)
		}
	}
}

func TestRulesByDateOfReceipt(t *testing.T) {
	for d, era := range map[clock.Date]string{"2012-01-01": "2022", "2023-05-05": "2022", "2025-06-30": "2022", "2025-07-01": "2025", "2030-01-01": "2025"} {
		if got := RulesOn(d).Era; got != era {
			t.Errorf("rules on %s are of %s, want %s", d, got, era)
		}
	}
}

func TestJudge(t *testing.T) {
	r := rules(t)
	res := Result{FirstDue: at(t, "2026-03-09 17:00"), Due: at(t, "2026-03-12 17:00"), WarnAt: at(t, "2026-03-11 17:00")}
	r.ExtendedIsOverdue = false
	for end, want := range map[string]Standing{"2026-03-11 23:59": Early, "2026-03-12 08:00": OnTime, "2026-03-12 17:00": OnTime, "2026-03-12 17:01": Overdue} {
		if got := r.Judge(res, at(t, end), 1); got != want {
			t.Errorf("ended %s: %s, want %s", end, got, want)
		}
	}
	if got := r.Judge(res, at(t, "2026-03-10 08:00"), 2); got != Overdue {
		t.Errorf("two requests for supplements: %s, want overdue", got)
	}
	r.ExtendedIsOverdue = true
	if got := r.Judge(res, at(t, "2026-03-10 08:00"), 0); got != Overdue {
		t.Errorf("ended after the first date: %s, want overdue", got)
	}
	for now, want := range map[string]Standing{"2026-03-11 16:59": Running, "2026-03-11 17:00": NearDue, "2026-03-12 17:00": NearDue, "2026-03-12 17:01": Overdue} {
		if got := r.Watch(res, at(t, now)); got != want {
			t.Errorf("running at %s: %s, want %s", now, got, want)
		}
	}
}

func TestTermInWords(t *testing.T) {
	vi, en := context.Background(), text.WithLang(context.Background(), text.En)
	for _, v := range []struct {
		term   Term
		vi, en string
	}{
		{Term{5, WorkingDay}, "05 ngày làm việc", "5 working days"},
		{Term{1, WorkingDay}, "01 ngày làm việc", "1 working day"},
		{Term{0.5, WorkingDay}, "0,5 ngày làm việc", "0.5 working days"},
		{Term{15, CalendarDay}, "15 ngày", "15 days"},
		{Term{}, "Không quy định thời hạn", "No term set by law"},
	} {
		if a, b := v.term.In(vi), v.term.In(en); a != v.vi || b != v.en {
			t.Errorf("%+v reads %q and %q, want %q and %q", v.term, a, b, v.vi, v.en)
		}
	}
}
