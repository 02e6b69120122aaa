package ledger_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// authority is a time-stamp authority with a certificate of its own.
type authority struct {
	cert  *x509.Certificate
	key   *ecdsa.PrivateKey
	asked int
	at    time.Time
}

func newAuthority(t *testing.T, at time.Time) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Dấu thời gian thử"}, NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}
	raw, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert: cert, key: key, at: at}
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.asked++
	raw, _ := io.ReadAll(r.Body)
	q, err := timestamp.ParseRequest(raw)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	t := timestamp.Timestamp{HashAlgorithm: q.HashAlgorithm, HashedMessage: q.HashedMessage, Time: a.at, Nonce: q.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
	answer, err := t.CreateResponseWithOpts(a.cert, a.key, crypto.SHA256)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(answer)
}

func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.cert)
	return p
}

func TestACheckpointIsStampedOnceADay(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, clk := context.Background(), testkit.Clock()
		a := newAuthority(t, clk.Now())
		s := httptest.NewServer(a)
		defer s.Close()
		p := newProcess(t, d, clk)
		p.Ledger = ledger.New(ledger.Needs{DB: d, Clock: clk, Key: houseKey, Name: "motcua.example/so-cai", TSA: s.URL})
		if err := p.Anchor(ctx); err != nil || a.asked != 0 {
			t.Errorf("an empty ledger was stamped %d times, %v", a.asked, err)
		}
		p.seal("a", "b")
		p.sequence()
		for range 3 {
			if err := p.Anchor(ctx); err != nil {
				t.Fatal(err)
			}
			p.seal("c" + string(rune('0'+a.asked)) + clk.Now().String())
			p.sequence()
			clk.Advance(13 * time.Hour)
		}
		if a.asked != 2 {
			t.Errorf("asked %d times in 26 hours, want 2", a.asked)
		}
		l, found, err := reader.Open(ctx, pages{p.Ledger}, reader.Trust{TSA: a.pool()})
		if err != nil || len(found) > 0 || len(l.Cosigned) != 1 || l.Cosigned[0].Witness != "Dấu thời gian thử" || !l.Cosigned[0].At.Equal(clk.Now().Add(-39*time.Hour).Truncate(time.Second)) {
			t.Fatalf("found %v, %v, %+v", found, err, l.Cosigned)
		}
		if more, err := l.Walk(ctx, nil, func(int64, []byte, any) {}); err != nil || len(more) > 0 {
			t.Errorf("found %v, %v", more, err)
		}
		_, found, err = reader.Open(ctx, pages{p.Ledger}, reader.Trust{TSA: newAuthority(t, clk.Now()).pool()})
		if err != nil || len(found) != 1 || found[0].Kind != reader.NotAnchored {
			t.Errorf("of a stamp by somebody else was found %v, %v", found, err)
		}
	})
}

// pages reads a ledger through its own pages.
type pages struct{ *ledger.Ledger }

func (s pages) Get(_ context.Context, path string) ([]byte, error) {
	for _, r := range s.Routes() {
		mux := http.NewServeMux()
		mux.HandleFunc("GET "+r.Path, func(w http.ResponseWriter, q *http.Request) {
			if err := r.Do(w, q); err != nil {
				http.NotFound(w, q)
			}
		})
		w := httptest.NewRecorder()
		if mux.ServeHTTP(w, httptest.NewRequest("GET", "http://x.test"+ledger.Path+"/"+path, nil)); w.Code == http.StatusOK {
			return w.Body.Bytes(), nil
		}
	}
	return nil, reader.ErrNotThere
}
