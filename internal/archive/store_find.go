package archive

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// Lists look up their keys first, in narrow indexes, and read the papers of one page only: a paper is wide.

// fewKeys is up to how many papers are quickly looked at one by one: an office's own, or those that hold some words.
// Of more than that the list goes through all papers from the newest, and soon has a page together.
const fewKeys = 10_000

// ofPerson are the papers of a citizen: those of their account, and those that speak of them, the newest first.
func (s store) ofPerson(ctx context.Context, accountID, personalNo string, before string, limit int) ([]*Paper, error) {
	keys := s.q.NewSelect().TableExpr("archive_holder").ColumnExpr("paper_id").Where("personal_no = ? AND personal_no <> ''", personalNo)
	if accountID != "" {
		keys.UnionAll(s.q.NewSelect().TableExpr("archive_paper").Column("id").Where("account_id = ? AND account_id <> ''", accountID))
	}
	sel := s.q.NewSelect().Model((*paperRow)(nil)).Where("id IN (?)", keys)
	if before != "" {
		sel.Where("id < ?", before)
	}
	return list(ctx, sel.Order("id DESC").Limit(int64(limit)))
}

// register are papers of units under the paths, the newest first.
func (s store) register(ctx context.Context, paths []string, q Query, limit int) ([]*Paper, error) {
	keys := s.q.NewSelect().TableExpr("archive_paper").Column("id").Order("id DESC").Limit(int64(limit))
	if err := s.narrow(ctx, keys, paths, q.Words); err != nil {
		return nil, err
	}
	if q.State != "" {
		keys.Where("state = ?", q.State)
	}
	if q.Before != "" {
		keys.Where("id < ?", q.Before)
	}
	return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).Where("id IN (?)", keys).Order("id DESC"))
}

// narrow leaves papers of units under the paths that hold the words. Which of both is looked up first, SQLite has to be told.
func (s store) narrow(ctx context.Context, sel *bun.SelectQuery, paths []string, words string) error {
	under := func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		return sel.WhereOr("1 = 0")
	}
	if !db.KeysFirst(s.q) {
		db.Matching(sel.WhereGroup(" AND ", under), "archive_paper", "search", words)
		return nil
	}
	few, err := db.MatchingFew(ctx, s.q, sel, "archive_paper", "search", words, fewKeys)
	if err != nil || few {
		sel.WhereGroup(" AND ", under)
		return err
	}
	db.MatchingMany(sel, "archive_paper", "search", words)
	if few, err = db.Few(ctx, s.q, s.keysUnder(paths), fewKeys); few {
		sel.Where("id IN (?)", s.keysUnder(paths))
	} else {
		sel.WhereGroup(" AND ", under)
	}
	return err
}

// keysUnder are the keys of papers of units under the paths, from their index alone.
func (s store) keysUnder(paths []string) *bun.SelectQuery {
	all := s.q.NewSelect().TableExpr("archive_paper").Column("id").Where("1 = 0")
	for _, p := range paths {
		one := s.q.NewSelect().TableExpr("archive_paper").Column("id")
		condition, args := db.Begins(one, "unit_path", p)
		all.UnionAll(one.Where(condition, args...))
	}
	return all
}

// ending are papers in force whose last day is one of these, and whose holders were not told.
func (s store) ending(ctx context.Context, from, until clock.Date) ([]*Paper, error) {
	return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).Where("until >= ? AND until <= ? AND state = ?", from, until, Valid).
		Where("id NOT IN (SELECT paper_id FROM archive_reminded)").Order("until", "id").Limit(1000))
}

// remind notes that a holder was told; false when that was so before.
func (s store) remind(ctx context.Context, paperID string, at time.Time) (bool, error) {
	res, err := s.q.NewRaw("INSERT INTO archive_reminded (paper_id, at) VALUES (?, ?) ON CONFLICT (paper_id) DO NOTHING", paperID, at).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
