package ledger

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// keyPair derives the key that signs the checkpoints of a ledger from the house's own key, so that no
// database holds it and every process of the house has the same.
func keyPair(house []byte, origin string) (skey, vkey string, err error) {
	seed, err := hkdf.Key(sha256.New, house, nil, "nhasan ledger checkpoint", ed25519.SeedSize)
	if err != nil {
		return "", "", err
	}
	return KeyPair(seed, origin)
}

// KeyPair writes an Ed25519 seed as the keys of package note do: to sign and to verify.
func KeyPair(seed []byte, name string) (skey, vkey string, err error) {
	const ed25519Sign = 1
	pub := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	if vkey, err = note.NewEd25519VerifierKey(name, pub); err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{ed25519Sign}, pub...)...))
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, binary.BigEndian.Uint32(sum[:]),
		base64.StdEncoding.EncodeToString(append([]byte{ed25519Sign}, seed...))), vkey, nil
}
