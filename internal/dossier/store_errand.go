package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type errandRow struct {
	bun.BaseModel `bun:"table:dossier_errand"`
	DossierID     string       `bun:"dossier_id,pk"`
	Key           string       `bun:"key,pk"`
	Kind          ErrandKind   `bun:"kind"`
	Name          string       `bun:"name"`
	UnitPath      string       `bun:"unit_path"`
	PersonID      string       `bun:"person_id"`
	AskedAt       time.Time    `bun:"asked_at"`
	DueAt         bun.NullTime `bun:"due_at"`
}

// keepErrands lays the open errands out for the lists of the agencies.
func (s store) keepErrands(ctx context.Context, d *Dossier) error {
	if len(d.Errands) == 0 {
		return nil
	}
	if _, err := s.q.NewDelete().Model((*errandRow)(nil)).Where("dossier_id = ?", d.ID).Exec(ctx); err != nil || d.Ended() {
		return err
	}
	for _, e := range d.OpenErrands() {
		row := &errandRow{DossierID: d.ID, Key: e.Key, Kind: e.Kind, Name: e.Name, UnitPath: e.Agency.Path, PersonID: e.PersonID,
			AskedAt: clock.Whole(e.AskedAt), DueAt: bun.NullTime{Time: e.DueAt}}
		if _, err := s.q.NewInsert().Model(row).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// asked matches dossiers that wait for an answer from where whoever acts answers.
func (s store) asked(a actor.Actor) *bun.SelectQuery {
	return s.q.NewSelect().TableExpr("dossier_errand").Column("dossier_id").WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range a.Scope(CanAdvise) {
			sel.WhereOr("(unit_path LIKE ? ESCAPE '!' AND unit_path <> '' AND person_id IN ('', ?))", db.Like(p)+"%", a.PersonID)
		}
		if len(a.Scope(CanAdvise)) == 0 {
			sel.Where("1 = 0")
		}
		return sel
	})
}
