package pades

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// evidence is what the file carries about certificates: its document security store (EN 319 142-1, 5.4.2).
type evidence struct {
	certs    []*x509.Certificate
	answers  [][]byte // OCSP
	lists    []*x509.RevocationList
	revision int // that wrote the store last; behind all when there is none
}

// Evidence is what authorities have said about certificates, read once for many files.
type Evidence struct{ evidence }

// Read reads proof that was fetched; pieces that cannot be read say nothing.
func Read(p Proof) *Evidence {
	e := &Evidence{evidence{certs: p.Certs, answers: p.OCSP}}
	for _, raw := range p.CRLs {
		if list, err := x509.ParseRevocationList(raw); err == nil {
			e.lists = append(e.lists, list)
		}
	}
	return e
}

// About tells whether one of a chain, its root left out, had been revoked at an instant, as far as is known now.
func (e *Evidence) About(chain []*x509.Certificate, at, now time.Time) Revocation {
	state, _ := e.of(chain, at, now)
	return state
}

// and adds what is known besides.
func (e evidence) and(more *Evidence) evidence {
	if more != nil {
		e.certs, e.answers, e.lists = slices.Concat(e.certs, more.certs), slices.Concat(e.answers, more.answers), slices.Concat(e.lists, more.lists)
	}
	return e
}

const (
	maxEvidence     = 200     // pieces of each kind
	maxEvidenceSize = 8 << 20 // bytes of a piece
)

func (c *check) readEvidence() evidence {
	v := c.pdf.Latest()
	dss := v.Root()["DSS"]
	e := evidence{revision: len(c.pdf.Revisions)}
	if dss == nil {
		return e
	}
	store := v.Dict(dss)
	for i := range c.pdf.Revisions {
		if old := c.pdf.At(i); object.Same(old.Dict(old.Root()["DSS"]), store) {
			e.revision = i
			break
		}
	}
	for _, raw := range pieces(v, store["Certs"]) {
		if cert, err := x509.ParseCertificate(raw); err == nil {
			e.certs = append(e.certs, cert)
		}
	}
	e.answers = pieces(v, store["OCSPs"])
	for _, raw := range pieces(v, store["CRLs"]) {
		if list, err := x509.ParseRevocationList(raw); err == nil {
			e.lists = append(e.lists, list)
		}
	}
	return e
}

func pieces(v object.View, o any) [][]byte {
	var out [][]byte
	for _, one := range v.Array(o) {
		if raw := v.Unpack(one); len(out) < maxEvidence && len(raw) > 0 && len(raw) <= maxEvidenceSize {
			out = append(out, raw)
		}
	}
	return out
}

// of tells what the evidence says about a chain without its root, as of an instant: revoked when one of it was, with
// when; not known when about one of it nothing is said.
func (e evidence) of(chain []*x509.Certificate, at, now time.Time) (Revocation, time.Time) {
	state := NotRevoked
	for i := range len(chain) - 1 {
		s, when := e.about(chain[i], chain[i+1], at, now)
		if s == WasRevoked {
			return s, when
		}
		if s == NotKnown {
			state = NotKnown
		}
	}
	return state, time.Time{}
}

// about looks through answers and lists. An answer counts when it is of a time at which it can say something about the
// instant: made after it, or before it and not replaced by then.
func (e evidence) about(cert, issuer *x509.Certificate, at, now time.Time) (Revocation, time.Time) {
	state := NotKnown
	counts := func(made, next time.Time) bool {
		return !made.After(now) && (!made.Before(at) || !next.IsZero() && !next.Before(at))
	}
	for _, raw := range e.answers {
		r, err := ocsp.ParseResponseForCert(raw, cert, issuer)
		if err != nil || !answers(r, issuer) || r.ThisUpdate.After(now) {
			continue
		}
		if r.Status == ocsp.Revoked {
			return WasRevoked, r.RevokedAt
		}
		if r.Status == ocsp.Good && counts(r.ThisUpdate, r.NextUpdate) {
			state = NotRevoked
		}
	}
	for _, l := range e.lists {
		if !bytes.Equal(l.RawIssuer, cert.RawIssuer) || l.ThisUpdate.After(now) || l.CheckSignatureFrom(issuer) != nil {
			continue
		}
		for _, r := range l.RevokedCertificateEntries {
			if r.SerialNumber.Cmp(cert.SerialNumber) == 0 && r.ReasonCode != 8 { // 8: taken off the list again
				return WasRevoked, r.RevocationTime
			}
		}
		if counts(l.ThisUpdate, l.NextUpdate) && !partial(l) {
			state = NotRevoked
		}
	}
	return state, time.Time{}
}

// answers tells whether the signer of an answer may answer for the issuer (RFC 6960, 4.2.2.2).
func answers(r *ocsp.Response, issuer *x509.Certificate) bool {
	d := r.Certificate
	if d == nil || bytes.Equal(d.Raw, issuer.Raw) {
		return true
	}
	return slices.Contains(d.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) && !r.ProducedAt.Before(d.NotBefore) && !r.ProducedAt.After(d.NotAfter)
}

// partial tells whether a list may leave out certificates for reasons that only its critical extensions say.
func partial(l *x509.RevocationList) bool {
	for _, x := range l.Extensions {
		if x.Critical {
			return true
		}
	}
	return false
}
