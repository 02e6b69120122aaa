package portal_test

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

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/portal"
	"github.com/nha-san/nhasan/internal/portal/rating"
)

// house is the windows on a real server, with real units and procedures behind them.
type house struct {
	t                 *testing.T
	clock             *clock.Fake
	dossier           *dossier.Service
	rating            *rating.Service
	commune, district org.Unit
	server            *httptest.Server
	lan               actor.Actor
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d := testkit.SQLite(t, []db.Schema{web.Schema, audit.Schema, org.Schema, catalog.Schema, identity.Schema, dossier.Schema, rating.Schema})
	h := &house{t: t, clock: testkit.Clock()}
	ctx, trail := actor.AsSystem(context.Background(), "test"), audit.New(d, h.clock)
	units := org.New(d, trail, h.clock)
	_, err := units.ImportUnits(ctx, bytes.NewReader(h.file("units.json")), false)
	h.no(err)
	h.commune, err = units.ByCode(ctx, org.Commune, "05395", "2023-08-10") // Phú Nghĩa
	h.no(err)
	h.no(units.SetCodePrefix(ctx, h.commune.ID, "X28.159.03", "test"))
	h.district, err = units.ByCode(ctx, org.District, "159", "2023-08-10")
	h.no(err)
	h.no(units.SetCodePrefix(ctx, h.district.ID, "X28.159", "test"))
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units})
	h.no(err)
	_, err = procedures.Import(ctx, catalog.Sources{CSV: h.file("procedures.csv"), Detailed: h.file("procedures-detailed.json"),
		PublishFrom: "2023-01-01", Why: "test"})
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	h.dossier = dossier.New(dossier.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units, Catalog: procedures, Blobs: blobs, BaseURL: "https://motcua.example.vn"})
	people, err := identity.New(identity.Needs{DB: d, Clock: h.clock, Log: trail, Directory: units, Key: make([]byte, identity.KeyBytes)})
	h.no(err)
	lan, err := people.EnsureCitizen(ctx, identity.Citizen{Provider: "test", Subject: "lan", Name: "Bùi Thị Lan",
		PersonalNumber: "017195001234", BornOn: "1995-03-08", Phone: "+84912345601", Assurance: "2"})
	h.no(err)
	h.lan = actor.Actor{Kind: actor.Citizen, AccountID: lan.AccountID, Name: lan.Name}
	site := web.New(web.Config{DB: d, Clock: h.clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Limit: 32 << 20,
		Who: func(next http.Handler) http.Handler { return h.who(rating.MarkOffices(false, next)) }})
	h.rating = rating.New(rating.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units, Dossiers: h.dossier})
	site.Add(portal.New(portal.Needs{Dossiers: h.dossier, Catalog: procedures, Org: units, Identity: people, Rating: h.rating, Clock: h.clock, Demo: true}).Routes()...)
	site.Add(rating.NewPages(h.rating).Routes()...)
	h.server = httptest.NewServer(site.Handler())
	t.Cleanup(h.server.Close)
	return h
}

// who lets a browser of the citizen in by a header.
func (h *house) who(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Who") == "lan" {
			a := h.lan
			a.From = actor.Of(r.Context()).From
			r = r.WithContext(actor.With(r.Context(), a))
		}
		next.ServeHTTP(w, r)
	})
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(name string) []byte {
	h.t.Helper()
	raw, err := demo.Files.ReadFile(name)
	h.no(err)
	return raw
}

// officer acts with a role in the commune.
func (h *house) officer(role string) context.Context {
	u := h.commune
	a := actor.Actor{Kind: actor.Officer, AccountID: "a-" + role, PersonID: "p-" + role, Name: "Cán bộ " + role, Position: "Công chức " + role,
		UnitID: u.ID, UnitPath: u.Path, UnitName: u.FullName, Posts: []actor.Post{{Role: role, UnitID: u.ID, UnitPath: u.Path}}}
	for _, right := range dossier.Roles[role] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: u.Path})
	}
	return actor.With(context.Background(), a)
}

// browser is a browser without script; who is "lan" or nobody.
type browser struct {
	*house
	who    string
	client *http.Client
	path   string // where it stands
	body   string
	status int
}

func (h *house) browser(who string) *browser {
	jar, err := cookiejar.New(nil)
	h.no(err)
	return &browser{house: h, who: who, client: &http.Client{Jar: jar}}
}

func (b *browser) do(method, path, kind string, body io.Reader) {
	b.t.Helper()
	r, err := http.NewRequest(method, b.server.URL+path, body)
	b.no(err)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("X-Who", b.who)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := b.client.Do(r)
	b.no(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	b.no(err)
	b.path, b.body, b.status = answer.Request.URL.RequestURI(), html.UnescapeString(string(raw)), answer.StatusCode
}

func (b *browser) open(path string) *browser {
	b.t.Helper()
	b.do("GET", path, "", nil)
	if b.status != http.StatusOK {
		b.t.Fatalf("%s answered %d:\n%s", path, b.status, b.main())
	}
	return b
}

// says fails unless the browser stands at a path that begins so and the page holds all the words.
func (b *browser) says(path string, words ...string) {
	b.t.Helper()
	if !strings.HasPrefix(b.path, path) {
		b.t.Fatalf("stands at %s, want %s:\n%s", b.path, path, b.main())
	}
	for _, w := range words {
		if !strings.Contains(b.body, w) {
			b.t.Fatalf("%s does not say %q:\n%s", b.path, w, b.main())
		}
	}
}

func (b *browser) keepsQuiet(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(b.body, w) {
			b.t.Errorf("%s says %q:\n%s", b.path, w, b.main())
		}
	}
}

var (
	mainPart  = regexp.MustCompile(`(?s)<main.*</main>`)
	formPart  = regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*>.*?</form>`)
	inputTag  = regexp.MustCompile(`<input[^>]*>`)
	areaTag   = regexp.MustCompile(`(?s)<textarea([^>]*)>(.*?)</textarea>`)
	selectTag = regexp.MustCompile(`(?s)<select([^>]*)>(.*?)</select>`)
	chosen    = regexp.MustCompile(`<option value="([^"]*)" selected`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	tags      = regexp.MustCompile(`(?s)<[^>]*>\s*`)
	blank     = regexp.MustCompile(`\s*\n\s*`)
)

func (b *browser) main() string {
	return blank.ReplaceAllString(tags.ReplaceAllString(mainPart.FindString(b.body), "\n"), "\n")
}

func attributes(tag string) map[string]string {
	out := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// form is the page's last form as it would be sent: its address and what is filled in.
func (b *browser) form() (action string, values url.Values, hasFiles bool) {
	b.t.Helper()
	all := formPart.FindAllString(mainPart.FindString(b.body), -1)
	if len(all) == 0 {
		b.t.Fatalf("%s has no form:\n%s", b.path, b.main())
	}
	form := all[len(all)-1]
	action, values = attributes(form)["action"], url.Values{}
	for _, tag := range inputTag.FindAllString(form, -1) {
		a := attributes(tag)
		switch a["type"] {
		case "file":
			hasFiles = true
		case "radio", "checkbox":
			if strings.Contains(tag, " checked") {
				values.Add(a["name"], a["value"])
			} else if _, ok := values[a["name"]]; !ok {
				values[a["name"]] = nil
			}
		default:
			values.Add(a["name"], a["value"])
		}
	}
	for _, m := range areaTag.FindAllStringSubmatch(form, -1) {
		values.Add(attributes(m[1])["name"], m[2])
	}
	for _, m := range selectTag.FindAllStringSubmatch(form, -1) {
		value := ""
		if c := chosen.FindStringSubmatch(m[2]); c != nil {
			value = c[1]
		}
		values.Add(attributes(m[1])["name"], value)
	}
	return action, values, hasFiles
}

// send fills in what the form asks and has an answer for, and presses a button.
func (b *browser) send(answers map[string]string, button ...string) *browser {
	b.t.Helper()
	action, values, _ := b.form()
	for name, answer := range answers {
		if _, asked := values[name]; asked {
			values.Set(name, answer)
		}
	}
	if len(button) == 2 {
		values.Set(button[0], button[1])
	}
	b.do("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	return b
}

// upload sends a file with the page's form.
func (b *browser) upload(field, name string, content []byte) *browser {
	b.t.Helper()
	action, _, takes := b.form()
	if !takes {
		b.t.Fatalf("%s takes no files", b.path)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, name)
	b.no(err)
	_, err = part.Write(content)
	b.no(err)
	b.no(w.Close())
	b.do("POST", action, w.FormDataContentType(), &body)
	return b
}

// link follows the first link whose text or address holds the words.
func (b *browser) link(words string) *browser {
	b.t.Helper()
	for _, m := range regexp.MustCompile(`(?s)<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`).FindAllStringSubmatch(mainPart.FindString(b.body), -1) {
		if strings.Contains(m[1], words) || strings.Contains(m[2], words) {
			return b.open(strings.Split(m[1], "#")[0])
		}
	}
	b.t.Fatalf("%s has no link %q:\n%s", b.path, words, b.main())
	return b
}
