package app

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/web"
)

var parameter = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// TestIdsOfOthersOpenNothing walks every address with an id in it, with ids of real things that belong to other
// people and other communes, as nobody, as a citizen and as an officer of Phú Nghĩa in every role. Each must be
// refused, whatever the route's need allows, and nothing may stand in the trail afterwards: the right is asked at
// the thing, not at the door.
func TestIdsOfOthersOpenNothing(t *testing.T) {
	d := laid(t)
	who := guessers(t, d, "phu-nghia")
	l := loot{t, d, who["leader"].UnitPath}
	guesses, tried := l.guesses(), 0
	laid := l.intact()
	entries := func() string { return l.ids("SELECT count(*) FROM audit_entry")[0] }
	for _, r := range d.house.site.Routes() {
		if !parameter.MatchString(r.Path) || isOpen(r) {
			continue
		}
		for name, a := range who {
			h := d.house.as(a)
			for _, path := range guesses(r) {
				before := entries()
				w := guess(h, r.Method, path)
				if tried++; !refused(w) || entries() != before {
					t.Errorf("%s %s as %s: %d %s, want a refusal; the trail grew: %v (%s)", r.Method, r.Path, name, w.Code, w.Header().Get("Location"), entries() != before, path)
				}
			}
		}
		if now := l.intact(); now != laid {
			t.Fatalf("%s %s changed what belongs to others:\nwas %s\nis  %s", r.Method, r.Path, laid, now)
		}
	}
	t.Logf("%d guesses", tried)
}

// guess sends a plausible form, or opens a page, and goes where it is sent: a form that is refused sends its
// sender back to the page that says why, and that page must be closed to them too.
func guess(h http.Handler, method, path string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "http://nhasan.test"+path, strings.NewReader(plausible("1").Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	if w.Code != http.StatusSeeOther || refused(w) {
		return w
	}
	next := httptest.NewRequest("GET", "http://nhasan.test"+to, nil)
	for _, c := range w.Result().Cookies() {
		next.AddCookie(c)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, next)
	return w
}

func isOpen(r web.Route) bool {
	return slices.ContainsFunc(openTo, func(o struct{ prefix, why string }) bool { return strings.HasPrefix(r.Path, o.prefix) })
}

// refused tells whether somebody was turned away: told no, sent to sign in, or sent to a list of their own.
func refused(w *httptest.ResponseRecorder) bool {
	to := w.Header().Get("Location")
	return w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden || w.Code == http.StatusNotFound ||
		w.Code == http.StatusSeeOther && (strings.HasPrefix(to, "/dang-nhap") || slices.Contains(ownLists, to))
}

// ownLists are pages without an id in their address, to which a guess may be sent back.
var ownLists = []string{"/ho-so-cua-toi", "/toi", "/vang-mat", "/lam-viec", "/lam-viec/nhan", "/lam-viec/bo-loc", "/lam-viec/mau-ly-do", "/lam-viec/goi-so", "/lam-viec/tiep-nhan",
	"/quan-tri/ma-truy-cap"}
