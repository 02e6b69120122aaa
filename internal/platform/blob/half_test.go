package blob

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWhatNeverBecameWholeIsThrownAway(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ref, err := s.Put(ctx, bytes.NewReader([]byte("%PDF-1.7\n%%EOF\n")), 0)
	if err != nil {
		t.Fatal(err)
	}
	// What the driver leaves when it is killed: a writer that is neither closed nor cancelled.
	w, err := s.bucket.NewWriter(ctx, Ref{SHA256: "ab" + ref.SHA256[2:]}.object(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<20)); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "ab", "*", "*"))
	if len(left) != 1 {
		t.Fatalf("under way: %v", left)
	}
	for _, c := range []struct {
		before time.Time
		want   int
	}{{time.Now().Add(-time.Hour), 0}, {time.Now().Add(time.Hour), 1}} {
		if n, err := s.ClearHalf(ctx, c.before); n != c.want || err != nil {
			t.Errorf("before %s: %d thrown away, %v; want %d", c.before, n, err, c.want)
		}
	}
	if _, err := os.Stat(left[0]); !os.IsNotExist(err) {
		t.Errorf("still there: %v", err)
	}
	if there, err := s.Has(ctx, ref); !there || err != nil {
		t.Errorf("the whole file: %t, %v", there, err)
	}
}
