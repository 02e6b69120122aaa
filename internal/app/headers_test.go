package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// overTLS is the site of the demonstration as it is served to the world, with a browser that has signed in.
func overTLS(h *house, a actor.Actor) http.Handler {
	site := web.New(web.Config{DB: h.database, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Chrome: h.chrome, Limit: 1 << 20, Secure: true,
		Who: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r.WithContext(actor.With(r.Context(), a)))
			})
		}})
	site.Add(h.site.Routes()...)
	site.Add(web.Route{Method: "GET", Path: "/vo", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error { panic("broken") }})
	api := site.NewAPI("Nhà Sàn", "test")
	h.catalog.API(api)
	return site.Handler()
}

// TestEveryAnswerIsGuarded asks for one answer of every kind and reads its head.
func TestEveryAnswerIsGuarded(t *testing.T) {
	d := laid(t)
	who := guessers(t, d, "phu-nghia")
	l := loot{t, d, ""}
	file, slip := l.returned(who["leader"].UnitPath)
	asset := ui.Asset("app.css")
	for _, c := range []struct {
		name, method, path string
		who                actor.Actor
		status             int
	}{
		{"a page", "GET", "/", who["nobody"], 200},
		{"a page of the desk", "GET", "/lam-viec", who["leader"], 200},
		{"a file that was handed in", "GET", "/lam-viec/ho-so/" + file + "/tep/" + l.fileOf(file), who["leader"], 200},
		{"a slip", "GET", "/phieu/" + slip, who["leader"], 200},
		{"an export", "GET", "/so-lieu/mo/don-vi.csv", who["nobody"], 200},
		{"JSON of a page", "GET", "/healthz", who["nobody"], 200},
		{"JSON of the interface", "GET", "/api/v1/procedures", who["nobody"], 200},
		{"the description of the interface", "GET", "/api/v1/openapi.json", who["nobody"], 200},
		{"a static file", "GET", asset, who["nobody"], 200},
		{"a static file that is not there", "GET", "/static/x/y.js", who["nobody"], 404},
		{"a page that is not there", "GET", "/khong-co", who["nobody"], 404},
		{"a way that is not there", "DELETE", "/thu-tuc", who["nobody"], 404},
		{"a refusal", "GET", "/quan-tri/tai-khoan", who["leader"], 403},
		{"a way to sign in", "GET", "/lam-viec", who["nobody"], 303},
		{"a choice of language", "GET", "/ngon-ngu?to=en", who["nobody"], 303},
		{"a defect", "GET", "/vo", who["nobody"], 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			overTLS(d.house, c.who).ServeHTTP(w, httptest.NewRequest(c.method, "https://nhasan.test"+c.path, nil))
			if w.Code != c.status {
				t.Fatalf("%s %s: %d, want %d", c.method, c.path, w.Code, c.status)
			}
			guarded(t, w.Header(), strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"))
			for _, cookie := range w.Result().Cookies() {
				if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite == http.SameSiteDefaultMode || cookie.SameSite == http.SameSiteNoneMode {
					t.Errorf("cookie %s", cookie)
				}
			}
		})
	}
}

// guarded reads what every head must say, and what pages must say besides.
func guarded(t *testing.T, h http.Header, page bool) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors '"} {
		if !strings.Contains(policy, want) {
			t.Errorf("Content-Security-Policy %q lacks %s", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "script-src 'unsafe-inline'") || page && strings.Contains(policy, "unsafe-inline") {
		t.Errorf("Content-Security-Policy %q lets script in", policy)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000; includeSubDomains"} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if h.Get("Cache-Control") == "" {
		t.Error("nothing is said about keeping the answer")
	}
}

// TestNoOtherSiteSendsForms posts to every form as a browser does that another site leads by the nose.
func TestNoOtherSiteSendsForms(t *testing.T) {
	d := laid(t)
	for _, r := range d.house.site.Routes() {
		if r.Method == "GET" {
			continue
		}
		for name, head := range map[string][2]string{"Sec-Fetch-Site": {"Sec-Fetch-Site", "cross-site"}, "Origin": {"Origin", "https://xau.example"}} {
			req := httptest.NewRequest(r.Method, "https://nhasan.test"+filled(r.Path), strings.NewReader("a=b"))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set(head[0], head[1])
			w := httptest.NewRecorder()
			d.house.handler.ServeHTTP(w, req)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s %s with a foreign %s: %d, want 403", r.Method, r.Path, name, w.Code)
			}
		}
	}
}

// TestNoBodyIsReadWithoutEnd sends more than the house takes, said and unsaid.
func TestNoBodyIsReadWithoutEnd(t *testing.T) {
	d := laid(t)
	h := overTLS(d.house, guessers(t, d, "phu-nghia")["leader"])
	for name, length := range map[string]int64{"said": 2 << 20, "unsaid": -1} {
		body := &endless{left: 2 << 20}
		req := httptest.NewRequest("POST", "https://nhasan.test/lam-viec/cot", io.NopCloser(body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.ContentLength = length
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("two megabytes, length %s: %d, want a refusal", name, w.Code)
		}
		if read := 2<<20 - body.left; read > 1<<20+64<<10 {
			t.Errorf("length %s: %d bytes were read of a limit of one megabyte", name, read)
		}
	}
}

type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	for i := range p[:n] {
		p[i] = 'a'
	}
	e.left -= n
	return int(n), nil
}
