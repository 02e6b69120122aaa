package catalog

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

	"github.com/danielgtaylor/huma/v2"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// site is the room's pages on a server of their own.
type site struct {
	bench
	server *httptest.Server
	api    huma.API
}

func newSite(t *testing.T) site {
	t.Helper()
	b := newBench(t, testkit.SQLite(t, append(schemas, web.Schema)))
	s := site{bench: b}
	pages := web.New(web.Config{DB: b.DB, Clock: b.clock, Log: slog.New(slog.DiscardHandler), Who: whoever, Limit: 32 << 20})
	pages.Add(NewPages(b.Service, busy{}).Routes()...)
	pages.Mount("GET /static/", ui.Static())
	s.api = pages.NewAPI("Nhà Sàn", "test")
	b.API(s.api)
	s.server = httptest.NewServer(pages.Handler())
	t.Cleanup(s.server.Close)
	return s
}

// busy says of every version that two dossiers run under it, of five.
type busy struct{}

func (busy) CountByVersion(_ context.Context, versionIDs []string) (map[string]Uses, error) {
	out := map[string]Uses{}
	for _, one := range versionIDs {
		out[one] = Uses{Open: 2, All: 5, Href: "/lam-viec?phien-ban=" + one}
	}
	return out, nil
}

// whoever lets the cookie say who sits at the browser: a keeper, an editor, or nobody known.
func whoever(next http.Handler) http.Handler {
	people := map[string]context.Context{
		"keeper": testkit.As(context.Background(), CanEdit, CanPublish), "editor": testkit.As(context.Background(), CanEdit)}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err == nil && people[c.Value] != nil {
			r = r.WithContext(actor.With(r.Context(), actor.Of(people[c.Value])))
		}
		next.ServeHTTP(w, r)
	})
}

// browser is a browser without script.
type browser struct {
	t    *testing.T
	http *http.Client
	base string
	at   string
	page string // what a person reads, with the tags
	raw  string // as it came
	code int
}

func (s site) browser(t *testing.T, who string, cookies ...*http.Cookie) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	home, _ := url.Parse(s.server.URL)
	jar.SetCookies(home, append(cookies, &http.Cookie{Name: "who", Value: who}))
	return &browser{t: t, http: &http.Client{Jar: jar}, base: s.server.URL}
}

var english = &http.Cookie{Name: "ngon-ngu", Value: "en"}

func (r *browser) took(res *http.Response, err error) *browser {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	r.at, r.raw, r.code = res.Request.URL.RequestURI(), string(raw), res.StatusCode
	r.page = html.UnescapeString(r.raw)
	if strings.Contains(r.page, "⟦") {
		r.t.Errorf("%s shows a key without words: %s", r.at, regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(r.page))
	}
	return r
}

func (r *browser) open(path string) *browser {
	r.t.Helper()
	return r.took(r.http.Get(r.base + path))
}

func (r *browser) post(path string, form url.Values) *browser {
	r.t.Helper()
	return r.took(r.http.PostForm(r.base+path, form))
}

func (r *browser) upload(path string, fields map[string]string, files map[string][]byte) *browser {
	r.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, value := range fields {
		_ = m.WriteField(name, value)
	}
	for name, raw := range files {
		part, _ := m.CreateFormFile(name, name+".txt")
		_, _ = part.Write(raw)
	}
	_ = m.Close()
	return r.took(r.http.Post(r.base+path, m.FormDataContentType(), &b))
}

// says fails unless the words stand on the page in this order.
func (r *browser) says(words ...string) *browser {
	r.t.Helper()
	rest := r.page
	for _, one := range words {
		at := strings.Index(rest, one)
		if at < 0 {
			r.t.Errorf("%s (%d) does not say %q, or not in its place", r.at, r.code, one)
			return r
		}
		rest = rest[at+len(one):]
	}
	return r
}

func (r *browser) lacks(words ...string) *browser {
	r.t.Helper()
	for _, one := range words {
		if strings.Contains(r.page, one) {
			r.t.Errorf("%s says %q", r.at, one)
		}
	}
	return r
}
