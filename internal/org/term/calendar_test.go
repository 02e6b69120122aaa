package term

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestOfficeHoursOfADay(t *testing.T) {
	cal := demoCalendar(t)
	for s, want := range map[string]bool{
		"2026-03-02 07:29": false, "2026-03-02 07:30": true, "2026-03-02 11:30": false, "2026-03-02 13:00": true,
		"2026-03-02 16:59": true, "2026-03-02 17:00": false, "2026-03-01 09:00": false,
		"2026-08-22 09:00": true, "2026-02-17 09:00": false,
	} {
		if got := cal.OpenAt(at(t, s)); got != want {
			t.Errorf("open at %s: %v", s, got)
		}
	}
	if end, ok := cal.Close("2026-08-22"); !ok || !end.Equal(at(t, "2026-08-22 17:00")) {
		t.Errorf("the make-up Saturday closes at %v, %v", end, ok)
	}
	if _, ok := cal.Close("2026-02-17"); ok {
		t.Error("the first day of Tết closes at some time")
	}
}

func TestOfficeHoursByPeriod(t *testing.T) {
	summer := Period{From: "2026-04-16", Until: "2026-10-15", Shifts: []Shift{{Weekday: time.Monday, Open: 420, Shut: 660}, {Weekday: time.Monday, Open: 810, Shut: 1020}}}
	cal, err := NewCalendar([]Period{OfficeHours(), summer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !cal.OpenAt(at(t, "2026-06-01 07:00")) || cal.OpenAt(at(t, "2026-03-02 07:00")) || cal.IsWorking("2026-06-02") {
		t.Error("the summer's office hours do not hold in the summer alone")
	}
}

func TestReceptionOnlySaturday(t *testing.T) {
	p := OfficeHours()
	p.Shifts = append(p.Shifts, Shift{Weekday: time.Saturday, Open: 450, Shut: 690, ReceptionOnly: true})
	cal, err := NewCalendar([]Period{p}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantDue(t, cal, rules(t), Case{Received: at(t, "2026-03-07 09:00"), Term: Term{1, WorkingDay}}, "2026-03-09 17:00")
	wantDue(t, cal, rules(t), Case{Received: at(t, "2026-03-07 09:00"), Term: Term{2, WorkingHour}}, "2026-03-09 09:30")
	wantDue(t, cal, rules(t), Case{Received: at(t, "2026-03-07 09:00"), SameDay: true}, "2026-03-09 17:00")
}

func TestCalendarsThatCannotBe(t *testing.T) {
	day := SpecialDay{Date: "2026-03-02", Kind: Off}
	for name, v := range map[string]struct {
		periods []Period
		days    []SpecialDay
	}{
		"sessions overlap":     {[]Period{{Shifts: []Shift{{Weekday: 1, Open: 1, Shut: 3}, {Weekday: 1, Open: 2, Shut: 4}}}}, nil},
		"empty session":        {[]Period{{Shifts: []Shift{{Weekday: 1, Open: 3, Shut: 3}}}}, nil},
		"beyond midnight":      {[]Period{{Shifts: []Shift{{Weekday: 1, Open: 3, Shut: 1441}}}}, nil},
		"no such weekday":      {[]Period{{Shifts: []Shift{{Weekday: 7, Open: 3, Shut: 4}}}}, nil},
		"ends before it began": {[]Period{{From: "2026-02-01", Until: "2026-01-01"}}, nil},
		"a day twice":          {nil, []SpecialDay{day, day}},
		"no such day":          {nil, []SpecialDay{{Date: "2026-02-30", Kind: Off}}},
		"no such kind":         {nil, []SpecialDay{{Date: "2026-02-20", Kind: "maybe"}}},
	} {
		if _, err := NewCalendar(v.periods, v.days); err == nil {
			t.Errorf("%s: the calendar was taken", name)
		}
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	a := demoCalendar(t)
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var b Calendar
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(err)
	}
	if a.Version() != b.Version() || len(a.Version()) != 16 {
		t.Errorf("read back, version %s became %s", a.Version(), b.Version())
	}
	c, err := NewCalendar(a.Periods(), append(a.SpecialDays(), SpecialDay{Date: "2026-12-24", Kind: Off}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Version() == a.Version() {
		t.Error("a holiday more, and the version is the same")
	}
}

func TestHolidaysOfTheYears(t *testing.T) {
	cal := demoCalendar(t)
	off, makeUp := map[int]int{}, []clock.Date{}
	for _, d := range cal.SpecialDays() {
		if d.Kind == Off {
			off[d.Date.Year()]++
		} else {
			makeUp = append(makeUp, d.Date)
		}
	}
	if off[2022] != 11 || off[2026] != 14 || off[2030] != 12 {
		t.Errorf("closures by year: %v", off)
	}
	if len(makeUp) != 4 || makeUp[3] != "2026-08-22" {
		t.Errorf("make-up days: %v", makeUp)
	}
	if d, _ := cal.Special("2030-02-04"); d.Name != "Tết Nguyên đán" || !d.Expected {
		t.Errorf("4 February 2030 is %+v, want an expected Tết", d)
	}
}

func TestHolidayFileSaysWhereItIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		`{"years":[{"year":2026,"weekday_closures":["2026-01-01","2026-13-01"]}]}`:                "year 2026, weekday_closures[1]",
		`{"years":[{"year":2026,"weekday_closures":["2025-01-01"]}]}`:                             "another year",
		`{"years":[{"year":2026,"weekday_closures":["2026-01-01"],"make_up_working_days":[{}]}]}`: "make_up_working_days[0]",
		`{}`: "no years",
		`[`:  "list of holidays",
	} {
		if _, err := ReadHolidays(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("reading %s: %v, want %q in it", in, err, want)
		}
	}
}

func FuzzReadHolidays(f *testing.F) {
	f.Add(`{"years":[{"year":2026,"weekday_closures":["2026-01-01"],"make_up_working_days":[{"date":"2026-01-10","replaces":"2026-01-01"}]}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		if list, err := ReadHolidays(strings.NewReader(in)); err == nil {
			for _, h := range list {
				if _, err := clock.ParseDate(string(h.Date)); err != nil {
					t.Errorf("%q gave the date %q", in, h.Date)
				}
			}
		}
	})
}

func FuzzParseMinute(f *testing.F) {
	f.Add("07:30")
	f.Fuzz(func(t *testing.T, in string) {
		if m, err := ParseMinute(in); err == nil && m.String() != in {
			t.Errorf("%q was read as %s", in, m)
		}
	})
}
