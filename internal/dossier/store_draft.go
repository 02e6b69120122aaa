package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type draftRow struct {
	bun.BaseModel `bun:"table:dossier_draft"`
	ID            string       `bun:"id,pk"`
	AccountID     string       `bun:"account_id"`
	DossierID     string       `bun:"dossier_id"`
	ProcedureID   string       `bun:"procedure_id"`
	Name          string       `bun:"name"`
	Version       int          `bun:"version"`
	CreatedAt     time.Time    `bun:"created_at"`
	SavedAt       time.Time    `bun:"saved_at"`
	Body          string       `bun:"body"`
	DroppedAt     bun.NullTime `bun:"dropped_at"` // thrown away, to be taken back for a while
}

func draftRowOf(dr *DraftWork) (*draftRow, error) {
	body, err := json.Marshal(dr)
	return &draftRow{ID: dr.ID, AccountID: dr.AccountID, DossierID: dr.DossierID, ProcedureID: dr.ProcedureID, Name: dr.Name,
		Version: dr.Version, CreatedAt: dr.CreatedAt, SavedAt: dr.SavedAt, Body: string(body)}, err
}

func (r *draftRow) draft() (*DraftWork, error) {
	dr := &DraftWork{ID: r.ID, AccountID: r.AccountID, DossierID: r.DossierID, ProcedureID: r.ProcedureID, Name: r.Name,
		Version: r.Version, CreatedAt: clock.Whole(r.CreatedAt), SavedAt: clock.Whole(r.SavedAt)}
	return dr, json.Unmarshal([]byte(r.Body), dr)
}

func (s store) insertDraft(ctx context.Context, dr *DraftWork) error {
	row, err := draftRowOf(dr)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(row).Exec(ctx)
	return err
}

func (s store) updateDraft(ctx context.Context, dr *DraftWork, was int) error {
	row, err := draftRowOf(dr)
	if err != nil {
		return err
	}
	res, err := s.q.NewUpdate().Model(row).WherePK().Where("version = ?", was).Exec(ctx)
	return changedOne(res, err)
}

func (s store) dropDraft(ctx context.Context, dr *DraftWork) error {
	res, err := s.q.NewDelete().Model((*draftRow)(nil)).Where("id = ? AND version = ?", dr.ID, dr.Version).Exec(ctx)
	return changedOne(res, err)
}

// dropAnswers throws away whatever was begun as an answer to a request about the dossier.
func (s store) dropAnswers(ctx context.Context, dossierID string) error {
	_, err := s.q.NewDelete().Model((*draftRow)(nil)).Where("dossier_id = ?", dossierID).Exec(ctx)
	return err
}

// changedOne refuses when a guarded change found its row gone or newer.
func changedOne(res interface{ RowsAffected() (int64, error) }, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.Conflict, "dossier.changed").Because(err)
	}
	return nil
}

func (s store) draft(ctx context.Context, id, accountID string) (*DraftWork, error) {
	var row draftRow
	err := s.q.NewSelect().Model(&row).Where("id = ? AND account_id = ? AND dropped_at IS NULL", id, accountID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "dossier.draft-not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.draft()
}

func (s store) drafts(ctx context.Context, accountID string) ([]DraftWork, error) {
	var rows []draftRow
	err := s.q.NewSelect().Model(&rows).Where("account_id = ? AND dropped_at IS NULL", accountID).Order("saved_at DESC").Limit(100).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return draftsOf(rows)
}

func draftsOf(rows []draftRow) ([]DraftWork, error) {
	out := make([]DraftWork, 0, len(rows))
	for i := range rows {
		dr, err := rows[i].draft()
		if err != nil {
			return nil, err
		}
		out = append(out, *dr)
	}
	return out, nil
}

// putAside throws a draft away so that it can be taken back.
func (s store) putAside(ctx context.Context, dr *DraftWork, at time.Time) error {
	res, err := s.q.NewUpdate().Model((*draftRow)(nil)).Set("dropped_at = ?", at).
		Where("id = ? AND version = ? AND dropped_at IS NULL", dr.ID, dr.Version).Exec(ctx)
	return changedOne(res, err)
}

// restoreDraft undoes putAside; it is NotFound when there is nothing to undo.
func (s store) restoreDraft(ctx context.Context, id, accountID string, at time.Time) error {
	res, err := s.q.NewUpdate().Model((*draftRow)(nil)).Set("dropped_at = NULL").Set("saved_at = ?", at).
		Where("id = ? AND account_id = ? AND dropped_at IS NOT NULL", id, accountID).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.NotFound, "dossier.draft-not-found").Because(err)
	}
	return nil
}

// asideOf are the drafts that somebody threw away and can take back, the last one first.
func (s store) asideOf(ctx context.Context, accountID string, since time.Time) ([]DraftWork, error) {
	var rows []draftRow
	err := s.q.NewSelect().Model(&rows).Where("account_id = ? AND dropped_at > ?", accountID, since).Order("dropped_at DESC").Limit(20).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return draftsOf(rows)
}

// abandoned are drafts that nobody has saved since the first instant, and those thrown away before the
// second, a few at a time.
func (s store) abandoned(ctx context.Context, saved, dropped time.Time) ([]DraftWork, error) {
	var rows []draftRow
	err := s.q.NewSelect().Model(&rows).Where("saved_at < ? OR dropped_at < ?", saved, dropped).Order("saved_at").Limit(100).Scan(ctx)
	if err != nil {
		return nil, err
	}
	return draftsOf(rows)
}
