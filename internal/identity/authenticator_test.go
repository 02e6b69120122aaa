package identity

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// authenticator is a security key in software: ES256, resident keys, and an owner who is always there.
type authenticator struct {
	t      *testing.T
	origin string
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
	flags  byte // user present 1, user verified 4
}

func newAuthenticator(t *testing.T, origin string) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &authenticator{t: t, origin: origin, key: key, id: id, flags: 5}
}

// question is what of the options an authenticator needs.
type question struct {
	Challenge string
	RPID      string `json:"rpId"`
	RP        struct{ ID string }
	User      struct{ ID string }
}

func (a *authenticator) read(c Ceremony) question {
	a.t.Helper()
	var q question
	if err := json.Unmarshal([]byte(c.Options), &q); err != nil {
		a.t.Fatal(err)
	}
	return q
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) clientData(kind, challenge string) []byte {
	raw, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		a.t.Fatal(err)
	}
	return raw
}

// data is the authenticator's part of an answer.
func (a *authenticator) data(host string, flags byte, rest ...byte) []byte {
	sum := sha256.Sum256([]byte(host))
	a.count++
	out := append(sum[:], flags)
	out = binary.BigEndian.AppendUint32(out, a.count)
	return append(out, rest...)
}

// publicKey is the key in COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func (a *authenticator) publicKey() []byte {
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		a.t.Fatal(err)
	}
	var b bytes.Buffer
	b.Write([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20})
	b.Write(point[1:33])
	b.Write([]byte{0x22, 0x58, 0x20})
	b.Write(point[33:])
	return b.Bytes()
}

// create answers a registration, without attestation.
func (a *authenticator) create(c Ceremony) string {
	a.t.Helper()
	q := a.read(c)
	handle, err := base64.RawURLEncoding.DecodeString(q.User.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	a.handle = handle
	rest := append(make([]byte, 16), 0, byte(len(a.id)))
	rest = append(append(rest, a.id...), a.publicKey()...)
	data := a.data(q.RP.ID, a.flags|0x40, rest...)
	object := append([]byte{0xa3, 0x63}, "fmt"...)
	object = append(append(append(object, 0x64), "none"...), 0x67)
	object = append(append(append(object, "attStmt"...), 0xa0, 0x68), "authData"...)
	object = append(append(object, 0x58, byte(len(data))), data...)
	return a.answer(map[string]any{"clientDataJSON": b64(a.clientData("webauthn.create", q.Challenge)), "attestationObject": b64(object)})
}

// get answers a sign-in.
func (a *authenticator) get(c Ceremony) string {
	a.t.Helper()
	q := a.read(c)
	data, client := a.data(q.RPID, a.flags), a.clientData("webauthn.get", q.Challenge)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle)})
}

func (a *authenticator) answer(response map[string]any) string {
	raw, err := json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "response": response,
		"clientExtensionResults": map[string]any{}})
	if err != nil {
		a.t.Fatal(err)
	}
	return string(raw)
}
