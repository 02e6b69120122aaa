package dossier

import (
	"context"
	"encoding/base64"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
)

// Sealing is where an event stands in the public ledger.
type Sealing struct {
	Event Event
	Index int64  // of its leaf; -1 while it waits for its place
	Hash  string // of the leaf; known at once
	Entry string // what the ledger says of it in clear
}

// Sealings tells where the events of a dossier stand in the ledger. The caller has opened the dossier by
// right, or by code and secret.
func (s *Service) Sealings(ctx context.Context, v *View) ([]Sealing, error) {
	if s.Ledger == nil {
		return nil, nil
	}
	leaves, err := leavesOf(v.whole)
	if err != nil {
		return nil, err
	}
	sealed, err := s.Ledger.Of(ctx, v.Subject())
	if err != nil {
		return nil, err
	}
	at := make(map[string]ledger.Sealed, len(sealed))
	for _, l := range sealed {
		at[l.Key] = l
	}
	var out []Sealing
	for i, leaf := range leaves {
		one := Sealing{Event: v.Events[i], Index: -1}
		if l, ok := at[leaf.Key]; ok {
			one.Index, one.Hash, one.Entry = l.Index, l.Hash, l.Entry
		} else if one.Entry, err = s.Trail.Line(leaf); err != nil {
			return nil, err
		} else {
			one.Hash = ledger.HashOf(one.Entry)
		}
		out = append(out, one)
	}
	return out, nil
}

// Opened is what its owner is given to prove an event with: all of it, and the salt that opens the
// commitment in the ledger.
type Opened struct {
	Index int64  `json:"index"` // -1: not sealed yet
	Hash  string `json:"hash"`
	Entry string `json:"entry"` // exactly as it stands in the ledger
	Salt  string `json:"salt"`  // base64url without padding
	Event string `json:"event"` // commit = base64url(SHA-256(salt || event))
}

// OpenSealed opens the commitments of a dossier's events for its applicant, or for an officer who may see it
// and says what for.
func (s *Service) OpenSealed(ctx context.Context, dossierID, purpose string) ([]Opened, error) {
	v, err := s.openFor(ctx, dossierID, purpose)
	if err != nil {
		return nil, err
	}
	all, err := s.Sealings(ctx, v)
	if err != nil {
		return nil, err
	}
	out := make([]Opened, len(all))
	for i, x := range all {
		whole, err := x.Event.Whole()
		if err != nil {
			return nil, err
		}
		out[i] = Opened{x.Index, x.Hash, x.Entry, base64.RawURLEncoding.EncodeToString(s.Trail.Salt(x.Event.ID)), string(whole)}
	}
	return out, nil
}

func (s *Service) openFor(ctx context.Context, dossierID, purpose string) (*View, error) {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if mine(ctx, d) {
		return s.Mine(ctx, dossierID)
	}
	return s.Unmask(ctx, dossierID, purpose)
}

// sealLine is what a slip says of the leaf of its event: the hash, and the number once it is known.
func (s *Service) sealLine(ctx context.Context, slip Slip) (hash string, index int64, err error) {
	if s.Ledger == nil {
		return "", -1, nil
	}
	leaves, err := s.Leaves(ctx, slip.DossierID)
	if err != nil || slip.Seq > len(leaves) {
		return "", -1, err
	}
	return s.leafAt(ctx, leaves[slip.Seq-1])
}

func (s *Service) leafAt(ctx context.Context, leaf audit.Leaf) (hash string, index int64, err error) {
	if got, err := s.Ledger.ByKey(ctx, leaf.Key); err == nil {
		return got.Hash, got.Index, nil
	}
	line, err := s.Trail.Line(leaf)
	return ledger.HashOf(line), -1, err
}
