package offline

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"hash"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Verdict is what can be said of a code.
type Verdict string

// The verdicts.
const (
	Genuine    Verdict = "genuine"     // issued so by a house whose key is known
	Expired    Verdict = "expired"     // issued so, and its last day has passed
	RevokedNow Verdict = "revoked"     // issued so, and revoked or replaced since
	Forged     Verdict = "forged"      // the signature is not of these words
	UnknownKey Verdict = "unknown-key" // of a house whose key is not here: cannot tell
	NoCode     Verdict = "no-code"     // nothing that a house writes
)

// Result is a verdict and what the code says; of what is forged nothing is said.
type Result struct {
	Verdict   Verdict
	Statement Statement
}

// Check checks a code, alone or as its link, on a day with what is at hand.
func (ks Keys) Check(code string, revoked Revoked, today clock.Date) Result {
	in, err := open(code)
	if err != nil {
		return Result{Verdict: NoCode}
	}
	key, known := ks.byID(in.key)
	switch {
	case !known:
		return Result{Verdict: UnknownKey}
	case !key.verifies(in.message, in.signature):
		return Result{Verdict: Forged}
	case revoked.Has(in.statement.Code):
		return Result{RevokedNow, in.statement}
	case in.statement.Until != "" && in.statement.Until < today:
		return Result{Expired, in.statement}
	}
	return Result{Genuine, in.statement}
}

// IsOf tells whether file is the electronic file of the paper. Of a paper without one it is never.
func (s Statement) IsOf(file []byte) bool {
	sum := sha256.Sum256(file)
	return len(s.Digest) == DigestSize && bytes.Equal(s.Digest, sum[:DigestSize])
}

// Begins tells whether file begins with what the statement means and goes on. A square that stands in a file itself is of the
// file as it was before the square and the seal were put behind it. Anybody can put more behind: that what follows is the
// seal, and nothing else, only the seal can say.
func (s Statement) Begins(file []byte) bool {
	if len(s.Digest) != DigestSize || s.IsOf(file) {
		return false
	}
	whole, at := sha256.New(), 0
	for tries := 0; tries < mostRevisions; tries++ {
		end := bytes.Index(file[at:], endOfRevision)
		if end < 0 {
			break
		}
		end += at + len(endOfRevision)
		whole.Write(file[at:end])
		at = end
		for _, tail := range [][]byte{nil, []byte("\n"), []byte("\r\n")} {
			if bytes.HasPrefix(file[end:], tail) && s.fits(whole, tail) {
				return true
			}
		}
	}
	return false
}

var endOfRevision = []byte("%%EOF")

// mostRevisions bounds how many beginnings of a file are looked at.
const mostRevisions = 100

// fits tells whether what was hashed so far, with a tail, is what the statement means.
func (s Statement) fits(sofar hash.Hash, tail []byte) bool {
	state, err := sofar.(encoding.BinaryMarshaler).MarshalBinary()
	h := sha256.New()
	if err == nil {
		err = h.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
	}
	h.Write(tail)
	return err == nil && bytes.Equal(s.Digest, h.Sum(nil)[:DigestSize])
}
