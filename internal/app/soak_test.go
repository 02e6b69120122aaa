//go:build soak

package app

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestADayLeavesNoTrace has clients bring dossiers to their end and read pages for twenty minutes (NHASAN_SOAK says
// otherwise), as many as an office does in a day and more, and watches what the process holds: memory, goroutines and
// open files of the last tenth are those of the second. `make soak` runs it.
func TestADayLeavesNoTrace(t *testing.T) {
	long := 20 * time.Minute
	if d, err := time.ParseDuration(os.Getenv("NHASAN_SOAK")); err == nil {
		long = d
	}
	dir := t.TempDir()
	v := &victim{t: t, at: stageAt{db: "sqlite:" + filepath.Join(dir, "nhasan.db"), dir: dir, base: "http://127.0.0.1:1"}, temp: t.TempDir(), processes: 1}
	v.lay()
	stop := v.start()
	c := newClients(v, 2)
	reading := make(chan struct{})
	go readers(v.doors.any(), reading)
	var held []figuresHeld
	for range 10 {
		time.Sleep(long / 10)
		f, err := heldBy(v.doors.any())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, f)
		t.Logf("%5d steps: %s", c.steps(), f)
	}
	close(reading)
	c.finish()
	stop()
	if info, err := os.Stat(filepath.Join(dir, "nhasan.db")); err == nil {
		t.Logf("%d dossiers in %s, %d KB of database each, beside their files", len(c.all()), long, info.Size()/1024/int64(len(c.all())))
	}
	early, late := held[1], held[len(held)-1]
	if late.memory > early.memory*13/10 || late.goroutines > early.goroutines*13/10+10 || late.files > early.files*13/10+10 {
		t.Errorf("it grows: %s, and %s at the end", early, late)
	}
	v.examine(c)
}

// readers open pages as people without an account do, about fifty a second.
func readers(base string, done chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		case <-time.After(20 * time.Millisecond):
		}
		path := []string{"/", "/thu-tuc?q=khai+sinh", "/tra-cuu", "/kiem-tra", "/so-lieu/mo", "/api/v1/procedures"}[n%6]
		if a, err := http.Get(base + path); err == nil {
			_ = a.Body.Close()
		}
	}
}

// figuresHeld is what a process holds of the machine.
type figuresHeld struct{ memory, goroutines, files int64 }

func (f figuresHeld) String() string {
	return fmt.Sprintf("%d MB, %d goroutines, %d open files", f.memory>>20, f.goroutines, f.files)
}

func heldBy(base string) (f figuresHeld, err error) {
	a, err := http.Get(base + "/metrics")
	if err != nil {
		return f, err
	}
	defer func() { _ = a.Body.Close() }()
	into := map[string]*int64{"process_resident_memory_bytes": &f.memory, "go_goroutines": &f.goroutines, "process_open_fds": &f.files}
	for lines := bufio.NewScanner(a.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if at := into[name]; at != nil {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return f, err
			}
			*at = int64(n)
		}
	}
	return f, nil
}
