package clock

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestADayIsTheCountrysDay(t *testing.T) {
	late := time.Date(2026, 2, 11, 18, 30, 0, 0, time.UTC) // 01:30 on the 12th in the country
	if got := DateOf(late); got != "2026-02-12" {
		t.Errorf("DateOf(%s) = %s, want 2026-02-12", late, got)
	}
	if got := Date("2026-02-12").At(7*time.Hour + 30*time.Minute); !got.Equal(time.Date(2026, 2, 12, 0, 30, 0, 0, time.UTC)) {
		t.Errorf("half past seven on 2026-02-12 is %s", got.UTC())
	}
}

func TestParseDate(t *testing.T) {
	for s, ok := range map[string]bool{"2024-02-29": true, "2023-02-29": false, "2023-2-9": false, "": false, "12/02/2026": false} {
		if _, err := ParseDate(s); (err == nil) != ok {
			t.Errorf("ParseDate(%q): %v", s, err)
		}
	}
}

func TestDaysCountBackAndForth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-40000, 40000).Draw(t, "n")
		from := Date("2023-08-10")
		to := from.AddDays(n)
		if from.Days(to) != n || to.AddDays(-n) != from || (n > 0) != (to > from) {
			t.Fatalf("%d days from %s is %s, which is %d days away", n, from, to, from.Days(to))
		}
	})
}

func TestTheStagedClockStandsUntilItRuns(t *testing.T) {
	start := time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC)
	c := NewStaged(start)
	for range 2 {
		if now := c.Now(); !now.Equal(start) {
			t.Errorf("a clock that stands at %s says %s", start, now)
		}
	}
	c.Run()
	if c.Now().Before(start) {
		t.Error("a clock that runs went back")
	}
	c.Set(start)
	if !c.Now().Equal(start) {
		t.Error("a clock that was set does not stand there")
	}
}
