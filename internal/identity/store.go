package identity

import (
	"context"
	"embed"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's tables.
var Schema = db.Schema{Room: "identity", Files: schemaFiles}

type store struct{ q bun.IDB }

type accountRow struct {
	bun.BaseModel `bun:"table:identity_account"`
	Account
	Fold string
}

func (s store) addAccount(ctx context.Context, a Account, fold string) error {
	_, err := s.q.NewInsert().Model(&accountRow{Account: a, Fold: fold}).Exec(ctx)
	return err
}

func (s store) byID(ctx context.Context, accountID string) (Account, error) {
	var a Account
	err := s.q.NewSelect().TableExpr("identity_account").
		ColumnExpr("id, kind, name, state, state_why, created_at, signed_in_at, unused_since_at").
		Where("id = ?", accountID).Scan(ctx, &a)
	return a, orNotFound(err, "identity.account.not-found")
}

// setState changes the state if it is not so already, and tells whether it was changed.
func (s store) setState(ctx context.Context, accountID string, to State, why string) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_account").
		Set("state = ?, state_why = ?", to, why).
		Where("id = ? AND state <> ?", accountID, to).Exec(ctx))
}

func (s store) setSignedIn(ctx context.Context, accountID, name string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_account").
		Set("signed_in_at = ?, unused_since_at = ?, name = ?", clock.Whole(now), clock.Whole(now), name).Where("id = ?", accountID).Exec(ctx)
	return err
}

func (s store) setUnusedSince(ctx context.Context, accountID string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_account").
		Set("unused_since_at = ?", clock.Whole(now)).Where("id = ?", accountID).Exec(ctx)
	return err
}

// dormant lists the active officers' accounts whose last use is before the instant.
func (s store) dormant(ctx context.Context, before time.Time) ([]string, error) {
	var ids []string
	err := s.q.NewSelect().TableExpr("identity_account").Column("id").
		Where("kind = ? AND state = ?", KindOfficer, Active).
		Where("unused_since_at <= ?", clock.Whole(before)).
		Order("id").Scan(ctx, &ids)
	return ids, err
}

// hit counts a try and returns how many there are now and when the last counted one was. Tries are
// forgotten after keep; from most on no more are counted, so that a lock ends though somebody goes
// on knocking. One statement, so that tries at the same moment all count.
func (s store) hit(ctx context.Context, key string, l lock, now time.Time) (tries int, last time.Time, err error) {
	now = clock.Whole(now)
	old := now.Add(-l.keep)
	var got struct {
		Tries  int
		LastAt time.Time
	}
	err = s.q.NewRaw(`INSERT INTO identity_try AS t (key, tries, last_at) VALUES (?, 1, ?)
		ON CONFLICT (key) DO UPDATE SET
		tries = CASE WHEN t.last_at <= ? THEN 1 WHEN t.tries > ? THEN t.tries ELSE t.tries + 1 END,
		last_at = CASE WHEN t.last_at > ? AND t.tries >= ? THEN t.last_at ELSE excluded.last_at END
		RETURNING tries, last_at`, key, now, old, l.most, old, l.most).Scan(ctx, &got)
	return got.Tries, got.LastAt, err
}

// unhit takes one try back.
func (s store) unhit(ctx context.Context, key string) error {
	if key == "" {
		return nil
	}
	_, err := s.q.NewUpdate().TableExpr("identity_try").Set("tries = tries - 1").
		Where("key = ? AND tries > 0", key).Exec(ctx)
	return err
}

func (s store) forgetTries(ctx context.Context, key string) (bool, error) {
	return changed(s.q.NewDelete().TableExpr("identity_try").Where("key = ?", key).Exec(ctx))
}

func (s store) forgetOldTries(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().TableExpr("identity_try").Where("last_at <= ?", clock.Whole(before)).Exec(ctx)
	return err
}

func orNotFound(err error, key string) error {
	if db.IsNone(err) {
		return fault.New(fault.NotFound, key)
	}
	return err
}

// changed tells whether a statement changed a row.
func changed(r interface{ RowsAffected() (int64, error) }, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}
