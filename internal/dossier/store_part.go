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

type partRow struct {
	bun.BaseModel `bun:"table:dossier_part"`
	ID            string    `bun:"id,pk"`
	AccountID     string    `bun:"account_id"`
	DraftID       string    `bun:"draft_id"`
	Paper         string    `bun:"paper"`
	Name          string    `bun:"name"`
	Size          int64     `bun:"size"`
	SHA256        string    `bun:"sha256"`
	Lengths       string    `bun:"lengths"`
	Have          int64     `bun:"have"`
	File          string    `bun:"file"`
	BeganAt       time.Time `bun:"began_at"`
	TouchedAt     time.Time `bun:"touched_at"`
}

func partRowOf(p *Part) (*partRow, error) {
	row := &partRow{ID: p.ID, AccountID: p.AccountID, DraftID: p.DraftID, Name: p.Name, Size: p.Size, SHA256: p.SHA256,
		Have: p.Have, BeganAt: p.BeganAt, TouchedAt: p.TouchedAt}
	for _, one := range []struct {
		to   *string
		from any
	}{{&row.Paper, p.Paper}, {&row.Lengths, p.Lengths}, {&row.File, p.File}} {
		raw, err := json.Marshal(one.from)
		if err != nil {
			return nil, err
		}
		*one.to = string(raw)
	}
	return row, nil
}

func (r *partRow) part() (*Part, error) {
	p := &Part{ID: r.ID, AccountID: r.AccountID, DraftID: r.DraftID, Name: r.Name, Size: r.Size, SHA256: r.SHA256,
		Have: r.Have, BeganAt: clock.Whole(r.BeganAt), TouchedAt: clock.Whole(r.TouchedAt)}
	for raw, to := range map[string]any{r.Paper: &p.Paper, r.Lengths: &p.Lengths, r.File: &p.File} {
		if err := json.Unmarshal([]byte(raw), to); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (s store) insertPart(ctx context.Context, p *Part) error {
	row, err := partRowOf(p)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(row).Exec(ctx)
	return err
}

// updatePart saves a part unless another request got further in the meantime.
func (s store) updatePart(ctx context.Context, p *Part, had int64) error {
	row, err := partRowOf(p)
	if err != nil {
		return err
	}
	res, err := s.q.NewUpdate().Model(row).WherePK().Where("have = ?", had).Exec(ctx)
	return changedOne(res, err)
}

func (s store) part(ctx context.Context, draftID, id string) (*Part, error) {
	var row partRow
	err := s.q.NewSelect().Model(&row).Where("id = ? AND draft_id = ?", id, draftID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "dossier.part-not-found")
	}
	if err != nil {
		return nil, err
	}
	return row.part()
}

// parts are all of a draft, the first begun first.
func (s store) parts(ctx context.Context, draftID string) ([]Part, error) {
	return s.partsWhere(ctx, "draft_id = ?", draftID)
}

// stale are those that nobody has touched since.
func (s store) stale(ctx context.Context, since time.Time) ([]Part, error) {
	return s.partsWhere(ctx, "touched_at < ?", since)
}

func (s store) partsWhere(ctx context.Context, where string, arg any) ([]Part, error) {
	var rows []partRow
	if err := s.q.NewSelect().Model(&rows).Where(where, arg).Order("began_at", "id").Limit(500).Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Part, 0, len(rows))
	for i := range rows {
		p, err := rows[i].part()
		if err != nil {
			return nil, err
		}
		out = append(out, *p)
	}
	return out, nil
}

func (s store) dropPart(ctx context.Context, id string) error {
	_, err := s.q.NewDelete().Model((*partRow)(nil)).Where("id = ?", id).Exec(ctx)
	return err
}
