package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// The demonstration goes from a file and a folder to PostgreSQL and an S3 store, is broken off on the way, goes on, and
// comes back. Each time the house is the same, the old one is as it was, and nobody else's house is written over.
func TestAHouseMovesThereAndBack(t *testing.T) {
	d := ownStage(t)
	if err := d.house.catchUp(t.Context()); err != nil { // nothing waits to be sealed
		t.Fatal(err)
	}
	was := bookkept(t, d.house)
	home := d.house.settings
	d.house.close()

	there := place(t, testkit.PostgresURL(t))
	there.Files = testkit.NewS3(t).Address
	for n, lines := range []int{1, 10, 20} {
		if err := moveUntil(t, home, there, lines); !errors.Is(err, context.Canceled) {
			t.Fatalf("broken off after %d lines: %v", lines, err)
		}
		if n == 0 {
			if h, err := rooms(t.Context(), options{settings: there, clock: d.clock, log: detailed(&logbook{})}); err == nil {
				h.close()
				t.Error("a house that has not wholly moved in was opened")
			}
		}
	}
	if err := moveUntil(t, home, there, 0); err != nil {
		t.Fatal(err)
	}
	back := place(t, "sqlite:"+filepath.Join(t.TempDir(), "back.db"))
	if err := moveUntil(t, there, back, 0); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]settings{"there": there, "back": back, "the old one": home} {
		h, err := rooms(t.Context(), options{settings: s, clock: d.clock, log: detailed(&logbook{})})
		if err != nil {
			t.Fatal(err)
		}
		if is := bookkept(t, h); is != was {
			t.Errorf("%s: the house is\n%s\nand was\n%s", name, is, was)
		}
		h.close()
	}
	if err := moveUntil(t, home, back, 0); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("over another house: %v", err)
	}
}

// moveUntil moves, and breaks off once so many lines are told; 0 lets it end.
func moveUntil(t *testing.T, from, to settings, lines int) error {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := watched{left: lines, then: stop}
	err := moveCmd{settings: from, ToDB: to.DB, ToFiles: to.Files, ToKey: to.Key}.Run(ctx, std{&out, &out})
	if err != nil {
		return fmt.Errorf("%w, after\n%s", err, out.all.String())
	}
	return nil
}

// watched hears what is told, and does something after so many lines.
type watched struct {
	left int
	then func()
	all  strings.Builder
}

func (w *watched) Write(b []byte) (int, error) {
	if w.left--; w.left == 0 {
		w.then()
	}
	return w.all.Write(b)
}
