package dossier_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// getsSeal gives the commune's agency a seal.
func (h *house) getsSeal() {
	h.t.Helper()
	near, err := trial.New(h.clock.Now())
	h.no(err)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	cert, err := near.Issue(trial.Person{Name: h.commune.Authority(), Public: private.Public()})
	h.no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, keyPassword)
	h.no(err)
	keeper := testkit.AsAt(context.Background(), "/", sign.CanTrust, sign.CanKeepSeal)
	h.no(h.Sign.AddRoot(keeper, near.PEM()))
	_, err = h.Sign.AddSeal(keeper, h.commune, raw, keyPassword, nil)
	h.no(err)
}

// approved are dossiers whose results wait for their numbers.
func (h *house) approved(n int) []*dossier.Dossier {
	h.t.Helper()
	all := h.proposed(n)
	for _, d := range all {
		*d = *h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(as("leader", h.commune), at) })
	}
	return all
}

func (h *house) bytesOf(f dossier.File) []byte {
	h.t.Helper()
	r, err := h.Blobs.Open(context.Background(), blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
	h.no(err)
	defer r.Close()
	raw, err := io.ReadAll(r)
	h.no(err)
	return raw
}

func TestANumberedResultIsSealed(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d := h.approved(1)[0]
		if seal, err := h.SealOf(desk, d); seal != nil || err != nil {
			t.Fatalf("a seal before there is one: %v", err)
		}
		h.getsSeal()
		_, err := h.NumberSealed(desk, dossier.At{ID: d.ID}, dossier.Numbering{Password: "x"})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != "password" {
			t.Errorf("a wrong password: %v", err)
		}
		done, err := h.NumberSealed(desk, dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
		h.no(err)
		if done.State != dossier.Done || done.Result.Number != "01" || done.Result.Seal == nil || done.Result.Seal.Name != h.commune.Authority() {
			t.Fatalf("%s %+v", done.State, done.Result)
		}
		raw := h.bytesOf(done.Result.Files[0])
		trust, err := h.Sign.Trust(desk)
		h.no(err)
		if got := pades.Validate(raw, trust); len(got.Signatures) != 1 || got.Reason != pades.RevocationUnknown || got.Signatures[0].Signer != h.commune.Authority() || !got.Signatures[0].CoversWhole {
			t.Errorf("%+v", got)
		}
		h.squareFits(done, raw)
		h.no(h.Check(desk, d.ID))
	})
}

func TestARefusalIsSealedWithoutACode(t *testing.T) {
	onBoth(t, func(h *house) {
		desk, clerk := as("reception", h.commune), as("specialist", h.commune)
		h.getsSeal()
		d := h.received(1)[0]
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(desk, at, "") })
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Take(clerk, at) })
		f, err := h.Store(clerk, "tu-choi.pdf", strings.NewReader(string(file(h.t, "giay-to-mau.pdf"))))
		h.no(err)
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) {
			return h.Propose(clerk, at, dossier.Proposal{Text: "Không đủ điều kiện", Negative: true, Files: []dossier.File{f}})
		})
		h.step(d, func(at dossier.At) (*dossier.Dossier, error) { return h.Approve(as("leader", h.commune), at) })
		done, err := h.NumberSealed(desk, dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
		h.no(err)
		if by := done.Result.Seal; by == nil || by.Code != "" || done.Result.Files[0].SHA256 == f.SHA256 {
			t.Errorf("%+v", done.Result)
		}
		if papers, _, err := h.Archive.Mine(lan, ""); len(papers) != 0 || err != nil {
			t.Errorf("a refusal is entered as an issued paper: %v", err)
		}
	})
}

// squareFits holds the paper of a result, and the square on it, against its file.
func (h *house) squareFits(d *dossier.Dossier, raw []byte) {
	h.t.Helper()
	papers, _, err := h.Archive.Mine(lan, "")
	h.no(err)
	if len(papers) != 1 || papers[0].Code != d.Result.Seal.Code || papers[0].Files[0].SHA256 != d.Result.Files[0].SHA256 {
		h.t.Fatalf("%+v", papers)
	}
	unsealed := h.bytesOf(mustFile(h, d))
	p := *papers[0]
	p.Files = slices.Clone(p.Files)
	p.Files[0].SHA256 = mustFile(h, d).SHA256
	address, err := h.Archive.Square(&p) // as it stands in the file
	h.no(err)
	said := offline.Keys{h.Archive.Key.Public()}.Check(address, offline.Revoked{}, "2023-08-20")
	if said.Verdict != offline.Genuine || !said.Statement.Begins(raw) || !said.Statement.IsOf(unsealed) {
		h.t.Errorf("the square says %+v", said)
	}
	if said.Statement.Begins([]byte(strings.Replace(string(raw), "%PDF-1.", "%PDF-2.", 1))) {
		h.t.Error("a file changed from its beginning is taken for the paper's")
	}
}

// mustFile is the file that was proposed.
func mustFile(h *house, d *dossier.Dossier) dossier.File {
	h.t.Helper()
	v, err := h.Open(as("leader", h.commune), d.ID)
	h.no(err)
	for _, e := range v.Events {
		if e.Kind == dossier.Propose {
			return e.Facts.Result.Files[0]
		}
	}
	h.t.Fatal("nothing was proposed")
	return dossier.File{}
}

func TestSealsLeaveNoGapInTheNumbers(t *testing.T) {
	onBoth(t, func(h *house) {
		h.getsSeal()
		all := h.approved(8)
		var mu sync.Mutex
		var numbers []string
		var work sync.WaitGroup
		for _, d := range all {
			work.Go(func() {
				for {
					done, err := h.NumberSealed(as("reception", h.commune), dossier.At{ID: d.ID}, dossier.Numbering{Password: keyPassword})
					if fault.Is(err, fault.Unavailable) {
						continue // as the page asks: press again
					}
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Error(err)
						return
					}
					numbers = append(numbers, done.Result.Number)
					return
				}
			})
		}
		work.Wait()
		slices.Sort(numbers)
		if want := []string{"01", "02", "03", "04", "05", "06", "07", "08"}; !slices.Equal(numbers, want) {
			t.Errorf("numbers %v", numbers)
		}
	})
}
