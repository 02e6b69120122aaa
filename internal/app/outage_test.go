package app

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// place is a folder for a house whose database is elsewhere.
func place(t *testing.T, database string) settings {
	dir := t.TempDir()
	return settings{DB: database, Files: filepath.Join(dir, "files"), Key: filepath.Join(dir, "key")}
}

// serving runs a house in earnest, without units, and returns where.
func serving(t *testing.T, s settings, w waits) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	log := slog.New(slog.DiscardHandler)
	d, err := db.Open(ctx, s.DB)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Migrate(ctx, d, schemas)
	d.Close()
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + ln.Addr().String()
	h, err := open(ctx, options{clock: clock.System{}, log: log, base: base, settings: s})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- listen(ctx, ln, h, log, w) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the house did not end well: %v", err)
		}
		h.close()
	})
	return base
}

// Somebody who guesses a password at one process and then at another is stopped as at one.
func TestGuessingIsCountedOverAllProcesses(t *testing.T) {
	s := place(t, testkit.PostgresURL(t))
	s.Files = testkit.NewS3(t).Address
	doors := []string{serving(t, s, usual), serving(t, s, usual)}
	guess := func(base string) string {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := (&http.Client{Jar: jar}).PostForm(base+"/dang-nhap", url.Values{"ten-dang-nhap": {"ai.do"}, "mat-khau": {"doan-mo"}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Body.Close() }()
		said, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
	const stopped = "đang tạm khóa" // words of identity.locked
	at := 0
	for n := 1; n <= 20 && at == 0; n++ {
		if strings.Contains(guess(doors[n%2]), stopped) {
			at = n
		}
	}
	if at < 3 || at > 7 {
		t.Errorf("stopped after %d guesses at two processes in turn", at)
	}
	for _, base := range doors {
		if !strings.Contains(guess(base), stopped) {
			t.Errorf("%s lets somebody guess on who was stopped elsewhere", base)
		}
	}
}

// told asks for a page and returns its status and words.
func told(t *testing.T, address string) (int, string) {
	t.Helper()
	a, err := http.Get(address)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = a.Body.Close() }()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(body)
}

// The database goes away and comes back under a house that serves: people are told to wait, programs when to ask again,
// the proxy to send them elsewhere; and nobody has to start anything anew.
func TestTheHouseOutlivesItsDatabase(t *testing.T) {
	line, address := testkit.PostgresLine(t, testkit.PostgresURL(t))
	base := serving(t, place(t, address), usual)
	pages := []string{"/", "/thu-tuc?q=khai+sinh", "/tra-cuu", "/api/v1/procedures", "/readyz"}
	stands := func(when string) {
		t.Helper()
		for _, path := range pages {
			var status int
			var said string
			for range 20 { // connections that broke are found out one by one
				if status, said = told(t, base+path); status == http.StatusOK {
					break
				}
			}
			if status != http.StatusOK {
				t.Errorf("%s: %s says %d: %.300s", when, path, status, said)
			}
		}
	}
	stands("before")
	line.Cut()
	if status, _ := told(t, base+"/healthz"); status != http.StatusOK {
		t.Errorf("the process lives, and says %d", status)
	}
	asked := 0
	for _, path := range pages {
		status, said := told(t, base+path)
		switch {
		case status == http.StatusOK && path != "/readyz": // what is known without the database is still told
		case status != http.StatusServiceUnavailable, strings.Contains(path, "thu-tuc") && !strings.Contains(said, "</html>"):
			t.Errorf("without a database %s says %d: %.300s", path, status, said)
		default:
			asked++
		}
	}
	if asked < 2 {
		t.Errorf("only %d pages noticed that the database was away", asked)
	}
	line.Mend()
	stands("afterwards")
}
