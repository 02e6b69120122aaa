package cms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1" // to be read in old papers, never written
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

var (
	oidData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidCertV1      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidCertV2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimeStamp   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidTSTInfo     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}

	oidRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

var digests = []struct {
	hash       crypto.Hash
	name       string
	oid        asn1.ObjectIdentifier
	rsa, ecdsa asn1.ObjectIdentifier // signature algorithms with this digest
}{
	{crypto.SHA256, "SHA-256", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
	{crypto.SHA384, "SHA-384", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}},
	{crypto.SHA512, "SHA-512", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}},
	{crypto.SHA1, "SHA-1", asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}},
}

// ErrAlgorithm is said of algorithms that this package does not know.
var ErrAlgorithm = errors.New("unknown algorithm")

// HashName returns the name of a digest as people write it.
func HashName(h crypto.Hash) string {
	for _, d := range digests {
		if d.hash == h {
			return d.name
		}
	}
	return h.String()
}

func hashOf(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	for _, d := range digests {
		if d.oid.Equal(oid) {
			return d.hash, nil
		}
	}
	return 0, fmt.Errorf("%w: digest %v", ErrAlgorithm, oid)
}

func digestAlgorithm(h crypto.Hash) (pkix.AlgorithmIdentifier, error) {
	for _, d := range digests {
		if d.hash == h && h != crypto.SHA1 {
			return pkix.AlgorithmIdentifier{Algorithm: d.oid}, nil
		}
	}
	return pkix.AlgorithmIdentifier{}, fmt.Errorf("%w: digest %v", ErrAlgorithm, h)
}

// signatureAlgorithm names the algorithm by which a key of this kind signs.
func signatureAlgorithm(public crypto.PublicKey, h crypto.Hash) (pkix.AlgorithmIdentifier, error) {
	for _, d := range digests {
		if d.hash != h {
			continue
		}
		switch public.(type) {
		case *rsa.PublicKey:
			return pkix.AlgorithmIdentifier{Algorithm: d.rsa, Parameters: asn1.NullRawValue}, nil
		case *ecdsa.PublicKey:
			return pkix.AlgorithmIdentifier{Algorithm: d.ecdsa}, nil
		}
	}
	return pkix.AlgorithmIdentifier{}, fmt.Errorf("%w: %T with %v", ErrAlgorithm, public, h)
}

// verify checks a signature over message.
func verify(public crypto.PublicKey, alg pkix.AlgorithmIdentifier, hash crypto.Hash, message, signature []byte) error {
	for _, d := range digests { // an algorithm that names its digest must name the one that was said
		if (alg.Algorithm.Equal(d.rsa) || alg.Algorithm.Equal(d.ecdsa)) && d.hash != hash {
			return errors.New("the signature's digest is another than the one that was said")
		}
	}
	h := hash.New()
	h.Write(message)
	sum := h.Sum(nil)
	switch key := public.(type) {
	case *rsa.PublicKey:
		if alg.Algorithm.Equal(oidPSS) {
			return rsa.VerifyPSS(key, hash, sum, signature, nil)
		}
		if !alg.Algorithm.Equal(oidRSA) && !isWith(alg, func(i int) asn1.ObjectIdentifier { return digests[i].rsa }) {
			return fmt.Errorf("%w: signature %v", ErrAlgorithm, alg.Algorithm)
		}
		return rsa.VerifyPKCS1v15(key, hash, sum, signature)
	case *ecdsa.PublicKey:
		if !isWith(alg, func(i int) asn1.ObjectIdentifier { return digests[i].ecdsa }) {
			return fmt.Errorf("%w: signature %v", ErrAlgorithm, alg.Algorithm)
		}
		if !ecdsa.VerifyASN1(key, sum, signature) {
			return errors.New("the signature is of something else")
		}
		return nil
	}
	return fmt.Errorf("%w: %T", ErrAlgorithm, public)
}

func isWith(alg pkix.AlgorithmIdentifier, oid func(int) asn1.ObjectIdentifier) bool {
	for i := range digests {
		if alg.Algorithm.Equal(oid(i)) {
			return true
		}
	}
	return false
}
