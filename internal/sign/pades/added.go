package pades

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
)

// Errors of Added that callers tell apart.
var (
	ErrNotBehind = errors.New("the file does not begin with the one that was given out")
	ErrBeside    = errors.New("more was done to the file than signing it once")
)

// Added tells what the one signature is worth by which after has more than before, and by which certificate it was made. after
// must begin with before, byte for byte (else ErrNotBehind), and hold one revision more, which adds a signature over the
// whole file and changes nothing that was there, nor what later hands may do (else ErrBeside).
func Added(before, after []byte, trust Trust) (Signature, *x509.Certificate, error) {
	var none Signature
	if len(after) <= len(before) || !bytes.HasPrefix(after, before) {
		return none, nil, ErrNotBehind
	}
	was, now := newCheck(before, trust), newCheck(after, trust)
	if was.pdf == nil || now.pdf == nil || !now.follows(was) {
		return none, nil, ErrBeside
	}
	added := now.found[len(now.found)-1]
	last := len(now.pdf.Revisions) - 1
	if added.revision != last || !added.out.CoversWhole || added.out.Kind != BySigner {
		return none, nil, ErrBeside
	}
	if did, _ := newDiff(now.pdf, last-1).step(last); did > signed || now.pdf.Err != nil {
		return none, nil, ErrBeside
	}
	if added.signed == nil { // what is wrong with it stands in its reason
		return added.out, nil, nil
	}
	return added.out, added.signed.Cert, nil
}

// follows tells whether a file is another one with one revision and one signature more, and the signatures of before are
// worth what they were.
func (c *check) follows(was *check) bool {
	old, now := was.pdf.Revisions, c.pdf.Revisions
	if len(now) != len(old)+1 || len(c.found) != len(was.found)+1 || permission(c.pdf.Latest()) != permission(was.pdf.Latest()) {
		return false
	}
	for i, r := range old {
		if now[i].Start != r.Start || now[i].EOF != r.EOF {
			return false
		}
	}
	return slices.EqualFunc(was.found, c.found[:len(was.found)], func(a, b *found) bool {
		return a.field.name == b.field.name && a.end == b.end && a.out.Reason == b.out.Reason
	})
}
