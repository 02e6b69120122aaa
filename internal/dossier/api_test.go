package dossier_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// counter is the JSON interface, and the programs that know it.
type counter struct {
	*house
	site http.Handler
}

// program is a program with rights on the commune, named by the header X-Program.
func (h *house) program(name, path string) actor.Actor {
	a := actor.Actor{Kind: actor.Token, AccountID: "token-" + name, Name: name, UnitPath: path}
	for _, right := range []string{dossier.CanSubmit, dossier.CanView, dossier.CanReceive} {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: path})
	}
	return a
}

func onBothByAPI(t *testing.T, do func(c *counter)) {
	t.Helper()
	testkit.OnBoth(t, append(slices.Clone(schemas), web.Schema), func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		known := map[string]actor.Actor{"clerk": actor.Of(as("reception", h.commune)), "portal": h.program("portal", h.commune.Path), "bank": h.program("bank", h.commune.Path), "stranger": h.program("stranger", "/elsewhere/")}
		site := web.New(web.Config{DB: d, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Limit: 64 << 20, Who: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if a, ok := known[r.Header.Get("X-Program")]; ok {
					r = r.WithContext(actor.With(r.Context(), a))
				}
				next.ServeHTTP(w, r)
			})
		}})
		h.API(site.NewAPI("test", "1"))
		do(&counter{h, site.Handler()})
	})
}

// call asks as a program ("" is nobody) and returns status and answer; v is sent as JSON, nil is a GET.
func (c *counter) call(who, path, key string, v any) (int, map[string]any, http.Header) {
	r := httptest.NewRequest("GET", web.APIPrefix+path, nil)
	if v != nil {
		raw, _ := json.Marshal(v)
		r = httptest.NewRequest("POST", web.APIPrefix+path, bytes.NewReader(raw))
		r.Header.Set("Content-Type", "application/json")
	}
	return c.send(who, key, r)
}

func (c *counter) lookUp(path, secret string) (int, map[string]any, http.Header) {
	r := httptest.NewRequest("GET", web.APIPrefix+path, nil)
	r.Header.Set("Lookup-Secret", secret)
	return c.send("", "", r)
}

func (c *counter) send(who, key string, r *http.Request) (int, map[string]any, http.Header) {
	r.Header.Set("X-Program", who)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w := httptest.NewRecorder()
	c.site.ServeHTTP(w, r)
	var answer map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	return w.Code, answer, w.Header()
}

func (c *counter) upload(who string) string {
	c.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "chung-sinh.pdf")
	c.no(err)
	_, _ = part.Write(file(c.t, "giay-to-mau.pdf"))
	c.no(form.Close())
	r := httptest.NewRequest("POST", web.APIPrefix+"/uploads", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	code, answer, _ := c.send(who, "", r)
	if code != http.StatusCreated {
		c.t.Fatalf("upload by %s: %d %v", who, code, answer)
	}
	return answer["id"].(string)
}

// birthOf is a submission of a birth registration with a paper of that upload.
func (c *counter) birthOf(upload string) map[string]any {
	c.t.Helper()
	v, err := c.catalog.Current(context.Background(), c.birth.ID, "2023-08-10")
	c.no(err)
	k, _ := v.Case("")
	var papers []map[string]any
	for _, one := range k.Components {
		if dossier.Needed(one) {
			papers = append(papers, map[string]any{"key": one.Key, "uploads": []string{upload}})
		}
	}
	values := map[string]any{}
	for name, typed := range birthForm {
		values[name] = typed[0]
	}
	return map[string]any{"procedure": c.birth.ID, "unit": c.commune.ID, "values": values, "papers": papers,
		"owner": map[string]any{"name": person.Name, "personal_no": person.PersonalNo, "phone": "0912 345 601"}}
}

func TestAKeyIsOneRequestOfOneProgram(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		birth := c.birthOf(c.upload("portal"))
		_, first, _ := c.call("portal", "/dossiers", "k1", birth)
		code, again, _ := c.call("portal", "/dossiers", "k1", birth)
		if code != http.StatusCreated || first["code"] == nil || again["code"] != first["code"] || again["secret"] != first["secret"] {
			c.t.Fatalf("the same request twice: %v, then %d %v", first, code, again)
		}
		if _, other, _ := c.call("portal", "/dossiers", "k2", birth); other["code"] == first["code"] {
			c.t.Error("another key gave the same dossier")
		}
		if code, _, _ := c.call("portal", "/dossiers/"+first["code"].(string)+"/actions", "k1", map[string]any{"action": "receive"}); code != http.StatusUnprocessableEntity {
			c.t.Errorf("the key for another request: %d, want 422", code)
		}
		if _, theirs, _ := c.call("bank", "/dossiers", "k1", c.birthOf(c.upload("bank"))); theirs["code"] == nil || theirs["code"] == first["code"] {
			c.t.Errorf("the same key of another program gave %v", theirs)
		}
		for range 2 {
			code, got, _ := c.call("portal", "/dossiers/"+first["code"].(string)+"/actions", "k3", map[string]any{"action": "receive", "seen": 1})
			if code != http.StatusOK || got["state"] != "received" || got["version"] != float64(2) {
				c.t.Errorf("receive: %d %v, want received once", code, got)
			}
		}
	})
}

func TestOneKeyAtOnceIsOneDossier(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		birth := c.birthOf(c.upload("portal"))
		var mu sync.Mutex
		codes := map[string]bool{}
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				status, got, _ := c.call("portal", "/dossiers", "k", birth)
				mu.Lock()
				defer mu.Unlock()
				if status == http.StatusCreated {
					codes[fmt.Sprint(got["code"])] = true
				} else if status != http.StatusConflict {
					c.t.Errorf("at once: %d %v, want created or a conflict", status, got)
				}
			})
		}
		wg.Wait()
		if len(codes) != 1 || !codes["X28.159.03-230810-0001"] {
			c.t.Errorf("one key at once made %v, want one dossier", codes)
		}
	})
}

func TestWhatProgramsAreRefused(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		up := c.upload("portal")
		with := func(change func(map[string]any)) map[string]any {
			b := c.birthOf(up)
			change(b)
			return b
		}
		for _, one := range []struct {
			name, who string
			sent      map[string]any
			want      int
		}{
			{"nobody", "", with(func(map[string]any) {}), 401},
			{"a program of another unit", "stranger", c.birthOf(c.upload("stranger")), 403},
			{"somebody else's upload", "bank", with(func(map[string]any) {}), 404},
			{"a case that does not exist", "portal", with(func(b map[string]any) { b["case"], b["papers"] = "x", nil }), 422},
			{"a phone that is none", "portal", with(func(b map[string]any) { b["owner"] = map[string]any{"name": "An", "phone": "12"} }), 422},
			{"a name of nothing", "portal", with(func(b map[string]any) { b["owner"] = map[string]any{"name": "\u0000 "} }), 422},
			{"a number that is none", "portal", with(func(b map[string]any) {
				b["submitter"] = map[string]any{"name": "An", "personal_no": "0170"}
			}), 422},
			{"somebody who acts by nothing", "portal", with(func(b map[string]any) {
				b["submitter"] = map[string]any{"name": "An", "personal_no": "017085001235"}
			}), 422},
			{"a unit that does not exist", "portal", with(func(b map[string]any) { b["unit"] = "x" }), 404},
		} {
			if code, got, _ := c.call(one.who, "/dossiers", "", one.sent); code != one.want {
				c.t.Errorf("%s: %d %v, want %d", one.name, code, got, one.want)
			}
		}
	})
}

func TestAProgramNamesOwnersAndMandate(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		birth := c.birthOf(c.upload("portal"))
		birth["submitter"] = map[string]any{"name": "Bùi Văn Tý", "personal_no": "017085001235"}
		birth["owners"] = []map[string]any{{"name": "Bùi Văn Dậu", "personal_no": "017050001234"}}
		birth["mandate"] = map[string]any{"kind": "authorised", "number": "12", "on": "2023-08-01", "uploads": []string{c.upload("portal")}}
		code, got, _ := c.call("portal", "/dossiers", "", birth)
		if code != http.StatusCreated {
			c.t.Fatalf("handed in by an authorised person: %d %v", code, got)
		}
		found, _, err := c.List(as("reception", c.commune), dossier.Query{Box: "all", Text: got["code"].(string)})
		c.no(err)
		v, err := c.Open(as("reception", c.commune), found[0].ID)
		c.no(err)
		if v.Mandate == nil || v.Mandate.On != "2023-08-01" || len(v.Owners) != 1 { // its number and files are masked here
			c.t.Errorf("the dossier keeps %+v and %+v", v.Mandate, v.Owners)
		}
	})
}

func TestAProgramMendsWhatItHandedInAndNothingElse(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		up := c.upload("portal")
		birth := c.birthOf(up)
		_, sent, _ := c.call("portal", "/dossiers", "", birth)
		path := "/dossiers/" + sent["code"].(string) + "/actions"
		asked := map[string]any{"action": "ask-fix", "asks": []map[string]any{{"text": "Bản chụp mờ"}}, "complete": true}
		if code, got, _ := c.call("portal", path, "", asked); code != http.StatusOK {
			c.t.Fatalf("asked to fix: %d %v", code, got)
		}
		if code, got, _ := c.call("portal", path, "", map[string]any{"action": "resubmit", "values": map[string]any{}}); code != http.StatusUnprocessableEntity {
			c.t.Errorf("mended with an empty form: %d %v, want 422", code, got)
		}
		code, got, _ := c.call("portal", path, "", map[string]any{"action": "resubmit", "papers": birth["papers"]})
		if code != http.StatusOK || got["state"] != "submitted" {
			c.t.Errorf("mended: %d %v, want submitted", code, got)
		}
		c.no(c.Check(context.Background(), c.id(sent["code"].(string))))

		hers, err := c.Submit(lan, c.draft(lan).ID)
		c.no(err)
		path = "/dossiers/" + hers.Code + "/actions"
		_, _, _ = c.call("portal", path, "", asked)
		if code, got, _ := c.call("portal", path, "", map[string]any{"action": "resubmit"}); code != http.StatusConflict {
			c.t.Errorf("a program mends a citizen's own dossier: %d %v, want 409", code, got)
		}
	})
}

func TestTrackingByAPITellsNobodysData(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		_, sent, _ := c.call("portal", "/dossiers", "", c.birthOf(c.upload("portal")))
		path := "/dossiers/" + sent["code"].(string)
		if code, _, _ := c.call("", path, "", nil); code != http.StatusNotFound {
			c.t.Errorf("without the secret: %d, want 404", code)
		}
		code, got, head := c.lookUp(path, sent["secret"].(string))
		raw, _ := json.Marshal(got)
		if code != http.StatusOK || head.Get("Cache-Control") != "no-store" {
			c.t.Errorf("with the secret: %d, kept as %q; want 200, no-store", code, head.Get("Cache-Control"))
		}
		for _, secret := range []string{person.Name, person.PersonalNo, "0912345601", "QUÁCH", sent["secret"].(string)} {
			if strings.Contains(string(raw), secret) {
				c.t.Errorf("tracking tells %q: %s", secret, raw)
			}
		}
		if code, _, _ := c.call("stranger", path+"/actions", "", map[string]any{"action": "receive"}); code != http.StatusNotFound {
			c.t.Errorf("a program of another unit acts: %d, want 404", code)
		}
	})
}

func TestLeavingsAreSwept(t *testing.T) {
	onBothByAPI(t, func(c *counter) {
		up := c.upload("portal")
		_, sent, _ := c.call("portal", "/dossiers", "k", c.birthOf(up))
		_, _, _ = c.lookUp("/dossiers/"+sent["code"].(string), "AAAAAAAA")
		left := func() (n int) {
			c.no(c.db.Read().NewRaw("SELECT (SELECT count(*) FROM dossier_miss) + (SELECT count(*) FROM dossier_upload) + (SELECT count(*) FROM dossier_answer)").
				Scan(context.Background(), &n))
			return n
		}
		c.no(c.Sweep(context.Background()))
		if n := left(); n != 3 {
			c.t.Errorf("%d leavings while they count, want 3", n)
		}
		c.clock.Advance(31 * 24 * time.Hour)
		c.no(c.Sweep(context.Background()))
		if n := left(); n != 0 {
			c.t.Errorf("%d leavings a month later, want none", n)
		}
		d, content, err := c.OpenFile(as("reception", c.commune), c.id(sent["code"].(string)), c.sha())
		c.no(err)
		defer content.Close()
		if n, err := io.Copy(io.Discard, content); err != nil || n != d.Size {
			c.t.Errorf("the dossier's file after the sweep: %d bytes, %v; want %d", n, err, d.Size)
		}
	})
}

func (c *counter) id(code string) string {
	c.t.Helper()
	items, _, err := c.List(as("reception", c.commune), dossier.Query{Text: code})
	c.no(err)
	return items[0].ID
}

// sha is the hash of the one file of the one dossier.
func (c *counter) sha() string {
	c.t.Helper()
	items, _, err := c.List(as("reception", c.commune), dossier.Query{})
	c.no(err)
	v, err := c.Open(as("reception", c.commune), items[0].ID)
	c.no(err)
	for _, p := range v.Papers {
		for _, f := range p.Files {
			return f.SHA256
		}
	}
	c.t.Fatal("no file")
	return ""
}
