package dossier

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
)

func newSpelling() *db.Spelling { return &db.Spelling{Table: "dossier_record", Column: "search"} }

// respell indexes the words of dossiers with their marks, and tells how many. One that somebody writes meanwhile has them then.
func (s store) respell(ctx context.Context, folded *bun.SelectQuery) (int, error) {
	var rows []recordRow
	if err := folded.Model(&rows).Scan(ctx); err != nil {
		return 0, err
	}
	for i := range rows {
		d, err := dossierOf(&rows[i])
		if err != nil {
			return 0, err
		}
		row, err := rowOf(d)
		if err == nil {
			_, err = s.q.NewUpdate().Model(row).Column("search").WherePK().Where("version = ?", rows[i].Version).Exec(ctx)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
