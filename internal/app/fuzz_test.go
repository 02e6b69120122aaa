package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// FuzzForms sends bytes as a form, with files or without, to every address that takes one, as a leader of a commune and
// as an administrator: whatever comes, nothing breaks.
func FuzzForms(f *testing.F) {
	d, err := stage()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint16(0), false, []byte(plausible("1").Encode()))
	f.Add(uint16(3), false, []byte("a=%zz&b=%00&seen=99999999999999999999&pick=%F0%28"))
	f.Add(uint16(7), true, []byte("--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"../a.pdf\"\r\n\r\n%PDF-1.7\r\n--x--\r\n"))
	f.Add(uint16(11), true, []byte("--x\r\nContent-Disposition: form-data; name*=utf-8''%ff\r\nContent-Transfer-Encoding: base64\r\n\r\n=\r\n--x"))
	who := everybody()
	handlers := []http.Handler{d.house.as(who["leader"]), d.house.as(who["admin"]), d.house.as(who["a citizen"])}
	routes := slices.DeleteFunc(slices.Clone(d.house.site.Routes()), func(r web.Route) bool { return r.Method == "GET" || strings.HasPrefix(r.Path, "/demo/") })
	f.Fuzz(func(t *testing.T, at uint16, files bool, body []byte) {
		r := routes[int(at)%len(routes)]
		req := httptest.NewRequest(r.Method, "http://nhasan.test"+filled(r.Path), bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if files {
			req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		}
		w := httptest.NewRecorder()
		handlers[int(at)%len(handlers)].ServeHTTP(w, req)
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s: %d for %q", r.Method, r.Path, w.Code, body)
		}
	})
}

// FuzzAddresses opens addresses that people type or scripts make up.
func FuzzAddresses(f *testing.F) {
	d, err := stage()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"/lam-viec?o=tat-ca&sau=x", "/thu-tuc?q=%E1%BA%BF&trang=-1", "/so-cai/tile/0/000", "/so-lieu?ky=2023-Q9", "/lam-viec/ho-so/%00", "/live?on=inbox%2F&since=x", "/static/../../x",
		"/lam-viec/so-theo-doi/xuat?tu=x&dang=pdf", "/tra-cuu?ma=%FF", "/api/v1/dossiers/x?secret=y", "/%2e%2e/", "/nop-ho-so/x/y?truong-hop=%27"} {
		f.Add(s)
	}
	leader := d.house.as(everybody()["leader"])
	f.Fuzz(func(t *testing.T, path string) {
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/live") || strings.HasPrefix(path, "/demo/") {
			return // open pages hang until something happens
		}
		req, err := http.NewRequest("GET", "http://nhasan.test"+path, nil)
		if err != nil || req.URL.Host != "nhasan.test" {
			return
		}
		w := httptest.NewRecorder()
		leader.ServeHTTP(w, req)
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("GET %q: %d", path, w.Code)
		}
	})
}

// FuzzAPIBody sends JSON, or what looks like it, to each operation that takes a body, by a program with all rights.
func FuzzAPIBody(f *testing.F) {
	d, err := stage()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{`{}`, `{"procedure":"khai-sinh","unit":"x","values":{"a":{"b":[1,{"c":null}]}},"owner":{"name":"An"}}`, `{"action":"assign","person":"x","seen":-1,"days":1e9}`,
		`[]`, `{"action":"consult","asks":[{"text":"\u0000"}]}`, `{"owner":{"name":"` + strings.Repeat("a", 300) + `"}}`, "\xff", `{"values":` + strings.Repeat(`{"a":`, 200)} {
		f.Add(uint8(0), []byte(s))
		f.Add(uint8(1), []byte(s))
	}
	var rights []string
	for _, all := range roles() {
		rights = append(rights, all...)
	}
	slices.Sort(rights)
	_, token, err := d.house.identity.MakeToken(actor.AsSystem(f.Context(), "test"), identity.NewToken{Name: "Chương trình", Rights: slices.Compact(rights),
		UnitPath: "/khong-co/", Expires: d.clock.Now().Add(24 * time.Hour)})
	if err != nil {
		f.Fatal(err)
	}
	paths := []string{"/dossiers", "/dossiers/H28-1/actions"}
	f.Fuzz(func(t *testing.T, at uint8, body []byte) {
		req := httptest.NewRequest("POST", "http://nhasan.test"+web.APIPrefix+paths[int(at)%len(paths)], bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		d.house.handler.ServeHTTP(w, req)
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("POST %s: %d for %q: %s", req.URL.Path, w.Code, body, w.Body)
		}
	})
}
