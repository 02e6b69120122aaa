package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// apiPublic are operations that everybody may ask, and why.
var apiPublic = map[string]string{"list-procedures": "the catalogue is published", "get-procedure": "the catalogue is published"}

// TestIdsOfOthersOpenNothingByAPI asks every operation that the JSON interface describes, as nobody, as a program with
// each right of its own on Phú Nghĩa alone, and as one with all of them, about things of other communes. An operation
// without guesses here fails.
func TestIdsOfOthersOpenNothingByAPI(t *testing.T) {
	d := ownStage(t)
	home := guessers(t, d, "phu-nghia")["leader"].UnitPath
	l := loot{t, d, home}
	l.guesses()
	s := spoils(l)
	p := programs{t: t, d: d, home: home, tokens: map[string]string{"nobody": ""}}
	p.make()
	theirs := p.upload(p.token(home[:strings.LastIndex(strings.TrimSuffix(home, "/"), "/")+1], "dossier.submit"))
	codes := l.ids("SELECT code FROM dossier_record WHERE receiving_path NOT LIKE ? AND competent_path NOT LIKE ? GROUP BY state", home+"%", home+"%")
	names := l.ids("SELECT DISTINCT owner_name FROM dossier_record WHERE id = ?", s.foreign["dossier_record"])
	tried := 0
	for name, token := range p.tokens {
		for _, op := range p.operations() {
			if apiPublic[op] != "" {
				continue
			}
			requests := p.guesses(op, codes, s, theirs)
			if len(requests) == 0 {
				t.Fatalf("%s has no guesses", op)
			}
			for _, g := range requests {
				tried++
				w := p.ask(token, g)
				said := op + " as " + name + " " + g.path + " " + g.body
				if w.Code < 400 && !g.answers {
					t.Errorf("%s: %d %s", said, w.Code, w.Body)
				}
				if w.Code >= 500 {
					t.Errorf("%s: %d", said, w.Code)
				}
				for _, needle := range slices.Concat(names, codes) {
					if strings.Contains(w.Body.String(), needle) && !strings.Contains(g.path+g.body, needle) {
						t.Errorf("%s tells %q: %s", said, needle, w.Body)
					}
				}
			}
		}
		s.unharmed(name)
	}
	t.Logf("%d guesses", tried)
}

// programs are callers of the JSON interface.
type programs struct {
	t      *testing.T
	d      *demonstration
	home   string
	tokens map[string]string // by the rights they have
}

// make gives each right of a dossier to a program of its own, and all of them to one more.
func (p programs) make() {
	all := []string{}
	for _, rights := range roles() {
		for _, right := range rights {
			if !slices.Contains(all, right) {
				all = append(all, right)
			}
		}
	}
	for _, right := range all {
		if strings.HasPrefix(right, "dossier.") {
			p.tokens[right] = p.token(p.home, right)
		}
	}
	p.tokens["everything"] = p.token(p.home, all...)
}

func (p programs) token(path string, rights ...string) string {
	_, secret, err := p.d.house.identity.MakeToken(actor.AsSystem(p.t.Context(), "test"),
		identity.NewToken{Name: "Chương trình", Rights: rights, UnitPath: path, Expires: p.d.clock.Now().Add(24 * time.Hour)})
	if err != nil {
		p.t.Fatal(err)
	}
	return secret
}

// operations are what the interface says it can do.
func (p programs) operations() (out []string) {
	w := p.ask("", apiGuess{method: "GET", path: "/openapi.json"})
	var said struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || len(said.Paths) == 0 {
		p.t.Fatalf("the description of the interface: %v %d", err, len(said.Paths))
	}
	for _, methods := range said.Paths {
		for _, op := range methods {
			out = append(out, op.OperationID)
		}
	}
	slices.Sort(out)
	return out
}

// apiGuess is a request; answers says that it may well be answered, as long as nothing of others is in it.
type apiGuess struct {
	method, path, body string
	answers            bool
}

func (p programs) guesses(op string, codes []string, s *booty, upload string) (out []apiGuess) {
	add := func(answers bool, method, path string, body any) {
		raw := ""
		if body != nil {
			b, err := json.Marshal(body)
			if err != nil {
				p.t.Fatal(err)
			}
			raw = string(b)
		}
		out = append(out, apiGuess{method, path, raw, answers})
	}
	switch op {
	case "track-dossier":
		for _, code := range codes {
			add(false, "GET", "/dossiers/"+code, nil)
		}
	case "list-dossiers":
		for _, q := range []string{"box=all&limit=200", "box=turn", "box=mine", "q=" + codes[0], "state=processing&limit=200", "standing=overdue"} {
			add(true, "GET", "/dossiers?"+q, nil)
		}
	case "submit-dossier":
		slug := p.procedure()
		owner := map[string]any{"name": "Người Lạ", "phone": "0912345601"}
		add(false, "POST", "/dossiers", map[string]any{"procedure": slug, "unit": s.foreign["org_unit"], "values": map[string]any{}, "owner": owner})
		add(false, "POST", "/dossiers", map[string]any{"procedure": slug, "unit": s.foreign["org_unit"], "channel": "direct", "values": map[string]any{}, "owner": owner})
		add(false, "POST", "/dossiers", map[string]any{"procedure": slug, "unit": s.foreign["org_unit"], "values": map[string]any{}, "owner": owner,
			"mandate": map[string]any{"kind": "authorised", "on": "2023-08-01", "uploads": []string{upload}}})
	case "act-on-dossier":
		for _, code := range codes {
			for _, a := range actions {
				add(false, "POST", "/dossiers/"+code+"/actions", p.order(a, "", "", upload))
			}
		}
		own := loot{p.t, p.d, p.home}.ids("SELECT min(code) FROM dossier_record WHERE receiving_path LIKE ? GROUP BY state", p.home+"%")
		for _, code := range own {
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Assign, s.foreign["org_person"], "", ""))
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Consult, s.foreign["org_person"], "", ""))
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Answer, "", s.foreign["dossier_record"], ""))
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Recall, "", s.foreign["dossier_record"], ""))
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Propose, "", "", upload))
			add(false, "POST", "/dossiers/"+code+"/actions", p.order(dossier.Resubmit, "", "", upload))
		}
	case "upload-file":
		add(false, "POST", "/uploads", map[string]any{}) // no file: that of others cannot be named here
	case "upload-files":
		add(false, "POST", "/uploads/together", map[string]any{})
	}
	return out
}

func (p programs) order(a dossier.Action, person, errand, upload string) map[string]any {
	o := map[string]any{"action": string(a), "reason": "Theo đề nghị", "person": person, "errand": errand, "result": "Đồng ý", "outcome": "agreed", "question": "Ý kiến?",
		"days": 3, "amount_dong": 1000, "recipient": "Người Lạ", "asks": []map[string]any{{"text": "Bản chụp mờ"}}, "complete": true, "level": "restricted"}
	if upload != "" {
		o["uploads"] = []string{upload}
	}
	return o
}

func (p programs) procedure() string {
	return loot{p.t, p.d, p.home}.ids("SELECT min(procedure_id) FROM dossier_record")[0]
}

func (p programs) ask(token string, g apiGuess) *httptest.ResponseRecorder {
	req := httptest.NewRequest(g.method, "http://nhasan.test"+web.APIPrefix+g.path, strings.NewReader(g.body))
	req.Header.Set("Lookup-Secret", "ABCD2345")
	if g.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return p.do(token, req)
}

func (p programs) do(token string, req *http.Request) *httptest.ResponseRecorder {
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	h := fnv.New32()
	_, _ = io.WriteString(h, token+req.URL.String())
	req.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:4000", h.Sum32()%250, h.Sum32()>>8%250, h.Sum32()>>16%250) // who guesses codes is slowed down by address
	w := httptest.NewRecorder()
	p.d.house.handler.ServeHTTP(w, req)
	return w
}

// upload sends a file ahead and returns its key.
func (p programs) upload(token string) string {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "a.pdf")
	if err != nil {
		p.t.Fatal(err)
	}
	_, _ = io.WriteString(part, "%PDF-1.7\n%%EOF\n")
	_ = form.Close()
	req := httptest.NewRequest("POST", "http://nhasan.test"+web.APIPrefix+"/uploads", &b)
	req.Header.Set("Content-Type", form.FormDataContentType())
	w := p.do(token, req)
	var answer struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.ID == "" {
		p.t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	return answer.ID
}
