package app

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-was +is):\n%s", name, diff)
	}
}

// stage is one demonstration for all tests of the package: laying it takes seconds.
var stage = sync.OnceValues(func() (*demonstration, error) {
	dir, err := os.MkdirTemp("", "nhasan-app")
	if err != nil {
		return nil, err
	}
	return openDemo(context.Background(), dir, "http://nhasan.test", detailed(&logged))
})

func laid(t *testing.T) *demonstration {
	t.Helper()
	d, err := stage()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashing); dir != "" { // this process is one that will be killed
		os.Exit(crashChild(stageAt{db: os.Getenv(crashingDB), files: os.Getenv(crashingFiles), dir: dir}))
	}
	flag.Parse()
	code := m.Run()
	if d, err := stage(); err == nil {
		d.house.close()
		_ = os.RemoveAll(strings.TrimSuffix(d.house.Key, "/key"))
	}
	os.Exit(code)
}

func TestEveryRouteSaysWhoMayEnter(t *testing.T) {
	var b strings.Builder
	for _, r := range laid(t).house.site.Routes() {
		if !r.Need.Allows(actor.Actor{Kind: actor.System}) && r.Need.String() == "" {
			t.Errorf("%s %s lets nobody in: it declares no need", r.Method, r.Path)
		}
		fmt.Fprintf(&b, "%-5s %-58s %s\n", r.Method, r.Path, r.Need)
	}
	golden(t, "routes.txt", b.String())
}

func TestRightsAreAsPrinted(t *testing.T) { golden(t, "rights.txt", rightsOf(roles())) }

// TestTheMatrixIsAsAnInspectorReadsIt keeps the words of every right beside who holds it.
func TestTheMatrixIsAsAnInspectorReadsIt(t *testing.T) {
	var b strings.Builder
	for _, line := range identity.MatrixOf(roles()).Lines(t.Context()) {
		b.WriteString(strings.Join(line, " | ") + "\n")
	}
	golden(t, "rights-matrix.txt", b.String())
	for _, right := range strings.Fields(rightsOf(roles())) {
		room, _, named := strings.Cut(right, ".")
		for _, lang := range text.Langs {
			if named && !(text.Has(lang, "identity.right."+right) && text.Has(lang, "identity.room."+room)) {
				t.Errorf("%s or its room has no word in %s: an inspector would read a key", right, lang)
			}
		}
	}
}

// TestNobodyGetsInWithoutTheRight walks every route as nobody, as a citizen and as each role, and
// expects a refusal wherever the route's need is not met.
func TestNobodyGetsInWithoutTheRight(t *testing.T) {
	h := laid(t).house
	for who, a := range everybody() {
		handler := h.as(a)
		for _, r := range h.site.Routes() {
			if r.Need.Allows(a) || strings.Contains(r.Path, "/demo/") {
				continue
			}
			w := httptest.NewRecorder()
			req := httptest.NewRequest(r.Method, "http://nhasan.test"+filled(r.Path), nil)
			handler.ServeHTTP(w, req)
			refused := w.Code == http.StatusForbidden || w.Code == http.StatusUnauthorized ||
				(w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/dang-nhap"))
			if !refused {
				t.Errorf("%s %s as %s: %d, want a refusal (needs %s)", r.Method, r.Path, who, w.Code, r.Need)
			}
		}
	}
}

// TestNoPageBreaks opens every page without parameters as everybody who may, and expects no defect.
func TestNoPageBreaks(t *testing.T) {
	h := laid(t).house
	for who, a := range everybody() {
		handler := h.as(a)
		for _, r := range h.site.Routes() {
			if r.Method != "GET" || !r.Need.Allows(a) {
				continue
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test"+filled(r.Path), nil))
			if w.Code >= 500 && r.Path != "/dang-nhap/dinh-danh" {
				t.Errorf("GET %s as %s: %d", r.Path, who, w.Code)
			}
			if strings.Contains(w.Body.String(), "⟦") {
				t.Errorf("GET %s as %s: a word is missing: %s", r.Path, who, around(w.Body.String(), "⟦"))
			}
		}
	}
}

func around(s, mark string) string {
	i := strings.Index(s, mark)
	return s[max(0, i-20):min(len(s), i+80)]
}

// filled puts keys that belong to nothing into a pattern.
func filled(pattern string) string {
	pattern = strings.TrimSuffix(pattern, "{$}")
	for _, name := range []string{"{id}", "{draft}", "{slug}", "{message}", "{token}", "{follow}", "{page}", "{sha}", "{action}", "{paper}", "{phien}", "{version}", "{event}"} {
		pattern = strings.ReplaceAll(pattern, name, "018f0000-0000-7000-8000-000000000000")
	}
	return pattern
}

// everybody is nobody, a citizen, and an officer of a foreign unit in each role.
func everybody() map[string]actor.Actor {
	all := map[string]actor.Actor{"nobody": {Kind: actor.Anonymous}, "a citizen": {Kind: actor.Citizen, AccountID: "a", Name: "Dân"},
		"an officer without a post": {Kind: actor.Officer, AccountID: "b", PersonID: "b", Name: "Cán bộ"}}
	for role, rights := range roles() {
		a := actor.Actor{Kind: actor.Officer, AccountID: "account-" + role, PersonID: "person-" + role, Name: "Cán bộ", UnitPath: "/foreign/",
			Posts: []actor.Post{{Role: role, UnitID: "foreign", UnitPath: "/foreign/"}}}
		for _, right := range rights {
			a.Grants = append(a.Grants, actor.Grant{Right: right, Path: "/foreign/"})
		}
		all[role] = a
	}
	return all
}

// as is the site as a sees it: the same routes and layers, with the sign-in replaced.
func (h *house) as(a actor.Actor) http.Handler {
	site := web.New(web.Config{DB: h.database, Clock: h.clock, Log: h.log, Chrome: h.chrome, Limit: 1 << 20,
		Who: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r.WithContext(actor.With(r.Context(), a)))
			})
		}})
	site.Add(slices.Clone(h.site.Routes())...)
	return site.Handler()
}
