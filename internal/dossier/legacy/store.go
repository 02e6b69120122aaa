package legacy

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type store struct{ q bun.IDB }

type runRow struct {
	bun.BaseModel `bun:"table:legacy_run,alias:r"`
	ID            string       `bun:"id,pk"`
	FileName      string       `bun:"file_name"`
	Content       []byte       `bun:"content"`
	Source        string       `bun:"source"`
	UnitPath      string       `bun:"unit_path"`
	ByName        string       `bun:"by_name"`
	Actor         string       `bun:"actor"`
	State         State        `bun:"state"`
	Mapping       string       `bun:"mapping"`
	DoneLines     int          `bun:"done_lines"`
	Counts        string       `bun:"counts"`
	CreatedAt     time.Time    `bun:"created_at"`
	ConfirmedAt   bun.NullTime `bun:"confirmed_at"`
	EndedAt       bun.NullTime `bun:"ended_at"`
}

func (r runRow) run() (*Run, error) {
	out := &Run{ID: r.ID, File: r.FileName, Source: r.Source, UnitPath: r.UnitPath, By: r.ByName, State: r.State, Done: r.DoneLines,
		CreatedAt: clock.Whole(r.CreatedAt), ConfirmedAt: r.ConfirmedAt.Time, EndedAt: r.EndedAt.Time}
	if err := json.Unmarshal([]byte(r.Mapping), &out.Mapping); err != nil {
		return nil, err
	}
	return out, json.Unmarshal([]byte(r.Counts), &out.Counts)
}

// facts are the columns of a run beside its file.
var facts = []string{"id", "file_name", "source", "unit_path", "by_name", "actor", "state", "mapping", "done_lines", "counts", "created_at", "confirmed_at", "ended_at"}

func (s store) add(ctx context.Context, r *runRow) error {
	_, err := s.q.NewInsert().Model(r).Exec(ctx)
	return err
}

func (s store) byID(ctx context.Context, id string) (*runRow, error) {
	var r runRow
	err := s.q.NewSelect().Model(&r).Column(facts...).Where("r.id = ?", id).Scan(ctx)
	return &r, orNone(err)
}

func orNone(err error) error {
	if db.IsNone(err) {
		return fault.New(fault.NotFound, "legacy.no-run")
	}
	return err
}

// content is the file of a run, gone when the run is over.
func (s store) content(ctx context.Context, id string) ([]byte, error) {
	var raw []byte
	err := s.q.NewSelect().TableExpr("legacy_run").Column("content").Where("id = ? AND content IS NOT NULL", id).Scan(ctx, &raw)
	return raw, orNone(err)
}

// recent lists runs, the newest first.
func (s store) recent(ctx context.Context, limit int) ([]runRow, error) {
	var rows []runRow
	err := s.q.NewSelect().Model(&rows).Column(facts...).Order("r.created_at DESC", "r.id DESC").Limit(int64(limit)).Scan(ctx)
	return rows, err
}

// next is the run that was confirmed first and is not over; nil when there is none.
func (s store) next(ctx context.Context) (*runRow, error) {
	var r runRow
	err := s.q.NewSelect().Model(&r).Column(facts...).Where("r.state = ?", Running).Order("r.confirmed_at", "r.id").Limit(1).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	return &r, err
}

// checked keeps what trying out came to. A run that was confirmed meanwhile is left as it is.
func (s store) checked(ctx context.Context, id string, mapping, counts string) error {
	return s.changed(s.q.NewUpdate().TableExpr("legacy_run").Set("state = ?, mapping = ?, counts = ?", Checked, mapping, counts).
		Where("id = ? AND state IN (?)", id, bun.List([]State{Taken, Checked})), ctx)
}

func (s store) confirm(ctx context.Context, id, who string, counts string, now time.Time) error {
	return s.changed(s.q.NewUpdate().TableExpr("legacy_run").
		Set("state = ?, actor = ?, counts = ?, done_lines = 0, confirmed_at = ?", Running, who, counts, clock.Whole(now)).
		Where("id = ? AND state = ?", id, Checked), ctx)
}

// advance moves the checkpoint, if nobody else did: whoever else works on the run meanwhile is turned away.
func (s store) advance(ctx context.Context, id string, from, to int, counts string) error {
	return s.changed(s.q.NewUpdate().TableExpr("legacy_run").Set("done_lines = ?, counts = ?", to, counts).
		Where("id = ? AND state = ? AND done_lines = ?", id, Running, from), ctx)
}

// over ends a run; its file goes.
func (s store) over(ctx context.Context, id string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("legacy_run").Set("state = ?, ended_at = ?, content = NULL", Over, clock.Whole(now)).
		Where("id = ? AND state = ?", id, Running).Exec(ctx)
	return err
}

func (s store) changed(q *bun.UpdateQuery, ctx context.Context) error {
	res, err := q.Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "legacy.changed").Because(err)
	}
	return nil
}

// forget throws away what nobody confirmed.
func (s store) forget(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().TableExpr("legacy_run").Where("state IN (?) AND created_at < ?", bun.List([]State{Taken, Checked}), clock.Whole(before)).Exec(ctx)
	return err
}
