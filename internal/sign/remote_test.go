package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
	"github.com/nha-san/nhasan/internal/sign/trial/provider"
)

func TestAProviderSignsForAPerson(t *testing.T) {
	onBoth(t, func(h *house) {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		h.no(err)
		cert, err := h.near.Issue(trial.Person{Name: actor.Of(tam).Name, Public: private.Public()})
		h.no(err)
		server := &provider.Server{Key: private, Chain: []*x509.Certificate{cert, h.near.Issuer}}
		at := httptest.NewServer(server.Handler())
		t.Cleanup(at.Close)
		_, err = h.AddRemote(tam, provider.User, nil)
		wants(t, "a house without a provider", err, "fault.not-found")
		h.Provider = &key.Provider{URL: at.URL, ClientID: provider.ClientID, ClientSecret: provider.ClientSecret, Client: at.Client(), Clock: h.clock}
		h.no(h.AddRoot(admin, h.near.PEM()))
		_, err = h.AddRemote(tam, "nobody", nil)
		wants(t, "a user that the provider does not know", err, "sign.no-credential")
		_, err = h.AddRemote(lien, provider.User, nil)
		wants(t, "another's key", err, "sign.other-name")
		_, err = h.AddRemote(tam, provider.User, nil)
		h.no(err)
		b := h.prepared(tam, 5)
		wants(t, "a wrong PIN", h.SignWith(tam, b, "0000"), "sign.password-wrong")
		if server.Tries != 1 {
			t.Errorf("a wrong PIN was tried %d times", server.Tries)
		}
		h.states(tam, b, Asked)
		h.no(h.SignWith(tam, b, provider.PIN))
		h.states(tam, b, Signed)
		trust, err := h.Trust(tam)
		h.no(err)
		for _, r := range h.again(tam, b).Requests {
			if got := pades.Validate(h.content(r.Signed), trust); got.Reason != pades.RevocationUnknown || got.Signatures[0].Signer != actor.Of(tam).Name {
				t.Errorf("%+v", got)
			}
		}
		more := h.prepared(tam, 1)
		at.Close()
		wants(t, "the provider is away", h.SignWith(tam, more, provider.PIN), "sign.provider-away")
		h.states(tam, more, Asked)
	})
}

// atProvider presses a button of the provider's page, and returns where it sends the person: state and code.
func (h *house) atProvider(page, pin, answer string) (state, code string) {
	h.t.Helper()
	here := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := here.PostForm(page, url.Values{"pin": {pin}, "answer": {answer}})
	h.no(err)
	defer a.Body.Close()
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil || a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to.String(), backHere) {
		h.t.Fatalf("the provider says %s and sends to %q: %v", a.Status, to, err)
	}
	return to.Query().Get("state"), to.Query().Get("code")
}

const backHere = "https://nhasan.example.vn" + PathBack

// confirmsAway enters a key of Tâm's that is confirmed at the provider's page.
func (h *house) confirmsAway() {
	h.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	cert, err := h.near.Issue(trial.Person{Name: actor.Of(tam).Name, Public: private.Public()})
	h.no(err)
	server := &provider.Server{Key: private, Chain: []*x509.Certificate{cert, h.near.Issuer}, ByCode: true, Back: backHere}
	at := httptest.NewServer(server.Handler())
	h.t.Cleanup(at.Close)
	h.Provider = &key.Provider{URL: at.URL, ClientID: provider.ClientID, ClientSecret: provider.ClientSecret, Back: backHere, Client: at.Client(), Clock: h.clock}
	h.Secret = []byte("of this house")
	h.no(h.AddRoot(admin, h.near.PEM()))
	k, err := h.AddRemote(tam, provider.User, nil)
	h.no(err)
	if !k.ByCode() || !k.OnPageOfItsOwn() {
		h.t.Fatal("the key does not know that it is confirmed at the provider's page")
	}
}

func TestAProviderAsksAtItsOwnPage(t *testing.T) {
	onBoth(t, func(h *house) {
		h.confirmsAway()
		b, other := h.prepared(tam, 5), h.prepared(tam, 1)
		wants(t, "a password for it", h.SignWith(tam, b, provider.PIN), "sign.by-code")
		_, err := h.Confirm(lien, b.ID, "/lam-viec")
		wants(t, "another's batch", err, "sign.batch-not-found")

		page, err := h.Confirm(tam, b.ID, "/lam-viec/ky/1")
		h.no(err)
		state, code := h.atProvider(page, provider.PIN, "no")
		to, err := h.Confirmed(tam, state, code)
		wants(t, "a no", err, "sign.refused")
		if to != "/lam-viec/ky/1" {
			t.Errorf("after a no one is led to %q", to)
		}
		elsewhere, err := h.Confirm(tam, other.ID, "/lam-viec/ky/2")
		h.no(err)
		_, stray := h.atProvider(elsewhere, provider.PIN, "yes")
		_, err = h.Confirmed(tam, state, stray)
		wants(t, "a code for other files", err, "sign.refused")
		_, code = h.atProvider(page, provider.PIN, "yes")
		_, err = h.Confirmed(tam, state+"x", code)
		wants(t, "a state that is not ours", err, "fault.not-found")
		_, err = h.Confirmed(lien, state, code)
		wants(t, "a stranger with the code", err, "sign.batch-not-found")
		h.states(tam, b, Asked)

		for n, signed := range []int{provider.Multisign, 5} { // each confirmation covers so many
			page, err := h.Confirm(tam, b.ID, "/lam-viec/ky/1")
			h.no(err)
			state, code := h.atProvider(page, provider.PIN, "yes")
			_, err = h.Confirmed(tam, state, code)
			h.no(err)
			now := h.again(tam, b)
			if got := len(now.Requests) - len(now.open()); got != signed {
				t.Fatalf("after %d confirmations %d are signed, want %d", n+1, got, signed)
			}
			_, err = h.Confirmed(tam, state, code)
			wants(t, "the same code again", err, map[bool]string{false: "sign.refused", true: "sign.key-ended"}[signed == 5])
		}
		trust, err := h.Trust(tam)
		h.no(err)
		for _, r := range h.again(tam, b).Requests {
			if got := pades.Validate(h.content(r.Signed), trust); got.Signatures[0].Signer != actor.Of(tam).Name || !got.Signatures[0].CoversWhole {
				t.Errorf("%+v", got)
			}
		}
	})
}
