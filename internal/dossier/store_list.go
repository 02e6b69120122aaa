package dossier

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// itemColumns are what a line of a list needs; the body, which may be long, is not read.
const itemColumns = "id, code, version, name, procedure_id, owner_name, state, channel, submitted_at, due_at, warn_at, ended_at, paused, turn_role, turn_path, assignee_id, assignee, sort_at, level, outcome, asked"

// list reads one dossier more than the limit, so that the caller knows whether there are more.
func (s store) list(ctx context.Context, a actor.Actor, q Query, now time.Time) ([]Item, error) {
	sel := s.narrowed(a, q, now).ColumnExpr(itemColumns).Limit(int64(q.Limit + 1))
	return scan(ctx, q.Sort.order(sel, q.After))
}

// countEach counts at most limit rows of each list, so that the cost does not grow with the table.
func (s store) countEach(ctx context.Context, a actor.Actor, qs []Query, now time.Time, limit int) ([]int, error) {
	if len(qs) == 0 {
		return nil, nil
	}
	out, into, few := make([]int, len(qs)), make([]any, len(qs)), make([]any, len(qs))
	once := s.readOnce(a, qs)
	for i, q := range qs {
		if into[i] = &out[i]; once != nil && ofOpen[q.Box] {
			few[i] = s.narrowedIn("open_work AS dossier_record", a, q, now).ColumnExpr("1 AS one").Limit(int64(limit))
			continue
		}
		few[i] = s.narrowed(a, q, now).ColumnExpr("1 AS one").Order("sort_at", "id").Limit(int64(limit)) // in the order of the list, so by its index
	}
	const one = "(SELECT count(*) FROM (?) AS few)"
	raw := "SELECT " + strings.Repeat(one+", ", len(qs)-1) + one
	if once != nil {
		raw, few = "WITH open_work AS MATERIALIZED (?) "+raw, append([]any{once}, few...)
	}
	return out, s.q.NewRaw(raw, few...).Scan(ctx, into...)
}

// ofOpen are the boxes that go through all that is open in the offices of whoever acts.
var ofOpen = map[Box]bool{BoxBurning: true, BoxOthers: true}

// readOnce is what is open in single offices, to be gone through once for several boxes and without the width of the record;
// nil where the boxes find their lines by their own indexes.
func (s store) readOnce(a actor.Actor, qs []Query) *bun.SelectQuery {
	n := 0
	for _, q := range qs {
		if ofOpen[q.Box] {
			n++
		}
		if q.Text != "" { // words have an index of their own
			return nil
		}
	}
	paths := a.Scope(CanView)
	if n < 2 || !db.KeysFirst(s.q) || !narrow(paths) {
		return nil
	}
	return s.q.NewSelect().TableExpr("dossier_record").Where("id IN (?)", s.openWithin(paths)).
		Column("id", "state", "channel", "procedure_id", "version_id", "receiving_path", "competent_path", "turn_role", "turn_path", "assignee_id", "level",
			"submitted_at", "warn_at", "due_at", "paused", "ended_at", "sort_at", "outcome")
}

// narrowed is the reach of whoever acts, narrowed by the query. Reach comes first and always.
func (s store) narrowed(a actor.Actor, q Query, now time.Time) *bun.SelectQuery {
	return s.narrowedIn("dossier_record", a, q, now)
}

func (s store) narrowedIn(table string, a actor.Actor, q Query, now time.Time) *bun.SelectQuery {
	sel := s.inBox(table, a, q, now)
	if slices.Contains(over, q.State) {
		sel.Where("sort_at >= ?", shelf.AddDate(-1000, 0, 0)) // the shelf stands behind all that is open
	}
	for _, one := range []struct{ column, want string }{
		{"state", string(q.State)}, {"channel", q.Channel}, {"procedure_id", q.Procedure}, {"receiving_path", q.At},
	} {
		if one.want != "" {
			sel.Where("? = ?", bun.Ident(one.column), one.want)
		}
	}
	if len(q.Procedures) > 0 {
		sel.Where("procedure_id IN (?)", bun.List(q.Procedures))
	}
	if len(q.IDs) > 0 {
		sel.Where("id IN (?)", bun.List(q.IDs))
	}
	if q.Label != "" {
		sel.Where("id IN (SELECT dossier_id FROM dossier_labelled WHERE label_id = ?)", q.Label)
	}
	if q.Version != "" {
		sel.Where("version_id = ?", q.Version)
	}
	db.Matching(sel, "dossier_record", "search", q.Text)
	return standingIs(handedInOrTaken(sel, q), q.Standing, now)
}

// inBox is the reach of whoever acts, in one of their boxes.
func (s store) inBox(table string, a actor.Actor, q Query, now time.Time) *bun.SelectQuery {
	sel := s.q.NewSelect().TableExpr(table)
	switch q.Box {
	case BoxTurn:
		return sel.Where("id IN (?)", s.turn(a))
	case BoxMine:
		return sel.Where("assignee_id = ? AND assignee_id <> ''", a.PersonID)
	case BoxAsked:
		return sel.Where("id IN (?)", s.asked(a))
	}
	paths := a.Scope(CanView)
	sel.WhereGroup(" AND ", reach(paths))
	openTo(sel, a)
	if ofOpen[q.Box] && table == "dossier_record" && db.KeysFirst(s.q) && narrow(paths) {
		sel.Where("id IN (?)", s.openWithin(paths))
	}
	switch q.Box {
	case BoxUnit:
		sel.Where("ended_at IS NULL AND (receiving_path = ? OR competent_path = ?)", a.UnitPath, a.UnitPath)
		if db.KeysFirst(s.q) {
			sel.Where("id IN (?)", s.openWithin([]string{a.UnitPath}))
		}
	case BoxFollowed:
		sel.Where("id IN (SELECT dossier_id FROM dossier_follow WHERE person_id = ? AND person_id <> '')", a.PersonID)
	case BoxBurning:
		sel.Where("ended_at IS NULL AND NOT paused AND (warn_at <= ? OR due_at < ?)", now, now)
	case BoxOthers:
		sel.Where("ended_at IS NULL AND assignee_id <> ?", a.PersonID).WhereGroup(" AND NOT ", posts(a))
	}
	return sel
}

// narrow tells whether paths are of single offices, a small part of what there is. Then what is open there is looked up
// first; of more than that the lists go through everything open in their order, and soon have a page together.
func narrow(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { return strings.Count(p, "/") <= 2 })
}

// openWithin are the keys of what is open and was received or is decided under the paths, from their indexes alone.
func (s store) openWithin(paths []string) *bun.SelectQuery {
	var all *bun.SelectQuery
	for _, p := range paths {
		for _, column := range []string{"receiving_path", "competent_path"} {
			one := s.q.NewSelect().TableExpr("dossier_record").Column("id").Where("ended_at IS NULL")
			condition, args := db.Begins(one, column, p)
			if one.Where(condition, args...); all == nil {
				all = one
			} else {
				all.UnionAll(one)
			}
		}
	}
	if all == nil {
		return s.q.NewSelect().TableExpr("dossier_record").Column("id").Where("1 = 0")
	}
	return all
}

// turn are the keys of what waits for the posts of whoever acts, from their index alone: where the order of a list has an
// index too, SQLite would walk through everything in that order.
func (s store) turn(a actor.Actor) *bun.SelectQuery {
	return s.q.NewSelect().TableExpr("dossier_record").Column("id").Where("turn_role <> ''").WhereGroup(" AND ", posts(a)).
		Where("assignee_id IN (?)", bun.List(absent(a)))
}

func handedInOrTaken(sel *bun.SelectQuery, q Query) *bun.SelectQuery {
	if q.Person == Nobody {
		sel.Where("assignee_id = ''")
	} else if q.Person != "" {
		sel.Where("assignee_id = ?", q.Person)
	}
	if q.From != "" {
		sel.Where("submitted_at >= ?", q.From.At(0).UTC())
	}
	if q.To != "" {
		sel.Where("submitted_at < ?", q.To.AddDays(1).At(0).UTC())
	}
	return sel
}

// openTo leaves restricted dossiers to those whose work they are and those who may see all.
func openTo(sel *bun.SelectQuery, a actor.Actor) {
	sel.WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		sel.Where("level = ''").WhereOr("(assignee_id = ? AND assignee_id <> '')", a.PersonID)
		for _, p := range a.Posts {
			sel.WhereOr("(turn_role = ? AND turn_path = ?)", p.Role, p.UnitPath)
		}
		within(sel, a.Scope(CanRestricted))
		return sel
	})
}

// within adds to a group of alternatives that a dossier was received or is decided under one of the paths.
func within(sel *bun.SelectQuery, paths []string) {
	for _, p := range paths {
		for _, column := range []string{"receiving_path", "competent_path"} {
			condition, args := db.Begins(sel, column, p)
			sel.WhereOr(condition, args...)
		}
	}
}

func standingIs(sel *bun.SelectQuery, st Standing, now time.Time) *bun.SelectQuery {
	switch st {
	case Overdue:
		sel.Where("ended_at IS NULL AND NOT paused AND due_at < ?", now)
	case Near:
		sel.Where("ended_at IS NULL AND NOT paused AND due_at >= ? AND warn_at <= ?", now, now)
	case Paused:
		sel.Where("ended_at IS NULL AND paused")
	case DueToday:
		sel.Where("ended_at IS NULL AND NOT paused AND due_at >= ? AND due_at < ?", now, clock.DateOf(now).AddDays(1).At(0).UTC())
	case Early, OnTime, Late:
		sel.Where("outcome = ?", st)
	}
	return sel
}

// order sorts a list and begins it after a cursor. The key makes every order whole.
func (o Sort) order(sel *bun.SelectQuery, after Cursor) *bun.SelectQuery {
	column, down := o.column()
	way, next := "ASC", ">"
	if down {
		way, next = "DESC", "<"
	}
	sel.OrderExpr("? "+way+", id "+way, bun.Ident(column))
	if after.ID == "" {
		return sel
	}
	var at any = after.SortAt
	if column == "code" {
		at = after.Word
	}
	return sel.Where("(? "+next+" ? OR (? = ? AND id "+next+" ?))", bun.Ident(column), at, bun.Ident(column), at, after.ID)
}

func (o Sort) column() (name string, down bool) {
	word, down := strings.CutPrefix(string(o), "-")
	switch Sort(word) {
	case BySubmitted:
		return "submitted_at", down
	case ByCode:
		return "code", down
	}
	return "sort_at", down
}

// cursorAt is the cursor behind a line of a list in that order.
func cursorAt(o Sort, it Item) Cursor {
	switch column, _ := o.column(); column {
	case "submitted_at":
		return Cursor{SortAt: it.SubmittedAt, ID: it.ID}
	case "code":
		return Cursor{SortAt: it.SubmittedAt, ID: it.ID, Word: it.Code}
	}
	return Cursor{SortAt: it.SortAt, ID: it.ID}
}

// absent are the people for whom a stands in: what they have taken is offered to a meanwhile.
func absent(a actor.Actor) []string {
	out := []string{""}
	for _, p := range a.Posts {
		if p.ForID != "" {
			out = append(out, p.ForID)
		}
	}
	return out
}

// posts matches work that waits for a role in the very unit in which whoever acts holds it.
func posts(a actor.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		at := map[string][]string{}
		for _, p := range a.Posts {
			at[p.Role] = append(at[p.Role], p.UnitPath)
		}
		for _, role := range slices.Sorted(maps.Keys(at)) {
			sel.WhereOr("(turn_role = ? AND turn_path IN (?))", role, bun.List(at[role]))
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
		within(sel, paths)
		if len(paths) == 0 {
			sel.Where("1 = 0")
		}
		return sel
	}
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
		out[i] = Item{ID: r.ID, Code: r.Code, Version: r.Version, Name: r.Name, Procedure: r.ProcedureID, TurnPath: r.TurnPath, Owner: r.OwnerName, State: r.State, Channel: r.Channel,
			SubmittedAt: clock.Whole(r.SubmittedAt), DueAt: r.DueAt.Time, WarnAt: r.WarnAt.Time, EndedAt: r.EndedAt.Time,
			Paused: r.Paused, TurnRole: r.TurnRole, AssigneeID: r.AssigneeID,
			Assignee: r.Assignee, SortAt: clock.Whole(r.SortAt), Level: r.Level, Outcome: r.Outcome, Asked: r.Asked}
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

// idsAfter lists the keys of all dossiers in their order, for work that goes through every one.
func (s store) idsAfter(ctx context.Context, id string, limit int) (ids []string, err error) {
	err = s.q.NewSelect().Model((*recordRow)(nil)).Column("id").Where("id > ?", id).Order("id").Limit(int64(limit)).Scan(ctx, &ids)
	return ids, err
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
