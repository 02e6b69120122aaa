package insight

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

type sumsRow struct {
	Online      int64 `bun:"online"`
	Direct      int64 `bun:"direct"`
	Post        int64 `bun:"post"`
	Supplements int64 `bun:"supplements"`
	Declared    int64 `bun:"declared"`
	Early       int64 `bun:"early"`
	OnTime      int64 `bun:"on_time"`
	Overdue     int64 `bun:"overdue"`
	Stopped     int64 `bun:"stopped"`
	Withdrawn   int64 `bun:"withdrawn"`
	Fell        int64 `bun:"fell"`
	Raised      int64 `bun:"raised"`

	count.Flagged
}

// measures are the columns of sums.
var measures = []string{"online", "direct", "post", "supplements", "declared", "early", "on_time", "overdue", "stopped", "withdrawn", "fell", "raised",
	"reused", "done", "untold", "results", "digitised", "components", "filed", "signed", "sealed", "signed_sealed", "issued", "certifying", "electronic_copies"}

type cellRow struct {
	bun.BaseModel `bun:"table:insight_cell"`
	Grain         Grain      `bun:"grain,pk"`
	Path          string     `bun:"path,pk"`
	Parent        string     `bun:"parent"`
	Key           string     `bun:"key,pk"`
	HalfOn        clock.Date `bun:"half_on,pk"`
	sumsRow
}

// addCells adds to the sums that are there.
func (s store) addCells(ctx context.Context, cells map[Place]Sums) error {
	rows := make([]cellRow, 0, len(cells))
	for p, x := range cells {
		if x != (Sums{}) {
			rows = append(rows, cellRow{Grain: p.Grain, Path: p.Path, Parent: parentOf(p.Path), Key: p.Key, HalfOn: p.Half, sumsRow: sumsRow(x)})
		}
	}
	return insertAll(ctx, s.q, rows, func(q *bun.InsertQuery) *bun.InsertQuery {
		q.On("CONFLICT (grain, path, key, half_on) DO UPDATE")
		for _, m := range measures {
			q.Set("? = ? + ?", bun.Ident(m), bun.Ident("cell_row."+m), bun.Ident("excluded."+m))
		}
		return q
	})
}

// allCells reads every sum that is not nothing, to compare them with facts.
func (s store) allCells(ctx context.Context) (map[Place]Sums, error) {
	var rows []cellRow
	out := map[Place]Sums{}
	err := s.q.NewSelect().Model(&rows).Scan(ctx)
	for _, r := range rows {
		if x := Sums(r.sumsRow); x != (Sums{}) {
			out[Place{r.Grain, r.Path, r.Key, r.HalfOn}] = x
		}
	}
	return out, err
}

func (s store) dropCells(ctx context.Context) error {
	_, err := s.q.NewDelete().Model((*cellRow)(nil)).Where("1 = 1").Exec(ctx)
	return err
}

// cellQuery says which sums: of a grain at a path, or (Children) at the units right below it; of one key or
// ("") all.
type cellQuery struct {
	Grain    Grain
	Path     string
	Key      string
	Children bool
	Below    bool // all paths below, itself included
	Paths    []string
}

func (s store) cells(q cellQuery) *bun.SelectQuery {
	sel := s.q.NewSelect().TableExpr("insight_cell").Where("grain = ?", q.Grain)
	switch {
	case q.Paths != nil:
		sel.Where("path IN (?)", bun.List(append([]string{""}, q.Paths...)))
	case q.Children:
		sel.Where("parent = ?", q.Path)
	case q.Below:
		sel.Where("path LIKE ? ESCAPE '!'", under(q.Path))
	default:
		sel.Where("path = ?", q.Path)
	}
	if q.Key != "" {
		sel.Where("key = ?", q.Key)
	}
	for _, m := range measures {
		sel.ColumnExpr("sum(?) AS ?", bun.Ident(m), bun.Ident(m))
	}
	return sel
}

// slot names what a sum is of.
type slot struct{ Path, Key string }

// before are the sums of all half months before one.
func (s store) before(ctx context.Context, q cellQuery, half clock.Date) (map[slot]Sums, error) {
	var rows []struct {
		Path string `bun:"path"`
		Key  string `bun:"key"`
		sumsRow
	}
	err := s.cells(q).Column("path", "key").Where("half_on < ?", half).Group("path", "key").Scan(ctx, &rows)
	out := make(map[slot]Sums, len(rows))
	for _, r := range rows {
		out[slot{r.Path, r.Key}] = Sums(r.sumsRow)
	}
	return out, err
}

// series are the sums by half month, all time.
func (s store) series(ctx context.Context, q cellQuery) (map[clock.Date]Sums, error) {
	var rows []struct {
		HalfOn clock.Date `bun:"half_on"`
		sumsRow
	}
	err := s.cells(q).Column("half_on").Group("half_on").Scan(ctx, &rows)
	out := make(map[clock.Date]Sums, len(rows))
	for _, r := range rows {
		out[r.HalfOn] = Sums(r.sumsRow)
	}
	return out, err
}

// factQuery narrows facts; empty fields do not narrow.
type factQuery struct {
	Path      string   // of the receiving unit, with all below
	Paths     []string // not nil: these very units in place of Path and Solver
	Solver    string   // of the unit that decides, with all below
	Field     string
	Procedure string
	Channel   string
}

func (q factQuery) narrow(sel *bun.SelectQuery) *bun.SelectQuery {
	if q.Paths != nil {
		column := "receiving_path"
		if q.Solver != "" {
			column = "competent_path"
		}
		sel.Where("? IN (?)", bun.Ident(column), bun.List(append([]string{""}, q.Paths...)))
		q.Path, q.Solver = "", ""
	}
	if q.Path != "" && q.Path != "/" {
		sel.Where("receiving_path LIKE ? ESCAPE '!'", under(q.Path))
	}
	if q.Solver != "" && q.Solver != "/" {
		sel.Where("competent_path LIKE ? ESCAPE '!'", under(q.Solver))
	}
	for column, want := range map[string]string{"field": q.Field, "procedure_id": q.Procedure, "channel": q.Channel} {
		if want != "" {
			sel.Where("? = ?", bun.Ident(column), want)
		}
	}
	return sel
}

// column is what facts are told apart by, "" for nothing.
func (q factQuery) column(by By) string {
	switch by {
	case ByUnit, ByOwn:
		if q.Solver != "" {
			return "competent_path"
		}
		return "receiving_path"
	case ByField:
		return "field"
	case ByProcedure:
		return "procedure_id"
	case ByChannel:
		return "channel"
	}
	return ""
}

// factSum is what facts of one kind add up to in a stretch of time.
type factSum struct {
	ReceivingPath string        `bun:"receiving_path"`
	CompetentPath string        `bun:"competent_path"`
	Field         string        `bun:"field"`
	ProcedureID   string        `bun:"procedure_id"`
	Channel       count.Channel `bun:"channel"`
	sumsRow
}

// sums adds facts up straight, from an instant (zero: from the beginning) until another, for what the kept
// sums do not hold: parts of half months, and several filters at once.
func (s store) sums(ctx context.Context, q factQuery, by By, from, until time.Time) ([]factSum, error) {
	var out []factSum
	for _, part := range []struct {
		at      string
		columns []string
	}{
		{"received_at", []string{"sum(CASE channel WHEN 'online' THEN 1 ELSE 0 END) AS online", "sum(CASE channel WHEN 'direct' THEN 1 ELSE 0 END) AS direct",
			"sum(CASE channel WHEN 'post' THEN 1 ELSE 0 END) AS post", "sum(asked) AS supplements", "sum(CASE WHEN declared THEN 1 ELSE 0 END) AS declared",
			"sum(CASE WHEN reused > 0 THEN 1 ELSE 0 END) AS reused"}},
		{"ended_at", append([]string{"sum(CASE standing WHEN 'early' THEN 1 ELSE 0 END) AS early", "sum(CASE standing WHEN 'late' THEN 1 ELSE 0 END) AS overdue",
			"sum(CASE WHEN standing IN ('early','late') THEN 0 ELSE 1 END) AS on_time", "sum(CASE end_kind WHEN 'stopped' THEN 1 ELSE 0 END) AS stopped",
			"sum(CASE end_kind WHEN 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn", "sum(CASE WHEN fell_at IS NULL THEN 0 ELSE 1 END) AS raised"}, doneColumns()...)},
		{"fell_at", []string{"count(*) AS fell"}},
	} {
		sel := q.narrow(s.q.NewSelect().TableExpr("insight_fact")).Where("? < ?", bun.Ident(part.at), until)
		if part.at == "ended_at" { // what was refused at reception has ended and was never received
			sel.Where("received_at IS NOT NULL")
		}
		if !from.IsZero() {
			sel.Where("? >= ?", bun.Ident(part.at), from)
		}
		if key := q.column(by); key != "" {
			sel.Column(key).Group(key)
		}
		for _, c := range part.columns {
			sel.ColumnExpr(c)
		}
		var rows []factSum
		if err := sel.Scan(ctx, &rows); err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// months are the sums by month of all months before one.
func (s store) months(ctx context.Context, q cellQuery, before clock.Date) (map[monthSlot]Sums, error) {
	var rows []struct {
		Path   string     `bun:"path"`
		Key    string     `bun:"key"`
		HalfOn clock.Date `bun:"half_on"`
		sumsRow
	}
	err := s.cells(q).Column("path", "key", "half_on").Where("half_on < ?", before).Group("path", "key", "half_on").Scan(ctx, &rows)
	out := map[monthSlot]Sums{}
	for _, r := range rows {
		at := monthSlot{r.Path, r.Key, monthOf(r.HalfOn)}
		out[at] = out[at].plus(Sums(r.sumsRow))
	}
	return out, err
}
