package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// store is the SQL of procedures and versions; store_change.go changes them.
type store struct{ q bun.IDB }

type procedureRow struct {
	bun.BaseModel `bun:"table:catalog_procedure,alias:p"`
	ID            string    `bun:"id,pk"`
	Code          string    `bun:"code"`
	Slug          string    `bun:"slug"`
	Name          string    `bun:"name"`
	NameEn        string    `bun:"name_en"`
	Level         string    `bun:"level"`
	Field         string    `bun:"field"`
	Source        string    `bun:"source"`
	Confidence    string    `bun:"confidence"`
	CreatedAt     time.Time `bun:"created_at"`
}

type versionRow struct {
	bun.BaseModel `bun:"table:catalog_version,alias:v"`
	ID            string     `bun:"id,pk"`
	ProcedureID   string     `bun:"procedure_id"`
	Number        int        `bun:"number"`
	Status        string     `bun:"status"`
	FromOn        clock.Date `bun:"from_on"`
	UntilOn       clock.Date `bun:"until_on"`
	DecisionNo    string     `bun:"decision_no"`
	Digest        string     `bun:"digest"`
	Body          string     `bun:"body"`
	CreatedAt     time.Time  `bun:"created_at"`
	Edition       int        `bun:"edition"`
	EditedBy      string     `bun:"edited_by"`
	EditedAt      *time.Time `bun:"edited_at"`
	EndDecisionNo string     `bun:"end_decision_no"`
}

func (r procedureRow) procedure() *Procedure {
	return &Procedure{ID: r.ID, Code: r.Code, Slug: r.Slug, Name: r.Name, NameEn: r.NameEn, Level: Level(r.Level),
		Field: r.Field, Source: r.Source, Confidence: Confidence(r.Confidence)}
}

func (r versionRow) version() (*Version, error) {
	v := &Version{ID: r.ID, ProcedureID: r.ProcedureID, Number: r.Number, Status: Status(r.Status), From: r.FromOn,
		Until: r.UntilOn, DecisionNo: r.DecisionNo, EndedBy: r.EndDecisionNo, Edition: r.Edition, EditedBy: r.EditedBy, EditedAt: editedAt(r.EditedAt)}
	if err := json.Unmarshal([]byte(r.Body), &v.Content); err != nil {
		return nil, fmt.Errorf("content of version %s: %w", r.ID, err)
	}
	return v, nil
}

func versionsOf(rows []versionRow) ([]*Version, error) {
	out := make([]*Version, len(rows))
	for i, r := range rows {
		v, err := r.version()
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// procedure returns the procedure whose column has the value.
func (s store) procedure(ctx context.Context, column, value string) (*Procedure, error) {
	var row procedureRow
	err := s.q.NewSelect().Model(&row).Where("? = ?", bun.Ident("p."+column), value).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "catalog.not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.procedure(), nil
}

// withCode returns the procedures with a national code: none, one, or one of each level.
func (s store) withCode(ctx context.Context, code string) ([]*Procedure, error) {
	var rows []procedureRow
	err := s.q.NewSelect().Model(&rows).Where("p.code = ? AND p.code <> ''", code).Order("p.level").Scan(ctx)
	out := make([]*Procedure, len(rows))
	for i, r := range rows {
		out[i] = r.procedure()
	}
	return out, err
}

func (s store) version(ctx context.Context, versionID string) (*Version, error) {
	var row versionRow
	err := s.q.NewSelect().Model(&row).Where("v.id = ?", versionID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "catalog.version-not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.version()
}

// versions returns all versions of a procedure, the newest first.
func (s store) versions(ctx context.Context, procedureID string) ([]*Version, error) {
	var rows []versionRow
	err := s.q.NewSelect().Model(&rows).Where("v.procedure_id = ?", procedureID).Order("v.number DESC").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return versionsOf(rows)
}

// published returns every version that is or was in force, the first first.
func (s store) published(ctx context.Context) ([]*Version, error) {
	var rows []versionRow
	err := s.q.NewSelect().Model(&rows).Where("v.status <> ?", string(StatusDraft)).Order("v.from_on", "v.id").Scan(ctx)
	if err != nil {
		return nil, err
	}
	return versionsOf(rows)
}

// current returns the version in force on the day.
func (s store) current(ctx context.Context, procedureID string, on clock.Date) (*Version, error) {
	var row versionRow
	err := inForce(s.q.NewSelect().Model(&row), on).Where("v.procedure_id = ?", procedureID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "catalog.not-in-force")
	}
	if err != nil {
		return nil, err
	}
	return row.version()
}

func inForce(q *bun.SelectQuery, on clock.Date) *bun.SelectQuery {
	return q.Where("v.status <> 'draft' AND v.from_on <= ? AND (v.until_on = '' OR v.until_on >= ?)", on, on)
}

// allCurrent returns every version in force on the day.
func (s store) allCurrent(ctx context.Context, on clock.Date) ([]*Version, error) {
	var rows []versionRow
	if err := inForce(s.q.NewSelect().Model(&rows), on).Scan(ctx); err != nil {
		return nil, err
	}
	return versionsOf(rows)
}

// procedures returns all procedures in the order in which they came in.
func (s store) procedures(ctx context.Context) ([]*Procedure, error) {
	var rows []procedureRow
	err := s.q.NewSelect().Model(&rows).Order("p.id").Scan(ctx)
	out := make([]*Procedure, len(rows))
	for i, r := range rows {
		out[i] = r.procedure()
	}
	return out, err
}

// revision counts the changes of the catalogue.
func (s store) revision(ctx context.Context) (n int64, err error) {
	err = s.q.NewSelect().TableExpr("catalog_state").Column("revision").Where("id = 1").Scan(ctx, &n)
	return n, err
}

// competence is who decides a procedure from a day on.
type competence struct {
	UnitKind   string
	Department string
}

// competent returns who decides the procedure on the day.
func (s store) competent(ctx context.Context, procedureID string, on clock.Date) (c competence, err error) {
	err = s.q.NewSelect().TableExpr("catalog_competence").Column("unit_kind", "department").
		Where("procedure_id = ? AND from_on <= ?", procedureID, on).Order("from_on DESC").Limit(1).
		Scan(ctx, &c.UnitKind, &c.Department)
	if db.IsNone(err) {
		return c, fault.New(fault.NotFound, "catalog.not-found")
	}
	return c, err
}

func (s store) competentSince(ctx context.Context, procedureID string) (days []clock.Date, err error) {
	err = s.q.NewSelect().TableExpr("catalog_competence").Column("from_on").Where("procedure_id = ?", procedureID).Order("from_on").Scan(ctx, &days)
	return days, err
}
