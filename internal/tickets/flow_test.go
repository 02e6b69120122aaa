package tickets

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file; with -update it writes the file, whose diff is then read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-was +is):\n%s", name, diff)
	}
}

func TestFlowIsAsPrinted(t *testing.T) {
	var b strings.Builder
	fmt.Fprintln(&b, "from         action    to           by")
	for _, st := range flow {
		fmt.Fprintf(&b, "%-12s %-9s %-12s %s\n", st.from, st.do, st.to, st.by)
	}
	golden(t, "flow.txt", b.String())
}

func TestEveryStateCanBeReachedAndEndsOnlyWhereTheDayEnds(t *testing.T) {
	reached := map[State]bool{Waiting: true}
	for range States {
		for _, st := range flow {
			if reached[st.from] {
				reached[st.to] = true
			}
		}
	}
	for _, s := range States {
		if !reached[s] {
			t.Errorf("state %s: no way leads there", s)
		}
		closes := false
		for _, st := range flow {
			closes = closes || (st.from == s && st.do == Close)
		}
		final := s == Done || s == NoShow || s == Left
		if closes == final {
			t.Errorf("state %s: the day's end closes it = %v, but final = %v", s, closes, final)
		}
	}
}
