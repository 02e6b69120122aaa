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

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values asn1.RawValue // SET OF
}

// essCert is ESSCertIDv2 (RFC 5035): the digest of the signer's certificate, so that no other certificate
// of the same key can be put in its place.
type essCert struct {
	Hash   pkix.AlgorithmIdentifier `asn1:"optional"` // SHA-256 when absent
	Digest []byte
	Issuer issuerSerial `asn1:"optional"`
}

type issuerSerial struct {
	Names  asn1.RawValue // GeneralNames
	Serial *big.Int
}

type signingCertV2 struct{ Certs []essCert }

// Attributes returns what a signer of a document signs, as DER of a SET OF Attribute: the type of the content,
// the document's digest, and the signer's certificate (EN 319 122-1, 5.1–5.2; no signing time, EN 319 142-1, 5.3).
func Attributes(cert *x509.Certificate, hash crypto.Hash, digest []byte) ([]byte, error) {
	ess, err := essOf(cert, hash)
	if err != nil {
		return nil, err
	}
	return attributeSet([]pair{{oidContentType, oidData}, {oidDigest, digest}, {oidCertV2, ess}})
}

func essOf(cert *x509.Certificate, hash crypto.Hash) (signingCertV2, error) {
	h := hash.New()
	h.Write(cert.Raw)
	id := essCert{Digest: h.Sum(nil)}
	if hash != crypto.SHA256 {
		alg, err := digestAlgorithm(hash)
		if err != nil {
			return signingCertV2{}, err
		}
		id.Hash = alg
	}
	name, err := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: cert.RawIssuer})
	if err != nil {
		return signingCertV2{}, err
	}
	id.Issuer = issuerSerial{asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: name}, cert.SerialNumber}
	return signingCertV2{[]essCert{id}}, nil
}

type pair struct {
	oid   asn1.ObjectIdentifier
	value any
}

// attributeSet writes attributes of one value each, in the order of DER.
func attributeSet(pairs []pair) ([]byte, error) {
	var all [][]byte
	for _, p := range pairs {
		value, err := asn1.Marshal(p.value)
		if err != nil {
			return nil, err
		}
		raw, err := asn1.Marshal(attribute{p.oid, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: value}})
		if err != nil {
			return nil, err
		}
		all = append(all, raw)
	}
	slices.SortFunc(all, bytes.Compare)
	return asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(all, nil)})
}
