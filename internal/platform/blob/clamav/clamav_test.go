package clamav

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// onEach runs do against the simulator and against a real clamd: the one that NHASAN_TEST_CLAMD names, else one of the
// test's own.
func onEach(t *testing.T, do func(t *testing.T, address string)) {
	t.Helper()
	t.Run("simulator", func(t *testing.T) { do(t, simulator(t)) })
	t.Run("clamd", func(t *testing.T) {
		if at := os.Getenv("NHASAN_TEST_CLAMD"); at != "" {
			do(t, at)
			return
		}
		program, err := exec.LookPath("clamd")
		if err != nil {
			if program = "/usr/sbin/clamd"; !isThere(program) {
				t.Fatal("clamd is not installed (tools/setup.sh test)")
			}
		}
		do(t, ownClamd(t, program))
	})
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func simulator(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("unix", filepath.Join(t.TempDir(), "clamd"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go Fake(ln, 25<<20)
	return "unix:" + ln.Addr().String()
}

// ownClamd starts a clamd that knows one thing: the test file of scanners, wherever in a file it stands.
func ownClamd(t *testing.T, program string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "clamd") // short: addresses of sockets are
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "ctl")
	write := func(name, words string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "db"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("db/own.ndb", "Test-File:0:*:"+hex.EncodeToString([]byte(EICAR))+"\n")
	write("conf", "Foreground yes\nStreamMaxLength 25M\nDatabaseDirectory "+filepath.Join(dir, "db")+"\nLocalSocket "+socket+"\nTemporaryDirectory "+dir+"\n")
	var said bytes.Buffer
	cmd := exec.Command(program, "--config-file="+filepath.Join(dir, "conf"))
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-gone })
	for {
		if ln, err := net.Dial("unix", socket); err == nil {
			ln.Close()
			return "unix:" + socket
		}
		select {
		case <-gone:
			t.Fatalf("clamd ended: %s", said.String())
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func scan(t *testing.T, address string, file io.Reader) error {
	t.Helper()
	s, err := New(address)
	if err != nil {
		t.Fatal(err)
	}
	return s.Scan(t.Context(), file)
}

func TestWhatTheDaemonFindsIsRefused(t *testing.T) {
	onEach(t, whatIsFound)
}

func whatIsFound(t *testing.T, at string) {
	for name, c := range map[string]struct {
		file string
		want fault.Kind
	}{
		"nothing":            {"", ""},
		"a clean file":       {strings.Repeat("nhà sàn", 50_000), ""},
		"one whole piece":    {strings.Repeat("a", piece), ""},
		"the test file":      {EICAR, fault.Invalid},
		"longer than it may": {strings.Repeat("a", 26<<20), fault.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			err := scan(t, at, strings.NewReader(c.file))
			if (c.want == "") != (err == nil) || c.want != "" && !fault.Is(err, c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestWithoutAnAnswerNothingIsTakenIn(t *testing.T) {
	if err := scan(t, "unix:"+filepath.Join(t.TempDir(), "none"), strings.NewReader("a")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("no daemon: %v", err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close() // it takes the call and says nothing
	s, err := New("tcp:" + ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Scan(ctx, strings.NewReader("a")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a daemon that is silent: %v", err)
	}
	for _, wrong := range []string{"", "unix:", "/run/clamd.ctl", "http://x"} {
		if _, err := New(wrong); err == nil {
			t.Errorf("%q was taken for the address of a daemon", wrong)
		}
	}
}

// TestNothingHarmfulReachesTheStore puts files through the store: one that carries the test file inside of a PDF leaves
// nothing there, and neither does a clean one while the daemon is gone.
func TestNothingHarmfulReachesTheStore(t *testing.T) { onEach(t, nothingHarmful) }

func nothingHarmful(t *testing.T, at string) {
	dir := t.TempDir()
	store, err := blob.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	clean, harmful := []byte("%PDF-1.7\n%%EOF\n"), []byte("%PDF-1.7\n"+EICAR+"\n%%EOF\n")
	s, err := New(at)
	if err != nil {
		t.Fatal(err)
	}
	store.Scan = s.Scan
	if _, err := store.Put(t.Context(), bytes.NewReader(harmful), 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("a harmful file: %v", err)
	}
	gone, err := New("unix:" + filepath.Join(t.TempDir(), "none"))
	if err != nil {
		t.Fatal(err)
	}
	store.Scan = gone.Scan
	if _, err := store.Put(t.Context(), bytes.NewReader(clean), 0); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a file nobody looked at: %v", err)
	}
	if empty, err := store.IsEmpty(t.Context()); err != nil || !empty {
		t.Errorf("the store holds something: %v", err)
	}
	store.Scan = s.Scan
	if _, err := store.Put(t.Context(), bytes.NewReader(clean), 0); err != nil {
		t.Errorf("a clean file: %v", err)
	}
}
