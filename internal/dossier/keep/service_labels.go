package keep

import (
	"context"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Labels lists the labels of whoever acts and of their units, by name.
func (b *Book) Labels(ctx context.Context) ([]Label, error) {
	a := actor.Of(ctx)
	return b.read().labels(ctx, a.PersonID, paths(a))
}

// AddLabel makes a label, for oneself or for the unit.
func (b *Book) AddLabel(ctx context.Context, name, colour string, units bool) (string, error) {
	at, err := b.place(ctx, units)
	if err != nil {
		return "", err
	}
	name, wrong := named(name)
	if !slices.Contains(Colours, colour) {
		wrong = append(wrong, fault.Field{Name: "colour", Key: "desk.colour-missing"})
	}
	if err := fault.OnFields(wrong); err != nil {
		return "", err
	}
	l := Label{ID: id.New(), Name: name, Colour: colour, Units: units}
	return l.ID, b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).insertLabel(ctx, l, at, b.clock.Now()); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.label-made", map[string]any{"name": name})
	})
}

// DropLabel removes a label from everything it was put on.
func (b *Book) DropLabel(ctx context.Context, labelID string) error {
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		l, at, err := store{tx}.label(ctx, labelID)
		if err != nil {
			return err
		}
		if err := mayChange(ctx, at); err != nil {
			return err
		}
		if err := (store{tx}).dropLabel(ctx, labelID); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.label-dropped", map[string]any{"name": l.Name})
	})
}

// SetLabels puts on a dossier exactly the given ones of the labels that whoever acts can see; those of
// other people stay where they are. The desk has asked whether the dossier may be seen.
func (b *Book) SetLabels(ctx context.Context, dossierID string, want []string) error {
	mine, err := b.Labels(ctx)
	if err != nil {
		return err
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, l := range mine {
			var err error
			if slices.Contains(want, l.ID) {
				err = store{tx}.putLabel(ctx, dossierID, l.ID, actor.Of(ctx).PersonID, b.clock.Now())
			} else {
				err = store{tx}.takeLabel(ctx, dossierID, l.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AddLabelTo puts one label on a dossier.
func (b *Book) AddLabelTo(ctx context.Context, dossierID, labelID string) error {
	mine, err := b.Labels(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(mine, func(l Label) bool { return l.ID == labelID }) {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.putLabel(ctx, dossierID, labelID, actor.Of(ctx).PersonID, b.clock.Now())
	})
}

// LabelsOn tells which labels whoever acts sees on which of the dossiers, with one query.
func (b *Book) LabelsOn(ctx context.Context, dossierIDs ...string) (map[string][]Label, error) {
	a := actor.Of(ctx)
	if len(dossierIDs) == 0 || a.PersonID == "" {
		return nil, nil
	}
	return b.read().labelsOn(ctx, dossierIDs, a.PersonID, paths(a))
}
