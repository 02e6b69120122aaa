package trial

import (
	"crypto"
	"crypto/x509"
	"io"
	"math/big"
	"net/http"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Responder answers whether a certificate is revoked (RFC 6960), over HTTP.
type Responder struct {
	Now func() time.Time

	mu      sync.Mutex
	of      *Authority
	revoked map[string]time.Time // by serial number
}

// For names the authority that it answers for.
func (r *Responder) For(a *Authority) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of = a
}

// Revoke revokes a certificate.
func (r *Responder) Revoke(c *x509.Certificate, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.revoked == nil {
		r.revoked = map[string]time.Time{}
	}
	r.revoked[c.SerialNumber.String()] = at
}

func (r *Responder) answer(serial *big.Int) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	by, key := r.of.Issuer, r.of.issuerKey
	if serial.Cmp(r.of.Issuer.SerialNumber) == 0 || serial.Cmp(r.of.Stamper.SerialNumber) == 0 {
		by, key = r.of.Root, r.of.rootKey
	}
	t := ocsp.Response{Status: ocsp.Good, SerialNumber: serial, ThisUpdate: r.Now(), NextUpdate: r.Now().AddDate(0, 0, 7), IssuerHash: crypto.SHA1}
	if at, ok := r.revoked[serial.String()]; ok {
		t.Status, t.RevokedAt = ocsp.Revoked, at
	}
	return ocsp.CreateResponse(by, by, t, key)
}

// ServeHTTP answers by RFC 6960, appendix A.
func (r *Responder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(q.Body, 1<<16))
	if err != nil {
		http.Error(w, "cannot be read", http.StatusBadRequest)
		return
	}
	ask, err := ocsp.ParseRequest(raw)
	if err != nil {
		http.Error(w, "no question", http.StatusBadRequest)
		return
	}
	said, err := r.answer(ask.SerialNumber)
	if err != nil {
		http.Error(w, "cannot answer", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/ocsp-response")
	_, _ = w.Write(said)
}
