package audit

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
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

type pendingRow struct {
	bun.BaseModel `bun:"table:audit_pending"`
	Seq           int64     `bun:"seq,pk,autoincrement"`
	Key           string    `bun:"key"`
	Subject       string    `bun:"subject"`
	Kind          string    `bun:"kind"`
	At            time.Time `bun:"at"`
	Entry         string    `bun:"entry"`
}

// await queues entries for the tree.
func (s store) await(ctx context.Context, rows []pendingRow) error {
	for len(rows) > 0 {
		n := min(len(rows), 500)
		some := rows[:n]
		if _, err := s.q.NewInsert().Model(&some).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// sealed tells which facts are in the ledger or wait for it.
func (s store) sealed(ctx context.Context, keys []string) (map[string]bool, error) {
	there := map[string]bool{}
	for _, table := range []string{"audit_pending", "audit_leaf"} {
		for part := range slices.Chunk(keys, 500) {
			var found []string
			if err := s.q.NewSelect().Table(table).Column("key").Where("key IN (?)", bun.List(part)).Scan(ctx, &found); err != nil {
				return nil, err
			}
			for _, k := range found {
				there[k] = true
			}
		}
	}
	return there, nil
}

func (s store) of(ctx context.Context, subject string, limit int) ([]Record, error) {
	return s.search(ctx, Query{Subject: subject, Limit: limit})
}

func (s store) looks(ctx context.Context, subject string, limit int) ([]Record, error) {
	return s.search(ctx, Query{Subject: subject, Action: ActionLook, Limit: limit})
}

func (s store) since(ctx context.Context, action, person string, from time.Time) ([]Record, error) {
	var rows []row
	err := s.q.NewSelect().Model(&rows).Where("(account_id = ? OR person_id = ?) AND action = ? AND at >= ?", person, person, action, from).Order("id").Scan(ctx)
	out := make([]Record, len(rows))
	for i, r := range rows {
		out[i] = r.Record
	}
	return out, err
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
	if q.Among != nil {
		sel.Where("subject IN (?)", bun.List(append(q.Among, "")))
	}
	if q.People {
		sel.Where("actor_kind <> ?", actor.System)
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
