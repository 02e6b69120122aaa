package oidc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/identity/demoidp"
	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const (
	base = "http://mot-cua.example"
	back = base + "/dang-nhap/dinh-danh/ve"
)

var mai = demoidp.Citizen{Number: "017190001234", Name: "Bùi Thị Mai", BornOn: "1990-05-01",
	Phone: "+84912345678", Password: "mat-khau-mai"}

// meeting is a relying party and the demonstration's provider, joined without a network.
type meeting struct {
	*oidc.Party
	t        *testing.T
	provider *demoidp.Provider
	clock    *clock.Fake
}

func meet(t *testing.T, change func(*oidc.Settings)) meeting {
	t.Helper()
	c := testkit.Clock()
	provider, err := demoidp.New(demoidp.Needs{BaseURL: base, Citizens: []demoidp.Citizen{mai}, ClientID: "nhasan",
		ClientSecret: "bí mật", RedirectURL: back, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	claims := oidc.VNeID
	claims.Phone = "phone_number"
	s := oidc.Settings{Name: "trinh-dien", Label: "Trình diễn", Issuer: provider.Issuer(), ClientID: "nhasan",
		ClientSecret: "bí mật", RedirectURL: back, Claims: claims}
	if change != nil {
		change(&s)
	}
	party, err := oidc.New(s, provider.Client(), c)
	if err != nil {
		t.Fatal(err)
	}
	return meeting{party, t, provider, c}
}

// visit asks the provider for an address, as a browser does, and returns where it leads.
func (m meeting) visit(method, address string, form url.Values) *http.Response {
	m.t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		m.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := m.provider.Client().Transport.RoundTrip(req)
	if err != nil {
		m.t.Fatal(err)
	}
	return answer
}

// signInAt goes through the provider's pages and returns the query with which the browser comes back.
func (m meeting) signInAt(address string, form url.Values) url.Values {
	m.t.Helper()
	page := m.visit("GET", address, nil).Header.Get("Location")
	asked, err := url.Parse(page)
	if err != nil || asked.Query().Get("yeu-cau") == "" {
		m.t.Fatalf("the provider leads to %q, want its sign-in page", page)
	}
	form.Set("yeu-cau", asked.Query().Get("yeu-cau"))
	next := m.visit("POST", base+asked.Path, form).Header.Get("Location")
	if strings.HasPrefix(next, demoidp.Path) {
		next = m.visit("GET", base+next, nil).Header.Get("Location")
	}
	u, err := url.Parse(next)
	if err != nil || !strings.HasPrefix(next, back+"?") {
		m.t.Fatalf("the provider sends the browser to %q, want %s", next, back)
	}
	return u.Query()
}

func asMai() url.Values { return url.Values{"so": {mai.Number}, "mat-khau": {mai.Password}} }

func (m meeting) begun() (string, oidc.Flow) {
	m.t.Helper()
	address, flow, err := m.Begin(context.Background(), "/ho-so")
	if err != nil {
		m.t.Fatal(err)
	}
	return address, flow
}

func TestACitizenComesBackFromTheProvider(t *testing.T) {
	m := meet(t, nil)
	address, flow := m.begun()
	got, err := m.Finish(context.Background(), flow, m.signInAt(address, asMai()))
	if err != nil {
		t.Fatal(err)
	}
	want := oidc.Person{Subject: demoidp.Subject(mai.Number), Name: mai.Name, PersonalNumber: mai.Number,
		BornOn: mai.BornOn, Phone: mai.Phone, Level: "2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the person (-want +got):\n%s", diff)
	}
	if flow.Back != "/ho-so" {
		t.Errorf("the page to return to became %q", flow.Back)
	}
}

func TestTheRequestHidesItsSecrets(t *testing.T) {
	m := meet(t, func(s *oidc.Settings) { s.ACR = "loa2" })
	address, flow := m.begun()
	q, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(address, flow.Verifier) {
		t.Error("the verifier of PKCE travels through the browser")
	}
	for name, want := range map[string]string{"code_challenge_method": "S256", "state": flow.State, "nonce": flow.Nonce,
		"response_type": "code", "scope": "openid", "redirect_uri": back, "acr_values": "loa2"} {
		if got := q.Query().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if _, again := m.begun(); again.State == flow.State || again.Nonce == flow.Nonce || again.Verifier == flow.Verifier {
		t.Error("two flows share a secret")
	}
}

// What goes wrong, in turn: each must be refused with words a citizen can read.
func TestAnAnswerToAnotherQuestionIsRefused(t *testing.T) {
	for _, c := range []struct {
		why   string
		spoil func(m meeting, f *oidc.Flow, answer url.Values)
		want  string
	}{
		{"another state", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Set("state", "x") }, "identity.provider.stale"},
		{"no state", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Del("state") }, "identity.provider.stale"},
		{"no flow in the session", func(_ meeting, f *oidc.Flow, a url.Values) { *f = oidc.Flow{}; a.Del("state") }, "identity.provider.stale"},
		{"a quarter of an hour later", func(m meeting, _ *oidc.Flow, _ url.Values) { m.clock.Advance(15 * time.Minute) }, "identity.provider.stale"},
		{"a token for another nonce", func(_ meeting, f *oidc.Flow, _ url.Values) { f.Nonce = "x" }, "identity.provider.failed"},
		{"a code of another browser: its verifier differs", func(_ meeting, f *oidc.Flow, _ url.Values) { f.Verifier = strings.Repeat("x", 43) }, "identity.provider.failed"},
		{"no verifier", func(_ meeting, f *oidc.Flow, _ url.Values) { f.Verifier = "" }, "identity.provider.failed"},
		{"a code nobody gave", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Set("code", "x") }, "identity.provider.failed"},
		{"no code", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Del("code") }, "identity.provider.failed"},
		{"an answer of another provider", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Set("iss", "https://evil.example") }, "identity.provider.failed"},
		{"a broken provider", func(_ meeting, _ *oidc.Flow, a url.Values) { a.Set("error", "server_error") }, "identity.provider.failed"},
	} {
		m := meet(t, nil)
		address, flow := m.begun()
		answer := m.signInAt(address, asMai())
		c.spoil(m, &flow, answer)
		_, err := m.Finish(context.Background(), flow, answer)
		if f := fault.As(err); f == nil || f.Key != c.want {
			t.Errorf("%s: got %v, want %s", c.why, err, c.want)
		}
	}
}

func TestACodeWorksOnce(t *testing.T) {
	m := meet(t, nil)
	address, flow := m.begun()
	answer := m.signInAt(address, asMai())
	if _, err := m.Finish(context.Background(), flow, answer); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Finish(context.Background(), flow, answer); err == nil {
		t.Error("the same code opened twice")
	}
}

func TestAWrongSecretOfOursIsRefused(t *testing.T) {
	m := meet(t, func(s *oidc.Settings) { s.ClientSecret = "sai" })
	address, flow := m.begun()
	if _, err := m.Finish(context.Background(), flow, m.signInAt(address, asMai())); !fault.Is(err, fault.Conflict) {
		t.Errorf("got %v", err)
	}
}

func TestACitizenMayRefuseToShare(t *testing.T) {
	m := meet(t, nil)
	address, flow := m.begun()
	_, err := m.Finish(context.Background(), flow, m.signInAt(address, url.Values{"huy": {"1"}}))
	if f := fault.As(err); f == nil || f.Key != "identity.provider.denied" {
		t.Errorf("got %v", err)
	}
}

func TestTheProviderSendsNobodyToAnAddressItWasNotTold(t *testing.T) {
	m := meet(t, func(s *oidc.Settings) { s.RedirectURL = "https://evil.example/ve" })
	address, _ := m.begun()
	answer := m.visit("GET", address, nil)
	if answer.StatusCode != http.StatusBadRequest || answer.Header.Get("Location") != "" {
		t.Errorf("answered %d and leads to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestAWrongPasswordIsAskedAgain(t *testing.T) {
	m := meet(t, nil)
	address, _ := m.begun()
	page, _ := url.Parse(m.visit("GET", address, nil).Header.Get("Location"))
	form := url.Values{"yeu-cau": {page.Query().Get("yeu-cau")}, "so": {mai.Number}, "mat-khau": {"sai"}}
	next := m.visit("POST", base+page.Path, form).Header.Get("Location")
	body, err := io.ReadAll(m.visit("GET", base+next, nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"TRÌNH DIỄN – không phải VNeID", "không đúng", mai.Name, `value="` + mai.Number + `"`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	callback := m.visit("GET", base+demoidp.Path+"/authorize/callback?id="+page.Query().Get("yeu-cau"), nil)
	if u, _ := url.Parse(callback.Header.Get("Location")); u.Query().Get("code") != "" {
		t.Error("a code was given though nobody signed in")
	}
}

// between stands between us and the provider and answers itself where it wants to.
type between struct {
	provider http.RoundTripper
	answer   func(*http.Request) (*http.Response, error) // nil, nil: the provider answers
}

func (b between) RoundTrip(r *http.Request) (*http.Response, error) {
	if a, err := b.answer(r); a != nil || err != nil {
		return a, err
	}
	return b.provider.RoundTrip(r)
}

func TestTheProviderIsFoundOnceItIsUp(t *testing.T) {
	up := false
	m := meet(t, nil).through(func(*http.Request) (*http.Response, error) {
		if up {
			return nil, nil
		}
		return nil, errors.New("connection refused")
	})
	if _, _, err := m.Begin(context.Background(), "/"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("while it is down: %v", err)
	}
	up = true
	m.begun()
}

func TestUserInfoOfAnotherPersonIsRefused(t *testing.T) {
	said := `{"sub":"` + demoidp.Subject(mai.Number) + `","email":"mai@example.vn"}`
	m := meet(t, nil).through(func(r *http.Request) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, "/userinfo") {
			return nil, nil
		}
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(said))}, nil
	})
	address, flow := m.begun()
	if p, err := m.Finish(context.Background(), flow, m.signInAt(address, asMai())); err != nil || p.Email != "mai@example.vn" {
		t.Errorf("of the same person: %+v, %v", p, err)
	}
	said = `{"sub":"somebody-else","email":"evil@example.vn"}`
	address, flow = m.begun()
	if _, err := m.Finish(context.Background(), flow, m.signInAt(address, asMai())); !fault.Is(err, fault.Conflict) {
		t.Errorf("of another person: %v", err)
	}
}

// through puts something between us and the provider; e-mail is asked for too, which the identity
// token does not tell.
func (m meeting) through(answer func(*http.Request) (*http.Response, error)) meeting {
	m.t.Helper()
	claims := oidc.VNeID
	claims.Email = "email"
	s := oidc.Settings{Name: "trinh-dien", Issuer: m.provider.Issuer(), ClientID: "nhasan", ClientSecret: "bí mật",
		RedirectURL: back, Claims: claims}
	var err error
	m.Party, err = oidc.New(s, &http.Client{Transport: between{m.provider.Client().Transport, answer}}, m.clock)
	if err != nil {
		m.t.Fatal(err)
	}
	return m
}

func TestSettingsWithWhichNobodyCouldSignInAreRefused(t *testing.T) {
	for _, s := range []oidc.Settings{
		{}, {Issuer: "sso.example", RedirectURL: back, Name: "a", ClientID: "b", Claims: oidc.VNeID},
		{Issuer: "https://sso.example", RedirectURL: back, Name: "a", ClientID: "b"},
	} {
		if _, err := oidc.New(s, http.DefaultClient, testkit.Clock()); err == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
}
