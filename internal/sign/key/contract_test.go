package key_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/sign/key"
	"github.com/nha-san/nhasan/internal/sign/trial"
	"github.com/nha-san/nhasan/internal/sign/trial/card"
	"github.com/nha-san/nhasan/internal/sign/trial/provider"
)

// contract is what every way to a key has to keep: its certificates lead from its own upwards, and what it signs fits
// the first of them.
func contract(t *testing.T, k key.Key, want *x509.Certificate, issuer *x509.Certificate) {
	t.Helper()
	ctx := context.Background()
	chain, err := k.Chain(ctx)
	if err != nil || len(chain) != 2 || !chain[0].Equal(want) || !chain[1].Equal(issuer) {
		t.Fatalf("the chain is of %d, %v", len(chain), err)
	}
	digest := sha256.Sum256([]byte("một văn bản"))
	value, err := k.Sign(ctx, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	switch public := want.PublicKey.(type) {
	case *rsa.PublicKey:
		err = rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], value)
	case *ecdsa.PublicKey:
		if !ecdsa.VerifyASN1(public, digest[:], value) {
			err = errors.New("the signature does not fit")
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestEveryWayToAKeyKeepsTheContract(t *testing.T) {
	near, err := trial.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]func() (crypto.Signer, error){
		"RSA":   func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
		"ECDSA": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
	}
	for name, make := range kinds {
		private, err := make()
		if err != nil {
			t.Fatal(err)
		}
		cert, err := near.Issue(trial.Person{Name: "Đinh Văn Tâm", Public: private.Public()})
		if err != nil {
			t.Fatal(err)
		}
		t.Run("file "+name, func(t *testing.T) {
			raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, "mật khẩu")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := key.OpenFile(raw, "x"); !errors.Is(err, key.ErrPIN) {
				t.Errorf("a wrong password: %v", err)
			}
			f, err := key.OpenFile(raw, "mật khẩu")
			if err != nil {
				t.Fatal(err)
			}
			contract(t, f, cert, near.Issuer)
		})
		t.Run("card "+name, func(t *testing.T) {
			soft := card.New(t)
			soft.Put(private, cert, near.Issuer)
			all, err := key.Cards{Module: card.Module(t)}.List(context.Background())
			if err != nil || len(all) != 1 {
				t.Fatalf("%d keys on the card, %v", len(all), err)
			}
			digest := sha256.Sum256(nil)
			if _, err := all[0].Sign(context.Background(), crypto.SHA256, digest[:]); !errors.Is(err, key.ErrPIN) {
				t.Errorf("without a PIN: %v", err)
			}
			all[0].Unlock("0000")
			if _, err := all[0].Sign(context.Background(), crypto.SHA256, digest[:]); !errors.Is(err, key.ErrPIN) {
				t.Errorf("with a wrong PIN: %v", err)
			}
			all[0].Unlock(card.PIN)
			contract(t, all[0], cert, near.Issuer)
		})
		t.Run("provider "+name, func(t *testing.T) {
			server := &provider.Server{Key: private, Chain: []*x509.Certificate{cert, near.Issuer}}
			at := httptest.NewServer(server.Handler())
			t.Cleanup(at.Close)
			p := &key.Provider{URL: at.URL, ClientID: provider.ClientID, ClientSecret: provider.ClientSecret, Client: at.Client(), Clock: clock.System{}}
			ctx := context.Background()
			if none, err := p.List(ctx, "somebody else"); err != nil || len(none) != 0 {
				t.Errorf("keys of nobody: %d, %v", len(none), err)
			}
			all, err := p.List(ctx, provider.User)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d keys, %v", len(all), err)
			}
			digest := sha256.Sum256(nil)
			all[0].Unlock("0000")
			if _, err := all[0].Sign(ctx, crypto.SHA256, digest[:]); !errors.Is(err, key.ErrPIN) || server.Tries != 1 {
				t.Errorf("with a wrong PIN: %v, tried %d times", err, server.Tries)
			}
			all[0].Unlock(provider.PIN)
			contract(t, all[0], cert, near.Issuer)
			server.Asked = 0
			if many, err := all[0].SignAll(ctx, crypto.SHA256, [][]byte{digest[:], digest[:], digest[:], digest[:]}); err != nil || len(many) != 4 || server.Asked != 2 {
				t.Errorf("four at once: %d with %d authorisations, %v", len(many), server.Asked, err)
			}
			server.Disabled = true
			if _, err := p.Credential(ctx, provider.Credential); !errors.Is(err, key.ErrAway) {
				t.Errorf("a key that is switched off: %v", err)
			}
			at.Close()
			if _, err := p.List(ctx, provider.User); !errors.Is(err, key.ErrAway) {
				t.Errorf("a provider that is away: %v", err)
			}
		})
	}
}

func TestACardThatIsNotThereIsAway(t *testing.T) {
	for what, cards := range map[string]key.Cards{"no tool": {Tool: "no-such-tool-here", Module: "x"}, "no library": {Module: "/no/such/library.so"}} {
		if _, err := cards.List(context.Background()); !errors.Is(err, key.ErrAway) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
