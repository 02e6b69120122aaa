package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"

	"github.com/nha-san/nhasan/internal/sign/cms"
)

// Complete puts a signature's value into its file, with a time stamp of the value unless token is empty (baseline
// B-T, else B-B). Whatever comes back from a card, a phone or a provider is checked against the certificate first; once
// a file came of it, f is used up.
func Complete(f *Frozen, value, token []byte) ([]byte, error) {
	s := cms.Signature{Hash: f.Hash, Attributes: f.Attributes, Value: value, Token: token}
	for i, raw := range f.Chain {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fmt.Errorf("completing a signature: %w", err)
		}
		if i == 0 {
			s.Cert = c
			continue
		}
		s.Chain = append(s.Chain, c)
	}
	if err := f.check(s); err != nil {
		return nil, fmt.Errorf("completing a signature: %w", err)
	}
	raw, err := s.Marshal()
	if err != nil {
		return nil, fmt.Errorf("completing a signature: %w", err)
	}
	return f.fill(raw)
}

// check wants the value to be by the certificate, the attributes to be of the file, and the token of the value.
func (f *Frozen) check(s cms.Signature) error {
	from, to := f.Hole[0], f.Hole[1]
	if s.Cert == nil || !f.Hash.Available() || from < 0 || to != from+2*room+2 || to > len(f.File) {
		return ErrOther
	}
	want, err := cms.Attributes(s.Cert, f.Hash, f.covered(f.Hash))
	if err != nil {
		return err
	}
	if !bytes.Equal(want, f.Attributes) {
		return ErrOther
	}
	if err := s.Verify(); err != nil {
		return fmt.Errorf("%w: %w", ErrOther, err)
	}
	if len(s.Token) == 0 {
		return nil
	}
	t, err := cms.ParseToken(s.Token)
	if err != nil {
		return err
	}
	if !bytes.Equal(t.Of(s.Value), t.Imprint) {
		return fmt.Errorf("time stamp: %w", cms.ErrDigest)
	}
	return nil
}

// fill writes signed data into the hole. The frozen file becomes the signed one and is used up: a large one is not copied
// once more.
func (f *Frozen) fill(raw []byte) ([]byte, error) {
	if len(raw) > room {
		return nil, fmt.Errorf("completing a signature: %d bytes where %d fit", len(raw), room)
	}
	out := f.File
	f.File = nil
	hex.Encode(out[f.Hole[0]+1:], raw)
	return out, nil
}
