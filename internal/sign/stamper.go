package sign

import (
	"bytes"
	"context"
	"crypto"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/digitorus/timestamp"
)

// Stamper stamps times after RFC 3161.
type Stamper interface {
	// Stamp returns the token for a digest.
	Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error)
}

// stampWithin is how long somebody at a page waits for a time stamp; mostAnswer how long an answer may be, in bytes.
const (
	stampWithin = 10 * time.Second
	mostAnswer  = 64 << 10
)

// HTTPStamper asks a service over HTTP (RFC 3161, 3.4).
type HTTPStamper struct {
	URL    string
	Client *http.Client
}

// Stamp asks once; what does not answer in time is for the caller to try again.
func (h HTTPStamper) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	ask, err := (&timestamp.Request{HashAlgorithm: hash, HashedMessage: digest, Certificates: true}).Marshal()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, stampWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(ask))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/timestamp-query")
	answer, err := h.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("time stamps: %s", answer.Status)
	}
	t, err := timestamp.ParseResponse(raw)
	if err != nil {
		return nil, fmt.Errorf("time stamps: %w", err)
	}
	if t.HashAlgorithm != hash || !bytes.Equal(t.HashedMessage, digest) {
		return nil, fmt.Errorf("time stamps: the answer is to another question")
	}
	return t.RawToken, nil
}
