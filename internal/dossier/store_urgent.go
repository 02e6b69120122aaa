package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type urgentRow struct {
	bun.BaseModel `bun:"table:dossier_urgent"`
	ID            string       `bun:"id,pk"`
	DossierID     string       `bun:"dossier_id"`
	Code          string       `bun:"code"`
	Receiving     string       `bun:"receiving_path"`
	Competent     string       `bun:"competent_path"`
	PersonID      string       `bun:"person_id"`
	Person        string       `bun:"person_name"`
	Position      string       `bun:"position"`
	UnitPath      string       `bun:"unit_path"`
	UnitName      string       `bun:"unit_name"`
	Ground        string       `bun:"ground"`
	Basis         string       `bun:"basis"`
	Purpose       string       `bun:"purpose"`
	OpenedAt      time.Time    `bun:"opened_at"`
	UntilAt       time.Time    `bun:"until_at"`
	Outcome       string       `bun:"outcome"`
	Remark        string       `bun:"remark"`
	ReviewedBy    string       `bun:"reviewed_by"`
	ReviewedAt    bun.NullTime `bun:"reviewed_at"`
}

func (r urgentRow) urgent() Urgent {
	return Urgent{ID: r.ID, DossierID: r.DossierID, Code: r.Code, Receiving: r.Receiving, Competent: r.Competent, PersonID: r.PersonID, Person: r.Person,
		Position: r.Position, UnitPath: r.UnitPath, UnitName: r.UnitName, Ground: r.Ground, Basis: r.Basis, Purpose: r.Purpose, OpenedAt: clock.Whole(r.OpenedAt),
		UntilAt: clock.Whole(r.UntilAt), Outcome: r.Outcome, Remark: r.Remark, ReviewedBy: r.ReviewedBy, ReviewedAt: whole(r.ReviewedAt)}
}

func (s store) insertUrgent(ctx context.Context, u Urgent) error {
	row := urgentRow{ID: u.ID, DossierID: u.DossierID, Code: u.Code, Receiving: u.Receiving, Competent: u.Competent, PersonID: u.PersonID, Person: u.Person,
		Position: u.Position, UnitPath: u.UnitPath, UnitName: u.UnitName, Ground: u.Ground, Basis: u.Basis, Purpose: u.Purpose,
		OpenedAt: clock.Whole(u.OpenedAt), UntilAt: clock.Whole(u.UntilAt)}
	_, err := s.q.NewInsert().Model(&row).Exec(ctx)
	return err
}

func (s store) urgent(ctx context.Context, id string) (Urgent, error) {
	var row urgentRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if db.IsNone(err) {
		return Urgent{}, fault.New(fault.NotFound, "dossier.urgent.not-found")
	}
	return row.urgent(), err
}

// urgentWaiting counts the openings of a person that nobody has reviewed.
func (s store) urgentWaiting(ctx context.Context, personID string) (int, error) {
	n, err := s.q.NewSelect().Model((*urgentRow)(nil)).Where("person_id = ? AND outcome = ''", personID).Count(ctx)
	return int(n), err
}

// urgentsOf are the newest openings of a person.
func (s store) urgentsOf(ctx context.Context, personID string, limit int) ([]Urgent, error) {
	return scanUrgents(ctx, s.q.NewSelect().Model((*urgentRow)(nil)).Where("person_id = ?", personID).Limit(int64(limit)))
}

// urgentsFor are the newest openings that a may review, those that wait for it or those that do not.
func (s store) urgentsFor(ctx context.Context, a actor.Actor, waiting bool, limit int) ([]Urgent, error) {
	sel := s.q.NewSelect().Model((*urgentRow)(nil)).Where("person_id <> ?", a.PersonID).Limit(int64(limit)).
		WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			sel.Where("1 = 0")
			for _, p := range a.Scope(CanReviewUrgent) {
				for _, column := range []string{"receiving_path", "competent_path", "unit_path"} {
					sel.WhereOr("? LIKE ? ESCAPE '!'", bun.Ident(column), db.Like(p)+"%")
				}
			}
			return sel
		})
	if waiting {
		sel.Where("outcome = ''")
	} else {
		sel.Where("outcome <> ''")
	}
	return scanUrgents(ctx, sel)
}

func scanUrgents(ctx context.Context, sel *bun.SelectQuery) ([]Urgent, error) {
	var rows []urgentRow
	if err := sel.OrderExpr("opened_at DESC, id DESC").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Urgent, len(rows))
	for i, r := range rows {
		out[i] = r.urgent()
	}
	return out, nil
}

// reviewUrgent writes a review down, once; false when there is one already.
func (s store) reviewUrgent(ctx context.Context, u Urgent) (bool, error) {
	res, err := s.q.NewUpdate().Model((*urgentRow)(nil)).Set("outcome = ?, remark = ?, reviewed_by = ?, reviewed_at = ?", u.Outcome, u.Remark, u.ReviewedBy,
		clock.Whole(u.ReviewedAt)).Where("id = ? AND outcome = ''", u.ID).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
