package insight

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func TestSpansAreCutWhereReportsAre(t *testing.T) {
	for name, want := range map[string][3]string{
		"2023-08":                {"2023-08-01", "2023-08-31", "2023-07"},
		"2023-Q1":                {"2023-01-01", "2023-03-31", "2022-Q4"},
		"2023":                   {"2023-01-01", "2023-12-31", "2022"},
		"bc-2023-Q3":             {"2023-06-15", "2023-09-14", "bc-2023-Q2"},
		"bc-2023-Q1":             {"2022-12-15", "2023-03-14", "bc-2022-Q4"},
		"bc-2023":                {"2022-12-15", "2023-12-14", "bc-2022"},
		"bc-2023-01":             {"2022-12-15", "2023-01-14", "bc-2022-12"},
		"2022-01-01..2023-02-28": {"2022-01-01", "2023-02-28", "2020-11-03..2021-12-31"},
	} {
		s, ok := ParseSpan(name)
		if !ok {
			t.Errorf("%s is no period", name)
			continue
		}
		if from, to := s.Days(ReportCut); string(from) != want[0] || string(to) != want[1] || s.Before().Name() != want[2] {
			t.Errorf("%s: %s to %s after %s, want %v", name, from, to, s.Before().Name(), want)
		}
	}
	for _, name := range []string{"", "2023-13", "2023-Q5", "23", "2023-8", "bc-", "2023-02-30..2023-03-01", "2023-02-02..2023-02-01", "9999-01"} {
		if _, ok := ParseSpan(name); ok {
			t.Errorf("%q is taken for a period", name)
		}
	}
}

func TestADayLiesInItsSpan(t *testing.T) {
	for _, day := range []clock.Date{"2023-01-01", "2023-01-14", "2023-01-15", "2023-02-28", "2023-12-14", "2023-12-15", "2023-12-31", "2024-02-29"} {
		for _, months := range []int{1, 3, 12} {
			for _, report := range []bool{false, true} {
				if from, to := SpanAt(day, months, report, ReportCut).Days(ReportCut); day < from || day > to {
					t.Errorf("%s lies outside %s to %s (%d months, report %v)", day, from, to, months, report)
				}
			}
		}
	}
}

func TestRatesRoundToTwoDecimals(t *testing.T) {
	ctx := context.Background()
	for want, r := range map[string]Rate{"10.388/11.297 = 91,95%": {10388, 11297}, "1.288/1.597 = 80,65%": {1288, 1597}, "9.100/9.700 = 93,81%": {9100, 9700},
		"5.251/5.673 = 92,56%": {5251, 5673}, "1/1 = 100%": {1, 1}, "1/8 = 12,5%": {1, 8}} {
		if got := r.In(ctx); got != want {
			t.Errorf("%v is written %q, want %q", r, got, want)
		}
	}
	if (Rate{}).Percent() != nil {
		t.Error("a rate of nothing is a number")
	}
}

func TestPaceIsSortedIntoBands(t *testing.T) {
	p := Pace{Bands: map[int64]int64{}}
	for m := int64(1); m <= 100; m++ {
		p.N, p.Minutes = p.N+1, p.Minutes+m
		p.Bands[bandOf(m)]++
	}
	if half := p.Within(50).Minutes(); half < 48 || half > 52 {
		t.Errorf("half of 1…100 minutes within %v", half)
	}
	if most := p.Within(90).Minutes(); most < 85 || most > 110 {
		t.Errorf("nine tenths of 1…100 minutes within %v", most)
	}
	if p.Mean().Minutes() != 50.5 {
		t.Errorf("average %v", p.Mean())
	}
}
