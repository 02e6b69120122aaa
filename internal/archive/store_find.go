package archive

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
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
	if words := text.Sought(q.Words); len(words) > 0 && db.KeysFirst(s.q) {
		ids, whole, err := s.walk(ctx, paths, q, words, limit)
		if err != nil {
			return nil, err
		}
		if whole {
			return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).Where("id IN (?)", bun.List(ids)).Order("id DESC"))
		}
	}
	keys := s.keys(q, limit)
	if err := s.narrow(ctx, keys, paths, q.Words); err != nil {
		return nil, err
	}
	return list(ctx, s.q.NewSelect().Model((*paperRow)(nil)).Where("id IN (?)", keys).Order("id DESC"))
}

// keys are those of the newest papers that a query means, whatever their words.
func (s store) keys(q Query, limit int) *bun.SelectQuery {
	sel := s.q.NewSelect().TableExpr("archive_paper").Column("id").Order("id DESC").Limit(int64(limit))
	if q.State != "" {
		sel.Where("state = ?", q.State)
	}
	if q.Before != "" {
		sel.Where("id < ?", q.Before)
	}
	return sel
}

// looks are how many of the newest papers are looked at one by one before the index of words is asked. SQLite's index gathers
// every row with a word that may be begun only, however few are wanted, and takes a tenth of a second where fifty thousand
// hold it; but then a page of them stands among the first that one looks at.
var looks = []int{250, 500, 1250}

// walk looks at the newest papers until a page of those with the words is together or the papers are over; whole is false
// when neither came soon. It gives up where the first look lets hope for no page.
func (s store) walk(ctx context.Context, paths []string, q Query, words [][]string, limit int) (ids []string, whole bool, err error) {
	for i, n := range looks {
		keys := s.keys(q, n)
		if err := s.under(ctx, keys, paths); err != nil {
			return nil, false, err
		}
		var rows []paperRow
		if err := s.q.NewSelect().Model(&rows).Column("id", "search").Where("id IN (?)", keys).Order("id DESC").Scan(ctx); err != nil {
			return nil, false, err
		}
		for _, r := range rows {
			if q.Before = r.ID; !text.Holds(r.Search, words) {
				continue
			}
			if ids = append(ids, r.ID); len(ids) == limit {
				return ids, true, nil
			}
		}
		if len(rows) < n {
			return ids, true, nil
		}
		if i == 0 && len(ids)*8 < limit { // all looks together are eight times the first
			return nil, false, nil
		}
	}
	return nil, false, nil
}

// narrow leaves papers of units under the paths that hold the words. Which of both is looked up first, SQLite has to be told.
func (s store) narrow(ctx context.Context, sel *bun.SelectQuery, paths []string, words string) error {
	if !db.KeysFirst(s.q) {
		db.Matching(sel.WhereGroup(" AND ", within(paths)), "archive_paper", "search", words)
		return nil
	}
	few, err := db.MatchingFew(ctx, s.q, sel, "archive_paper", "search", words, fewKeys)
	if err != nil || few {
		sel.WhereGroup(" AND ", within(paths))
		return err
	}
	return s.under(ctx, db.MatchingMany(sel, "archive_paper", "search", words), paths)
}

// under leaves papers of units under the paths: a few are looked up first, of many one soon comes by.
func (s store) under(ctx context.Context, sel *bun.SelectQuery, paths []string) error {
	few, err := db.Few(ctx, s.q, s.keysUnder(paths), fewKeys)
	if few {
		sel.Where("id IN (?)", s.keysUnder(paths))
	} else {
		sel.WhereGroup(" AND ", within(paths))
	}
	return err
}

func within(paths []string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		for _, p := range paths {
			sel.WhereOr("unit_path LIKE ? ESCAPE '!'", db.Like(p)+"%")
		}
		return sel.WhereOr("1 = 0")
	}
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
