package db

import (
	"context"
	"sync/atomic"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Spelling knows whether the words of a findable table are indexed with their marks. Rows of a release before that are
// folded only until the room writes their words anew; till then nobody can hold them to marks.
type Spelling struct {
	Table, Column string
	told          atomic.Bool // every row has its marks in the index
}

// Of is what is to be looked for when somebody typed a text: with its marks, unless there are rows yet that have none.
func (s *Spelling) Of(ctx context.Context, q bun.IDB, typed string) (string, error) {
	if s.told.Load() || !text.HasMarks(typed) {
		return typed, nil
	}
	var ids []string
	if err := s.Folded(q.NewSelect().TableExpr("?", bun.Ident(s.Table)).Column("id")).Limit(1).Scan(ctx, &ids); err != nil {
		return "", err
	}
	if len(ids) > 0 {
		return text.Fold(typed), nil
	}
	s.told.Store(true)
	return typed, nil
}

// respellAtOnce is how many rows are spelled in one transaction: others write too.
const respellAtOnce = 100

// Respell has a room write the words of its folded rows anew, some at a time, until there are none; some tells how many it
// found. Several processes may do so at once.
func (s *Spelling) Respell(ctx context.Context, d *DB, some func(ctx context.Context, tx *Tx, folded *bun.SelectQuery) (int, error)) error {
	for n := 1; n > 0; {
		err := d.Transact(ctx, func(ctx context.Context, tx *Tx) (err error) {
			n, err = some(ctx, tx, s.Folded(tx.NewSelect()).Limit(respellAtOnce))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Folded narrows a query to rows whose marks are not in the index, in the order of their keys; an index of just these finds
// them: CREATE INDEX … (id) WHERE column NOT LIKE '%|'.
func (s *Spelling) Folded(sel *bun.SelectQuery) *bun.SelectQuery {
	return sel.Where("? NOT LIKE '%"+text.IndexedEnd+"'", bun.Ident(s.Column)).Order("id")
}
