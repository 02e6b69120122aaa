package reader

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"
	"golang.org/x/mod/sumdb/note"
)

// NotAnchored is said when a time stamp was wanted and does not prove what it should.
const NotAnchored Kind = "not-anchored"

// anchored wants the newest time stamp to be an authority's that is trusted, of a checkpoint that this
// ledger continues.
func (l *Ledger) anchored(ctx context.Context, ours note.Verifier, trust Trust) ([]Finding, error) {
	says := func(s string, args ...any) []Finding {
		return []Finding{{Kind: NotAnchored, Index: -1, Says: fmt.Sprintf(s, args...)}}
	}
	raw, err := l.source.Get(ctx, "anchor.checkpoint")
	if errors.Is(err, ErrNotThere) {
		return says("no checkpoint was ever time-stamped"), nil
	}
	if err != nil {
		return nil, err
	}
	s, err := l.stand("anchor.checkpoint", raw, ours)
	if err != nil {
		return nil, err
	}
	token, err := l.source.Get(ctx, "anchor.tsr")
	if err != nil {
		return nil, err
	}
	t, err := timestamp.Parse(token)
	if err != nil {
		return says("the time stamp cannot be read: %v", err), nil
	}
	if sum := sha256.Sum256(raw); !bytes.Equal(t.HashedMessage, sum[:]) {
		return says("the time stamp is of another checkpoint"), nil
	}
	p7, err := pkcs7.Parse(token)
	if err != nil {
		return says("the time stamp cannot be read: %v", err), nil
	}
	if err := p7.VerifyWithChainAtTime(trust.TSA, t.Time); err != nil {
		return says("the time stamp is by nobody who is trusted: %v", err), nil
	}
	name := "time stamp"
	if cert := p7.GetOnlySigner(); cert != nil {
		name = cert.Subject.CommonName
	}
	if s.Size > l.Size {
		return []Finding{{Forked, l.Size, fmt.Sprintf("%s has stamped %d entries, the ledger shows %d", name, s.Size, l.Size)}}, nil
	}
	l.Older = append(l.Older, s)
	l.Cosigned = append(l.Cosigned, Cosign{Witness: name, Size: s.Size, At: t.Time})
	return nil, nil
}
