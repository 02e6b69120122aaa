package term

import (
	"testing"
	"time"
)

func TestPauses(t *testing.T) {
	cal := demoCalendar(t)
	mon := at(t, "2026-03-02 10:00") // 5 working days: Monday 9 March
	for name, v := range map[string]struct {
		pauses []Pause
		want   string
	}{
		"within a day moves nothing":            {[]Pause{{From: at(t, "2026-03-04 09:00"), To: at(t, "2026-03-04 16:00")}}, "2026-03-09 17:00"},
		"Wednesday to Friday moves two days":    {[]Pause{{From: at(t, "2026-03-04 09:00"), To: at(t, "2026-03-06 09:00")}}, "2026-03-11 17:00"},
		"over the weekend only moves nothing":   {[]Pause{{From: at(t, "2026-03-06 18:00"), To: at(t, "2026-03-08 09:00")}}, "2026-03-09 17:00"},
		"two pauses add up":                     {[]Pause{{From: at(t, "2026-03-03 09:00"), To: at(t, "2026-03-04 09:00")}, {From: at(t, "2026-03-05 09:00"), To: at(t, "2026-03-06 09:00")}}, "2026-03-11 17:00"},
		"overlapping pauses count once":         {[]Pause{{From: at(t, "2026-03-03 09:00"), To: at(t, "2026-03-05 09:00")}, {From: at(t, "2026-03-04 09:00"), To: at(t, "2026-03-06 09:00")}}, "2026-03-12 17:00"},
		"pauses that touch count as one":        {[]Pause{{From: at(t, "2026-03-03 09:00"), To: at(t, "2026-03-04 09:00")}, {From: at(t, "2026-03-04 09:00"), To: at(t, "2026-03-05 09:00")}}, "2026-03-11 17:00"},
		"on the day of receipt":                 {[]Pause{{From: at(t, "2026-03-02 11:00"), To: at(t, "2026-03-04 09:00")}}, "2026-03-11 17:00"},
		"on the last day":                       {[]Pause{{From: at(t, "2026-03-09 10:00"), To: at(t, "2026-03-11 09:00")}}, "2026-03-11 17:00"},
		"after the term it cannot help":         {[]Pause{{From: at(t, "2026-03-10 10:00"), To: at(t, "2026-03-20 09:00")}}, "2026-03-09 17:00"},
		"before the receipt it does not matter": {[]Pause{{From: at(t, "2026-02-24 10:00"), To: at(t, "2026-03-02 09:00")}}, "2026-03-09 17:00"},
		"back in the evening is the next day":   {[]Pause{{From: at(t, "2026-03-04 09:00"), To: at(t, "2026-03-05 20:00")}}, "2026-03-11 17:00"},
	} {
		t.Run(name, func(t *testing.T) {
			wantDue(t, cal, rules(t), Case{Received: mon, Term: Term{5, WorkingDay}, Pauses: v.pauses}, v.want)
		})
	}
	t.Run("hours go on where they stopped", func(t *testing.T) {
		wantDue(t, cal, rules(t), Case{Received: mon, Term: Term{8, WorkingHour},
			Pauses: []Pause{{From: at(t, "2026-03-02 11:00"), To: at(t, "2026-03-03 14:00")}}}, "2026-03-04 11:30")
	})
	t.Run("a calendar term whose moved end is paused", func(t *testing.T) { // ends Sunday 8, moved to Monday 9
		wantDue(t, cal, rules(t), Case{Received: mon, Term: Term{6, CalendarDay},
			Pauses: []Pause{{From: at(t, "2026-03-09 10:00"), To: at(t, "2026-03-11 10:00")}}}, "2026-03-11 17:00")
	})
}

func TestOpenPause(t *testing.T) {
	cal := demoCalendar(t)
	c := Case{Received: at(t, "2026-03-02 10:00"), Term: Term{5, WorkingDay},
		Pauses: []Pause{{From: at(t, "2026-03-04 09:00"), Cause: ForSupplement}}}
	c.AsOf = at(t, "2026-03-06 09:00")
	first := wantDue(t, cal, rules(t), c, "2026-03-11 17:00")
	c.AsOf = at(t, "2026-03-13 09:00")
	second := wantDue(t, cal, rules(t), c, "2026-03-18 17:00")
	if !first.Paused || first.Left != second.Left || first.Left != 30*time.Hour+30*time.Minute {
		t.Errorf("while paused %v then %v were left, want 30h30m both times", first.Left, second.Left)
	}
	if s := rules(t).Watch(second, c.AsOf); s != Waiting {
		t.Errorf("standing %s, want %s", s, Waiting)
	}
}

func TestExtensions(t *testing.T) {
	cal := demoCalendar(t)
	c := Case{Received: at(t, "2026-03-02 10:00"), Term: Term{5, WorkingDay},
		Extensions: []Extension{{Term{3, WorkingDay}, "Chờ kết quả đo đạc"}}}
	res := wantDue(t, cal, rules(t), c, "2026-03-12 17:00")
	if !res.FirstDue.Equal(at(t, "2026-03-09 17:00")) {
		t.Errorf("first date %s, want it kept at 2026-03-09 17:00", res.FirstDue)
	}
	if last := res.Days[len(res.Days)-1].Why; last.Key != "extended" || last.Note != "Chờ kết quả đo đạc" {
		t.Errorf("the last day is explained by %+v, want the reason of the extension", last)
	}
	c.Pauses = []Pause{{From: at(t, "2026-03-10 09:00"), To: at(t, "2026-03-11 09:00")}}
	wantDue(t, cal, rules(t), c, "2026-03-13 17:00")
	c = Case{Received: at(t, "2026-03-02 10:00"), Term: Term{4, WorkingHour}, Extensions: []Extension{{Term{2, WorkingHour}, "x"}, {Term{1, WorkingDay}, "y"}}}
	res = wantDue(t, cal, rules(t), c, "2026-03-04 17:00")
	if n := len(res.Days); n != 3 {
		t.Errorf("three dates are explained in %d lines:\n%s", n, explain(res))
	}
}
