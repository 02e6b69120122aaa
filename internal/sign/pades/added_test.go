package pades_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// rewrites is a file with one more revision in which an object says something else.
func rewrites(t *testing.T, file []byte, n int, as object.Dict) []byte {
	t.Helper()
	u := must(must(object.Open(file)).Update())
	u.Set(object.Ref{N: n}, as)
	out, _ := u.Bytes()
	return out
}

func TestOneMoreSignatureAndNothingElseIsTaken(t *testing.T) {
	an, binh := newHand(t, "An", keys.p256()), newHand(t, "Bình", keys.rsa())
	plain := small()
	certified := an.spec()
	certified.Certify = 1
	once := an.sign(t, plain, an.spec(), false)
	twice := binh.sign(t, once, binh.spec(), true)
	turned := rewrites(t, plain, 3, object.Dict{"Type": object.Name("Page"), "Parent": object.Ref{N: 2}, "MediaBox": object.Array{0, 0, 20, 20}})
	flipped := bytes.Clone(once)
	flipped[len(plain)/2] ^= 1
	for name, c := range map[string]struct {
		before, after []byte
		want          error
		signer        string
	}{
		"signed once":                            {plain, once, nil, "An"},
		"signed by another after the first":      {once, twice, nil, "Bình"},
		"two signatures at once":                 {plain, twice, pades.ErrBeside, ""},
		"nothing was done":                       {plain, plain, pades.ErrNotBehind, ""},
		"a byte of the file is another":          {plain, flipped, pades.ErrNotBehind, ""},
		"another file":                           {letter(), once, pades.ErrNotBehind, ""},
		"changed before it was signed":           {plain, an.sign(t, turned, an.spec(), false), pades.ErrBeside, ""},
		"changed and not signed":                 {plain, turned, pades.ErrBeside, ""},
		"something behind the signature":         {plain, append(bytes.Clone(once), "% note\n"...), pades.ErrBeside, ""},
		"evidence behind the signature":          {plain, preserve(t, once, an.proof(t, signedAt)), pades.ErrBeside, ""},
		"time of the whole file behind it":       {plain, stampWhole(t, once, signedAt), pades.ErrBeside, ""},
		"a time stamp where a signature belongs": {plain, stampWhole(t, plain, signedAt), pades.ErrBeside, ""},
		"nobody may sign after it":               {plain, an.sign(t, plain, certified, false), pades.ErrBeside, ""},
		"rubbish behind the file":                {plain, append(bytes.Clone(plain), "x"...), pades.ErrBeside, ""},
		"no PDF":                                 {[]byte("x"), []byte("xy"), pades.ErrBeside, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, cert, err := pades.Added(c.before, c.after, trust(signedAt))
			if !errors.Is(err, c.want) || s.Signer != c.signer {
				t.Fatalf("%v by %q, wanted %v by %q", err, s.Signer, c.want, c.signer)
			}
			if c.want == nil && (cert == nil || cert.Subject.CommonName != c.signer || s.Reason != pades.RevocationUnknown) {
				t.Errorf("%+v by %v", s, cert)
			}
		})
	}
}

// One byte of what was added, flipped, is an error or a signature that is worth nothing.
func TestAFlippedByteOfTheAdditionIsSeen(t *testing.T) {
	an := newHand(t, "An", keys.p256())
	plain := small()
	sound := an.sign(t, plain, an.spec(), false)
	hole := [2]int{bytes.Index(sound, []byte("/Contents <")), bytes.Index(sound, []byte("00000000000000000000>"))}
	for i := len(plain); i < len(sound); i += 7 {
		if i > hole[0]+4000 && i < hole[1]+22 { // zeros behind the signature
			continue
		}
		file := bytes.Clone(sound)
		file[i] ^= 0x11
		if s, _, err := pades.Added(plain, file, trust(signedAt)); err == nil && (s.Reason == pades.Good || s.Reason == pades.RevocationUnknown) {
			t.Errorf("byte %d was changed and it is %s", i, s.Reason)
		}
	}
}
