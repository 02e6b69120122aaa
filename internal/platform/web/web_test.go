package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// serve is a site with the routes; whoever sends the header X-Who is a known program.
func serve(t *testing.T, proxies []string, routes ...web.Route) http.Handler {
	t.Helper()
	ours, err := web.ParseProxies(proxies)
	if err != nil {
		t.Fatal(err)
	}
	site := web.New(web.Config{DB: testkit.SQLite(t, []db.Schema{web.Schema}), Clock: testkit.Clock(), Log: slog.New(slog.DiscardHandler),
		Limit: 1 << 20, Proxies: ours, Who: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if a := actor.Of(r.Context()); r.Header.Get("X-Who") != "" {
					a.Kind = actor.Token
					r = r.WithContext(actor.With(r.Context(), a))
				}
				next.ServeHTTP(w, r)
			})
		}})
	site.Add(routes...)
	return site.Handler()
}

func says(words, kind string) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", kind)
		_, err := io.WriteString(w, words)
		return err
	}
}

func ask(h http.Handler, r *http.Request, head ...string) *httptest.ResponseRecorder {
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestNothingIsKeptUnlessItSaysSo(t *testing.T) {
	h := serve(t, nil, web.Route{Method: "GET", Path: "/so", Need: web.Public, Do: func(w http.ResponseWriter, _ *http.Request) error {
		return web.JSON(w, http.StatusOK, "mật")
	}})
	if got := ask(h, httptest.NewRequest("GET", "/so", nil)).Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("JSON is sent with Cache-Control %q, want no-store", got)
	}
}

func TestPackingKeepsToWhatTheBrowserTakes(t *testing.T) {
	long := strings.Repeat("nhà sàn ", 500)
	h := serve(t, nil,
		web.Route{Method: "GET", Path: "/chu", Need: web.Public, Do: says(long, "text/plain")},
		web.Route{Method: "GET", Path: "/anh", Need: web.Public, Do: says(long, "image/png")},
		web.Route{Method: "GET", Path: "/goi", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Content-Encoding", "gzip")
			return says("đã gói", "text/plain")(w, r)
		}},
		web.Route{Method: "GET", Path: "/khuc", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusPartialContent)
			_, err := io.WriteString(w, "khúc")
			return err
		}})
	for _, c := range []struct{ name, path, accept, want, vary string }{
		{"brotli is taken first", "/chu", "gzip, deflate, br", "br", "Accept-Encoding"},
		{"gzip where there is no brotli", "/chu", "gzip;q=0.8", "gzip", "Accept-Encoding"},
		{"brotli refused", "/chu", "br;q=0, gzip", "gzip", "Accept-Encoding"},
		{"all refused", "/chu", "br; q=0.0, gzip;q=0", "", "Accept-Encoding"},
		{"a word that only contains the letters", "/chu", "abrupt", "", "Accept-Encoding"},
		{"nothing taken, and caches are told", "/chu", "", "", "Accept-Encoding"},
		{"a picture is packed already", "/anh", "br", "", ""},
		{"what is packed is not packed again", "/goi", "br", "gzip", ""},
		{"a part is no whole", "/khuc", "br", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(h, httptest.NewRequest("GET", c.path, nil), "Accept-Encoding", c.accept)
			if got := w.Header().Get("Content-Encoding"); got != c.want {
				t.Errorf("Accept-Encoding %q: packed as %q, want %q", c.accept, got, c.want)
			}
			if got := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(got, c.vary) {
				t.Errorf("Vary %q, want %q in it", got, c.vary)
			}
			if c.want == "br" {
				if plain, err := io.ReadAll(brotli.NewReader(w.Body)); err != nil || string(plain) != long {
					t.Errorf("unpacked: %d bytes, %v; want %d", len(plain), err, len(long))
				}
			}
		})
	}
}

func TestOnlyOurProxiesAreBelieved(t *testing.T) {
	var from string
	route := web.Route{Method: "GET", Path: "/ai", Need: web.Public, Do: func(_ http.ResponseWriter, r *http.Request) error {
		from = actor.Of(r.Context()).From
		return nil
	}}
	h := serve(t, []string{"127.0.0.1", "10.1.0.0/16"}, route)
	for _, c := range []struct{ name, peer, chain, want string }{
		{"nobody between", "203.0.113.9:1", "", "203.0.113.9"},
		{"a stranger says who they are", "203.0.113.9:1", "127.0.0.1", "203.0.113.9"},
		{"our proxy says who asks", "127.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		{"a stranger writes the beginning of the chain", "127.0.0.1:1", "127.0.0.1, 203.0.113.9", "203.0.113.9"},
		{"two of ours, one behind the other", "127.0.0.1:1", "203.0.113.9, 10.1.2.3", "203.0.113.9"},
		{"what is no address ends the chain", "127.0.0.1:1", "203.0.113.9, unknown", "127.0.0.1"},
		{"IPv4 as IPv6", "[::ffff:127.0.0.1]:1", "2001:db8::1", "2001:db8::1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/ai", nil)
			r.RemoteAddr = c.peer
			if ask(h, r, "X-Forwarded-For", c.chain); from != c.want {
				t.Errorf("%s with %q came from %s, want %s", c.peer, c.chain, from, c.want)
			}
		})
	}
	if _, err := web.ParseProxies([]string{"proxy.example.vn"}); err == nil {
		t.Error("a name was taken for an address of a proxy")
	}
}

func TestAddressesThatAreNoTextLeadNowhere(t *testing.T) {
	h := serve(t, nil, web.Route{Method: "GET", Path: "/ho-so/{id}", Need: web.Public, Do: says("có", "text/plain")})
	for path, want := range map[string]int{"/ho-so/a%00b": 404, "/ho-so/%ff": 404, "/ho-so/a?q=%00": 404, "/ho-so/a?q=%zz": 404, "/ho-so/%C4%91?q=%C4%91": 200} {
		if got := ask(h, httptest.NewRequest("GET", path, nil)).Code; got != want {
			t.Errorf("GET %s: %d, want %d", path, got, want)
		}
	}
}

func TestUploadsThroughTheAPI(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	read := false
	h := serve(t, nil, web.Route{Method: "POST", Path: web.APIPrefix + "/uploads", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
		read = true
		return r.ParseMultipartForm(1)
	}})
	upload := func(head ...string) int {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, _ := form.CreateFormFile("file", "a.pdf")
		_, _ = part.Write(make([]byte, 100<<10))
		_ = form.Close()
		return ask(h, httptest.NewRequest("POST", web.APIPrefix+"/uploads", &b), append(head, "Content-Type", form.FormDataContentType())...).Code
	}
	if code := upload(); code != http.StatusUnauthorized || read {
		t.Errorf("nobody uploads: %d, body read %v; want 401 before a byte is read", code, read)
	}
	if code := upload("X-Who", "a program"); code != http.StatusOK || !read {
		t.Errorf("a program uploads: %d, want 200", code)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d files of an upload stay behind", len(left))
	}
}

func TestABrokenAnswerDoesNotLookWhole(t *testing.T) {
	h := serve(t, nil, web.Route{Method: "GET", Path: "/dut", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) }},
		web.Route{Method: "GET", Path: "/hong", Need: web.Public, Do: func(http.ResponseWriter, *http.Request) error { panic("hỏng") }})
	if w := ask(h, httptest.NewRequest("GET", "/hong", nil)); w.Code != 500 || strings.Contains(w.Body.String(), "hỏng") {
		t.Errorf("a defect: %d %s, want 500 without the engine's words", w.Code, w.Body)
	}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("breaking an answer off ended as %v, want it to reach the server", p)
		}
	}()
	ask(h, httptest.NewRequest("GET", "/dut", nil))
}

func TestNobodyKeepsLittle(t *testing.T) {
	var held web.Held
	h := serve(t, nil,
		web.Route{Method: "POST", Path: "/gui", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			if err := web.Keep(r, fault.New(fault.Invalid, "fault.bad-form"), url.Values{"a": {strings.Repeat("x", 100<<10)}}); err != nil {
				return err
			}
			return web.SeeOther(w, r, "/gui")
		}},
		web.Route{Method: "GET", Path: "/gui", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			held = web.Kept(r)
			return nil
		}})
	for who, want := range map[string]int{"": 0, "a program": 100 << 10} {
		w := ask(h, httptest.NewRequestWithContext(context.Background(), "POST", "/gui", nil), "X-Who", who)
		ask(h, httptest.NewRequest("GET", "/gui", nil), "Cookie", w.Header().Get("Set-Cookie"), "X-Who", who)
		if !held.Was() || len(held.Values.Get("a")) != want {
			t.Errorf("refused as %q: fault kept %v, %d bytes of the form; want %d", who, held.Was(), len(held.Values.Get("a")), want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for in, want := range map[string]string{"/lam-viec?o=mine": "/lam-viec?o=mine", "": "/", "//evil.example": "/", "/\\evil.example": "/",
		"https://evil.example/": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "evil": "/", "///evil.example": "/"} {
		if got := web.LocalPath(in, "/"); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", in, got, want)
		}
	}
}
