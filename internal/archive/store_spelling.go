package archive

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
)

func newSpelling() *db.Spelling { return &db.Spelling{Table: "archive_paper", Column: "search"} }

// respell indexes the words of papers with their marks, and tells how many.
func (s store) respell(ctx context.Context, folded *bun.SelectQuery) (int, error) {
	var rows []paperRow
	if err := folded.Model(&rows).Scan(ctx); err != nil {
		return 0, err
	}
	for i := range rows {
		p, err := rows[i].paper()
		if err != nil {
			return 0, err
		}
		row, err := rowOf(p)
		if err == nil {
			_, err = s.q.NewUpdate().Model(row).Column("search").WherePK().Exec(ctx)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
