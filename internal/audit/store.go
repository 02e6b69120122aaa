package audit

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type store struct{ q bun.IDB }

type row struct {
	bun.BaseModel `bun:"table:audit_entry"`
	Record
}

func (s store) add(ctx context.Context, r *Record) error {
	r.At = clock.Whole(r.At)
	_, err := s.q.NewInsert().Model(&row{Record: *r}).Exec(ctx)
	return err
}

func (s store) of(ctx context.Context, subject string, limit int) ([]Record, error) {
	return s.search(ctx, Query{Subject: subject, Limit: limit})
}

func (s store) looks(ctx context.Context, subject string, limit int) ([]Record, error) {
	return s.search(ctx, Query{Subject: subject, Action: ActionLook, Limit: limit})
}

func (s store) search(ctx context.Context, q Query) ([]Record, error) {
	var rows []row
	sel := s.q.NewSelect().Model(&rows).Order("id DESC").Limit(int64(q.Limit))
	if q.Subject != "" {
		sel.Where("subject = ?", q.Subject)
	}
	if q.Action != "" {
		sel.Where("action >= ? AND action < ?", q.Action, q.Action+"\uffff")
	}
	if q.Person != "" {
		sel.Where("(account_id = ? OR person_id = ?)", q.Person, q.Person)
	}
	if q.Before != "" {
		sel.Where("id < ?", q.Before)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Record, len(rows))
	for i, r := range rows {
		out[i] = r.Record
	}
	return out, nil
}
