package dossier

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type answerRow struct {
	bun.BaseModel `bun:"table:dossier_answer"`
	AccountID     string    `bun:"account_id"`
	Key           string    `bun:"key"`
	Request       string    `bun:"request"`
	DossierID     string    `bun:"dossier_id"`
	At            time.Time `bun:"at"`
}

// addAnswer refuses when the same request is being worked on beside this one.
func (s store) addAnswer(ctx context.Context, row *answerRow) error {
	_, err := s.q.NewInsert().Model(row).Exec(ctx)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "dossier.key-busy").Because(err)
	}
	return err
}

// answer returns nil when the key was not used yet.
func (s store) answer(ctx context.Context, accountID, key string) (*answerRow, error) {
	var row answerRow
	err := s.q.NewSelect().Model(&row).Where("account_id = ? AND key = ?", accountID, key).Scan(ctx)
	if db.IsNone(err) {
		return nil, nil
	}
	return &row, err
}

// sweep removes leavings older than the given instants.
func (s store) sweep(ctx context.Context, misses, uploads, answers time.Time) error {
	for _, old := range []struct {
		model  any
		before time.Time
	}{{(*missRow)(nil), misses}, {(*uploadRow)(nil), uploads}, {(*answerRow)(nil), answers}} {
		if _, err := s.q.NewDelete().Model(old.model).Where("at < ?", old.before).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
