package app

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// A process that was given no key, or another house's, would seal secrets that nobody can open and sign a ledger that
// nobody believes. It does not start, and leaves no key behind.
func TestAHouseOpensWithItsOwnKeyOnly(t *testing.T) {
	d := laid(t)
	if _, err := d.house.ledger.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := d.house.options
	o.clock, o.log, o.demo = clock.System{}, slog.New(slog.DiscardHandler), nil
	o.Key = filepath.Join(t.TempDir(), "key")
	for _, given := range []string{"", strings.Repeat("x", 32)} {
		if given != "" {
			write(t, o.Key, given)
		}
		h, err := rooms(t.Context(), o)
		if err == nil {
			h.close()
		}
		if err == nil || !strings.Contains(err.Error(), "is not the key of the house") {
			t.Errorf("with the key %q: %v", given, err)
		}
		if raw, _ := os.ReadFile(o.Key); string(raw) != given {
			t.Errorf("the key file holds %q now, and held %q", raw, given)
		}
	}
}
