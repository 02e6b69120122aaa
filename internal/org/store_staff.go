package org

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// officersAt returns who holds a post with the role in the very unit at path on the day.
func (s store) officersAt(ctx context.Context, role, path string, on clock.Date) ([]Officer, error) {
	var rows []officerRow
	q := s.q.NewSelect().TableExpr("org_holding AS h").ColumnExpr("h.person_id, p.name, o.title, h.position_id").
		Join("JOIN org_position AS o ON o.id = h.position_id").Join("JOIN org_person AS p ON p.id = h.person_id").
		Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
		Where("v.path = ? AND o.role = ?", path, role).OrderExpr("o.rank, p.search, h.id")
	if err := inForce(inForce(inForce(q, "h", on), "o", on), "v", on).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Officer, len(rows))
	for i, r := range rows {
		out[i] = Officer(r)
	}
	return out, nil
}

type placedRow struct {
	PersonID   string `bun:"person_id"`
	Name       string `bun:"name"`
	Title      string `bun:"title"`
	PositionID string `bun:"position_id"`
	Role       string `bun:"role"`
	UnitID     string `bun:"unit_id"`
	UnitName   string `bun:"full_name"`
	UnitPath   string `bun:"path"`
}

// staff returns who holds posts in units whose path begins so on the day.
func (s store) staff(ctx context.Context, path string, on clock.Date) ([]Placed, error) {
	var rows []placedRow
	q := s.q.NewSelect().TableExpr("org_holding AS h").ColumnExpr("h.person_id, p.name, o.title, h.position_id, o.role, o.unit_id, v.full_name, v.path").
		Join("JOIN org_position AS o ON o.id = h.position_id").Join("JOIN org_person AS p ON p.id = h.person_id").
		Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
		Where("v.path LIKE ? ESCAPE '!'", db.Like(path)+"%").OrderExpr("v.path, o.rank, p.search, h.id")
	if err := inForce(inForce(inForce(q, "h", on), "o", on), "v", on).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Placed, len(rows))
	for i, r := range rows {
		out[i] = Placed{Officer{r.PersonID, r.Name, r.Title, r.PositionID}, r.Role, r.UnitID, r.UnitName, r.UnitPath}
	}
	return out, nil
}

type termRow struct {
	ID         string     `bun:"id"`
	PositionID string     `bun:"position_id"`
	PersonID   string     `bun:"person_id"`
	FromOn     clock.Date `bun:"from_on"`
	UntilOn    clock.Date `bun:"until_on"`
	Decision   string     `bun:"decision"`
	Title      string     `bun:"title"`
	Role       string     `bun:"role"`
	UnitID     string     `bun:"unit_id"`
	UnitName   string     `bun:"full_name"`
	UnitPath   string     `bun:"path"`
}

// terms returns all holdings of a person, the latest first, with the unit as it was when each began.
func (s store) terms(ctx context.Context, personID string) ([]Term, error) {
	var rows []termRow
	err := s.q.NewSelect().TableExpr("org_holding AS h").
		ColumnExpr("h.id, h.position_id, h.person_id, h.from_on, h.until_on, h.decision, o.title, o.role, o.unit_id, v.full_name, v.path").
		Join("JOIN org_position AS o ON o.id = h.position_id").Join("JOIN org_unit_version AS v ON v.unit_id = o.unit_id").
		Where("h.person_id = ? AND v.from_on <= h.from_on AND (v.until_on = '' OR v.until_on >= h.from_on)", personID).
		OrderExpr("h.from_on DESC, h.id").Scan(ctx, &rows)
	out := make([]Term, len(rows))
	for i, r := range rows {
		out[i] = Term{Holding{ID: r.ID, PositionID: r.PositionID, PersonID: r.PersonID, From: r.FromOn, Until: r.UntilOn, Decision: r.Decision},
			r.Title, r.Role, r.UnitID, r.UnitName, r.UnitPath}
	}
	return out, err
}
