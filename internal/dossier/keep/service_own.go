package keep

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Own is what an officer keeps on one dossier.
type Own struct {
	Note      Note
	Following bool
	Labels    []Label
}

// OwnOn returns what whoever acts keeps on a dossier.
func (b *Book) OwnOn(ctx context.Context, dossierID string) (Own, error) {
	me, st := actor.Of(ctx).PersonID, b.read()
	if me == "" {
		return Own{}, nil
	}
	var o Own
	var err error
	if o.Note, err = st.note(ctx, dossierID, me); err != nil {
		return o, err
	}
	if o.Following, err = st.follows(ctx, dossierID, me); err != nil {
		return o, err
	}
	on, err := b.LabelsOn(ctx, dossierID)
	o.Labels = on[dossierID]
	return o, err
}

// Write keeps a private note; an empty one is removed.
func (b *Book) Write(ctx context.Context, dossierID, note string) error {
	me, note := actor.Of(ctx).PersonID, text.Clean(note)
	if me == "" {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", "dossier.view")
	}
	if n := len([]rune(note)); n > longestText {
		return fault.OnFields([]fault.Field{{Name: "own-note", Key: "desk.text-long", Args: fault.Args("n", longestText)}})
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if note == "" {
			return store{tx}.dropNote(ctx, dossierID, me)
		}
		return store{tx}.putNote(ctx, dossierID, me, note, b.clock.Now())
	})
}

// Follow begins or ends following a dossier. It changes nothing for anybody else.
func (b *Book) Follow(ctx context.Context, dossierID string, on bool) error {
	me := actor.Of(ctx).PersonID
	if me == "" {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", "dossier.view")
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if on {
			return store{tx}.follow(ctx, dossierID, me, b.clock.Now())
		}
		return store{tx}.unfollow(ctx, dossierID, me)
	})
}

// Followers are the people who follow a dossier, for whoever tells them what happened.
// It is asked where the happening is written, in its transaction.
func (b *Book) Followers(ctx context.Context, tx *db.Tx, dossierID string) ([]string, error) {
	return store{tx}.followers(ctx, dossierID)
}

// Views lists the saved filters of whoever acts and of their units, by name.
func (b *Book) Views(ctx context.Context) ([]View, error) {
	a := actor.Of(ctx)
	return b.read().views(ctx, a.PersonID, paths(a))
}

// SaveView keeps a filter under a name; one of the same name is replaced.
func (b *Book) SaveView(ctx context.Context, name, query string, units bool) error {
	at, err := b.place(ctx, units)
	if err != nil {
		return err
	}
	name, wrong := named(name)
	if err := fault.OnFields(wrong); err != nil {
		return err
	}
	if _, err := url.ParseQuery(query); err != nil || len(query) > longestText {
		return fault.New(fault.Invalid, "fault.bad-form")
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).putView(ctx, View{ID: id.New(), Name: name, Query: query}, at, b.clock.Now()); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.view-saved", map[string]any{"name": name})
	})
}

// DropView removes a saved filter.
func (b *Book) DropView(ctx context.Context, viewID string) error {
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		v, at, err := store{tx}.view(ctx, viewID)
		if err != nil {
			return err
		}
		if err := mayChange(ctx, at); err != nil {
			return err
		}
		if err := (store{tx}).dropView(ctx, viewID); err != nil {
			return err
		}
		return b.shared(ctx, tx, at, "dossier.view-dropped", map[string]any{"name": v.Name})
	})
}

// ColumnsOf returns the columns that whoever acts has chosen, else the usual ones.
func (b *Book) ColumnsOf(ctx context.Context) ([]string, error) {
	chosen, err := b.read().columns(ctx, actor.Of(ctx).PersonID)
	if err != nil || chosen == "" {
		return UsualColumns, err
	}
	return strings.Fields(chosen), nil
}

// ChooseColumns keeps the columns that whoever acts wants; none brings the usual ones back.
func (b *Book) ChooseColumns(ctx context.Context, want []string) error {
	me := actor.Of(ctx).PersonID
	if me == "" {
		return fault.New(fault.Forbidden, "fault.forbidden", "right", "dossier.view")
	}
	var known []string
	for _, c := range Columns {
		if slices.Contains(want, c) {
			known = append(known, c)
		}
	}
	return b.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.putColumns(ctx, me, strings.Join(known, " "), b.clock.Now())
	})
}
