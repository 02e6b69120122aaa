package trial

import (
	"crypto"
	"encoding/asn1"
	"io"
	"net/http"
	"time"

	"github.com/digitorus/timestamp"
)

// Stamper answers requests for time stamps.
type Stamper struct {
	*Authority
	Now func() time.Time
}

// Stamp stamps a digest.
func (s Stamper) Stamp(hash crypto.Hash, digest []byte) ([]byte, error) {
	raw, err := s.answer(&timestamp.Request{HashAlgorithm: hash, HashedMessage: digest, Certificates: true})
	if err != nil {
		return nil, err
	}
	t, err := timestamp.ParseResponse(raw)
	if err != nil {
		return nil, err
	}
	return t.RawToken, nil
}

func (s Stamper) answer(q *timestamp.Request) ([]byte, error) {
	t := timestamp.Timestamp{HashAlgorithm: q.HashAlgorithm, HashedMessage: q.HashedMessage, Time: s.Now(), Nonce: q.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: q.Certificates}
	return t.CreateResponseWithOpts(s.Authority.Stamper, s.stampKey, crypto.SHA256)
}

// ServeHTTP answers by RFC 3161, 3.4.
func (s Stamper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		http.Error(w, "cannot be read", http.StatusBadRequest)
		return
	}
	q, err := timestamp.ParseRequest(raw)
	if err != nil {
		http.Error(w, "no request for a time stamp", http.StatusBadRequest)
		return
	}
	answer, err := s.answer(q)
	if err != nil {
		http.Error(w, "cannot stamp", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(answer)
}
