package dossier_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

type trialStamper struct{ trial.Stamper }

func (s trialStamper) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	return s.Stamper.Stamp(hash, digest)
}

// lasts has the house's signatures stamped, as a whole too, and answered for by one authority, which issues keys.
func (h *house) lasts() (issue func(name string) []byte) {
	h.t.Helper()
	responder := &trial.Responder{Now: h.clock.Now}
	server := httptest.NewServer(responder)
	h.t.Cleanup(server.Close)
	near, err := trial.NewWith(h.clock.Now(), server.URL)
	h.no(err)
	responder.For(near)
	h.Sign.Authorities, h.Sign.Lasting = sign.HTTPAuthorities{Client: server.Client()}, true
	h.Sign.Stamper = trialStamper{trial.Stamper{Authority: near, Now: h.clock.Now}}
	h.no(h.Sign.AddRoot(testkit.AsAt(context.Background(), "/", sign.CanTrust), near.PEM()))
	return func(name string) []byte {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		h.no(err)
		cert, err := near.Issue(trial.Person{Name: name, Public: private.Public()})
		h.no(err)
		raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, keyPassword)
		h.no(err)
		return raw
	}
}

// The last signature of a result is the seal, or the leader's where the agency has none: behind it, and nowhere else, the whole is stamped,
// before anybody has taken the file's digest down.
func TestAResultIsMadeToLast(t *testing.T) {
	onBoth(t, func(h *house) {
		chair, desk := as("leader", h.commune), as("reception", h.commune)
		issue := h.lasts()
		_, err := h.Sign.AddFile(chair, issue(actor.Of(chair).Name), keyPassword, nil)
		h.no(err)
		for _, sealed := range []bool{false, true} {
			if sealed {
				_, err := h.Sign.AddSeal(testkit.AsAt(context.Background(), "/", sign.CanKeepSeal), h.commune, issue(h.commune.Authority()), keyPassword, nil)
				h.no(err)
			}
			d := h.proposed(1)[0]
			b, _, err := h.AskApproval(chair, dossier.At{ID: d.ID})
			h.no(err)
			h.no(h.Sign.SignWith(chair, b, keyPassword))
			if n, err := h.Approved(chair, b); n != 1 || err != nil {
				t.Fatalf("%d approved, %v", n, err)
			}
			done, err := h.NumberSealed(desk, dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
			h.no(err)
			file := done.Result.Files[0]
			trust, err := h.Sign.Trust(desk)
			h.no(err)
			trust.Known, trust.Now = nil, trust.Now.AddDate(12, 0, 0)
			got := pades.Validate(h.bytesOf(file), trust)
			var kinds []pades.Kind
			for _, s := range got.Signatures {
				kinds = append(kinds, s.Kind)
				if s.Kind == pades.BySigner && s.Level != "B-LTA" {
					t.Errorf("sealed %v: %s is %s", sealed, s.Signer, s.Level)
				}
			}
			want := []pades.Kind{pades.BySigner, pades.TimeStamp}
			if sealed {
				want = []pades.Kind{pades.BySigner, pades.BySigner, pades.TimeStamp}
			}
			if got.Reason != pades.Good || !slices.Equal(kinds, want) {
				t.Errorf("sealed %v: %s, %v", sealed, got.Reason, kinds)
			}
			papers, _, err := h.Archive.Mine(lan, "")
			h.no(err)
			if !slices.ContainsFunc(papers, func(p *archive.Paper) bool { return p.Files[0].SHA256 == file.SHA256 }) {
				t.Errorf("sealed %v: the register holds another file", sealed)
			}
			h.no(h.Check(desk, d.ID))
			h.clock.Advance(time.Minute)
		}
	})
}
