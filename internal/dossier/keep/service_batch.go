package keep

import (
	"context"
	"maps"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// LargestBatch is how many dossiers one piece of work may be over.
const LargestBatch = 500

// Begin keeps which dossiers a piece of work is over, before anything is done.
func (b *Book) Begin(ctx context.Context, verb string, items []Item) (string, error) {
	me := actor.Of(ctx).PersonID
	switch {
	case me == "":
		return "", fault.New(fault.Forbidden, "fault.forbidden", "right", "dossier.view")
	case len(items) == 0:
		return "", fault.New(fault.Invalid, "desk.bulk.nothing")
	case len(items) > LargestBatch:
		return "", fault.New(fault.Invalid, "desk.bulk.too-many", "n", LargestBatch)
	}
	batch := &Batch{ID: id.New(), PersonID: me, Verb: verb, Args: map[string]string{}, At: b.clock.Now(), Items: items}
	return batch.ID, b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.insertBatch(ctx, batch)
	})
}

// Batch returns a piece of work of whoever acts.
func (b *Book) Batch(ctx context.Context, batchID string) (*Batch, error) {
	batch, err := b.read().batch(ctx, batchID)
	if err != nil {
		return nil, err
	}
	if batch.PersonID != actor.Of(ctx).PersonID || batch.PersonID == "" {
		return nil, fault.New(fault.NotFound, "fault.not-found")
	}
	return batch, nil
}

// Begun notes what was said about the work and that it has begun; from then on it is not said anew.
func (b *Book) Begun(ctx context.Context, batch *Batch, args map[string]string) error {
	if batch.Started {
		return nil
	}
	maps.Copy(batch.Args, args)
	batch.Started = true
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.begun(ctx, batch) })
}

// Settle notes what came of one dossier. One that is settled stays as it is: of two windows that do
// the same work the second finds it done.
func (b *Book) Settle(ctx context.Context, batchID string, seq int, outcome, why string) error {
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.settle(ctx, batchID, seq, outcome, why)
	})
}
