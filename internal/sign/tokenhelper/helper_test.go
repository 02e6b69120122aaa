package tokenhelper_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/tokenhelper"
	"github.com/nha-san/nhasan/internal/sign/trial"
	"github.com/nha-san/nhasan/internal/sign/trial/card"
)

const house = "https://motcua.example.vn"

// pc is an officer's PC with a card in it and the helper running.
type pc struct {
	t      *testing.T
	server *httptest.Server
	mark   string // SHA-256 of the certificate
	public *ecdsa.PublicKey
}

func newPC(t *testing.T) *pc {
	t.Helper()
	near, err := trial.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := near.Issue(trial.Person{Name: "Đinh Văn Tâm", Public: private.Public()})
	if err != nil {
		t.Fatal(err)
	}
	card.New(t).Put(private, cert, near.Issuer)
	h := &tokenhelper.Helper{Cards: key.Cards{Module: card.Module(t)}, Origins: []string{house}, Log: slog.New(slog.DiscardHandler)}
	p := &pc{t: t, server: httptest.NewServer(h.Handler()), public: &private.PublicKey}
	t.Cleanup(p.server.Close)
	sum := sha256.Sum256(cert.Raw)
	p.mark = hex.EncodeToString(sum[:])
	return p
}

// ask sends a request from a page of an origin, and returns status and answer.
func (p *pc) ask(method, path, origin, kind, body string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.server.URL+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Origin", origin)
	r.Header.Set("Content-Type", kind)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return a.StatusCode, string(raw)
}

var digest = sha256.Sum256([]byte("giấy xác nhận"))

func (p *pc) job(mark string) string {
	raw, _ := json.Marshal(tokenhelper.Job{Certificate: mark, Signer: "Đinh Văn Tâm", Items: []tokenhelper.Item{
		{ID: "a", Title: "H28.159.03-230810-0001", File: "giay-xac-nhan.pdf", Hash: "SHA-256", Digest: base64.StdEncoding.EncodeToString(digest[:])}}})
	return string(raw)
}

// given gives a job and returns its key.
func (p *pc) given(mark string) string {
	p.t.Helper()
	code, said := p.ask("POST", "/viec", house, "application/json", p.job(mark))
	var taken tokenhelper.Taken
	if err := json.Unmarshal([]byte(said), &taken); err != nil || code != http.StatusOK {
		p.t.Fatalf("%d %s", code, said)
	}
	return taken.ID
}

func (p *pc) outcome(id string) tokenhelper.Outcome {
	p.t.Helper()
	_, said := p.ask("GET", "/viec/"+id, house, "", "")
	var out tokenhelper.Outcome
	if err := json.Unmarshal([]byte(said), &out); err != nil {
		p.t.Fatal(said)
	}
	return out
}

var once = regexp.MustCompile(`name="once" value="([^"]+)"`)

// presses opens the helper's page and sends its form.
func (p *pc) presses(id string, form url.Values) string {
	p.t.Helper()
	_, page := p.ask("GET", "/ky/"+id, "", "", "")
	form.Set("once", once.FindStringSubmatch(page)[1])
	_, said := p.ask("POST", "/ky/"+id, p.server.URL, "application/x-www-form-urlencoded", form.Encode())
	return said
}

func TestAPersonSignsWithTheCardAndThePageGetsNoPIN(t *testing.T) {
	p := newPC(t)
	id := p.given(p.mark)
	_, page := p.ask("GET", "/ky/"+id, "", "", "")
	for _, want := range []string{house, "Đinh Văn Tâm", "H28.159.03-230810-0001", "giay-xac-nhan.pdf"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if said := p.presses(id, url.Values{"pin": {"000000"}}); !strings.Contains(said, "Mã PIN không đúng") || p.outcome(id).State != "waits" {
		t.Errorf("a wrong PIN: %s", said)
	}
	p.presses(id, url.Values{"pin": {card.PIN}})
	out := p.outcome(id)
	value, err := base64.StdEncoding.DecodeString(out.Values["a"])
	if err != nil || out.State != "signed" || !ecdsa.VerifyASN1(p.public, digest[:], value) {
		t.Errorf("%+v", out)
	}
	if raw, _ := json.Marshal(out); bytes.Contains(raw, []byte(card.PIN)) {
		t.Error("the page is told the PIN")
	}
}

func TestAPersonMayRefuse(t *testing.T) {
	p := newPC(t)
	id := p.given(p.mark)
	p.presses(id, url.Values{"no": {"1"}})
	if out := p.outcome(id); out.State != "refused" || out.Values != nil {
		t.Errorf("%+v", out)
	}
}

func TestAnotherCardDoesNotSign(t *testing.T) {
	p := newPC(t)
	id := p.given(strings.Repeat("0", 64))
	if said := p.presses(id, url.Values{"pin": {card.PIN}}); !strings.Contains(said, "không chứa chứng thư") || p.outcome(id).State != "waits" {
		t.Error(said)
	}
}

func TestStrangersAreNotHeard(t *testing.T) {
	p := newPC(t)
	id := p.given(p.mark)
	for what, code := range map[string]int{
		"a page of another house": first(p.ask("POST", "/viec", "https://evil.example", "application/json", p.job(p.mark))),
		"no page at all":          first(p.ask("GET", "/chung-thu", "", "", "")),
		"another house's look":    first(p.ask("GET", "/viec/"+id, "https://evil.example", "", "")),
		"a form from elsewhere":   first(p.ask("POST", "/ky/"+id, house, "application/x-www-form-urlencoded", "pin="+card.PIN)),
		"a form without its mark": first(p.ask("POST", "/ky/"+id, p.server.URL, "application/x-www-form-urlencoded", "pin="+card.PIN)),
	} {
		if code != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", what, code)
		}
	}
	r, _ := http.NewRequest("GET", p.server.URL+"/ky/"+id, nil)
	r.Host = "rebound.example"
	a, err := http.DefaultClient.Do(r)
	if err != nil || a.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("by another name: %v %v", a, err)
	}
	if code, _ := p.ask("POST", "/viec", house, "application/json", `{"items":[{"hash":"MD5","digest":""}]}`); code != http.StatusBadRequest {
		t.Errorf("a weak digest: %d, want 400", code)
	}
	if out := p.outcome(id); out.State != "waits" {
		t.Errorf("%+v", out)
	}
}

func first(code int, _ string) int { return code }

func TestThePageReadsTheCertificates(t *testing.T) {
	p := newPC(t)
	_, said := p.ask("GET", "/chung-thu", house, "", "")
	var out tokenhelper.Certificates
	if err := json.Unmarshal([]byte(said), &out); err != nil || len(out.Chains) != 1 || strings.Count(out.Chains[0], "BEGIN CERTIFICATE") != 2 {
		t.Error(said)
	}
}
