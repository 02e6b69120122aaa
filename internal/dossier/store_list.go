package dossier

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// itemColumns are what a line of a list needs; the body, which may be long, is not read.
const itemColumns = "id, code, name, owner_name, state, channel, submitted_at, due_at, warn_at, ended_at, paused, turn_role, assignee_id, assignee, sort_at"

// list reads one dossier more than the limit, so that the caller knows whether there are more.
func (s store) list(ctx context.Context, a actor.Actor, q Query, now time.Time) ([]Item, error) {
	sel := s.narrowed(a, q, now).ColumnExpr(itemColumns).OrderExpr("sort_at, id").Limit(int64(q.Limit + 1))
	if q.After.ID != "" {
		sel.Where("(sort_at > ? OR (sort_at = ? AND id > ?))", q.After.SortAt, q.After.SortAt, q.After.ID)
	}
	return scan(ctx, sel)
}

// count counts at most limit rows, so that its cost does not grow with the table.
func (s store) count(ctx context.Context, a actor.Actor, q Query, now time.Time, limit int) (int, error) {
	var n int
	few := s.narrowed(a, q, now).ColumnExpr("1 AS one").Limit(int64(limit))
	err := s.q.NewSelect().ColumnExpr("count(*)").TableExpr("(?) AS few", few).Scan(ctx, &n)
	return n, err
}

// narrowed is the reach of whoever acts, narrowed by the query. Reach comes first and always.
func (s store) narrowed(a actor.Actor, q Query, now time.Time) *bun.SelectQuery {
	sel := s.q.NewSelect().TableExpr("dossier_record")
	switch q.Box {
	case BoxTurn:
		sel.WhereGroup(" AND ", posts(a)).Where("assignee_id = ''")
	case BoxMine:
		sel.Where("assignee_id = ? AND assignee_id <> ''", a.PersonID)
	default:
		sel.WhereGroup(" AND ", reach(a.Scope(CanView)))
	}
	if q.State != "" {
		sel.Where("state = ?", q.State)
	}
	if q.Channel != "" {
		sel.Where("channel = ?", q.Channel)
	}
	if q.Procedure != "" {
		sel.Where("procedure_id = ?", q.Procedure)
	}
	for _, word := range strings.Fields(q.Text) {
		sel.Where("search LIKE ? ESCAPE '!'", "%"+likeText(word)+"%")
	}
	return standingIs(sel, q.Standing, now)
}

func standingIs(sel *bun.SelectQuery, st Standing, now time.Time) *bun.SelectQuery {
	switch st {
	case Overdue:
		sel.Where("ended_at IS NULL AND NOT paused AND due_at < ?", now)
	case Near:
		sel.Where("ended_at IS NULL AND NOT paused AND due_at >= ? AND warn_at <= ?", now, now)
	case Paused:
		sel.Where("ended_at IS NULL AND paused")
	}
	return sel
}

// posts matches work that waits for a role in the very unit in which whoever acts holds it.
func posts(a actor.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range a.Posts {
			sel.WhereOr("(turn_role = ? AND turn_path = ?)", p.Role, p.UnitPath)
		}
		if len(a.Posts) == 0 {
			sel.Where("1 = 0")
		}
		return sel
	}
}

// reach matches dossiers received or decided under one of the paths.
func reach(paths []string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("receiving_path LIKE ? ESCAPE '!'", likeText(p)+"%").WhereOr("competent_path LIKE ? ESCAPE '!'", likeText(p)+"%")
		}
		if len(paths) == 0 {
			sel.Where("1 = 0")
		}
		return sel
	}
}

func likeText(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

func (s store) ofAccount(ctx context.Context, accountID string) ([]Item, error) {
	return scan(ctx, s.q.NewSelect().TableExpr("dossier_record").ColumnExpr(itemColumns).
		Where("account_id = ?", accountID).OrderExpr("submitted_at DESC, id DESC").Limit(200))
}

func scan(ctx context.Context, sel *bun.SelectQuery) ([]Item, error) {
	var rows []recordRow
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Item, len(rows))
	for i, r := range rows {
		out[i] = Item{ID: r.ID, Code: r.Code, Name: r.Name, Owner: r.OwnerName, State: r.State, Channel: r.Channel,
			SubmittedAt: clock.Whole(r.SubmittedAt), DueAt: r.DueAt.Time, WarnAt: r.WarnAt.Time, EndedAt: r.EndedAt.Time,
			Paused: r.Paused, TurnRole: r.TurnRole, AssigneeID: r.AssigneeID,
			Assignee: r.Assignee, SortAt: clock.Whole(r.SortAt)}
	}
	return out, nil
}

type missRow struct {
	bun.BaseModel `bun:"table:dossier_miss"`
	ID            string    `bun:"id,pk"`
	FromAddr      string    `bun:"from_addr"`
	Code          string    `bun:"code"`
	At            time.Time `bun:"at"`
}

func (s store) addMiss(ctx context.Context, from, code string, at time.Time) error {
	_, err := s.q.NewInsert().Model(&missRow{ID: id.New(), FromAddr: from, Code: code, At: at}).Exec(ctx)
	return err
}

// misses counts wrong look-ups since an instant, from the address and for the code.
func (s store) misses(ctx context.Context, from, code string, since time.Time) (byAddr, byCode int, err error) {
	err = s.q.NewSelect().Model((*missRow)(nil)).Where("at > ? AND (from_addr = ? OR code = ?)", since, from, code).
		ColumnExpr("count(*) FILTER (WHERE from_addr = ?)", from).ColumnExpr("count(*) FILTER (WHERE code = ?)", code).
		Scan(ctx, &byAddr, &byCode)
	return byAddr, byCode, err
}

// openAfter returns dossiers whose clock was started and has not ended, by key.
func (s store) openAfter(ctx context.Context, id string, limit int) ([]*Dossier, error) {
	var rows []recordRow
	err := s.q.NewSelect().Model(&rows).Where("id > ? AND ended_at IS NULL AND due_at IS NOT NULL", id).
		Order("id").Limit(int64(limit)).Scan(ctx)
	out := make([]*Dossier, 0, len(rows))
	for i := range rows {
		d, derr := dossierOf(&rows[i])
		if derr != nil {
			return nil, derr
		}
		out = append(out, d)
	}
	return out, err
}
