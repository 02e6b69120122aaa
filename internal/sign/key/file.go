package key

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// File is a key from a PKCS#12 file, as agencies get for their seal on a server.
type File struct {
	signer crypto.Signer
	chain  []*x509.Certificate
}

// OpenFile reads a PKCS#12 file.
func OpenFile(raw []byte, password string) (*File, error) {
	private, cert, above, err := pkcs12.DecodeChain(raw, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return nil, ErrPIN
	}
	if err != nil {
		return nil, fmt.Errorf("reading a key file: %w", err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("reading a key file: %T cannot sign", private)
	}
	return &File{signer, append([]*x509.Certificate{cert}, above...)}, nil
}

// Chain returns the certificates of the file.
func (f *File) Chain(context.Context) ([]*x509.Certificate, error) { return f.chain, nil }

// Sign signs a digest.
func (f *File) Sign(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	return f.signer.Sign(rand.Reader, digest, hash)
}
