package cms

import (
	"crypto"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// Token is a time stamp (RFC 3161): its authority signs that a digest was there at an instant.
type Token struct {
	*Signed
	At      time.Time
	Imprint []byte      // the digest that was stamped
	of      crypto.Hash // by which the digest was made
	Nonce   *big.Int
}

// Of computes the digest of a message that is given in parts, as the token's own was made.
func (t *Token) Of(parts ...[]byte) []byte {
	h := t.of.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

type tstInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Hash   pkix.AlgorithmIdentifier
		Digest []byte
	}
	Serial *big.Int
	At     time.Time `asn1:"generalized"`
	Rest   []asn1.RawValue
}

// ParseToken reads a time stamp and checks its own signature; whether the authority is trusted is for others to say.
func ParseToken(raw []byte) (*Token, error) {
	s, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	if !s.inner.Equal(oidTSTInfo) || s.Content == nil {
		return nil, errors.New("it is no time stamp")
	}
	info, err := readTST(s.Content)
	if err != nil {
		return nil, fmt.Errorf("time stamp: %w", err)
	}
	of, err := hashOf(info.Imprint.Hash.Algorithm)
	if err != nil {
		return nil, err
	}
	h := s.Hash.New()
	h.Write(s.Content)
	if err := s.Verify(h.Sum(nil)); err != nil {
		return nil, fmt.Errorf("time stamp: %w", err)
	}
	if !s.Bound {
		return nil, errors.New("time stamp: its signer's certificate is not named")
	}
	return &Token{Signed: s, At: info.At.UTC(), Imprint: info.Imprint.Digest, Nonce: info.nonce(), of: of}, nil
}

// readTST reads the fields that must be there, and keeps the others as they are.
func readTST(raw []byte) (*tstInfo, error) {
	var outer asn1.RawValue
	if _, err := asn1.Unmarshal(raw, &outer); err != nil {
		return nil, err
	}
	var info tstInfo
	body := outer.Bytes
	for _, field := range []struct {
		into   any
		params string
	}{{&info.Version, ""}, {&info.Policy, ""}, {&info.Imprint, ""}, {&info.Serial, ""}, {&info.At, "generalized"}} {
		rest, err := asn1.UnmarshalWithParams(body, field.into, field.params)
		if err != nil {
			return nil, err
		}
		body = rest
	}
	for len(body) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(body, &v)
		if err != nil {
			return nil, err
		}
		info.Rest, body = append(info.Rest, v), rest
	}
	return &info, nil
}

func (i *tstInfo) nonce() *big.Int {
	for _, v := range i.Rest {
		if v.Class == asn1.ClassUniversal && v.Tag == asn1.TagInteger {
			n := new(big.Int)
			if _, err := asn1.Unmarshal(v.FullBytes, &n); err == nil {
				return n
			}
		}
	}
	return nil
}
