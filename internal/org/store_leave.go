package org

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type leaveRow struct {
	bun.BaseModel `bun:"table:org_leave,alias:l"`
	ID            string     `bun:"id,pk"`
	PersonID      string     `bun:"person_id"`
	FromOn        clock.Date `bun:"from_on"`
	UntilOn       clock.Date `bun:"until_on"`
	Kind          string     `bun:"kind"`
	Reason        string     `bun:"reason"`
	SetBy         string     `bun:"set_by"`
	SetAt         time.Time  `bun:"set_at"`
	CancelledBy   string     `bun:"cancelled_by"`
	CancelledAt   time.Time  `bun:"cancelled_at,nullzero"`
	PersonName    string     `bun:"person_name,scanonly"`
}

func (r leaveRow) leave() Leave {
	return Leave{ID: r.ID, PersonID: r.PersonID, PersonName: r.PersonName, From: r.FromOn, Until: r.UntilOn, Kind: r.Kind, Reason: r.Reason,
		SetBy: r.SetBy, SetAt: r.SetAt, CancelledBy: r.CancelledBy, CancelledAt: r.CancelledAt}
}

// holdPerson returns a person for one who is about to say when they are away or stand in: others
// wait until the transaction ends.
func (s store) holdPerson(ctx context.Context, personID string) (Person, error) {
	_, err := s.q.NewUpdate().Model((*personRow)(nil)).Set("search = search").Where("id = ?", personID).Exec(ctx)
	if err != nil {
		return Person{}, err
	}
	return s.person(ctx, personID)
}

func (s store) addLeave(ctx context.Context, l Leave) error {
	_, err := s.q.NewInsert().Model(&leaveRow{ID: l.ID, PersonID: l.PersonID, FromOn: l.From, UntilOn: l.Until, Kind: l.Kind,
		Reason: l.Reason, SetBy: l.SetBy, SetAt: l.SetAt}).Exec(ctx)
	return err
}

func (s store) leaveQuery(rows any) *bun.SelectQuery {
	return s.q.NewSelect().Model(rows).ColumnExpr("l.id, l.person_id, l.from_on, l.until_on, l.kind, l.reason, l.set_by, l.set_at, l.cancelled_by, l.cancelled_at").
		ColumnExpr("p.name AS person_name").Join("JOIN org_person AS p ON p.id = l.person_id")
}

func (s store) leave(ctx context.Context, leaveID string) (Leave, error) {
	var r leaveRow
	err := s.leaveQuery(&r).Where("l.id = ?", leaveID).Scan(ctx)
	return r.leave(), one(err, "org.leave-not-found")
}

// leaveFilter narrows a list of leaves that were not cancelled; empty fields do not narrow.
type leaveFilter struct {
	PersonID    string
	Path        string // the person holds a post under it on the day On
	On          clock.Date
	From, Until clock.Date // shares a day with
}

func (s store) leaves(ctx context.Context, f leaveFilter) ([]Leave, error) {
	var rows []leaveRow
	q := sharing(s.leaveQuery(&rows), "l", f.From, f.Until).Where("l.cancelled_at IS NULL").Order("l.from_on", "p.search", "l.id")
	if f.PersonID != "" {
		q.Where("l.person_id = ?", f.PersonID)
	}
	if f.Path != "" {
		held := s.q.NewSelect().TableExpr("org_holding AS h").ColumnExpr("h.person_id").
			Join("JOIN org_position AS o ON o.id = h.position_id").Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
			Where("v.path LIKE ? ESCAPE '!'", db.Like(f.Path)+"%")
		q.Where("l.person_id IN (?)", inForce(inForce(held, "h", f.On), "v", f.On))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Leave, len(rows))
	for i, r := range rows {
		out[i] = r.leave()
	}
	return out, nil
}

// sharing keeps rows of the alias whose days share one with the period; its empty ends are open.
func sharing(q *bun.SelectQuery, alias string, from, until clock.Date) *bun.SelectQuery {
	if from != "" {
		q.Where("?.until_on >= ?", bun.Ident(alias), from)
	}
	if until != "" {
		q.Where("?.from_on <= ?", bun.Ident(alias), until)
	}
	return q
}

// cancelLeave tells whether the leave was there to cancel.
func (s store) cancelLeave(ctx context.Context, leaveID, by string, now time.Time) (bool, error) {
	res, err := s.q.NewUpdate().Model((*leaveRow)(nil)).Set("cancelled_by = ?, cancelled_at = ?", by, clock.Whole(now)).
		Where("id = ? AND cancelled_at IS NULL", leaveID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
