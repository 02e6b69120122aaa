package key

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
)

// Key signs digests.
type Key interface {
	// Chain returns the certificates of the key, its own first.
	Chain(ctx context.Context) ([]*x509.Certificate, error)
	// Sign signs a digest: RSA by PKCS#1 v1.5, ECDSA as ASN.1. It may take as long as a person takes to confirm.
	Sign(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error)
}

// Errors that callers tell apart.
var (
	// ErrPIN is said once: a card locks itself after a few wrong PINs, so nobody may try again on their own.
	ErrPIN = errors.New("the password or PIN is wrong")
	// ErrRefused means that the person or the provider said no.
	ErrRefused = errors.New("the signature was refused")
	// ErrAway means that the key cannot be reached now.
	ErrAway = errors.New("the key cannot be reached")
)
