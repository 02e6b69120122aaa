package keep

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Reasons lists what the units of whoever acts keep in stock, by kind and name.
func (b *Book) Reasons(ctx context.Context) ([]Reason, error) {
	return b.read().reasons(ctx, paths(actor.Of(ctx)), "", nil)
}

// ReasonsFor lists what they keep for an action on a dossier of a procedure.
func (b *Book) ReasonsFor(ctx context.Context, kind, procedureID string) ([]Reason, error) {
	return b.read().reasons(ctx, paths(actor.Of(ctx)), kind, []string{"", procedureID})
}

// AddReason puts a reason into the stock of the unit acted in.
func (b *Book) AddReason(ctx context.Context, r Reason) error {
	at, err := b.place(ctx, true)
	if err != nil {
		return err
	}
	var wrong []fault.Field
	if r.Name, wrong = named(r.Name); !slices.Contains(Kinds, r.Kind) {
		wrong = append(wrong, fault.Field{Name: "kind", Key: "desk.kind-missing"})
	}
	r.Text = text.Clean(r.Text)
	switch n := len([]rune(r.Text)); {
	case n == 0:
		wrong = append(wrong, fault.Field{Name: "text", Key: "desk.text-missing"})
	case n > longestText:
		wrong = append(wrong, fault.Field{Name: "text", Key: "desk.text-long", Args: fault.Args("n", longestText)})
	}
	if err := fault.OnFields(wrong); err != nil {
		return err
	}
	r.ID, r.By, r.At = id.New(), actor.Of(ctx).Name, b.clock.Now()
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).insertReason(ctx, r, at); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.reason-kept", map[string]any{"name": r.Name})
	})
}

// DropReason takes a reason out of the stock.
func (b *Book) DropReason(ctx context.Context, reasonID string) error {
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, at, err := store{tx}.reason(ctx, reasonID)
		if err != nil {
			return err
		}
		if err := mayChange(ctx, at); err != nil {
			return err
		}
		if err := (store{tx}).dropReason(ctx, reasonID); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.reason-dropped", map[string]any{"name": r.Name})
	})
}

// ChecksOf tells which files of a dossier were held against the form, by their sums.
func (b *Book) ChecksOf(ctx context.Context, dossierID string) (map[string]Checked, error) {
	return b.read().checks(ctx, dossierID)
}

// Check marks a file as held against the form by whoever acts, or takes the mark away.
func (b *Book) Check(ctx context.Context, dossierID, sha256 string, on bool) error {
	a := actor.Of(ctx)
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if on {
			return store{tx}.check(ctx, dossierID, Checked{SHA256: sha256, ByID: a.PersonID, By: a.Name, At: b.clock.Now()})
		}
		return store{tx}.uncheck(ctx, dossierID, sha256)
	})
}
