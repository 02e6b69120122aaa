package insight

import (
	"slices"
	"testing"
)

func TestSmallNumbersAreKeptBackWithTheirNeighbours(t *testing.T) {
	s := Settings{Least: 5}
	for _, c := range []struct {
		x    Sums
		want []string
	}{
		{Sums{Online: 20, Direct: 10}, []string{"30", "20", "10", "0", "0", "0", "0", "0"}},
		{Sums{Online: 20, Direct: 2}, []string{"22", "", "", "", "0", "0", "0", "0"}},
		{Sums{Online: 3}, []string{"", "", "", "", "0", "0", "0", "0"}},
		{Sums{Early: 9, Overdue: 1}, []string{"0", "0", "0", "0", "10", "", "", ""}},
	} {
		if got := s.open(c.x); !slices.Equal(got, c.want) {
			t.Errorf("%+v is published as %q, want %q", c.x, got, c.want)
		}
	}
}
