package web

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// sessionStore keeps sessions in the database, so that any process can serve any browser. Tokens
// arrive hashed.
type sessionStore struct {
	db    *db.DB
	clock clock.Clock
}

type sessionRow struct {
	bun.BaseModel `bun:"table:web_session"`
	Token         string    `bun:"token,pk"`
	Data          []byte    `bun:"data"`
	ExpiresAt     time.Time `bun:"expires_at"`
}

func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var row sessionRow
	err := s.db.Read().NewSelect().Model(&row).Where("token = ? AND expires_at > ?", token, s.clock.Now()).Scan(ctx)
	if db.IsNone(err) {
		return nil, false, nil
	}
	return row.Data, err == nil, err
}

func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	row := &sessionRow{Token: token, Data: data, ExpiresAt: clock.Whole(expiry)}
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(row).
			On("CONFLICT (token) DO UPDATE SET data = EXCLUDED.data, expires_at = EXCLUDED.expires_at").Exec(ctx)
		return err
	})
}

func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*sessionRow)(nil)).Where("token = ?", token).Exec(ctx)
		return err
	})
}

// Find, Commit and Delete complete the interface; the session manager calls the Ctx forms.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Sweep removes sessions that have run out.
func Sweep(ctx context.Context, d *db.DB, c clock.Clock) error {
	return d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*sessionRow)(nil)).Where("expires_at <= ?", c.Now()).Exec(ctx)
		return err
	})
}
