package catalog

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// uploadsStay is how long files wait to be confirmed.
const uploadsStay = 7 * 24 * time.Hour

// PutUp keeps the files of an import until they are confirmed, and returns their key.
func (s *Service) PutUp(ctx context.Context, in Sources) (string, error) {
	if err := s.mayImport(ctx, in); err != nil {
		return "", err
	}
	if err := in.check(); err != nil {
		return "", err
	}
	now := s.Clock.Now()
	row := uploadRow{ID: id.New(), AccountID: actor.Of(ctx).AccountID, CSV: in.CSV, Detailed: in.Detailed, PublishFrom: in.PublishFrom,
		DecisionNo: text.Clean(in.DecisionNo), Why: text.Clean(in.Why), CreatedAt: now}
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		if err := st.dropUploads(ctx, now.Add(-uploadsStay)); err != nil {
			return err
		}
		return st.insertUpload(ctx, row)
	})
	return row.ID, err
}

func (in Sources) check() error {
	var wrong []fault.Field
	if in.CSV == nil && in.Detailed == nil {
		wrong = append(wrong, fault.Field{Name: "csv", Key: "catalog.import.nothing"})
	}
	if in.PublishFrom != "" && dateOnly(in.PublishFrom) != nil {
		wrong = append(wrong, fault.Field{Name: "from", Key: "catalog.day-missing"})
	}
	if text.Clean(in.Why) == "" {
		wrong = append(wrong, fault.Field{Name: "why", Key: "catalog.reason-missing"})
	}
	return fault.OnFields(wrong)
}

// RehearseUpload tells what confirming the files would do.
func (s *Service) RehearseUpload(ctx context.Context, uploadID string) (*Plan, Sources, error) {
	in, err := s.read().upload(ctx, uploadID, actor.Of(ctx).AccountID)
	if err != nil {
		return nil, in, err
	}
	p, err := s.Rehearse(ctx, in)
	return p, in, err
}

// ConfirmUpload imports the files that were put up.
func (s *Service) ConfirmUpload(ctx context.Context, uploadID string) (*Plan, error) {
	in, err := s.read().upload(ctx, uploadID, actor.Of(ctx).AccountID)
	if err != nil {
		return nil, err
	}
	p, err := s.Import(ctx, in)
	if err != nil {
		return p, err
	}
	return p, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropUpload(ctx, uploadID) })
}
