package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// fallen finds open dossiers whose date has passed and was not noted yet.
func (s store) fallen(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return s.ids(ctx, s.q.NewSelect().TableExpr("dossier_record").Column("id").
		Where("ended_at IS NULL AND NOT paused AND due_at < ? AND (fallen_at IS NULL OR fallen_at < due_at)", now).
		Order("due_at").Limit(int64(limit)))
}

func (s store) ids(ctx context.Context, sel *bun.SelectQuery) ([]string, error) {
	var ids []string
	err := sel.Scan(ctx, &ids)
	return ids, err
}

// unclaimed finds results that have waited since before the instant, the longest first.
func (s store) unclaimed(ctx context.Context, before time.Time, limit int) ([]*Dossier, error) {
	return s.dossiers(ctx, func(sel *bun.SelectQuery) {
		sel.Where("state = 'done' AND ended_at <= ?", before).Order("ended_at").Limit(int64(limit))
	})
}

// near finds open dossiers that are near due and were not warned of yet.
func (s store) near(ctx context.Context, kind string, now time.Time, limit int) ([]*Dossier, error) {
	return s.dossiers(ctx, func(sel *bun.SelectQuery) {
		sel.Where("ended_at IS NULL AND NOT paused AND warn_at <= ? AND due_at >= ?", now, now).
			Where("NOT EXISTS (SELECT 1 FROM dossier_warning AS w WHERE w.dossier_id = record_row.id AND w.kind = ? AND w.about_at = record_row.due_at)", kind).
			Order("due_at").Limit(int64(limit))
	})
}

func (s store) dossiers(ctx context.Context, narrow func(*bun.SelectQuery)) ([]*Dossier, error) {
	var rows []recordRow
	sel := s.q.NewSelect().Model(&rows).ModelTableExpr("dossier_record AS record_row")
	narrow(sel)
	if err := sel.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]*Dossier, len(rows))
	for i := range rows {
		d, err := dossierOf(&rows[i])
		if err != nil {
			return nil, err
		}
		out[i] = d
	}
	return out, nil
}

type warningRow struct {
	bun.BaseModel `bun:"table:dossier_warning"`
	DossierID     string    `bun:"dossier_id,pk"`
	Kind          string    `bun:"kind,pk"`
	AboutAt       time.Time `bun:"about_at,pk"`
	At            time.Time `bun:"at"`
}

// warn notes a warning; false when it was given before.
func (s store) warn(ctx context.Context, dossierID, kind string, about, at time.Time) (bool, error) {
	res, err := s.q.NewInsert().Model(&warningRow{DossierID: dossierID, Kind: kind, AboutAt: clock.Whole(about), At: at}).
		On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// hand is somebody's work in a role at a unit.
type hand struct {
	PersonID string `bun:"assignee_id"`
	Role     string `bun:"turn_role"`
	Path     string `bun:"turn_path"`
}

// assigned lists who has work, and in which role and unit it waits.
func (s store) assigned(ctx context.Context) ([]hand, error) {
	var out []hand
	err := s.q.NewSelect().TableExpr("dossier_record").ColumnExpr("DISTINCT assignee_id, turn_role, turn_path").
		Where("assignee_id <> '' AND turn_path <> '' AND ended_at IS NULL").Scan(ctx, &out)
	return out, err
}

func (s store) workOf(ctx context.Context, h hand, limit int) ([]string, error) {
	return s.ids(ctx, s.q.NewSelect().TableExpr("dossier_record").Column("id").
		Where("assignee_id = ? AND turn_role = ? AND turn_path = ? AND ended_at IS NULL", h.PersonID, h.Role, h.Path).Limit(int64(limit)))
}
