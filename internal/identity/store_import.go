package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type importRow struct {
	bun.BaseModel `bun:"table:identity_import,alias:i"`
	ID            string
	AccountID     string
	Name          string
	Content       []byte
	MadeAt        time.Time
	AppliedAt     time.Time `bun:",nullzero"`
}

func (s store) addImport(ctx context.Context, r importRow) error {
	_, err := s.q.NewInsert().Model(&r).Exec(ctx)
	return err
}

func (s store) importOf(ctx context.Context, id, accountID string) (importRow, error) {
	var r importRow
	err := s.q.NewSelect().Model(&r).Where("i.id = ? AND i.account_id = ?", id, accountID).Scan(ctx)
	return r, orNotFound(err, "identity.import.not-found")
}

// applyImport takes a file for applying; false when it was applied already.
func (s store) applyImport(ctx context.Context, id string, now time.Time) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_import").Set("applied_at = ?", clock.Whole(now)).
		Where("id = ? AND applied_at IS NULL", id).Exec(ctx))
}

func (s store) forgetImports(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().TableExpr("identity_import").Where("made_at <= ?", clock.Whole(before)).Exec(ctx)
	return err
}
