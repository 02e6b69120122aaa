package insight

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Column is a figure of the board, as the list of its dossiers is asked for.
type Column string

// The columns that lead to dossiers.
const (
	Received       Column = "received"
	Online         Column = "online"
	Direct         Column = "direct"
	Post           Column = "post"
	Carried        Column = "carried"
	Solved         Column = "solved"
	Early          Column = "early"
	OnTime         Column = "on-time"
	Overdue        Column = "overdue"
	Pending        Column = "pending"
	PendingWithin  Column = "pending-within"
	PendingOverdue Column = "pending-overdue"
	Near           Column = "near"
	Supplements    Column = "supplements"

	Done         Column = "done"
	Untold       Column = "untold"
	Results      Column = "results"
	Digitised    Column = "digitised"
	Signed       Column = "signed"
	Sealed       Column = "sealed"
	SignedSealed Column = "signed-sealed"
	Issued       Column = "issued"
	UsedAgain    Column = "reused"

	Certifying       Column = "certifying"
	ElectronicCopies Column = "electronic-copies"
)

// Columns are all columns.
var Columns = []Column{Received, Online, Direct, Post, Carried, Solved, Early, OnTime, Overdue, Pending, PendingWithin, PendingOverdue, Near, Supplements,
	Done, Untold, Results, Digitised, Signed, Sealed, SignedSealed, Issued, UsedAgain, Certifying, ElectronicCopies}

// behind is where a page of a list ended.
type behind struct {
	At time.Time
	ID string
}

// list reads the facts that a column counts, in the order of receipt, one more than the limit. Reach is where
// whoever asks may see dossiers, whole whether restricted ones too.
func (s store) list(ctx context.Context, q factQuery, c Column, p count.Period, end, now time.Time, reach []string, after behind, limit int) ([]*Fact, error) {
	var rows []factRow
	sel := c.narrow(q.narrow(s.q.NewSelect().Model(&rows)), p, end, now).Where("NOT restricted").
		WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			sel.Where("1 = 0")
			for _, path := range reach {
				sel.WhereOr("receiving_path LIKE ? ESCAPE '!'", under(path)).WhereOr("competent_path LIKE ? ESCAPE '!'", under(path))
			}
			return sel
		}).Order("received_at", "dossier_id").Limit(int64(limit + 1))
	if after.ID != "" {
		sel.Where("(received_at > ? OR (received_at = ? AND dossier_id > ?))", after.At, after.At, after.ID)
	}
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]*Fact, len(rows))
	for i := range rows {
		out[i] = rows[i].fact()
	}
	return out, nil
}

// size counts what a column counts, whoever may see it.
func (s store) size(ctx context.Context, q factQuery, c Column, p count.Period, end, now time.Time) (int, error) {
	n, err := c.narrow(q.narrow(s.q.NewSelect().TableExpr("insight_fact")), p, end, now).Count(ctx)
	return int(n), err
}

// narrow leaves the facts that the column counts in a period that is seen at its end or at end, if that is
// earlier.
func (c Column) narrow(sel *bun.SelectQuery, p count.Period, end, now time.Time) *bun.SelectQuery {
	if c == Near { // what is open and not paused falls when it is due
		return sel.Where("fell_at >= ? AND warn_at <= ?", now, now)
	}
	sel.Where("received_at < ?", end)
	if is, ok := flagIs[c]; ok {
		return sel.Where("ended_at >= ? AND ended_at < ? AND end_kind = 'done'", p.From, end).Where(is)
	}
	switch c {
	case Received, Online, Direct, Post, Supplements, UsedAgain:
		sel.Where("received_at >= ?", p.From)
	case Carried:
		sel.Where("received_at < ? AND (ended_at IS NULL OR ended_at >= ?)", p.From, p.From)
	case Solved, Early, OnTime, Overdue:
		sel.Where("ended_at >= ? AND ended_at < ?", p.From, end)
	default:
		sel.Where("(ended_at IS NULL OR ended_at >= ?)", end)
	}
	switch c {
	case Online, Direct, Post:
		sel.Where("channel = ?", string(c))
	case Supplements:
		sel.Where("asked > 0")
	case UsedAgain:
		sel.Where("reused > 0")
	case Early:
		sel.Where("standing = 'early'")
	case OnTime:
		sel.Where("standing NOT IN ('early', 'late')")
	case Overdue:
		sel.Where("standing = 'late'")
	case PendingWithin:
		sel.Where("(fell_at IS NULL OR fell_at >= ?)", end)
	case PendingOverdue:
		sel.Where("fell_at < ?", end)
	}
	return sel
}

// paths are the units with figures at or below a path, those above counted ones too.
func (s store) paths(ctx context.Context, below string) ([]string, error) {
	var out []string
	return out, s.q.NewSelect().TableExpr("insight_cell").ColumnExpr("DISTINCT path").Where("grain = 'unit'").
		Where("path LIKE ? ESCAPE '!'", under(below)).Order("path").Scan(ctx, &out)
}

// ownPaths are all units that received, or that decided, as they were recorded.
func (s store) ownPaths(ctx context.Context, solver bool) ([]string, error) {
	var out []string
	if solver {
		return out, s.q.NewSelect().TableExpr("insight_fact").ColumnExpr("DISTINCT competent_path").Where("received_at IS NOT NULL").Scan(ctx, &out)
	}
	return out, s.q.NewSelect().TableExpr("insight_cell").ColumnExpr("DISTINCT path").Where("grain = 'own'").Scan(ctx, &out)
}

// officerRow is what one officer's stretches add up to.
type officerRow struct {
	PersonID string `bun:"person_id"`
	Person   string `bun:"person"`
	Role     string `bun:"role"`
	N        int64  `bun:"n"`
	Dossiers int64  `bun:"dossiers"`
	Minutes  int64  `bun:"minutes"`
	Queued   int64  `bun:"queued"`
	Longest  int64  `bun:"longest"`
}

// officers are those who ended stretches of the very unit in the period; one of them alone when person is set.
func (s store) officers(ctx context.Context, path, person string, p count.Period) ([]officerRow, error) {
	var rows []officerRow
	sel := s.q.NewSelect().TableExpr("insight_step").ColumnExpr("person_id, max(person) AS person, role, count(*) AS n, count(DISTINCT dossier_id) AS dossiers, "+
		"sum(working_minutes) AS minutes, sum(queued_minutes) AS queued, max(working_minutes) AS longest").
		Where("unit_path = ? AND until_at >= ? AND until_at < ?", path, p.From, p.Until).Where("waits = '' AND person_id <> ''").
		Group("person_id", "role").OrderExpr("n DESC, person_id, role").Limit(200)
	if person != "" {
		sel.Where("person_id = ?", person)
	}
	return rows, sel.Scan(ctx, &rows)
}

// halves are the first days of the half months between which paces are kept for a period.
func halves(p count.Period) (from, until clock.Date) {
	from, until = halfOf(p.From), halfOf(p.Until)
	if until.At(0).Before(p.Until) {
		until = nextHalf(until)
	}
	return from, until
}

// abroad counts dossiers received in a period by a unit that does not decide on them, nor does one below it.
func (s store) abroad(ctx context.Context, q factQuery, p count.Period) (int, error) {
	n, err := q.narrow(s.q.NewSelect().TableExpr("insight_fact")).Where("received_at >= ? AND received_at < ?", p.From, p.Until).
		Where("receiving_id <> competent_id AND competent_path NOT LIKE receiving_path || '%'").Count(ctx)
	return int(n), err
}
