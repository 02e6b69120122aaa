package catalog

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type uploadRow struct {
	bun.BaseModel `bun:"table:catalog_upload,alias:u"`
	ID            string     `bun:"id,pk"`
	AccountID     string     `bun:"account_id"`
	CSV           []byte     `bun:"csv"`
	Detailed      []byte     `bun:"detailed"`
	PublishFrom   clock.Date `bun:"publish_from"`
	DecisionNo    string     `bun:"decision_no"`
	Why           string     `bun:"why"`
	CreatedAt     time.Time  `bun:"created_at"`
	Bundle        []byte     `bun:"bundle"`
}

func (s store) insertUpload(ctx context.Context, row uploadRow) error {
	_, err := s.q.NewInsert().Model(&row).Exec(ctx)
	return err
}

// upload returns the files that an account put up.
func (s store) upload(ctx context.Context, uploadID, accountID string) (Sources, error) {
	var row uploadRow
	err := s.q.NewSelect().Model(&row).Where("u.id = ? AND u.account_id = ?", uploadID, accountID).Scan(ctx)
	if db.IsNone(err) {
		return Sources{}, fault.New(fault.NotFound, "catalog.upload-not-found")
	}
	if err == nil && row.Bundle != nil {
		return Sources{}, fault.New(fault.NotFound, "catalog.upload-not-found")
	}
	return Sources{CSV: row.CSV, Detailed: row.Detailed, PublishFrom: row.PublishFrom, DecisionNo: row.DecisionNo, Why: row.Why}, err
}

// bundle returns the file with one procedure that an account put up.
func (s store) bundle(ctx context.Context, uploadID, accountID string) ([]byte, error) {
	var row uploadRow
	err := s.q.NewSelect().Model(&row).Where("u.id = ? AND u.account_id = ? AND u.bundle IS NOT NULL", uploadID, accountID).Scan(ctx)
	if db.IsNone(err) {
		return nil, fault.New(fault.NotFound, "catalog.upload-not-found")
	}
	return row.Bundle, err
}

func (s store) dropUpload(ctx context.Context, uploadID string) error {
	_, err := s.q.NewDelete().Model((*uploadRow)(nil)).Where("id = ?", uploadID).Exec(ctx)
	return err
}

// dropUploads forgets files that nobody confirmed.
func (s store) dropUploads(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().Model((*uploadRow)(nil)).Where("created_at < ?", before).Exec(ctx)
	return err
}
