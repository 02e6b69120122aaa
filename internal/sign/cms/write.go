package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version int
	Digests []pkix.AlgorithmIdentifier `asn1:"set"`
	Inner   encapsulated
	Certs   asn1.RawValue   `asn1:"optional,tag:0"`
	CRLs    asn1.RawValue   `asn1:"optional,tag:1"`
	Signers []asn1.RawValue `asn1:"set"`
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"optional,explicit,tag:0"`
}

type signerInfo struct {
	Version   int
	ID        asn1.RawValue // IssuerAndSerialNumber, or [0] SubjectKeyIdentifier
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
	Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

// Signature is what goes into signed data.
type Signature struct {
	Cert       *x509.Certificate
	Chain      []*x509.Certificate // those above Cert
	Hash       crypto.Hash
	Attributes []byte // as they were signed
	Value      []byte
	Token      []byte // time stamp of Value; none when empty
}

// Verify checks the value against the signer's certificate: a card, a phone or a server may have answered
// with a signature of something else.
func (s Signature) Verify() error {
	alg, err := signatureAlgorithm(s.Cert.PublicKey, s.Hash)
	if err != nil {
		return err
	}
	return verify(s.Cert.PublicKey, alg, s.Hash, s.Attributes, s.Value)
}

// Marshal writes the signed data, detached from its document.
func (s Signature) Marshal() ([]byte, error) {
	signer, err := s.signer()
	if err != nil {
		return nil, err
	}
	digest, err := digestAlgorithm(s.Hash)
	if err != nil {
		return nil, err
	}
	return wrap(signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{digest}, Inner: encapsulated{Type: oidData}, Certs: certificates(s.Cert, s.Chain), Signers: []asn1.RawValue{signer}})
}

func wrap(sd signedData) ([]byte, error) {
	raw, err := asn1.Marshal(sd)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(contentInfo{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: raw}})
}

func (s Signature) signer() (asn1.RawValue, error) {
	var none asn1.RawValue
	digest, err := digestAlgorithm(s.Hash)
	if err != nil {
		return none, err
	}
	alg, err := signatureAlgorithm(s.Cert.PublicKey, s.Hash)
	if err != nil {
		return none, err
	}
	id, err := asn1.Marshal(issuerAndSerial{asn1.RawValue{FullBytes: s.Cert.RawIssuer}, s.Cert.SerialNumber})
	if err != nil {
		return none, err
	}
	info := signerInfo{Version: 1, ID: asn1.RawValue{FullBytes: id}, Digest: digest, Signed: retag(s.Attributes, 0), Algorithm: alg, Signature: s.Value}
	if len(s.Token) > 0 {
		set, err := attributeSet([]pair{{oidTimeStamp, asn1.RawValue{FullBytes: s.Token}}})
		if err != nil {
			return none, err
		}
		info.Unsigned = retag(set, 1)
	}
	raw, err := asn1.Marshal(info)
	return asn1.RawValue{FullBytes: raw}, err
}

// retag gives a SET the tag [n] that stands for it.
func retag(set []byte, n byte) asn1.RawValue {
	out := bytes.Clone(set)
	out[0] = 0xA0 | n
	return asn1.RawValue{FullBytes: out}
}

func certificates(cert *x509.Certificate, chain []*x509.Certificate) asn1.RawValue {
	all := [][]byte{cert.Raw}
	for _, c := range chain {
		if !slices.ContainsFunc(all, func(have []byte) bool { return bytes.Equal(have, c.Raw) }) {
			all = append(all, c.Raw)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: bytes.Join(all, nil)}
}
