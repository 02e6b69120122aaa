package backlog

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// count is papers of a batch in a state.
type count struct {
	BatchID string `bun:"batch_id"`
	State   State  `bun:"state"`
	Draw    Draw   `bun:"draw"`
	N       int    `bun:"n"`
}

func (s store) counts(ctx context.Context, batches []string) (out []count, err error) {
	if len(batches) == 0 {
		return nil, nil
	}
	err = s.q.NewRaw("SELECT batch_id, state, draw, COUNT(*) AS n FROM backlog_paper WHERE batch_id IN (?) GROUP BY batch_id, state, draw", bun.List(batches)).Scan(ctx, &out)
	return out, err
}

// looked is how many fields were looked at a second time and how many of them were wrong.
type looked struct {
	BatchID string `bun:"batch_id"`
	Task    Task   `bun:"task"`
	Papers  int    `bun:"papers"`
	Fields  int    `bun:"fields"`
	Wrong   int    `bun:"wrong"`
}

func (s store) looks(ctx context.Context, batches []string) (out []looked, err error) {
	if len(batches) == 0 {
		return nil, nil
	}
	err = s.q.NewRaw("SELECT batch_id, task, COUNT(*) AS papers, SUM(fields) AS fields, SUM(wrong) AS wrong FROM backlog_look WHERE batch_id IN (?) GROUP BY batch_id, task",
		bun.List(batches)).Scan(ctx, &out)
	return out, err
}

// list are papers of a batch, in their order.
func (s store) list(ctx context.Context, batchID string, q Query, limit int) ([]*Paper, error) {
	sel := s.q.NewSelect().Where("batch_id = ? AND ord > ?", batchID, q.After)
	if q.State != "" {
		sel.Where("state = ?", q.State)
	}
	for _, word := range strings.Fields(text.Fold(q.Words)) {
		sel.Where("search LIKE ? ESCAPE '!'", "%"+db.Like(word)+"%")
	}
	return papers(ctx, sel.Order("ord").Limit(int64(limit)))
}

type loadRow struct {
	bun.BaseModel `bun:"table:backlog_load"`
	ID            string    `bun:"id,pk"`
	BatchID       string    `bun:"batch_id"`
	Body          string    `bun:"body"`
	Done          int       `bun:"done"`
	Papers        int       `bun:"papers"`
	Failed        string    `bun:"failed"`
	Ended         bool      `bun:"ended"`
	At            time.Time `bun:"at"`
}

func (r *loadRow) load() (*Load, error) {
	l := &Load{}
	if err := json.Unmarshal([]byte(r.Body), l); err != nil {
		return nil, err
	}
	l.Done, l.Papers, l.Failed = r.Done, r.Papers, r.Failed
	return l, nil
}

func (s store) addLoad(ctx context.Context, l *Load) error {
	body, err := json.Marshal(l)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&loadRow{ID: l.ID, BatchID: l.BatchID, Body: string(body), At: l.At}).Exec(ctx)
	return err
}

func (s store) load(ctx context.Context, id string) (l *Load, ended bool, err error) {
	var row loadRow
	err = s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return nil, false, fault.New(fault.NotFound, "backlog.not-found")
	}
	if err != nil {
		return nil, false, err
	}
	l, err = row.load()
	return l, row.Ended, err
}

func (s store) loadDone(ctx context.Context, id string, files int) error {
	_, err := s.q.NewRaw("UPDATE backlog_load SET done = ? WHERE id = ?", files, id).Exec(ctx)
	return err
}

// endLoad ends a load once; false when it was ended before.
func (s store) endLoad(ctx context.Context, id string, papers int, failed string) (bool, error) {
	res, err := s.q.NewRaw("UPDATE backlog_load SET papers = ?, failed = ?, ended = ? WHERE id = ? AND ended = ?", papers, failed, true, id, false).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// loads are the latest of a batch, and of each whether it is still being taken apart.
func (s store) loads(ctx context.Context, batchID string) (out []*Load, open []bool, err error) {
	var rows []loadRow
	if err := s.q.NewSelect().Model(&rows).Where("batch_id = ?", batchID).Order("id DESC").Limit(10).Scan(ctx); err != nil {
		return nil, nil, err
	}
	for i := range rows {
		l, err := rows[i].load()
		if err != nil {
			return nil, nil, err
		}
		out, open = append(out, l), append(open, !rows[i].Ended)
	}
	return out, open, nil
}

// names tells whether a paper, a load or a scanner's file that was not thrown away names a file of the store.
func (s store) names(ctx context.Context, sha256 string) (bool, error) {
	var n int
	err := s.q.NewRaw("SELECT (SELECT COUNT(*) FROM backlog_paper WHERE body LIKE ?) + (SELECT COUNT(*) FROM backlog_load WHERE body LIKE ?) + "+
		"(SELECT COUNT(*) FROM backlog_found WHERE sha256 = ? AND state NOT IN ('dropped', 'counter'))", "%"+sha256+"%", "%"+sha256+"%", sha256).Scan(ctx, &n)
	return n > 0, err
}
