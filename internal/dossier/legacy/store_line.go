package legacy

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// rowsAtOnce is how many rows one statement holds: both engines limit it.
const rowsAtOnce = 200

type problemRow struct {
	bun.BaseModel `bun:"table:legacy_problem,alias:p"`
	RunID         string `bun:"run_id"`
	Seq           int    `bun:"seq"`
	Line          int    `bun:"line"`
	Field         Field  `bun:"field"`
	Warning       bool   `bun:"warning"`
	Key           string `bun:"key"`
	Args          string `bun:"args"`
}

type lineRow struct {
	bun.BaseModel `bun:"table:legacy_line"`
	Source        string `bun:"source"`
	Code          string `bun:"code"`
	DossierID     string `bun:"dossier_id"`
	RunID         string `bun:"run_id"`
	Line          int    `bun:"line"`
}

type mappingRow struct {
	bun.BaseModel `bun:"table:legacy_mapping"`
	Name          string    `bun:"name,pk"`
	Body          string    `bun:"body"`
	ByName        string    `bun:"by_name"`
	At            time.Time `bun:"at"`
}

func (s store) addProblems(ctx context.Context, runID string, first int, all []Problem) error {
	rows := make([]problemRow, len(all))
	for i, p := range all {
		args, err := json.Marshal(p.Args)
		if err != nil {
			return err
		}
		rows[i] = problemRow{RunID: runID, Seq: first + i, Line: p.Line, Field: p.Field, Warning: p.Warning, Key: p.Key, Args: string(args)}
	}
	return insertMany(ctx, s.q, rows)
}

func (s store) dropProblems(ctx context.Context, runID string) error {
	_, err := s.q.NewDelete().TableExpr("legacy_problem").Where("run_id = ?", runID).Exec(ctx)
	return err
}

// problems lists what was wrong, errors first or all in the order of lines.
func (s store) problems(ctx context.Context, runID string, errorsFirst bool, limit int) ([]Problem, error) {
	var rows []problemRow
	sel := s.q.NewSelect().Model(&rows).Where("p.run_id = ?", runID).Limit(int64(limit))
	if errorsFirst {
		sel.Order("p.warning")
	}
	if err := sel.Order("p.line", "p.seq").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Problem, len(rows))
	for i, r := range rows {
		out[i] = Problem{Line: r.Line, Field: r.Field, Warning: r.Warning, Key: r.Key}
		if err := json.Unmarshal([]byte(r.Args), &out[i].Args); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s store) countProblems(ctx context.Context, runID string) (n int, err error) {
	err = s.q.NewSelect().TableExpr("legacy_problem").ColumnExpr("count(*)").Where("run_id = ?", runID).Scan(ctx, &n)
	return n, err
}

// known tells which codes of a source have come in.
func (s store) known(ctx context.Context, source string, codes []string) (map[string]bool, error) {
	out := map[string]bool{}
	for len(codes) > 0 {
		n := min(rowsAtOnce, len(codes))
		var found []string
		err := s.q.NewSelect().TableExpr("legacy_line").Column("code").Where("source = ? AND code IN (?)", source, bun.List(codes[:n])).Scan(ctx, &found)
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

func (s store) addLines(ctx context.Context, rows []lineRow) error { return insertMany(ctx, s.q, rows) }

func insertMany[T any](ctx context.Context, q bun.IDB, rows []T) error {
	for len(rows) > 0 {
		part := rows[:min(rowsAtOnce, len(rows))]
		if _, err := q.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		rows = rows[len(part):]
	}
	return nil
}

func (s store) keepMapping(ctx context.Context, name, body, by string, now time.Time) error {
	row := &mappingRow{Name: name, Body: body, ByName: by, At: clock.Whole(now)}
	_, err := s.q.NewInsert().Model(row).On("CONFLICT (name) DO UPDATE").Set("body = excluded.body, by_name = excluded.by_name, at = excluded.at").Exec(ctx)
	return err
}

func (s store) mappings(ctx context.Context) (names []string, err error) {
	err = s.q.NewSelect().TableExpr("legacy_mapping").Column("name").Order("name").Scan(ctx, &names)
	return names, err
}

// mapping returns "" when there is none of the name.
func (s store) mapping(ctx context.Context, name string) (body string, err error) {
	err = s.q.NewSelect().TableExpr("legacy_mapping").Column("body").Where("name = ?", name).Scan(ctx, &body)
	if db.IsNone(err) {
		return "", nil
	}
	return body, err
}
