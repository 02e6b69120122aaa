package offline

import (
	"encoding/base64"
	"math/big"
	"strings"
)

// context goes before what is signed, so that no signature of a statement is one of a list or of anything else.
const (
	ofStatement = "nhasan issued paper\n"
	ofRevoked   = "nhasan revoked papers\n"
)

// Code is what stands in the square: key, statement, signature, in base64url.
func (k Key) Code(s Statement) (string, error) {
	body, err := s.bytes()
	if err != nil {
		return "", err
	}
	signature, err := k.sign(append([]byte(ofStatement), body...))
	if err != nil {
		return "", err
	}
	id := k.Public().ID()
	return base64.RawURLEncoding.EncodeToString(append(append(id[:], body...), signature...)), nil
}

// Link is a code as an address: what is behind # never leaves the phone.
func Link(base, code string) string { return base + Path + "#" + code }

// Path is where a house checks codes.
const Path = "/kiem-tra/qr"

// maxCode bounds what is read, in characters.
const maxCode = 4000

// signed is a code taken apart.
type signed struct {
	key       [4]byte
	statement Statement
	message   []byte
	signature []byte
}

// open takes a code apart, alone or at the end of its address.
func open(code string) (signed, error) {
	if _, behind, is := strings.Cut(code, "#"); is {
		code = behind
	}
	code = strings.TrimSpace(code)
	if len(code) > maxCode {
		return signed{}, errForm
	}
	raw, err := base64.RawURLEncoding.DecodeString(code)
	if err != nil || len(raw) < 4+1+signatureSize {
		return signed{}, errForm
	}
	body := raw[4 : len(raw)-signatureSize]
	s, err := statementOf(body)
	return signed{[4]byte(raw[:4]), s, append([]byte(ofStatement), body...), raw[len(raw)-signatureSize:]}, err
}

func number(b []byte) *big.Int { return new(big.Int).SetBytes(b) }
