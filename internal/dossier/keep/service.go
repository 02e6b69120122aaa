package keep

import (
	"context"
	"embed"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed text/*.json
var words embed.FS

var _ = text.Register(words)

// Book is where it is kept.
type Book struct {
	db    *db.DB
	clock clock.Clock
	trail *audit.Log
}

// New opens the book. Its tables are among those of the dossiers.
func New(d *db.DB, c clock.Clock, trail *audit.Log) *Book { return &Book{d, c, trail} }

func (b *Book) read() store { return store{b.db.Read()} }

// own is a thing of one person; units a thing of a unit.
type place struct{ OwnerID, UnitPath string }

// place says where a thing is put: with whoever acts, or in the unit of the post acted in when they
// may share there.
func (b *Book) place(ctx context.Context, shared bool) (place, error) {
	a := actor.Of(ctx)
	if a.PersonID == "" {
		return place{}, fault.New(fault.Forbidden, "fault.forbidden", "right", CanShare)
	}
	if !shared {
		return place{OwnerID: a.PersonID}, nil
	}
	return place{UnitPath: a.UnitPath}, actor.Need(ctx, CanShare, a.UnitPath)
}

// MayShare tells whether whoever acts may make things for the unit they act in.
func MayShare(ctx context.Context) bool {
	a := actor.Of(ctx)
	return a.UnitPath != "" && a.Has(CanShare, a.UnitPath)
}

// mayChange refuses unless the thing is the actor's own, or of a unit where they may share.
func mayChange(ctx context.Context, at place) error {
	a := actor.Of(ctx)
	switch {
	case at.OwnerID == "":
		return actor.Need(ctx, CanShare, at.UnitPath)
	case at.OwnerID != a.PersonID || a.PersonID == "":
		return fault.New(fault.NotFound, "fault.not-found") // that it exists is not told either
	}
	return nil
}

// paths are the units in which whoever acts holds posts.
func paths(a actor.Actor) []string {
	out := []string{a.UnitPath}
	for _, p := range a.Posts {
		out = append(out, p.UnitPath)
	}
	return out
}

// shared writes what happened to a unit's thing into the trail; what is private leaves none.
func (b *Book) shared(ctx context.Context, tx *db.Tx, at place, action string, data map[string]any) error {
	if at.OwnerID != "" {
		return nil
	}
	return b.trail.Write(ctx, tx, audit.Entry{Action: action, Subject: "unit" + at.UnitPath, Data: data})
}
