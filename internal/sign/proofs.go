package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Proof is what an authority says about one certificate.
type Proof struct {
	Certificate string // SHA-256, hexadecimal
	Kind        string // "ocsp" an answer, "crl" a list
	Raw         []byte
	MadeAt      time.Time
	NextAt      time.Time // until when it is the newest
}

// Authorities tell whether certificates are revoked.
type Authorities interface {
	// About asks the issuer of a certificate. ErrNobodyToAsk when the certificate names nobody.
	About(ctx context.Context, cert, issuer *x509.Certificate) (Proof, error)
}

// ErrNobodyToAsk says that a certificate names no address for questions about it.
var ErrNobodyToAsk = errors.New("the certificate names nobody to ask")

// askWithin is how long an authority is waited for; mostProof how long its answer may be, in bytes.
const (
	askWithin = 10 * time.Second
	mostProof = 8 << 20
)

// HTTPAuthorities asks over HTTP where certificates say: OCSP (RFC 6960) first, else their list (RFC 5280).
type HTTPAuthorities struct{ Client *http.Client }

// About asks once.
func (h HTTPAuthorities) About(ctx context.Context, cert, issuer *x509.Certificate) (Proof, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	p := Proof{Certificate: sumOf(cert.Raw)}
	if at := overHTTP(cert.OCSPServer); at != "" {
		ask, err := ocsp.CreateRequest(cert, issuer, nil)
		if err != nil {
			return p, err
		}
		p.Kind = "ocsp"
		if p.Raw, err = h.fetch(ctx, http.MethodPost, at, ask); err != nil {
			return p, err
		}
		said, err := ocsp.ParseResponseForCert(p.Raw, cert, issuer)
		if err != nil {
			return p, fmt.Errorf("answer of %s: %w", at, err)
		}
		p.MadeAt, p.NextAt = said.ThisUpdate, said.NextUpdate
		return p, nil
	}
	at := overHTTP(cert.CRLDistributionPoints)
	if at == "" {
		return p, ErrNobodyToAsk
	}
	var err error
	p.Kind = "crl"
	if p.Raw, err = h.fetch(ctx, http.MethodGet, at, nil); err != nil {
		return p, err
	}
	list, err := x509.ParseRevocationList(p.Raw)
	if err == nil {
		err = list.CheckSignatureFrom(issuer)
	}
	if err != nil {
		return p, fmt.Errorf("list of %s: %w", at, err)
	}
	p.MadeAt, p.NextAt = list.ThisUpdate, list.NextUpdate
	return p, nil
}

// overHTTP is the first address that can be asked; directories (LDAP) cannot.
func overHTTP(addresses []string) string {
	for _, a := range addresses {
		if strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://") {
			return a
		}
	}
	return ""
}

func (h HTTPAuthorities) fetch(ctx context.Context, method, at string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, at, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/ocsp-request")
	}
	answer, err := h.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, mostProof+1))
	switch {
	case err != nil:
		return nil, err
	case answer.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s: %s", at, answer.Status)
	case len(raw) > mostProof:
		return nil, fmt.Errorf("%s: an answer of more than %d bytes", at, mostProof)
	}
	return raw, nil
}
