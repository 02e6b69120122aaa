package app

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// founded is the leaf that says that all that went before the ledger is in it.
var founded = audit.Leaf{Key: "founded", Subject: "house", Kind: "founded", Public: true, Data: struct{}{}}

// found begins the ledger of the house: the rule sets of this program and, where the house is older than
// its ledger, all that happened before, each said to come late. Done again it changes nothing, so that a
// house that was stopped in the middle goes on with the next start.
func (h *house) found(ctx context.Context) error {
	ctx = actor.AsSystem(ctx, "ledger")
	done := false
	err := h.database.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if done, err = h.trail.IsSealed(ctx, tx, founded.Key); err != nil {
			return err
		}
		if err := h.org.SealRules(ctx, tx); err != nil || done {
			return err
		}
		if err := h.org.SealPast(ctx, tx); err != nil {
			return err
		}
		return h.catalog.SealPast(ctx, tx)
	})
	if err != nil || done {
		return err
	}
	n, err := h.dossier.SealPast(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		h.log.InfoContext(ctx, "events from before the ledger sealed", "events", n)
	}
	return h.database.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := h.trail.SealMissing(ctx, tx, founded)
		return err
	})
}

// newLedger joins the ledger with the witnesses and the time-stamp authority that are set.
func (h *house) newLedger(key []byte) (*ledger.Ledger, error) {
	n := ledger.Needs{DB: h.database, Clock: h.clock, Log: h.log, Key: key, Name: ledgerName(h.base), BaseURL: h.base, TSA: h.settings.TSA}
	for _, s := range h.settings.Witnesses {
		w, err := ledger.ParseWitness(s)
		if err != nil {
			return nil, err
		}
		n.Witnesses = append(n.Witnesses, w)
	}
	return ledger.New(n), nil
}

// ledgerName is how the ledger of a house calls itself: where it is found, without the scheme.
func ledgerName(base string) string {
	_, host, _ := strings.Cut(base, "://")
	if host == "" {
		host = "nhasan.localhost"
	}
	return host + ledger.Path
}
