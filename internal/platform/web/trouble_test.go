package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// visited is a site on a database, and a browser that has a session there.
type visited struct {
	t       *testing.T
	url     string
	browser *http.Client
}

func visit(t *testing.T, d *db.DB) visited {
	t.Helper()
	site := web.New(web.Config{DB: d, Clock: testkit.Clock(), Log: slog.New(slog.DiscardHandler), Limit: 1 << 20})
	site.Add(
		web.Route{Method: "GET", Path: "/doc", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			return web.JSON(w, http.StatusOK, web.Get(r, "said"))
		}},
		web.Route{Method: "POST", Path: "/ghi", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			web.Put(r, "said", r.FormValue("said"))
			return web.SeeOther(w, r, "/doc")
		}},
		web.Route{Method: "GET", Path: "/dia", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error {
			return &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
		}},
		web.Route{Method: "GET", Path: "/kho", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error {
			return fmt.Errorf("keeping a file: %w", &url.Error{Op: "Put", URL: "http://kho/x", Err: io.EOF})
		}},
	)
	s := httptest.NewServer(site.Handler())
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visited{t, s.URL, &http.Client{Jar: jar}}
}

func (v visited) ask(method, path, form, accept string) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequest(method, v.url+path, strings.NewReader(form))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	a, err := v.browser.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return a, string(body)
}

func (v visited) says(path, want string) {
	v.t.Helper()
	if a, got := v.ask("GET", path, "", "text/html"); a.StatusCode != http.StatusOK || !strings.Contains(got, want) {
		v.t.Errorf("%s: %s %.200q, want %q", path, a.Status, got, want)
	}
}

// refused expects a whole page that says what to do, and for a program the same by its code.
func (v visited) refused(method, path, form, words, code string) {
	v.t.Helper()
	a, page := v.ask(method, path, form, "text/html")
	if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || !strings.Contains(page, words) || !strings.Contains(page, "</html>") {
		v.t.Errorf("%s %s: %s, Retry-After %q\n%.2000s", method, path, a.Status, a.Header.Get("Retry-After"), page)
	}
	a, said := v.ask(method, path, form, "application/json")
	var problem struct {
		Status int
		Code   string
	}
	if err := json.Unmarshal([]byte(said), &problem); err != nil || problem.Code != code || problem.Status != a.StatusCode || a.Header.Get("Retry-After") == "" {
		v.t.Errorf("%s %s to a program: %s %s", method, path, a.Status, said)
	}
}

func TestADatabaseThatIsAwayIsWaitedFor(t *testing.T) {
	line, address := testkit.PostgresLine(t, testkit.PostgresURL(t))
	far, err := db.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(far.Close)
	if err := db.Migrate(t.Context(), far, []db.Schema{web.Schema}); err != nil {
		t.Fatal(err)
	}
	v := visit(t, far)
	v.ask("POST", "/ghi", "said=nha+san", "text/html")
	v.says("/doc", "nha san")
	line.Cut()
	const words = "nút quay lại của trình duyệt"
	v.refused("GET", "/doc", "", words, "fault.away")
	v.refused("POST", "/ghi", "said=khac", words, "fault.away")
	line.Mend()
	for range 20 { // connections that broke are found out one by one
		if a, _ := v.ask("POST", "/ghi", "said=lai+duoc", "text/html"); a.StatusCode == http.StatusOK {
			break
		}
	}
	v.says("/doc", "lai duoc")
}

func TestADatabaseThatCannotWriteSaysSo(t *testing.T) {
	const words = "chưa được lưu"
	for name, pragma := range map[string][2]string{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"},
		"read-only": {"PRAGMA query_only = 1", ""}, // it cannot be taken back on a connection that may only read
	} {
		t.Run(name, func(t *testing.T) {
			d := testkit.SQLite(t, []db.Schema{web.Schema})
			v := visit(t, d)
			v.ask("POST", "/ghi", "said=nha+san", "text/html")
			long := "said=" + strings.Repeat("x", 64<<10) // no page has room for it any more
			set(t, d, pragma[0])
			v.refused("POST", "/ghi", long, words, "fault.cannot-write")
			v.says("/doc", "nha san") // reading goes on
			if pragma[1] == "" {
				return
			}
			set(t, d, pragma[1])
			v.ask("POST", "/ghi", "said=lai+duoc", "text/html")
			v.says("/doc", "lai duoc")
		})
	}
}

// set says a pragma on the one connection that writes.
func set(t *testing.T, d *db.DB, pragma string) {
	t.Helper()
	err := d.Transact(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, pragma)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADiskWithoutRoomAndAStoreThatIsAwaySaySo(t *testing.T) {
	v := visit(t, testkit.SQLite(t, []db.Schema{web.Schema}))
	v.refused("GET", "/kho", "", "nút quay lại của trình duyệt", "fault.away")
	v.refused("GET", "/dia", "", "chưa được lưu", "fault.cannot-write")
}
