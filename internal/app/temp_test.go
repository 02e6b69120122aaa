//go:build unix

package app

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhatAKilledProcessLeftIsThrownAway(t *testing.T) {
	parent := t.TempDir()
	t.Setenv("TMPDIR", parent)
	killed := filepath.Join(parent, tempMark+"1")
	write(t, filepath.Join(killed, "lock"), "")
	write(t, filepath.Join(killed, "multipart-1"), "half a file")
	others := filepath.Join(parent, "multipart-2")
	write(t, others, "of another program")

	first, err := ownTemp()
	if err != nil {
		t.Fatal(err)
	}
	mine := os.TempDir()
	if mine == parent || filepath.Dir(mine) != parent {
		t.Fatalf("temporary files go to %s", mine)
	}
	if _, err := os.Stat(killed); !os.IsNotExist(err) {
		t.Errorf("the folder of a killed process is still there: %v", err)
	}
	sweepTemp(parent)
	for _, name := range []string{mine, others} {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("what is in use was thrown away: %v", err)
		}
	}
	first()
	if _, err := os.Stat(mine); !os.IsNotExist(err) || os.TempDir() != parent {
		t.Errorf("after the end: %v, temporary files go to %s", err, os.TempDir())
	}
}
