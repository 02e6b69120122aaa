package cms_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/sign/cms"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

var at = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

// token is a time stamp of a message by an authority of this run.
func token(t testing.TB, message []byte) []byte {
	t.Helper()
	a, err := trial.New(at)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(message)
	raw, err := trial.Stamper{Authority: a, Now: func() time.Time { return at }}.Stamp(crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// No byte of a time stamp may be changed without its being noticed, but for what its signer did not sign.
func TestAChangedTokenStampsNothingElse(t *testing.T) {
	message := []byte("Quyết định")
	raw := token(t, message)
	sound, err := cms.ParseToken(raw)
	if err != nil || !bytes.Equal(sound.Of(message[:3], message[3:]), sound.Imprint) || !sound.At.Equal(at) {
		t.Fatalf("%+v: %v", sound, err)
	}
	for i := range raw {
		raw[i] ^= 0x20
		if got, err := cms.ParseToken(raw); err == nil && (!got.At.Equal(sound.At) || !bytes.Equal(got.Imprint, sound.Imprint)) {
			t.Errorf("byte %d: it stamps %x at %s", i, got.Imprint, got.At)
		}
		raw[i] ^= 0x20
	}
}

func TestHostileValuesEndInAnError(t *testing.T) {
	raw := token(t, nil)
	for name, hostile := range map[string][]byte{
		"nothing":               nil,
		"half of it":            raw[:len(raw)/2],
		"a length beyond":       {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF},
		"lengths as they go":    bytes.Repeat([]byte{0x30, 0x80}, 100_000),
		"strings in strings":    bytes.Repeat([]byte{0x24, 0x80}, 100_000),
		"more than is read":     append([]byte{0x30, 0x83, 0x7F, 0xFF, 0xFF}, make([]byte, 0x7FFFFF)...),
		"a set of empty things": append([]byte{0x30, 0x82, 0x40, 0}, bytes.Repeat([]byte{0x31, 0}, 0x2000)...),
	} {
		if _, err := cms.Parse(hostile); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(token(f, []byte("a")))
	f.Add([]byte{0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02, 0xA0, 0x80, 0x00, 0x00, 0x00, 0x00})
	f.Fuzz(func(_ *testing.T, raw []byte) {
		if s, err := cms.Parse(raw); err == nil {
			_ = s.Verify(make([]byte, s.Hash.Size()))
		}
		_, _ = cms.ParseToken(raw)
	})
}
