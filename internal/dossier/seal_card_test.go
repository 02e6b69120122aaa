package dossier_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// getsSealOnCard gives the commune's agency a seal on a card, and returns the card's key.
func (h *house) getsSealOnCard() *ecdsa.PrivateKey {
	h.t.Helper()
	near, err := trial.New(h.clock.Now())
	h.no(err)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	cert, err := near.Issue(trial.Person{Name: h.commune.Authority(), Public: private.Public()})
	h.no(err)
	keeper := testkit.AsAt(context.Background(), "/", sign.CanTrust, sign.CanKeepSeal)
	h.no(h.Sign.AddRoot(keeper, near.PEM()))
	chain := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: near.Issuer.Raw})...)
	k, err := h.Sign.AddSealCard(keeper, h.commune, chain, nil)
	h.no(err)
	if k.Kind != sign.Card || k.Name() != h.commune.Authority() {
		h.t.Fatalf("the seal is %s %s", k.Kind, k.Name())
	}
	return private
}

// byCard signs what a batch asks of a card.
func (h *house) byCard(who context.Context, b *sign.Batch, card *ecdsa.PrivateKey) {
	h.t.Helper()
	values := map[string][]byte{}
	for _, r := range b.Requests {
		value, err := card.Sign(rand.Reader, r.Digest, r.Hash)
		h.no(err)
		values[r.ID] = value
	}
	h.no(h.Sign.Complete(who, b, values))
}

func TestACardSealsWhatIsNumbered(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		both := h.approved(2)
		if b, err := h.AskNumbering(desk, dossier.At{ID: both[0].ID}, dossier.Numbering{}); b != nil || err != nil {
			t.Fatalf("asked a card that is not there: %v", err)
		}
		card := h.getsSealOnCard()
		_, err := h.NumberSealed(desk, dossier.At{ID: both[0].ID}, dossier.Numbering{Password: "123456"})
		if f := fault.As(err); f == nil || f.Key != "dossier.seal.by-card" {
			t.Errorf("a password for a card: %v", err)
		}
		if _, err := h.AskNumbering(as("specialist", h.commune), dossier.At{ID: both[0].ID}, dossier.Numbering{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody who may not number: %v", err)
		}
		var asked []*sign.Batch
		for _, d := range both { // both before either is signed: both get the first number
			b, err := h.AskNumbering(desk, dossier.At{ID: d.ID, Seen: d.Version}, dossier.Numbering{})
			h.no(err)
			asked = append(asked, b)
		}
		if n, err := h.TakeNumbered(desk, asked[0]); n != 0 || err != nil {
			t.Errorf("numbered %d before anything is signed: %v", n, err)
		}
		h.byCard(desk, asked[0], card)
		if n, err := h.TakeNumbered(desk, asked[0]); n != 1 || err != nil {
			t.Fatalf("numbered %d: %v", n, err)
		}
		h.byCard(desk, asked[1], card)
		n, err := h.TakeNumbered(desk, asked[1])
		var f *fault.Error
		if n != 0 || !errors.As(err, &f) || f.Key != "dossier.seal.taken" {
			t.Errorf("a number twice: %d, %v", n, err)
		}
		again, err := h.AskNumbering(desk, dossier.At{ID: both[1].ID}, dossier.Numbering{})
		h.no(err)
		h.byCard(desk, again, card)
		if n, err := h.TakeNumbered(desk, again); n != 1 || err != nil {
			t.Fatalf("numbered %d: %v", n, err)
		}
		for i, want := range []string{"01", "02"} {
			h.sealedByCard(both[i].ID, want)
		}
	})
}

// sealedByCard holds that a result has that number, a sealed file and a square that fits it.
func (h *house) sealedByCard(id, number string) {
	h.t.Helper()
	desk := as("reception", h.commune)
	v, err := h.Open(desk, id)
	h.no(err)
	if v.State != dossier.Done || v.Result.Number != number || v.Result.Seal == nil {
		h.t.Fatalf("%s %+v", v.State, v.Result)
	}
	trust, err := h.Sign.Trust(desk)
	h.no(err)
	if got := pades.Validate(h.bytesOf(v.Result.Files[0]), trust); len(got.Signatures) != 1 || got.Signatures[0].Signer != h.commune.Authority() || !got.Signatures[0].CoversWhole {
		h.t.Errorf("%+v", got)
	}
	h.no(h.Check(desk, id))
}
