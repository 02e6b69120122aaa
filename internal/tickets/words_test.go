package tickets

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var key = regexp.MustCompile(`"(tickets\.[a-z0-9.-]+)"`)

// Every key that the room's sources name has its words, in both languages. Rights and actions of the
// trail look like keys and are not.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": tickets.") {
			t.Error(m)
		}
	}
	sources, err := filepath.Glob("*.go")
	templates, terr := filepath.Glob("*.templ")
	if err != nil || terr != nil || len(sources) < 20 {
		t.Fatalf("found %d sources, %v, %v", len(sources), err, terr)
	}
	for _, name := range append(sources, templates...) {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") || name == "perms.go" {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			for _, m := range key.FindAllStringSubmatch(line, -1) {
				if !strings.HasSuffix(m[1], ".") && !strings.HasSuffix(m[1], "-") && !strings.Contains(line, "audit.Entry") && !text.Has(text.Vi, m[1]) {
					t.Errorf("%s: no words for %s", name, m[1])
				}
			}
		}
	}
}

// Words whose keys are put together from data.
func TestWordsOfDataAreComplete(t *testing.T) {
	var keys []string
	for _, s := range States {
		keys = append(keys, "state."+string(s), "holder."+string(s))
	}
	for _, s := range []BookingState{BookingOpen, BookingArrived, BookingCancelled, BookingMissed} {
		keys = append(keys, "booking."+string(s))
		if s != BookingOpen {
			keys = append(keys, "booking-"+string(s))
		}
	}
	for _, st := range flow {
		if st.by == officer && st.do != Record {
			keys = append(keys, "act."+string(st.do))
		}
	}
	for _, o := range Orders {
		keys = append(keys, "order."+string(o))
	}
	for _, p := range Priorities {
		keys = append(keys, "priority."+string(p))
	}
	for _, c := range []Channel{AtKiosk, AtPage, AtDesk, Booked} {
		keys = append(keys, "channel."+string(c))
	}
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		if !text.Has(text.Vi, "tickets."+k) {
			t.Errorf("no words for tickets.%s", k)
		}
	}
}
