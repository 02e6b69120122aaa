package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// LedgerKind is the kind of the leaves that versions of procedures make in the public ledger.
const LedgerKind = "procedure"

// Sealed is what the ledger says of a version of a procedure: which terms it gives, and a digest of all
// it says. No deadline can be moved afterwards by editing what a procedure said.
type Sealed struct {
	Procedure string       `json:"procedure"`
	Version   string       `json:"version"`
	Number    int          `json:"number"`
	Code      string       `json:"code,omitempty"`
	Name      string       `json:"name"`
	Field     string       `json:"field"`
	Level     Level        `json:"level"`
	Status    Status       `json:"status"`
	From      clock.Date   `json:"from"`
	Until     clock.Date   `json:"until,omitempty"`
	Digest    string       `json:"digest"`
	Terms     []SealedTerm `json:"terms"`
}

// SealedTerm is a term that a version gives.
type SealedTerm struct {
	Case    string      `json:"case,omitempty"`
	Channel ChannelKind `json:"channel"`
	Group   string      `json:"group,omitempty"` // of applicants, where theirs differs
	Term    term.Term   `json:"term"`
}

// SealPast puts all that is published into the ledger, for a house that began before its ledger.
func (s *Service) SealPast(ctx context.Context, tx *db.Tx) error { return s.seal(ctx, tx) }

// seal puts every published version into the ledger that is not there as it now is.
func (s *Service) seal(ctx context.Context, tx *db.Tx) error {
	st := store{tx}
	procedures, err := st.procedures(ctx)
	if err != nil {
		return err
	}
	byID := make(map[string]*Procedure, len(procedures))
	for _, p := range procedures {
		byID[p.ID] = p
	}
	versions, err := st.published(ctx)
	if err != nil {
		return err
	}
	leaves := make([]audit.Leaf, len(versions))
	for i, v := range versions {
		leaves[i] = leafOf(byID[v.ProcedureID], v)
	}
	_, err = s.Trail.SealMissing(ctx, tx, leaves...)
	return err
}

func leafOf(p *Procedure, v *Version) audit.Leaf {
	out := Sealed{Procedure: p.ID, Version: v.ID, Number: v.Number, Code: p.Code, Name: p.Name, Field: p.Field, Level: p.Level,
		Status: v.Status, From: v.From, Until: v.Until, Digest: v.digest(), Terms: termsOf(v)}
	raw, err := json.Marshal(out)
	if err != nil {
		panic(err) // plain data only
	}
	sum := sha256.Sum256(raw)
	return audit.Leaf{Key: LedgerKind + " " + v.ID + " " + hex.EncodeToString(sum[:8]), Subject: subject(p.ID), Kind: LedgerKind, Public: true, Data: out}
}

// termsOf lists the terms of a version; a group of applicants is named where it waits less.
func termsOf(v *Version) []SealedTerm {
	var out []SealedTerm
	for _, c := range v.Cases {
		for _, ch := range c.Channels {
			out = append(out, SealedTerm{Case: c.Key, Channel: ch.Kind, Term: ch.Term})
			for _, g := range ch.Groups {
				if !g.Term.None() {
					out = append(out, SealedTerm{c.Key, ch.Kind, g.Group, g.Term})
				}
			}
		}
	}
	return out
}
