package term

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A term over Tết with a request for papers and an extension, as officer and citizen read it.
func TestExplanationGolden(t *testing.T) {
	res := wantDue(t, demoCalendar(t), rules(t), Case{
		Received:   at(t, "2026-02-12 18:20"),
		Term:       Term{5, WorkingDay},
		Pauses:     []Pause{{From: at(t, "2026-02-24 09:00"), To: at(t, "2026-02-26 10:00"), Cause: ForSupplement}},
		Extensions: []Extension{{Term{1, WorkingDay}, "chờ xác minh"}},
	}, "2026-03-04 17:00")
	for _, lang := range text.Langs {
		golden(t, "explanation."+string(lang)+".txt", lines(res, lang))
	}
}

// A term in hours, and one in calendar days that ends on a day off.
func TestShortExplanationsGolden(t *testing.T) {
	var b strings.Builder
	for _, c := range []Case{
		{Received: at(t, "2026-08-21 16:00"), Term: Term{12, WorkingHour}},
		{Received: at(t, "2026-08-26 09:00"), Term: Term{5, CalendarDay}},
		{Received: at(t, "2027-02-04 15:30"), SameDay: true},
	} {
		res, err := Due(demoCalendar(t), rules(t), c)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(lines(res, text.Vi) + "\n")
	}
	golden(t, "short.vi.txt", b.String())
}

func lines(res Result, lang text.Lang) string {
	ctx := text.WithLang(context.Background(), lang)
	var b strings.Builder
	for _, d := range res.Days {
		mark := "   "
		if d.Counted {
			mark = " + "
		}
		fmt.Fprintf(&b, "%s%s%s\n", text.Date(d.Date), mark, d.Why.In(ctx))
	}
	return b.String() + "= " + text.DateTime(ctx, res.Due) + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s\ncame:\n%s\nwanted:\n%s", path, got, want)
	}
}

// Every reason and every standing the engine can give has its words.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": term.") {
			t.Error(m)
		}
	}
	for _, key := range []string{"receipt", "received-late", "received-off", "same-day", "after-cut-off", "working-day", "make-up",
		"make-up-day", "calendar-day-off", "weekend", "closed", "day-off", "holiday", "holiday-expected", "paused", "paused-supplement",
		"paused-payment", "paused-agency", "resumed", "moved-here", "extended", "extended-hours", "hours", "hours-none"} {
		if !text.Has(text.Vi, "term.why."+key) {
			t.Errorf("no words for the reason %q", key)
		}
	}
	for _, s := range []Standing{Early, OnTime, Overdue, Running, NearDue, Waiting, NoTerm} {
		if !text.Has(text.Vi, "term.standing."+string(s)) {
			t.Errorf("no words for the standing %q", s)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	cal := demoCalendar(b)
	c := Case{Received: at(b, "2026-02-12 09:00"), Term: Term{20, WorkingDay}, AsOf: at(b, "2026-02-12 09:00")}
	for b.Loop() {
		if _, err := Due(cal, rules(b), c); err != nil {
			b.Fatal(err)
		}
	}
}
