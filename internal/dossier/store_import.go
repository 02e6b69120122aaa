package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// rowsAtOnce is how many rows one statement holds: both engines limit it.
const rowsAtOnce = 100

// addAll adds the first events of many dossiers.
func (s store) addAll(ctx context.Context, events []*Event) error {
	rows := make([]*eventRow, len(events))
	for i, e := range events {
		rows[i] = eventRowOf(e)
	}
	return insertMany(ctx, s.q, rows)
}

// insertAll adds the records of many dossiers that ask nothing of any agency.
func (s store) insertAll(ctx context.Context, all []*Dossier) error {
	rows := make([]*recordRow, len(all))
	for i, d := range all {
		var err error
		if rows[i], err = rowOf(d); err != nil {
			return err
		}
	}
	err := insertMany(ctx, s.q, rows)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "dossier.code-taken").Because(err)
	}
	return err
}

func insertMany[T any](ctx context.Context, q bun.IDB, rows []*T) error {
	for len(rows) > 0 {
		n := min(rowsAtOnce, len(rows))
		part := rows[:n]
		if _, err := q.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// codes tells which codes are taken.
func (s store) codes(ctx context.Context, codes []string) (map[string]bool, error) {
	out := map[string]bool{}
	for len(codes) > 0 {
		n := min(rowsAtOnce*5, len(codes))
		var found []string
		err := s.q.NewSelect().TableExpr("dossier_record").Column("code").Where("code IN (?)", bun.List(codes[:n])).Scan(ctx, &found)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			out[c] = true
		}
		codes = codes[n:]
	}
	return out, nil
}

// passCodes lets the series of today's codes go on after those that were brought in.
func (s store) passCodes(ctx context.Context, all []*Dossier, now time.Time) error {
	last := map[string]int64{}
	for _, d := range all {
		if prefix, n, ok := serialOn(d.Code, now); ok {
			last[prefix] = max(last[prefix], n)
		}
	}
	for prefix, n := range last {
		_, err := s.q.NewRaw(`INSERT INTO dossier_number (series, period, last) VALUES (?, ?, ?)
			ON CONFLICT (series, period) DO UPDATE SET last = excluded.last WHERE dossier_number.last < excluded.last`,
			"code/"+prefix, string(clock.DateOf(now)), n).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
