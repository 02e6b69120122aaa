// Package trial is a certificate authority for demonstrations and tests: it issues certificates of signers, stamps
// times, and answers whether a certificate is revoked. Nobody should trust it beyond that.
package trial

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Authority has a root, one authority under it that issues, and one that stamps times.
type Authority struct {
	Root, Issuer, Stamper *x509.Certificate

	at        time.Time
	rootKey   crypto.Signer
	issuerKey crypto.Signer
	stampKey  crypto.Signer
	serial    int64
	responder string // address that certificates name for questions about them; none when empty
}

// New makes an authority whose certificates hold from a year before at.
func New(at time.Time) (*Authority, error) { return NewWith(at, "") }

// NewWith is New for an authority that answers questions about its certificates (OCSP) at an address.
func NewWith(at time.Time, responder string) (*Authority, error) {
	a := &Authority{at: at, responder: responder}
	var err error
	if a.rootKey, err = newKey(); err != nil {
		return nil, err
	}
	if a.issuerKey, err = newKey(); err != nil {
		return nil, err
	}
	if a.stampKey, err = newKey(); err != nil {
		return nil, err
	}
	ca := &x509.Certificate{Subject: pkix.Name{CommonName: "CA thử nghiệm gốc"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	if a.Root, err = a.issue(ca, nil, a.rootKey.Public(), a.rootKey); err != nil {
		return nil, err
	}
	ca.Subject.CommonName = "CA thử nghiệm"
	if a.Issuer, err = a.issue(ca, a.Root, a.issuerKey.Public(), a.rootKey); err != nil {
		return nil, err
	}
	a.Stamper, err = a.newStamper(at.AddDate(15, 0, 0))
	return a, err
}

// newStamper issues the certificate by which times are stamped; its one use must be critical (RFC 3161, 2.3).
func (a *Authority) newStamper(until time.Time) (*x509.Certificate, error) {
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		return nil, err
	}
	return a.issue(&x509.Certificate{Subject: pkix.Name{CommonName: "TSA thử nghiệm"}, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}}, a.Root, a.stampKey.Public(), a.rootKey)
}

// RenewStamper takes another key and certificate for time stamps, valid until a day.
func (a *Authority) RenewStamper(until time.Time) error {
	var err error
	if a.stampKey, err = newKey(); err != nil {
		return err
	}
	a.Stamper, err = a.newStamper(until)
	return err
}

func newKey() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

func (a *Authority) issue(tmpl, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) (*x509.Certificate, error) {
	t := *tmpl
	a.serial++
	t.SerialNumber = big.NewInt(a.serial)
	if t.NotBefore.IsZero() {
		t.NotBefore = a.at.AddDate(-1, 0, 0)
	}
	if t.NotAfter.IsZero() {
		t.NotAfter = a.at.AddDate(15, 0, 0)
	}
	if parent == nil {
		parent = &t
	} else if a.responder != "" {
		t.OCSPServer = []string{a.responder}
	}
	raw, err := x509.CreateCertificate(rand.Reader, &t, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

// Person says who gets a certificate.
type Person struct {
	Name, Organisation string
	From, Until        time.Time        // a year before the authority's beginning to two years after it, when zero
	Usage              x509.KeyUsage    // signatures and commitments when zero
	Public             crypto.PublicKey // must be given
}

// Issue issues a certificate for signing documents.
func (a *Authority) Issue(p Person) (*x509.Certificate, error) {
	t := &x509.Certificate{Subject: pkix.Name{CommonName: p.Name}, NotBefore: p.From, NotAfter: p.Until, KeyUsage: p.Usage}
	if p.Organisation != "" {
		t.Subject.Organization = []string{p.Organisation}
	}
	if t.NotAfter.IsZero() {
		t.NotAfter = a.at.AddDate(2, 0, 0)
	}
	if t.KeyUsage == 0 {
		t.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	}
	return a.issue(t, a.Issuer, p.Public, a.issuerKey)
}

// PEM returns the root as others would be given it.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Raw})
}

// OCSP answers about a certificate of Issuer at an instant; revoked is when it was revoked, zero when it was not.
func (a *Authority) OCSP(cert *x509.Certificate, at, revoked time.Time) ([]byte, error) {
	r := ocsp.Response{Status: ocsp.Good, SerialNumber: cert.SerialNumber, ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7), IssuerHash: crypto.SHA1}
	if !revoked.IsZero() {
		r.Status, r.RevokedAt = ocsp.Revoked, revoked
	}
	return ocsp.CreateResponse(a.Issuer, a.Issuer, r, a.issuerKey)
}

// CRL lists the revoked certificates of the root (of) or the issuer.
func (a *Authority) CRL(of *x509.Certificate, at time.Time, revoked ...*x509.Certificate) ([]byte, error) {
	key := a.issuerKey
	if of == a.Root {
		key = a.rootKey
	}
	a.serial++
	list := &x509.RevocationList{Number: big.NewInt(a.serial), ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 30)}
	for _, c := range revoked {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at})
	}
	return x509.CreateRevocationList(rand.Reader, list, of, key)
}
