package ui

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/andybalholm/brotli"
)

// What a first visit may cost, in bytes as they travel (brotli).
const (
	looksBudget = 14 << 10 // style sheet and script, public and staff together
	pageBudget  = 30 << 10 // a citizen's page with everything it loads
)

func weight(raw string) int { return len(pack([]byte(raw))["br"]) }

func TestTheLooksStayLight(t *testing.T) {
	total := 0
	for _, name := range []string{"app.css", "app.js"} {
		n := weight(string(assets()[name].plain))
		if n == 0 || len(assets()[name].plain) < 1000 {
			t.Errorf("%s is empty: run the build in tools/assets", name)
		}
		t.Logf("%s: %d bytes", name, n)
		total += n
	}
	if total > looksBudget {
		t.Errorf("style sheet and script weigh %d bytes, the budget is %d", total, looksBudget)
	}
}

// elsewhere are files that no citizen's page loads beside app.css: those of desks, boards and figures, and the
// style sheet of the light version, which stands in place of app.css.
var elsewhere = []string{"board.css", "board.js", "desk.js", "scans.js", "card.js", "plugin.js", "figures.css", "slider.js", "light.css"}

func TestACitizensPageStaysLight(t *testing.T) {
	sample := gallerySample()
	body := templ.Join(sample.Summary, sample.Fees, sample.Papers, sample.Timeline, sample.Steps, templ.Join(sample.Fields...), templ.Join(sample.Choices...))
	total := weight(render(t, templ.WithChildren(t.Context(), body), Page(Frame{Title: "Đăng ký khai sinh"})))
	for name, a := range assets() {
		if !slices.Contains(elsewhere, name) {
			total += weight(string(a.plain))
		}
	}
	t.Logf("a long page with all it loads: %d bytes", total)
	if total > pageBudget {
		t.Errorf("the page weighs %d bytes, the budget is %d", total, pageBudget)
	}
}

func TestFilesTravelPackedAndAreKept(t *testing.T) {
	plain := assets()["app.css"].plain
	unpack := map[string]func(io.Reader) io.Reader{
		"br":   func(r io.Reader) io.Reader { return brotli.NewReader(r) },
		"gzip": func(r io.Reader) io.Reader { z, _ := gzip.NewReader(r); return z },
		"":     func(r io.Reader) io.Reader { return r },
	}
	for accepts, want := range map[string]string{"gzip, deflate, br": "br", "gzip": "gzip", "": ""} {
		r := httptest.NewRequest("GET", Asset("app.css"), nil)
		r.Header.Set("Accept-Encoding", accepts)
		w := httptest.NewRecorder()
		Static().ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); got != want {
			t.Errorf("to a browser that accepts %q it travels as %q, want %q", accepts, got, want)
			continue
		}
		if got, err := io.ReadAll(unpack[want](w.Body)); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("as %q it arrives as %d bytes (%v), want %d", want, len(got), err, len(plain))
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("as %q it is kept as %q", want, got)
		}
	}
}

func TestPagesOfAnOlderVersionKeepTheirLooks(t *testing.T) {
	w := httptest.NewRecorder()
	Static().ServeHTTP(w, httptest.NewRequest("GET", "/static/0123456789ab/app.js", nil))
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("an old page gets %d, %v", w.Code, w.Header())
	}
	w = httptest.NewRecorder()
	Static().ServeHTTP(w, httptest.NewRequest("GET", "/static/0123456789ab/../app.go", nil))
	if w.Code != 404 {
		t.Errorf("a file that is not there gives %d", w.Code)
	}
}
