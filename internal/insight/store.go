package insight

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// store is the SQL of how far was heard; store_fact.go, store_cell.go and store_pace.go hold the rest.
type store struct{ q bun.IDB }

// state is how far the announcements were heard.
type state struct {
	Turn     int64
	Heard    int64
	Revision int64
	HeardAt  time.Time
}

type stateRow struct {
	bun.BaseModel `bun:"table:insight_state"`
	Turn          int64        `bun:"turn"`
	Heard         int64        `bun:"heard"`
	Revision      int64        `bun:"revision"`
	HeardAt       bun.NullTime `bun:"heard_at"`
}

func (s store) state(ctx context.Context) (state, error) {
	var row stateRow
	err := s.q.NewSelect().Model(&row).Where("id = 1").Scan(ctx)
	return state{row.Turn, row.Heard, row.Revision, clock.Whole(row.HeardAt.Time)}, err
}

// errOvertaken says that another process was faster; what it did must be seen before going on.
var errOvertaken = fault.New(fault.Conflict, "insight.overtaken")

// advance notes the new state, unless somebody else has gone on since was was read.
func (s store) advance(ctx context.Context, was, is state) error {
	res, err := s.q.NewUpdate().Model((*stateRow)(nil)).Set("turn = turn + 1").Set("heard = ?", is.Heard).Set("revision = ?", is.Revision).
		Set("heard_at = ?", is.HeardAt).Where("id = 1 AND turn = ?", was.Turn).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errOvertaken.Because(err)
	}
	return nil
}

// insertAll writes rows some hundred at a time with what to do about those that are there.
func insertAll[T any](ctx context.Context, q bun.IDB, rows []T, how func(*bun.InsertQuery) *bun.InsertQuery) error {
	for len(rows) > 0 {
		n := min(400, len(rows))
		part := rows[:n]
		if _, err := how(q.NewInsert().Model(&part)).Exec(ctx); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// under matches a path and all below it.
func under(path string) string { return db.Like(path) + "%" }
