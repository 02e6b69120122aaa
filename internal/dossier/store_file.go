package dossier

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type uploadRow struct {
	bun.BaseModel `bun:"table:dossier_upload"`
	ID            string    `bun:"id,pk"`
	AccountID     string    `bun:"account_id"`
	At            time.Time `bun:"at"`
	File          string    `bun:"file"`
}

func (s store) insertUploads(ctx context.Context, ups []Upload, accountID string, at time.Time) error {
	var rows []uploadRow
	for _, u := range ups {
		raw, err := json.Marshal(u.File)
		if err != nil {
			return err
		}
		rows = append(rows, uploadRow{ID: u.ID, AccountID: accountID, At: at, File: string(raw)})
	}
	_, err := s.q.NewInsert().Model(&rows).Exec(ctx)
	return err
}

func (s store) upload(ctx context.Context, id, accountID string) (File, error) {
	var row uploadRow
	err := s.q.NewSelect().Model(&row).Where("id = ? AND account_id = ?", id, accountID).Scan(ctx)
	if db.IsNone(err) {
		return File{}, fault.New(fault.NotFound, "dossier.file-not-found")
	}
	if err != nil {
		return File{}, err
	}
	var f File
	return f, json.Unmarshal([]byte(row.File), &f)
}
