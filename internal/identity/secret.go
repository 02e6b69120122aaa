package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// sealer keeps small secrets unreadable in the database and its backups: AES-256-GCM under a key
// that lies outside it. Each is bound to the place it belongs to and opens nowhere else.
type sealer struct{ gcm cipher.AEAD }

// KeyBytes is the length of the key that secrets are sealed under.
const KeyBytes = 32

func newSealer(key []byte) (sealer, error) {
	if len(key) != KeyBytes {
		return sealer{}, fmt.Errorf("identity: the key is %d bytes long, not %d", len(key), KeyBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{gcm}, err
}

func (s sealer) seal(secret, place string) string {
	return base64.RawStdEncoding.EncodeToString(s.gcm.Seal(nil, nil, []byte(secret), []byte(place)))
}

func (s sealer) open(sealed, place string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return "", errors.New("a sealed secret is not base64")
	}
	secret, err := s.gcm.Open(nil, nil, raw, []byte(place))
	if err != nil {
		return "", errors.New("a sealed secret does not open: another key, or moved from its place")
	}
	return string(secret), nil
}

// readable is the alphabet of what people copy by hand: no 0 O 1 I L U. It has 30 letters.
const readable = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// handCode returns groups of five random readable letters, about 24 bits each.
func handCode(groups int) string {
	out := make([]string, groups)
	for i := range out {
		out[i] = randomLetters(5)
	}
	return strings.Join(out, "-")
}

func randomLetters(n int) string {
	var b strings.Builder
	one := make([]byte, 1)
	for b.Len() < n {
		_, _ = rand.Read(one)
		if one[0] < 240 { // 8 × 30: no letter comes more often than another
			b.WriteByte(readable[int(one[0])%len(readable)])
		}
	}
	return b.String()
}

// oneTimePassword is what an administrator hands over; it must be changed at the first sign-in.
func oneTimePassword() string {
	for {
		if p := handCode(3); !weak(p) { // chance makes rows, too
			return p
		}
	}
}

const recoveryCodes = 10

// newRecoveryCodes returns the codes that replace a lost second factor, each once.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = handCode(2)
	}
	return codes
}

// codeHash is how a recovery code is stored: random enough that a plain hash bound to its account
// does. Case and dashes do not count.
func codeHash(accountID, code string) string {
	return digest(accountID + " " + strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code)))
}

const tokenMark = "nhasan_" // lets a leaked token be recognised for what it is

// newTokenText returns the text of a program's token: 256 random bits.
func newTokenText() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	return tokenMark + base64.RawURLEncoding.EncodeToString(raw)
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
