package insight

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type targetRow struct {
	bun.BaseModel `bun:"table:insight_target"`
	ID            string        `bun:"id,pk"`
	At            time.Time     `bun:"at"`
	UnitID        string        `bun:"unit_id"`
	Indicator     Indicator     `bun:"indicator"`
	Span          string        `bun:"span"`
	Goal          sql.NullInt64 `bun:"goal"`
	Owner         string        `bun:"owner"`
	Reason        string        `bun:"reason"`
	ByID          string        `bun:"by_id"`
	ByName        string        `bun:"by_name"`
}

func (s store) addTarget(ctx context.Context, t Target, personID string) error {
	row := &targetRow{ID: t.ID, At: t.At, UnitID: t.UnitID, Indicator: t.Indicator, Span: t.Span.Name(), Goal: sql.NullInt64{Int64: int64(t.Goal), Valid: !t.Gone},
		Owner: t.Owner, Reason: t.Reason, ByID: personID, ByName: t.By}
	_, err := s.q.NewInsert().Model(row).Exec(ctx)
	return err
}

// targets is the history of a unit's targets of a period, or ("") of all, the newest first.
func (s store) targets(ctx context.Context, unitID, span string) ([]Target, error) {
	var rows []targetRow
	sel := s.q.NewSelect().Model(&rows).Where("unit_id = ?", unitID).OrderExpr("at DESC, id DESC").Limit(200)
	if span != "" {
		sel.Where("span = ?", span)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Target, len(rows))
	for i, r := range rows {
		span, _ := ParseSpan(r.Span)
		out[i] = Target{r.ID, clock.Whole(r.At), r.UnitID, r.Indicator, span, int(r.Goal.Int64), !r.Goal.Valid, r.Owner, r.Reason, r.ByName}
	}
	return out, nil
}

type planRow struct {
	bun.BaseModel `bun:"table:insight_plan"`
	ID            string       `bun:"id,pk"`
	UnitID        string       `bun:"unit_id"`
	Months        int          `bun:"months"`
	Report        bool         `bun:"report"`
	PersonID      string       `bun:"person_id"`
	Person        string       `bun:"person"`
	ByName        string       `bun:"by_name"`
	MadeAt        time.Time    `bun:"made_at"`
	StoppedAt     bun.NullTime `bun:"stopped_at"`
	Sent          string       `bun:"sent"`
}

func (r *planRow) plan() Plan {
	return Plan{r.ID, r.UnitID, r.Months, r.Report, r.PersonID, r.Person, r.ByName, clock.Whole(r.MadeAt), r.Sent}
}

func (s store) addPlan(ctx context.Context, p Plan) error {
	_, err := s.q.NewInsert().Model(&planRow{ID: p.ID, UnitID: p.UnitID, Months: p.Months, Report: p.Report, PersonID: p.PersonID, Person: p.Person,
		ByName: p.By, MadeAt: p.MadeAt, Sent: p.Sent}).Exec(ctx)
	return err
}

// plans are those that have not been stopped, of a unit or ("") of all.
func (s store) plans(ctx context.Context, unitID string) ([]Plan, error) {
	var rows []planRow
	sel := s.q.NewSelect().Model(&rows).Where("stopped_at IS NULL").Order("made_at", "id")
	if unitID != "" {
		sel.Where("unit_id = ?", unitID)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Plan, len(rows))
	for i := range rows {
		out[i] = rows[i].plan()
	}
	return out, nil
}

// sending notes that a period is sent; false when somebody else has sent it.
func (s store) sending(ctx context.Context, p Plan, span string) (bool, error) {
	return changed(s.q.NewUpdate().Model((*planRow)(nil)).Set("sent = ?", span).Where("id = ? AND sent = ? AND stopped_at IS NULL", p.ID, p.Sent).Exec(ctx))
}

func (s store) stopPlan(ctx context.Context, id, unitID string, at time.Time) (bool, error) {
	return changed(s.q.NewUpdate().Model((*planRow)(nil)).Set("stopped_at = ?", at).Where("id = ? AND unit_id = ? AND stopped_at IS NULL", id, unitID).Exec(ctx))
}

func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
