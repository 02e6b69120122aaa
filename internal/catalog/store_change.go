package catalog

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// batch is how many rows one statement inserts: bodies are long.
const batch = 50

type competenceRow struct {
	bun.BaseModel `bun:"table:catalog_competence"`
	ID            string     `bun:"id,pk"`
	ProcedureID   string     `bun:"procedure_id"`
	UnitKind      string     `bun:"unit_kind"`
	Department    string     `bun:"department"`
	FromOn        clock.Date `bun:"from_on"`
	CreatedAt     time.Time  `bun:"created_at"`
}

func rowOf(p Procedure, now time.Time) procedureRow {
	return procedureRow{ID: p.ID, Code: p.Code, Slug: p.Slug, Name: p.Name, NameEn: p.NameEn, Level: string(p.Level),
		Field: p.Field, Source: p.Source, Confidence: string(p.Confidence), CreatedAt: now}
}

func (s store) insertProcedures(ctx context.Context, rows []procedureRow) error {
	return inBatches(ctx, s.q, rows)
}

func (s store) insertVersions(ctx context.Context, versions []Version, now time.Time) error {
	rows := make([]versionRow, len(versions))
	for i, v := range versions {
		body, err := json.Marshal(v.Content)
		if err != nil {
			return err
		}
		rows[i] = versionRow{ID: v.ID, ProcedureID: v.ProcedureID, Number: v.Number, Status: string(v.Status), FromOn: v.From,
			UntilOn: v.Until, DecisionNo: v.DecisionNo, Digest: v.digest(), Body: string(body), CreatedAt: now}
	}
	return inBatches(ctx, s.q, rows)
}

func (s store) insertCompetences(ctx context.Context, rows []competenceRow) error {
	return inBatches(ctx, s.q, rows)
}

func inBatches[R any](ctx context.Context, q bun.IDB, rows []R) error {
	for len(rows) > 0 {
		part := rows[:min(batch, len(rows))]
		if _, err := q.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		rows = rows[len(part):]
	}
	return nil
}

// setCompetence says who decides from a day on, in place of what was said for that very day.
func (s store) setCompetence(ctx context.Context, procedureID string, c competence, from clock.Date, now time.Time) error {
	row := competenceRow{ID: id.New(), ProcedureID: procedureID, UnitKind: c.UnitKind, Department: c.Department, FromOn: from, CreatedAt: now}
	_, err := s.q.NewInsert().Model(&row).On("CONFLICT (procedure_id, from_on) DO UPDATE").
		Set("unit_kind = EXCLUDED.unit_kind, department = EXCLUDED.department").Exec(ctx)
	return err
}

// amend writes what may change without a new version.
func (s store) amend(ctx context.Context, p Procedure) error {
	_, err := s.q.NewUpdate().Model((*procedureRow)(nil)).
		Set("code = ?, name_en = ?, field = ?, source = ?, confidence = ?", p.Code, p.NameEn, p.Field, p.Source, string(p.Confidence)).
		Where("id = ?", p.ID).Exec(ctx)
	return err
}

// publish puts a draft into force, as it was when it was read.
func (s store) publish(ctx context.Context, v *Version) error {
	return one(ctx, s.q.NewUpdate().Model((*versionRow)(nil)).
		Set("status = 'published', from_on = ?, decision_no = ?", v.From, v.DecisionNo).
		Where("id = ? AND status = 'draft' AND edition = ?", v.ID, v.Edition))
}

// end sets the last day of the version of a procedure that is without end.
func (s store) end(ctx context.Context, procedureID string, last clock.Date, status Status, decisionNo string) error {
	return one(ctx, s.q.NewUpdate().Model((*versionRow)(nil)).
		Set("until_on = ?, status = ?, end_decision_no = ?", last, string(status), decisionNo).
		Where("procedure_id = ? AND status = 'published' AND until_on = ''", procedureID))
}

// one wants an update to meet a row: somebody else was faster otherwise.
func one(ctx context.Context, q *bun.UpdateQuery) error {
	res, err := q.Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "catalog.changed-meanwhile").Because(err)
	}
	return nil
}

// changed counts a change.
func (s store) changed(ctx context.Context) error {
	_, err := s.q.NewUpdate().TableExpr("catalog_state").Set("revision = revision + 1").Where("id = 1").Exec(ctx)
	return err
}

// lasts returns the newest version of every procedure, by key.
func (s store) lasts(ctx context.Context) (map[string]*last, error) {
	procedures, err := s.procedures(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*last, len(procedures))
	out := make(map[string]*last, len(procedures))
	for _, p := range procedures {
		l := &last{Procedure: *p}
		byID[p.ID], out[p.Key()] = l, l
	}
	var rows []versionRow
	if err := s.q.NewSelect().Model(&rows).Order("v.number").Scan(ctx); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := byID[r.ProcedureID].take(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// take moves on to a later version.
func (l *last) take(r versionRow) error {
	v, err := r.version()
	if err != nil {
		return err
	}
	l.Number, l.Digest, l.Detailed, l.HandlingUnit = r.Number, r.Digest, v.Detailed, v.HandlingUnit
	if v.Status != StatusDraft && v.From > l.From {
		l.From, l.Until = v.From, v.Until
	}
	return nil
}

// lastOf returns the newest of the versions of a procedure that were published.
func (s store) lastOf(ctx context.Context, procedureID string) (*last, error) {
	p, err := s.procedure(ctx, "id", procedureID)
	if err != nil {
		return nil, err
	}
	versions, err := s.versions(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	l := &last{Procedure: *p}
	versions = slices.DeleteFunc(versions, func(v *Version) bool { return v.Status == StatusDraft })
	for _, v := range versions {
		if v.From > l.From {
			l.Number, l.HandlingUnit, l.From, l.Until = v.Number, v.HandlingUnit, v.From, v.Until
		}
	}
	return l, nil
}
