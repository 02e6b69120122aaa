package org

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type standInRow struct {
	bun.BaseModel `bun:"table:org_stand_in,alias:s"`
	ID            string     `bun:"id,pk"`
	LeaveID       string     `bun:"leave_id,nullzero"`
	PositionID    string     `bun:"position_id"`
	AbsentID      string     `bun:"absent_id"`
	PersonID      string     `bun:"person_id"`
	FromOn        clock.Date `bun:"from_on"`
	UntilOn       clock.Date `bun:"until_on"`
	Reason        string     `bun:"reason"`
	Decision      string     `bun:"decision"`
	AskedBy       string     `bun:"asked_by"`
	AskedAt       time.Time  `bun:"asked_at"`
	ConfirmedBy   string     `bun:"confirmed_by"`
	ConfirmedAt   time.Time  `bun:"confirmed_at,nullzero"`
	CancelledBy   string     `bun:"cancelled_by"`
	CancelledAt   time.Time  `bun:"cancelled_at,nullzero"`
	CancelWhy     string     `bun:"cancel_why"`
	Title         string     `bun:"title,scanonly"`
	Role          string     `bun:"role,scanonly"`
	UnitID        string     `bun:"unit_id,scanonly"`
	AbsentName    string     `bun:"absent_name,scanonly"`
	PersonName    string     `bun:"person_name,scanonly"`
}

func (r standInRow) standIn() StandIn {
	return StandIn{ID: r.ID, LeaveID: r.LeaveID, PositionID: r.PositionID, Title: r.Title, Role: r.Role, UnitID: r.UnitID,
		AbsentID: r.AbsentID, AbsentName: r.AbsentName, PersonID: r.PersonID, PersonName: r.PersonName, From: r.FromOn, Until: r.UntilOn,
		Reason: r.Reason, Decision: r.Decision, AskedBy: r.AskedBy, AskedAt: r.AskedAt, ConfirmedBy: r.ConfirmedBy, ConfirmedAt: r.ConfirmedAt,
		CancelledBy: r.CancelledBy, CancelledAt: r.CancelledAt, CancelWhy: r.CancelWhy}
}

func (s store) addStandIn(ctx context.Context, x StandIn) error {
	_, err := s.q.NewInsert().Model(&standInRow{ID: x.ID, LeaveID: x.LeaveID, PositionID: x.PositionID, AbsentID: x.AbsentID, PersonID: x.PersonID,
		FromOn: x.From, UntilOn: x.Until, Reason: x.Reason, Decision: x.Decision, AskedBy: x.AskedBy, AskedAt: x.AskedAt,
		ConfirmedBy: x.ConfirmedBy, ConfirmedAt: x.ConfirmedAt}).Exec(ctx)
	return err
}

func (s store) standInQuery(rows any) *bun.SelectQuery {
	return s.q.NewSelect().Model(rows).ColumnExpr("?TableColumns").ColumnExpr("o.title, o.role, o.unit_id, a.name AS absent_name, p.name AS person_name").
		Join("JOIN org_position AS o ON o.id = s.position_id").Join("JOIN org_person AS a ON a.id = s.absent_id").
		Join("JOIN org_person AS p ON p.id = s.person_id")
}

func (s store) standIn(ctx context.Context, standInID string) (StandIn, error) {
	var r standInRow
	err := s.standInQuery(&r).Where("s.id = ?", standInID).Scan(ctx)
	return r.standIn(), one(err, "org.stand-in-not-found")
}

// standInFilter narrows a list of stand-ins that were not cancelled; empty fields do not narrow.
type standInFilter struct {
	LeaveID, PositionID, AbsentID string
	EitherID                      string // away or standing in
	Path                          string // the post's unit is under it on the day On
	On                            clock.Date
	From, Until                   clock.Date // shares a day with
}

func (s store) standIns(ctx context.Context, f standInFilter) ([]StandIn, error) {
	var rows []standInRow
	q := sharing(s.standInQuery(&rows), "s", f.From, f.Until).Where("s.cancelled_at IS NULL").Order("s.from_on", "a.search", "s.id")
	for column, value := range map[string]string{"s.leave_id": f.LeaveID, "s.position_id": f.PositionID, "s.absent_id": f.AbsentID} {
		if value != "" {
			q.Where("? = ?", bun.Ident(column), value)
		}
	}
	if f.EitherID != "" {
		q.Where("(s.absent_id = ? OR s.person_id = ?)", f.EitherID, f.EitherID)
	}
	if f.Path != "" {
		under := s.q.NewSelect().TableExpr("org_unit_version AS v").ColumnExpr("v.unit_id").Where("v.path LIKE ? ESCAPE '!'", db.Like(f.Path)+"%")
		q.Where("o.unit_id IN (?)", inForce(under, "v", f.On))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]StandIn, len(rows))
	for i, r := range rows {
		out[i] = r.standIn()
	}
	return out, nil
}

// confirmStandIn tells whether the stand-in still waited to be confirmed.
func (s store) confirmStandIn(ctx context.Context, x StandIn) (bool, error) {
	res, err := s.q.NewUpdate().Model((*standInRow)(nil)).
		Set("confirmed_by = ?, confirmed_at = ?, decision = ?", x.ConfirmedBy, clock.Whole(x.ConfirmedAt), x.Decision).
		Where("id = ? AND confirmed_at IS NULL AND cancelled_at IS NULL", x.ID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// cancelStandIn tells whether the stand-in was there to cancel.
func (s store) cancelStandIn(ctx context.Context, standInID, by, why string, now time.Time) (bool, error) {
	res, err := s.q.NewUpdate().Model((*standInRow)(nil)).
		Set("cancelled_by = ?, cancelled_at = ?, cancel_why = ?", by, clock.Whole(now), why).
		Where("id = ? AND cancelled_at IS NULL", standInID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// standInPosts returns the posts the person holds on the day for others: confirmed, not cancelled,
// of holders who still hold them, in units that exist, and only while the person holds some post.
func (s store) standInPosts(ctx context.Context, personID string, on clock.Date) ([]Post, error) {
	var rows []postRow
	q := s.q.NewSelect().TableExpr("org_stand_in AS s").
		ColumnExpr("s.position_id, o.title, o.role, o.unit_id, v.path, v.full_name, s.from_on, s.until_on, s.absent_id AS for_id, a.name AS for_name").
		Join("JOIN org_position AS o ON o.id = s.position_id").
		Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
		Join("JOIN org_holding AS h ON h.position_id = s.position_id AND h.person_id = s.absent_id").
		Join("JOIN org_person AS a ON a.id = s.absent_id").
		Where("s.person_id = ? AND s.confirmed_at IS NOT NULL AND s.cancelled_at IS NULL", personID).OrderExpr("o.rank, s.from_on, s.id")
	own := inForce(s.q.NewSelect().TableExpr("org_holding AS w").ColumnExpr("1").Where("w.person_id = s.person_id"), "w", on)
	q.Where("EXISTS (?)", own)
	for _, alias := range []string{"s", "h", "o", "v"} {
		inForce(q, alias, on)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Post, len(rows))
	for i, r := range rows {
		out[i] = Post(r)
	}
	return out, nil
}
