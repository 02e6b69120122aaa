package stories

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stand puts a shell script in the place of the program.
func stand(t *testing.T, script string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "nhasan")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("NHASAN", name)
}

func TestTheProgramIsAwaitedUntilItIsReady(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; r.URL.Path != "/readyz" || asked < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	stand(t, `echo "$@" > "$5/asked"; echo "Mở trình duyệt: `+s.URL+` và đăng nhập"; exec sleep 60`)
	p := FreshDemo(t)
	if p.URL != s.URL || asked != 3 {
		t.Errorf("came to %s after asking %d times, want %s after 3", p.URL, asked, s.URL)
	}
	said, err := os.ReadFile(filepath.Join(p.Dir, "asked"))
	if want := "demo --addr 127.0.0.1:0 --dir " + p.Dir + "\n"; string(said) != want {
		t.Errorf("started with %q (%v), want %q", said, err, want)
	}
}

func TestAProgramThatDoesNotStartSaysWhy(t *testing.T) {
	stand(t, "echo không mở được cổng >&2; exit 1")
	said := watch(t, func(t testing.TB) { start(t, "/nowhere") })
	if !strings.Contains(said, "printed no address; it said:\nkhông mở được cổng") {
		t.Errorf("said %q", said)
	}
}
