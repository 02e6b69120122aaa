package insight

import (
	"context"

	"github.com/nha-san/nhasan/internal/insight/count"
)

// reviewRow is what the finished dossiers of a procedure add up to.
type reviewRow struct {
	ProcedureID string `bun:"procedure_id"`
	N           int    `bun:"n"`
	Minutes     int64  `bun:"minutes"`
	Asked       int    `bun:"asked"`
	Back        int    `bun:"back"`
	Late        int    `bun:"late"`
}

// reviews are the procedures of which dossiers were finished in a period, those that took most time together first.
func (s store) reviews(ctx context.Context, path, procedure string, p count.Period) ([]reviewRow, error) {
	var rows []reviewRow
	sel := factQuery{Path: path, Procedure: procedure}.narrow(s.q.NewSelect().TableExpr("insight_fact")).
		ColumnExpr("procedure_id, count(*) AS n, sum(took_minutes) AS minutes, sum(CASE WHEN asked > 0 THEN 1 ELSE 0 END) AS asked, "+
			"sum(CASE WHEN sent_back > 0 THEN 1 ELSE 0 END) AS back, sum(CASE standing WHEN 'late' THEN 1 ELSE 0 END) AS late").
		Where("received_at IS NOT NULL AND end_kind = 'done' AND ended_at >= ? AND ended_at < ?", p.From, p.Until).
		Group("procedure_id").OrderExpr("minutes DESC, procedure_id")
	return rows, sel.Scan(ctx, &rows)
}

// mostReviewed bounds the dossiers that a review of one procedure reads.
const mostReviewed = 200_000

// took is how long the finished dossiers of a procedure took, in minutes of working time, the shortest first.
func (s store) took(ctx context.Context, path, procedure string, p count.Period) ([]int64, error) {
	var out []int64
	return out, factQuery{Path: path, Procedure: procedure}.narrow(s.q.NewSelect().TableExpr("insight_fact")).Column("took_minutes").
		Where("received_at IS NOT NULL AND end_kind = 'done' AND ended_at >= ? AND ended_at < ?", p.From, p.Until).
		Order("took_minutes").Limit(mostReviewed).Scan(ctx, &out)
}

// stretches are the steps of a procedure that ended in a period, by dossier and in order.
func (s store) stretches(ctx context.Context, path, procedure string, p count.Period) ([]stretch, error) {
	var out []stretch
	return out, s.q.NewSelect().TableExpr("insight_step").ColumnExpr("dossier_id, no, waits, role, name, working_minutes AS minutes, queued_minutes AS queued").
		Where("procedure_id = ? AND until_at >= ? AND until_at < ?", procedure, p.From, p.Until).Where("receiving_path LIKE ? ESCAPE '!'", under(path)).
		Order("dossier_id", "no").Limit(mostReviewed).Scan(ctx, &out)
}
