package catalog

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type resultRow struct {
	bun.BaseModel `bun:"table:catalog_result,alias:r"`
	ID            string     `bun:"id,pk"`
	ProcedureID   string     `bun:"procedure_id"`
	CaseKey       string     `bun:"case_key"`
	Number        int        `bun:"number"`
	Status        string     `bun:"status"`
	Name          string     `bun:"name"`
	Body          string     `bun:"body"`
	Docx          []byte     `bun:"docx"`
	DocxName      string     `bun:"docx_name"`
	Edition       int        `bun:"edition"`
	EditedBy      string     `bun:"edited_by"`
	EditedAt      time.Time  `bun:"edited_at"`
	PublishedBy   string     `bun:"published_by"`
	PublishedAt   *time.Time `bun:"published_at"`
	EndedAt       *time.Time `bun:"ended_at"`
}

func (r resultRow) template() *ResultTemplate {
	return &ResultTemplate{ID: r.ID, ProcedureID: r.ProcedureID, CaseKey: r.CaseKey, Number: r.Number, Status: Status(r.Status), Name: r.Name, Body: r.Body, Docx: r.Docx, DocxName: r.DocxName,
		Edition: r.Edition, EditedBy: r.EditedBy, EditedAt: r.EditedAt, PublishedBy: r.PublishedBy, PublishedAt: editedAt(r.PublishedAt), EndedAt: editedAt(r.EndedAt)}
}

// results returns all templates of a procedure without their files, by case, the newest first.
func (s store) results(ctx context.Context, procedureID string) ([]*ResultTemplate, error) {
	var rows []resultRow
	err := s.q.NewSelect().Model(&rows).ExcludeColumn("docx").Where("r.procedure_id = ?", procedureID).Order("r.case_key", "r.number DESC").Scan(ctx)
	out := make([]*ResultTemplate, len(rows))
	for i, r := range rows {
		out[i] = r.template()
	}
	return out, err
}

func (s store) result(ctx context.Context, resultID string) (*ResultTemplate, error) {
	var row resultRow
	err := s.q.NewSelect().Model(&row).Where("r.id = ?", resultID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "catalog.result.not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.template(), nil
}

// findResult returns the template that holds for a case, else the one for all cases; nil when there is none.
func (s store) findResult(ctx context.Context, procedureID, caseKey string) (*ResultTemplate, error) {
	var row resultRow
	err := s.q.NewSelect().Model(&row).Where("r.procedure_id = ? AND r.status = 'published' AND r.case_key IN (?, '')", procedureID, caseKey).
		Order("r.case_key DESC").Limit(1).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return row.template(), nil
}

func (s store) insertResult(ctx context.Context, t *ResultTemplate) error {
	row := resultRow{ID: t.ID, ProcedureID: t.ProcedureID, CaseKey: t.CaseKey, Number: t.Number, Status: string(t.Status), Name: t.Name, Body: t.Body, Docx: t.Docx, DocxName: t.DocxName,
		EditedBy: t.EditedBy, EditedAt: t.EditedAt}
	_, err := s.q.NewInsert().Model(&row).Exec(ctx)
	return err
}

// saveResult writes the words of a draft that nobody changed since it was read.
func (s store) saveResult(ctx context.Context, t *ResultTemplate) error {
	return one(ctx, s.q.NewUpdate().Model((*resultRow)(nil)).
		Set("name = ?, body = ?, docx = ?, docx_name = ?, edition = edition + 1, edited_by = ?, edited_at = ?", t.Name, t.Body, t.Docx, t.DocxName, t.EditedBy, t.EditedAt).
		Where("id = ? AND status = 'draft' AND edition = ?", t.ID, t.Edition))
}

// publishResult lets a draft hold that nobody changed since it was read.
func (s store) publishResult(ctx context.Context, t *ResultTemplate) error {
	return one(ctx, s.q.NewUpdate().Model((*resultRow)(nil)).
		Set("status = 'published', published_by = ?, published_at = ?", t.PublishedBy, t.PublishedAt).
		Where("id = ? AND status = 'draft' AND edition = ?", t.ID, t.Edition))
}

// endResults ends the template that holds for a case; none is fine.
func (s store) endResults(ctx context.Context, procedureID, caseKey string, at time.Time) error {
	_, err := s.q.NewUpdate().Model((*resultRow)(nil)).Set("status = 'ended', ended_at = ?", at).
		Where("procedure_id = ? AND case_key = ? AND status = 'published'", procedureID, caseKey).Exec(ctx)
	return err
}

// endResult ends a template that holds.
func (s store) endResult(ctx context.Context, t *ResultTemplate) error {
	return one(ctx, s.q.NewUpdate().Model((*resultRow)(nil)).Set("status = 'ended', ended_at = ?", t.EndedAt).
		Where("id = ? AND status = 'published'", t.ID))
}

// dropResult forgets a draft that nobody changed since it was read.
func (s store) dropResult(ctx context.Context, t *ResultTemplate) error {
	res, err := s.q.NewDelete().Model((*resultRow)(nil)).Where("id = ? AND status = 'draft' AND edition = ?", t.ID, t.Edition).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return changedMeanwhile()
	}
	return nil
}
