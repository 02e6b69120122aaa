package identity

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// tokenRow stores the rights with spaces between them: they are only ever read whole.
type tokenRow struct {
	bun.BaseModel `bun:"table:identity_token"`
	ID            string
	Name          string
	Hash          string
	Rights        string
	UnitPath      string
	MadeBy        string
	CreatedAt     time.Time
	ExpiresAt     time.Time
	UsedAt        time.Time `bun:",nullzero"`
	RevokedAt     time.Time `bun:",nullzero"`
}

func (r tokenRow) token() Token {
	return Token{ID: r.ID, Name: r.Name, Rights: strings.Fields(r.Rights), UnitPath: r.UnitPath,
		MadeBy: r.MadeBy, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, UsedAt: r.UsedAt, RevokedAt: r.RevokedAt}
}

func (s store) addToken(ctx context.Context, t Token, hash string) error {
	_, err := s.q.NewInsert().Model(&tokenRow{ID: t.ID, Name: t.Name, Hash: hash,
		Rights: strings.Join(t.Rights, " "), UnitPath: t.UnitPath, MadeBy: t.MadeBy,
		CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt}).Exec(ctx)
	return err
}

// findToken looks a token up by its hash; an unknown one is an empty Token.
func (s store) findToken(ctx context.Context, hash string) (Token, error) {
	var r tokenRow
	err := s.q.NewSelect().Model(&r).Where("hash = ?", hash).Scan(ctx)
	if db.IsNone(err) {
		return Token{}, nil
	}
	return r.token(), err
}

func (s store) token(ctx context.Context, id string) (Token, error) {
	var r tokenRow
	err := s.q.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	return r.token(), orNotFound(err, "identity.token.not-found")
}

// tokens lists all tokens, the newest first.
func (s store) tokens(ctx context.Context) ([]Token, error) {
	var rows []tokenRow
	if err := s.q.NewSelect().Model(&rows).Order("id DESC").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Token, len(rows))
	for i, r := range rows {
		out[i] = r.token()
	}
	return out, nil
}

func (s store) revokeToken(ctx context.Context, id string, now time.Time) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_token").Set("revoked_at = ?", clock.Whole(now)).
		Where("id = ? AND revoked_at IS NULL", id).Exec(ctx))
}

func (s store) tokenUsed(ctx context.Context, id string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_token").Set("used_at = ?", clock.Whole(now)).
		Where("id = ?", id).Exec(ctx)
	return err
}
