package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

var schemas = []db.Schema{audit.Schema, Schema}

// house is the room with an authority nearby.
type house struct {
	t     *testing.T
	clock *clock.Fake
	near  *trial.Authority
	*Service
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		h := &house{t: t, clock: testkit.Clock()}
		blobs, err := blob.Open(context.Background(), t.TempDir())
		h.no(err)
		t.Cleanup(func() { _ = blobs.Close() })
		h.near, err = trial.New(h.clock.Now())
		h.no(err)
		h.Service = New(Needs{DB: d, Clock: h.clock, Trail: audit.New(d, h.clock), Blobs: blobs})
		do(h)
	})
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// tam is a chairman, lien another; the administrator decides whom the house trusts.
var (
	tam   = officer("tam", "Đinh Văn Tâm")
	lien  = officer("lien", "Bùi Thị Liên")
	admin = testkit.AsAt(context.Background(), "/d/", CanTrust)
)

func officer(key, name string) context.Context {
	return actor.With(context.Background(), actor.Actor{Kind: actor.Officer, AccountID: "account-" + key, PersonID: "person-" + key, Name: name})
}

// password is that of the key files of the test.
const password = "mật khẩu của tệp"

// keyFile is a PKCS#12 file with a new key for somebody, and the key.
func (h *house) keyFile(p trial.Person) ([]byte, crypto.Signer) {
	h.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	p.Public = private.Public()
	cert, err := h.near.Issue(p)
	h.no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{h.near.Issuer}, password)
	h.no(err)
	return raw, private
}

// enters trusts the authority and gives somebody a key in a file.
func (h *house) enters(who context.Context) crypto.Signer {
	h.t.Helper()
	h.no(h.AddRoot(admin, h.near.PEM()))
	raw, private := h.keyFile(trial.Person{Name: actor.Of(who).Name})
	_, err := h.AddFile(who, raw, password, nil)
	h.no(err)
	return private
}

var letter = sync.OnceValues(func() ([]byte, error) {
	return pdf.Render(context.Background(), pdf.Paper{HTML: "<h1>Giấy xác nhận</h1><p>Về tình trạng hôn nhân.</p>", Title: "Giấy xác nhận"})
})

// asks are files that stand in the store, each of a subject of its own.
func (h *house) asks(n int) []Ask {
	h.t.Helper()
	raw, err := letter()
	h.no(err)
	var out []Ask
	for i := range n {
		ref, err := h.Blobs.Put(context.Background(), bytes.NewReader(append(bytes.Clone(raw), fmt.Sprintf("%%%d\n", i)...)), 0)
		h.no(err)
		out = append(out, Ask{Subject: fmt.Sprintf("dossier/%d", i), Seen: 4, Title: fmt.Sprintf("H28.159.03-230810-%04d", i), Place: "result",
			Content: Content{ref.SHA256, ref.Size, "giay-xac-nhan.pdf"}, Reason: "Phê duyệt"})
	}
	return out
}

func (h *house) prepared(who context.Context, n int) *Batch {
	h.t.Helper()
	b, err := h.Prepare(who, "test", h.asks(n))
	h.no(err)
	return b
}

// again reads a batch from the database.
func (h *house) again(who context.Context, b *Batch) *Batch {
	h.t.Helper()
	out, err := h.Batch(who, b.ID)
	h.no(err)
	return out
}

func (h *house) states(who context.Context, b *Batch, want ...State) {
	h.t.Helper()
	for i, r := range h.again(who, b).Requests {
		if r.State != want[min(i, len(want)-1)] {
			h.t.Errorf("request %d is %s, want %s", i, r.State, want[min(i, len(want)-1)])
		}
	}
}

// wants fails unless err is a fault whose key, or whose only field's key, is as said.
func wants(t *testing.T, what string, err error, key string) {
	t.Helper()
	f := fault.As(err)
	if f == nil || f.Key != key && (len(f.Fields) != 1 || f.Fields[0].Key != key) {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// stamper is the authority's, unless it is away.
type stamper struct {
	trial.Stamper
	away bool
}

func (s *stamper) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	if s.away {
		return nil, fmt.Errorf("nobody answers")
	}
	return s.Stamper.Stamp(hash, digest)
}

func (h *house) stamper() *stamper {
	return &stamper{Stamper: trial.Stamper{Authority: h.near, Now: func() time.Time { return h.clock.Now().Add(time.Second) }}}
}
