package dossier_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/sign"
)

// desk is the officers' pages as a site of their own. Whoever sits at a browser is said by its
// first cookie.
type desk struct {
	*house
	server *httptest.Server
	people map[string]context.Context
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return deskOf(newHouse(t, testkit.SQLite(t, append(schemas, web.Schema))))
}

func deskOf(h *house) *desk {
	h.t.Helper()
	d := &desk{house: h, people: map[string]context.Context{"lan": lan}}
	for _, role := range []string{"reception", "specialist", "leader", "supervisor"} {
		d.people[role] = as(role, h.commune)
	}
	site := web.New(web.Config{DB: h.db, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Who: d.who, Limit: 64 << 20})
	site.Add(dossier.NewPages(h.Service).Routes()...)
	site.Add(sign.NewPages(h.Sign).Routes()...)
	site.Mount("GET /static/", ui.Static())
	d.server = httptest.NewServer(site.Handler())
	h.t.Cleanup(d.server.Close)
	return d
}

func (d *desk) who(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err == nil && d.people[c.Value] != nil {
			r = r.WithContext(actor.With(r.Context(), actor.Of(d.people[c.Value])))
		}
		next.ServeHTTP(w, r)
	})
}

// sitter is a person at a browser without script.
type sitter struct {
	*desk
	http *http.Client
	at   string // address of the page
	page string // its words and tags
	raw  []byte // as it came
	code int
}

func (d *desk) sit(who string) *sitter {
	jar, err := cookiejar.New(nil)
	d.no(err)
	home, err := url.Parse(d.server.URL)
	d.no(err)
	jar.SetCookies(home, []*http.Cookie{{Name: "who", Value: who}})
	return &sitter{desk: d, http: &http.Client{Jar: jar}}
}

func (s *sitter) took(res *http.Response, err error) {
	s.t.Helper()
	s.no(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	s.no(err)
	s.raw = raw
	s.at, s.page, s.code = res.Request.URL.RequestURI(), html.UnescapeString(string(raw)), res.StatusCode
}

func (s *sitter) open(path string) *sitter {
	s.t.Helper()
	s.took(s.http.Get(s.server.URL + path))
	return s
}

// send posts a form as browsers do, with the version that the page before has shown.
func (s *sitter) send(path string, form url.Values) *sitter {
	s.t.Helper()
	if m := seenField.FindStringSubmatch(s.page); m != nil && !form.Has("seen") {
		form.Set("seen", m[1])
	}
	s.took(s.http.PostForm(s.server.URL+path, form))
	return s
}

var seenField = regexp.MustCompile(`name="seen" value="(\d+)"`)

// upload is send with a file.
func (s *sitter) upload(path, field, name string, file []byte, form url.Values) *sitter {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	form.Set("seen", seenField.FindStringSubmatch(s.page)[1])
	for k, values := range form {
		for _, v := range values {
			s.no(w.WriteField(k, v))
		}
	}
	part, err := w.CreateFormFile(field, name)
	s.no(err)
	_, err = part.Write(file)
	s.no(err)
	s.no(w.Close())
	s.took(s.http.Post(s.server.URL+path, w.FormDataContentType(), &b))
	return s
}

// reads fails unless the page says all of the words.
func (s *sitter) reads(words ...string) *sitter {
	s.t.Helper()
	for _, one := range words {
		if !strings.Contains(s.page, one) {
			s.t.Errorf("%s (%d) does not say %q:\n%s", s.at, s.code, one, s.main())
		}
	}
	return s
}

func (s *sitter) lacks(words ...string) *sitter {
	s.t.Helper()
	for _, one := range words {
		if strings.Contains(s.page, one) {
			s.t.Errorf("%s says %q", s.at, one)
		}
	}
	return s
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// main is what stands inside <main>, without tags.
func (s *sitter) main() string {
	_, rest, _ := strings.Cut(s.page, "<main")
	inside, _, _ := strings.Cut(rest, "</main>")
	return tags.ReplaceAllString(inside, " ")
}

// path returns the first address on the page that begins so.
func (s *sitter) path(begins string) string {
	s.t.Helper()
	m := regexp.MustCompile(`(?:href|action)="(` + regexp.QuoteMeta(begins) + `[^"?#]*)`).FindStringSubmatch(s.page)
	if m == nil {
		s.t.Fatalf("%s has no way to %s…:\n%s", s.at, begins, s.main())
	}
	return m[1]
}
