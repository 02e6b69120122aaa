package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net/http/httptest"
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
