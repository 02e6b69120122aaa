package offline

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Key signs statements in the name of a house.
type Key struct{ private *ecdsa.PrivateKey }

// KeyOf derives the key from the house's own, so that no database holds it and every process of the house has
// the same.
func KeyOf(house []byte) (Key, error) {
	for try := range 16 { // one in 2³² draws is no number below the order of the curve
		raw, err := hkdf.Key(sha256.New, house, nil, fmt.Sprintf("nhasan issued papers %d", try), 32)
		if err != nil {
			return Key{}, err
		}
		if private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil {
			return Key{private}, nil
		}
	}
	return Key{}, errors.New("the house's key gives no key for issued papers")
}

// Public is the other half, to be published.
func (k Key) Public() PublicKey {
	point, _ := k.private.PublicKey.Bytes() // of a key on the curve: never fails
	return PublicKey{Point: point}
}

// sign returns the 64 bytes that browsers take: r and s, each of 32.
func (k Key) sign(message []byte) ([]byte, error) {
	sum := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(nil, k.private, sum[:]) //nolint:staticcheck // fixed-size r and s, not ASN.1
	if err != nil {
		return nil, err
	}
	out := make([]byte, signatureSize)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out, nil
}

const signatureSize = 64

// PublicKey checks what a house signed.
type PublicKey struct {
	Point []byte // uncompressed, 65 bytes (SEC 1, 2.3.3)
}

// ID names the key in a code: the first bytes of its SHA-256.
func (k PublicKey) ID() [4]byte {
	sum := sha256.Sum256(k.Point)
	return [4]byte(sum[:4])
}

func (k PublicKey) verifies(message, signature []byte) bool {
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), k.Point)
	if err != nil || len(signature) != signatureSize {
		return false
	}
	sum := sha256.Sum256(message)
	return ecdsa.Verify(public, sum[:], number(signature[:32]), number(signature[32:]))
}

// Keys are the keys with which houses sign, as they are published.
type Keys []PublicKey

// keysJSON is /kiem-tra/khoa.json: points in base64.
type keysJSON struct {
	Curve string   `json:"curve"`
	Keys  []string `json:"keys"`
}

// MarshalJSON writes the keys for publication.
func (ks Keys) MarshalJSON() ([]byte, error) {
	out := keysJSON{Curve: "P-256", Keys: []string{}}
	for _, k := range ks {
		out.Keys = append(out.Keys, base64.StdEncoding.EncodeToString(k.Point))
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads published keys; one that is no point of the curve is an error.
func (ks *Keys) UnmarshalJSON(raw []byte) error {
	var in keysJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	*ks = nil
	for _, text := range in.Keys {
		point, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		if _, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point); err != nil {
			return fmt.Errorf("a published key: %w", err)
		}
		*ks = append(*ks, PublicKey{point})
	}
	return nil
}

func (ks Keys) byID(id [4]byte) (PublicKey, bool) {
	i := slices.IndexFunc(ks, func(k PublicKey) bool { return k.ID() == id })
	if i < 0 {
		return PublicKey{}, false
	}
	return ks[i], true
}
