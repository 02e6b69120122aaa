package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// TestIdsOfOthersInFormsOpenNothing walks the pages of an officer of Phú Nghĩa in every role, and of a citizen, along
// their links, and sends each form it finds with one id in it exchanged for that of the same kind of thing of another
// commune. Whatever is answered, nothing of the other commune may be shown, changed or named in the trail.
func TestIdsOfOthersInFormsOpenNothing(t *testing.T) {
	d := ownStage(t)
	who := guessers(t, d, "phu-nghia")
	delete(who, "nobody")
	l := loot{t, d, who["leader"].UnitPath}
	l.guesses() // lays what others own
	s := spoils(l)
	forms, sent := 0, 0
	for name, a := range who {
		b := browser{handler: d.house.as(a), routes: d.house.site.Routes(), seen: map[string]int{}}
		var all []form
		b.walk("/", func(_ string, found []form) { all = append(all, found...) })
		if a.Kind == actor.Officer {
			b.walk("/lam-viec", func(_ string, found []form) { all = append(all, found...) })
			b.walk("/quan-tri", func(_ string, found []form) { all = append(all, found...) })
		}
		tried := map[string]int{}
		for _, f := range all {
			forms++
			for _, g := range s.exchanged(f) {
				key := b.kind(f.method, f.action) + " " + g.field
				if tried[key]++; tried[key] > visits {
					continue
				}
				sent++
				s.send(name, b, f, g)
			}
		}
		s.unharmed(name)
	}
	t.Logf("%d forms, %d guesses", forms, sent)
	if sent < 100 {
		t.Errorf("%d guesses: the walk has lost its way", sent)
	}
}

// TestIdsOfOthersInAnyFieldOpenNothing sends to every address of a form without an id in it each name under which some
// page reads an id, whether or not this one does, with an id of others.
func TestIdsOfOthersInAnyFieldOpenNothing(t *testing.T) {
	d := ownStage(t)
	who := guessers(t, d, "phu-nghia")
	l := loot{t, d, who["leader"].UnitPath}
	l.guesses()
	s, sent := spoils(l), 0
	own := l.ids("SELECT min(id) FROM dossier_record WHERE receiving_path LIKE ? GROUP BY state", l.home+"%")
	for name, a := range who {
		b := browser{handler: d.house.as(a), routes: d.house.site.Routes()}
		for _, r := range d.house.site.Routes() {
			if r.Method != "POST" || parameter.MatchString(r.Path) || !r.Need.Allows(a) || strings.HasPrefix(r.Path, "/demo/") || r.Path == "/dang-xuat" {
				continue
			}
			for field, kinds := range idFields {
				for _, kind := range kinds {
					sent++
					s.send(name, b, form{method: "POST", action: r.Path, fields: plausible("1")}, exchange{field: field, value: s.foreign[kind]})
				}
			}
		}
		for _, id := range own {
			for _, c := range ofDossiers {
				sent++
				s.send(name, b, form{method: "POST", action: "/lam-viec/ho-so/" + id + "/" + c.page, fields: plausible("1")}, exchange{c.field, s.foreign[c.kind]})
			}
		}
		s.unharmed(name)
	}
	t.Logf("%d guesses", sent)
}

// ofDossiers are the forms of a dossier in which an id is read.
var ofDossiers = []struct{ page, field, kind string }{
	{"assign", "person", "org_person"}, {"assign", "person", "identity_account"}, {"consult", "person", "org_person"}, {"consult", "unit", "org_unit"},
	{"answer", "errand", "dossier_record"}, {"recall", "errand", "dossier_record"}, {"send-part", "errand", "dossier_record"},
	{"cua-toi", "label", "dossier_label"}, {"cua-toi", "stock", "dossier_reason"}, {"refuse", "stock", "dossier_reason"}, {"doi-chieu", "sha", "sha"},
}

// idFields are the names of fields in which pages read ids, and of what.
var idFields = map[string][]string{
	"unit": {"org_unit"}, "person": {"org_person"}, "don-vi": {"org_unit"}, "nguoi": {"org_person"}, "nguoi-thay": {"org_person"}, "noi": {"org_unit"},
	"may": {"tickets_device"}, "pick": {"dossier_record"}, "label": {"dossier_label"}, "stock": {"dossier_reason"}, "tep": {"sha"}, "sha": {"sha"},
	"errand": {"dossier_record"}, "noi-nop": {"org_unit"}, "chuc-danh": {"org_holding", "org_position"}, "id": {"dossier_record", "dossier_draft"},
	"vi-tri": {"org_position"}, "paper": {"archive_paper"}, "ban-nhap": {"dossier_draft"},
}

// ownStage lays a demonstration of the test's own: what is sent changes it.
func ownStage(t *testing.T) *demonstration {
	t.Helper()
	d, err := openDemo(t.Context(), t.TempDir(), "http://nhasan.test", slog.New(slog.NewJSONHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.house.close)
	return d
}

// form is what a browser would send, by default.
type form struct {
	method, action string
	fields         url.Values
	choices        map[string][]string // what each field offers besides
}

// exchange is one field of a form with an id of others in it.
type exchange struct{ field, value string }

// browser walks a site as one person.
type browser struct {
	handler http.Handler
	routes  []web.Route
	seen    map[string]int // visits by route, and by the action of a dossier
}

// visits bounds how often one route is looked at: things in different states show different forms.
const visits = 4

// walk opens a page and what it links to, and hands each page's forms to found.
func (b browser) walk(from string, found func(path string, forms []form)) {
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		path, _, _ := strings.Cut(queue[0], "#")
		at, _, _ := strings.Cut(path, "?")
		key := b.kind("GET", at)
		if key == "" || b.seen[path] > 0 || b.seen[key] >= visits || strings.HasPrefix(at, "/demo/") || strings.HasPrefix(at, "/dang-") {
			continue
		}
		b.seen[path]++
		b.seen[key]++
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, httptest.NewRequest("GET", "http://nhasan.test"+path, nil))
		if w.Code == http.StatusSeeOther {
			queue = append(queue, w.Header().Get("Location"))
			continue
		}
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		links, forms := readPage(w.Body.String(), at)
		found(path, forms)
		queue = append(queue, links...)
	}
}

// kind is the route that an address belongs to, and the action of a dossier; "" when none.
func (b browser) kind(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	pattern := b.pattern(method, path)
	if strings.HasSuffix(pattern, "{action}") {
		pattern += path[strings.LastIndex(path, "/"):]
	}
	return pattern
}

// pattern is the path of the route that an address belongs to, "" when none.
func (b browser) pattern(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts, best, fixed := strings.Split(path, "/"), "", -1
	for _, r := range b.routes {
		pattern := strings.Split(strings.TrimSuffix(r.Path, "{$}"), "/")
		if r.Method != method || len(pattern) != len(parts) {
			continue
		}
		n := 0
		for i := range pattern {
			switch {
			case pattern[i] == parts[i]:
				n++
			case !strings.HasPrefix(pattern[i], "{"):
				n = -len(pattern)
			}
		}
		if n >= 0 && n > fixed {
			best, fixed = r.Path, n
		}
	}
	return best
}

// post sends a form and goes where it is sent, as a browser does.
func (b browser) post(f form) []*httptest.ResponseRecorder {
	var req *http.Request
	if f.method == "GET" {
		req = httptest.NewRequest("GET", "http://nhasan.test"+f.action+"?"+f.fields.Encode(), nil)
	} else {
		req = httptest.NewRequest("POST", "http://nhasan.test"+f.action, strings.NewReader(f.fields.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, req)
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/") {
		return []*httptest.ResponseRecorder{w}
	}
	next := httptest.NewRequest("GET", "http://nhasan.test"+to, nil)
	for _, c := range w.Result().Cookies() {
		next.AddCookie(c)
	}
	after := httptest.NewRecorder()
	b.handler.ServeHTTP(after, next)
	return []*httptest.ResponseRecorder{w, after}
}

// with is the form with one field exchanged.
func (f form) with(g exchange) form {
	fields := url.Values{}
	for name, values := range f.fields {
		fields[name] = slices.Clone(values)
	}
	fields.Set(g.field, g.value)
	f.fields = fields
	return f
}
