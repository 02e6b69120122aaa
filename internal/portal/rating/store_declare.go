package rating

import (
	"context"

	"github.com/uptrace/bun"
)

// rowsAtOnce is how many rows one statement holds: both engines limit it.
const rowsAtOnce = 200

func (s store) declare(ctx context.Context, asked []askedRow, answers []answerRow) error {
	if err := insertMany(ctx, s.q, asked); err != nil {
		return err
	}
	return insertMany(ctx, s.q, answers)
}

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
