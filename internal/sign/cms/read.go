package cms

import (
	"bytes"
	"crypto"
	"crypto/subtle"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"
)

// Limits on what is read.
const (
	MaxSize  = 4 << 20 // bytes of signed data; some carry revocation lists
	maxCerts = 64
	maxAttrs = 64
)

// Errors of Verify.
var (
	ErrDigest    = errors.New("the digest is of something else")
	ErrSignature = errors.New("the signature does not fit")
	ErrBinding   = errors.New("the signature names another certificate")
)

// Signed is signed data of one signer.
type Signed struct {
	Cert        *x509.Certificate   // the signer's; nil when it is not among Certs
	Certs       []*x509.Certificate // all that came along
	Hash        crypto.Hash
	Bound       bool      // the signer's certificate is named in what was signed
	SigningTime time.Time // as the signer says; zero when they do not
	Value       []byte    // the signature
	Token       []byte    // time stamp of Value, unchecked; nil without

	Content []byte // nil when detached
	inner   asn1.ObjectIdentifier
	algo    pkix.AlgorithmIdentifier
	signed  []byte // SET OF Attribute, as signed; nil without
	digest  []byte // of the content, from the attributes
	ess     []essCert
	essV1   [][]byte
}

// Parse reads signed data; what follows it is left alone, since places for signatures are padded.
func Parse(raw []byte) (*Signed, error) {
	if len(raw) > MaxSize {
		return nil, errors.New("signed data is too large")
	}
	der, err := toDER(raw)
	if err != nil {
		return nil, err
	}
	var ci contentInfo
	if _, err := asn1.Unmarshal(der, &ci); err != nil {
		return nil, err
	}
	if !ci.Type.Equal(oidSignedData) {
		return nil, fmt.Errorf("content type %v is not signed data", ci.Type)
	}
	var sd signedData
	if _, err := asn1.Unmarshal(ci.Content.Bytes, &sd); err != nil {
		return nil, err
	}
	if len(sd.Signers) != 1 {
		return nil, fmt.Errorf("%d signers", len(sd.Signers))
	}
	s := &Signed{inner: sd.Inner.Type}
	if sd.Inner.Content.FullBytes != nil {
		if _, err := asn1.Unmarshal(sd.Inner.Content.Bytes, &s.Content); err != nil {
			return nil, err
		}
	}
	if err := s.readCerts(sd.Certs.Bytes); err != nil {
		return nil, err
	}
	var info signerInfo
	if _, err := asn1.Unmarshal(sd.Signers[0].FullBytes, &info); err != nil {
		return nil, err
	}
	return s, s.readSigner(info)
}

// readCerts keeps those that can be read: one odd certificate beside the signer's does no harm.
func (s *Signed) readCerts(raw []byte) error {
	for n := 0; len(raw) > 0; n++ {
		if n == maxCerts {
			return errors.New("too many certificates")
		}
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(raw, &v)
		if err != nil {
			return err
		}
		if c, err := x509.ParseCertificate(v.FullBytes); err == nil {
			s.Certs = append(s.Certs, c)
		}
		raw = rest
	}
	return nil
}

func (s *Signed) readSigner(info signerInfo) error {
	var err error
	if s.Hash, err = hashOf(info.Digest.Algorithm); err != nil {
		return err
	}
	s.algo, s.Value = info.Algorithm, info.Signature
	if err := s.findCert(info.ID); err != nil {
		return err
	}
	if info.Signed.FullBytes != nil {
		s.signed = bytes.Clone(info.Signed.FullBytes)
		s.signed[0] = 0x31
		attrs, err := readAttributes(info.Signed.Bytes)
		if err != nil {
			return err
		}
		if err := s.readSigned(attrs); err != nil {
			return err
		}
	}
	attrs, err := readAttributes(info.Unsigned.Bytes)
	if err != nil {
		return err
	}
	for _, a := range attrs {
		if a.Type.Equal(oidTimeStamp) {
			s.Token = a.Values.Bytes
		}
	}
	return nil
}

func (s *Signed) findCert(id asn1.RawValue) error {
	if id.Class == asn1.ClassContextSpecific && id.Tag == 0 {
		for _, c := range s.Certs {
			if len(c.SubjectKeyId) > 0 && bytes.Equal(c.SubjectKeyId, id.Bytes) {
				s.Cert = c
			}
		}
		return nil
	}
	var named issuerAndSerial
	if _, err := asn1.Unmarshal(id.FullBytes, &named); err != nil {
		return err
	}
	for _, c := range s.Certs {
		if bytes.Equal(c.RawIssuer, named.Issuer.FullBytes) && named.Serial != nil && c.SerialNumber.Cmp(named.Serial) == 0 {
			s.Cert = c
		}
	}
	return nil
}

func readAttributes(raw []byte) ([]attribute, error) {
	var out []attribute
	for len(raw) > 0 {
		if len(out) == maxAttrs {
			return nil, errors.New("too many attributes")
		}
		var a attribute
		rest, err := asn1.Unmarshal(raw, &a)
		if err != nil {
			return nil, err
		}
		for _, b := range out {
			if b.Type.Equal(a.Type) && !a.Type.Equal(oidTimeStamp) {
				return nil, fmt.Errorf("attribute %v stands twice", a.Type)
			}
		}
		out, raw = append(out, a), rest
	}
	return out, nil
}

func (s *Signed) readSigned(attrs []attribute) error {
	var kind asn1.ObjectIdentifier
	for _, a := range attrs {
		var err error
		switch {
		case a.Type.Equal(oidContentType):
			_, err = asn1.Unmarshal(a.Values.Bytes, &kind)
		case a.Type.Equal(oidDigest):
			_, err = asn1.Unmarshal(a.Values.Bytes, &s.digest)
		case a.Type.Equal(oidSigningTime):
			_, err = asn1.Unmarshal(a.Values.Bytes, &s.SigningTime)
		case a.Type.Equal(oidCertV2):
			s.ess, err = readEss(a.Values.Bytes)
		case a.Type.Equal(oidCertV1):
			s.essV1, err = readEssV1(a.Values.Bytes)
		}
		if err != nil {
			return fmt.Errorf("attribute %v: %w", a.Type, err)
		}
	}
	if !kind.Equal(s.inner) {
		return fmt.Errorf("the attribute says content type %v, the data %v", kind, s.inner)
	}
	if s.digest == nil {
		return errors.New("no digest among the attributes")
	}
	s.Bound = len(s.ess) > 0 || len(s.essV1) > 0
	return nil
}

// readEss reads the first certificate of signing-certificate-v2, which is the signer's.
func readEss(raw []byte) ([]essCert, error) {
	var outer struct {
		Certs    []asn1.RawValue
		Policies asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(raw, &outer); err != nil {
		return nil, err
	}
	if len(outer.Certs) == 0 {
		return nil, errors.New("it names no certificate")
	}
	var c struct {
		Hash   pkix.AlgorithmIdentifier `asn1:"optional"`
		Digest []byte
		Issuer asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(outer.Certs[0].FullBytes, &c); err != nil {
		return nil, err
	}
	return []essCert{{Hash: c.Hash, Digest: c.Digest}}, nil
}

func readEssV1(raw []byte) ([][]byte, error) {
	var outer struct {
		Certs    []asn1.RawValue
		Policies asn1.RawValue `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(raw, &outer); err != nil {
		return nil, err
	}
	if len(outer.Certs) == 0 {
		return nil, errors.New("it names no certificate")
	}
	var c struct {
		Digest []byte
		Issuer asn1.RawValue `asn1:"optional"`
	}
	_, err := asn1.Unmarshal(outer.Certs[0].FullBytes, &c)
	return [][]byte{c.Digest}, err
}

// Digest returns the digest that the content should have; nil when the signature is over the content itself.
func (s *Signed) Digest() []byte { return s.digest }

// Verify checks the signature over a content with this digest. Whether Cert is trusted is for others to say.
func (s *Signed) Verify(digest []byte) error {
	if s.signed == nil {
		return fmt.Errorf("%w: nothing says what was signed", ErrSignature)
	}
	if subtle.ConstantTimeCompare(digest, s.digest) != 1 {
		return ErrDigest
	}
	if s.Cert == nil {
		return fmt.Errorf("%w: the signer's certificate is not there", ErrSignature)
	}
	if err := verify(s.Cert.PublicKey, s.algo, s.Hash, s.signed, s.Value); err != nil {
		if errors.Is(err, ErrAlgorithm) {
			return err
		}
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return s.bound()
}

// bound compares the certificate with the one that the signed attributes name.
func (s *Signed) bound() error {
	for _, e := range s.ess {
		hash := crypto.SHA256
		if e.Hash.Algorithm != nil {
			var err error
			if hash, err = hashOf(e.Hash.Algorithm); err != nil {
				return err
			}
		}
		h := hash.New()
		h.Write(s.Cert.Raw)
		if !bytes.Equal(h.Sum(nil), e.Digest) {
			return ErrBinding
		}
	}
	for _, want := range s.essV1 {
		h := crypto.SHA1.New()
		h.Write(s.Cert.Raw)
		if !bytes.Equal(h.Sum(nil), want) {
			return ErrBinding
		}
	}
	return nil
}
