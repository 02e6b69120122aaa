package identity

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/identity/demoidp"
	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

var mai = demoidp.Citizen{Number: "017190001234", Name: "Bùi Thị Mai", BornOn: "1990-05-01", Phone: "+84912345678", Password: "mat-khau-mai"}

// server is the room's pages on a real server, with the demonstration's provider beside them.
type server struct {
	*house
	*httptest.Server
}

// serve runs the pages; /who tells who acts, /desk is a page somebody may want.
func serve(t *testing.T, settings Settings) *server {
	var s *server
	t.Helper()
	d := testkit.SQLite(t, []db.Schema{audit.Schema, web.Schema, Schema})
	h := houseOn(t, d, settings)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	site := web.New(web.Config{DB: d, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Who: h.Who, Limit: 1 << 20})
	s = &server{house: h, Server: httptest.NewServer(nil)}
	t.Cleanup(s.Close)
	provider, err := demoidp.New(demoidp.Needs{BaseURL: s.URL, Citizens: []demoidp.Citizen{mai}, ClientID: "nhasan",
		ClientSecret: "s", RedirectURL: s.URL + "/dang-nhap/dinh-danh/ve", Clock: h.clock})
	h.must(err)
	party, err := oidc.New(oidc.Settings{Name: "trinh-dien", Label: "trình diễn", Issuer: provider.Issuer(), ClientID: "nhasan",
		ClientSecret: "s", RedirectURL: s.URL + "/dang-nhap/dinh-danh/ve", Claims: oidc.VNeID}, provider.Client(), h.clock)
	h.must(err)
	pages := NewPages(PageNeeds{Service: h.Service, Party: party, BaseURL: s.URL, Site: "Nhà Sàn",
		Hints: []Hint{{"lan", "xem", func(text.Lang) string { return "Một cửa Phú Thành" }}}})
	site.Add(pages.Routes()...)
	site.Mount(demoidp.Path+"/", provider.Handler())
	site.Add(web.Route{Method: "GET", Path: "/api/who", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
		a := actor.Of(r.Context())
		return web.JSON(w, 200, fmt.Sprintf("%s %s %s", a.Kind, a.Name, a.UnitPath))
	}}, web.Route{Method: "GET", Path: "/desk", Need: web.Officers, Do: func(w http.ResponseWriter, r *http.Request) error {
		return web.JSON(w, 200, "the desk")
	}})
	s.Config.Handler = site.Handler()
	return s
}

// browser is one browser, with script off.
type browser struct {
	*server
	client *http.Client
}

func (s *server) browser() *browser {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &browser{s, &http.Client{Jar: jar}}
}

// page is what a browser ended at.
type page struct {
	path, body string
	status     int
}

func (b *browser) do(r *http.Request) page {
	b.t.Helper()
	r.Header.Set("Accept", "text/html")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	answer, err := b.client.Do(r)
	b.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.must(err)
	return page{answer.Request.URL.RequestURI(), string(body), answer.StatusCode}
}

func (b *browser) get(path string) page {
	b.t.Helper()
	r, err := http.NewRequest("GET", b.URL+path, nil)
	b.must(err)
	return b.do(r)
}

func (b *browser) post(path string, pairs ...string) page {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequest("POST", b.URL+path, strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (b *browser) signIn(login, password string) page {
	b.t.Helper()
	return b.post("/dang-nhap", "ten-dang-nhap", login, "mat-khau", password)
}

// says fails unless the browser stands at path and the page holds all the words.
func (b *browser) says(p page, path string, words ...string) {
	b.t.Helper()
	if p.path != path {
		b.t.Errorf("stands at %s, want %s", p.path, path)
	}
	for _, w := range words {
		if !strings.Contains(p.body, w) {
			b.t.Errorf("%s does not say %q:\n%s", p.path, w, mainOf(p.body))
		}
	}
}

func (b *browser) who() string {
	b.t.Helper()
	return strings.Trim(b.get("/api/who").body, "\"\n ")
}

var mainPart = regexp.MustCompile(`(?s)<main.*</main>`)

func mainOf(body string) string {
	if m := mainPart.FindString(body); m != "" {
		return m
	}
	return body
}

func (b *browser) cookie() string {
	u, err := url.Parse(b.URL)
	b.must(err)
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "nhasan" {
			return c.Value
		}
	}
	return ""
}
