package dossier

import (
	"context"

	"github.com/uptrace/bun"
)

// versionCount is how many dossiers stand on a version of a procedure.
type versionCount struct {
	VersionID string `bun:"version_id"`
	Open      int    `bun:"open_ones"`
	All       int    `bun:"all_ones"`
}

func (s store) countByVersion(ctx context.Context, versionIDs []string) (counts []versionCount, err error) {
	err = s.q.NewSelect().TableExpr("dossier_record").ColumnExpr("version_id").
		ColumnExpr("count(*) FILTER (WHERE ended_at IS NULL) AS open_ones").ColumnExpr("count(*) AS all_ones").
		Where("version_id IN (?)", bun.List(versionIDs)).GroupExpr("version_id").Scan(ctx, &counts)
	return counts, err
}
