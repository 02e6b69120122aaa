package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/sign/cms"
)

// trusted asks whether the signer's certificate counted. later are the signatures after this one, of which those time
// stamps that count show that it existed when they were made (ETSI EN 319 102-1, 5.6).
func (c *check) trusted(f *found, later []*found) {
	if f.failed {
		return
	}
	known, stamped := c.trust.Now, false // the instant at which the signature is known to have existed
	archived := false
	for _, l := range later {
		if l.out.Kind == TimeStamp && stands(l.out.Reason) && !l.token.At.After(known) {
			known, stamped = l.token.At, true
			archived = archived || c.evidence.revision <= l.revision
		}
	}
	if f.out.Kind == TimeStamp {
		c.stampTrusted(f, known)
		return
	}
	if len(f.signed.Token) > 0 {
		t, reason := c.tokenOf(f, known)
		if reason == StampOff {
			f.fail(reason)
			return
		}
		if t != nil {
			known, stamped = t.At, true
		}
	}
	if stamped {
		f.out.SignedAt, f.out.TimeSource = &known, ByStamp
	}
	c.signer(f, known, stamped)
	f.level(stamped, archived)
}

// signer checks a person's certificate as of the instant at which the signature is known to have existed.
func (c *check) signer(f *found, known time.Time, stamped bool) {
	cert := f.signed.Cert
	if !strong(cert.PublicKey, f.signed.Hash, known) {
		f.fail(WeakAlgo)
		return
	}
	chain, reason := c.chain(cert, f.signed.Certs, known, stamped)
	if reason != Good {
		f.fail(reason)
		return
	}
	if u := cert.KeyUsage; cert.IsCA || u != 0 && u&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		f.fail(WrongUse)
		return
	}
	state, at := c.evidence.of(chain, known, c.trust.Now)
	own, _ := c.own.of(chain, known, c.trust.Now)
	f.out.Revocation, f.kept = state, own != NotKnown
	switch {
	case state == WasRevoked && !stamped:
		f.fail(RevokedNoStamp)
	case state == WasRevoked && !at.After(known):
		f.fail(Revoked)
	case state == WasRevoked: // later than the signature
		f.out.Revocation = NotRevoked
		f.out.conclude(Good)
	case state == NotKnown:
		f.out.conclude(RevocationUnknown)
	default:
		f.out.conclude(Good)
	}
}

// level tells how much the file carries to be checked by later. Whoever says B-LTA must have all that is below.
func (f *found) level(stamped, archived bool) {
	if f.out.Level != "B-B" || f.failed || !stamped {
		return
	}
	f.out.Level = "B-T"
	if f.out.Revocation == NotRevoked && f.kept {
		f.out.Level = "B-LT"
		if archived {
			f.out.Level = "B-LTA"
		}
	}
}

// chain leads a certificate to a root that is trusted, as of an instant.
func (c *check) chain(cert *x509.Certificate, beside []*x509.Certificate, at time.Time, stamped bool) ([]*x509.Certificate, Reason) {
	between := x509.NewCertPool()
	for _, more := range slices.Concat(beside, c.evidence.certs, c.trust.Extra) {
		between.AddCert(more)
	}
	chains, err := cert.Verify(x509.VerifyOptions{Roots: c.trust.Roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err == nil {
		return chains[0], Good
	}
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
		return nil, NotTrusted
	}
	switch {
	case stamped && (at.Before(cert.NotBefore) || at.After(cert.NotAfter)):
		return nil, ExpiredThen
	case at.Before(cert.NotBefore):
		return nil, Ahead
	case stamped:
		return nil, NotTrusted // an authority's certificate had expired: nobody could trust the chain
	}
	return nil, ExpiredNoStamp
}

// extendedUse is the extension that says so; for time stamps it must be critical (RFC 3161, 2.3).
var extendedUse = asn1.ObjectIdentifier{2, 5, 29, 37}

// stampTrusted checks the certificate of a time stamp.
func (c *check) stampTrusted(f *found, known time.Time) {
	reason, state := c.stamper(f.token, known)
	f.out.Revocation = state
	if !stands(reason) {
		f.fail(reason)
		return
	}
	f.out.conclude(reason)
	f.out.Level = "time stamp"
}

// tokenOf returns the time stamp of a signature if it counts. One that does not fit is said; one whose authority is not
// trusted only proves nothing.
func (c *check) tokenOf(f *found, known time.Time) (*cms.Token, Reason) {
	t, err := cms.ParseToken(f.signed.Token)
	if err != nil || !bytes.Equal(t.Of(f.signed.Value), t.Imprint) {
		return nil, StampOff
	}
	if reason, _ := c.stamper(t, known); !stands(reason) {
		return nil, reason
	}
	return t, Good
}

// stands tells whether a time stamp may be gone by: its authority is trusted, and nothing says that it was revoked.
func stands(r Reason) bool { return r == Good || r == RevocationUnknown }

func (c *check) stamper(t *cms.Token, known time.Time) (Reason, Revocation) {
	if t.At.After(known) {
		return Ahead, NotKnown
	}
	if !strong(t.Cert.PublicKey, t.Hash, known) {
		return WeakAlgo, NotKnown
	}
	if t.At.Before(t.Cert.NotBefore) || t.At.After(t.Cert.NotAfter) {
		return ExpiredThen, NotKnown
	}
	chain, reason := c.chain(t.Cert, t.Certs, known, false)
	if reason != Good {
		return reason, NotKnown
	}
	if !slices.Equal(t.Cert.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}) || len(t.Cert.UnknownExtKeyUsage) > 0 {
		return WrongUse, NotKnown
	}
	for _, e := range t.Cert.Extensions {
		if e.Id.Equal(extendedUse) && !e.Critical {
			return WrongUse, NotKnown
		}
	}
	state, at := c.evidence.of(chain, known, c.trust.Now)
	switch {
	case state == WasRevoked && !at.After(t.At):
		return Revoked, state
	case state == WasRevoked:
		return RevokedNoStamp, state
	case state == NotKnown:
		return RevocationUnknown, state
	}
	return Good, state
}
