package identity

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

type passkeyRow struct {
	bun.BaseModel `bun:"table:identity_passkey,alias:k"`
	Passkey
	CredentialID string
	Credential   string // JSON
}

func (r passkeyRow) key() (c webauthn.Credential, err error) {
	return c, json.Unmarshal([]byte(r.Credential), &c)
}

const passkeyColumns = "k.id, k.account_id, k.name, k.created_at, k.used_at, k.credential_id, k.credential"

// passkeys lists the keys of an account, the oldest first.
func (s store) passkeys(ctx context.Context, accountID string) ([]passkeyRow, error) {
	var out []passkeyRow
	err := s.q.NewSelect().TableExpr("identity_passkey AS k").ColumnExpr(passkeyColumns).
		Where("k.account_id = ?", accountID).Order("k.id").Scan(ctx, &out)
	return out, err
}

func (s store) passkey(ctx context.Context, id string) (passkeyRow, error) {
	var r passkeyRow
	err := s.q.NewSelect().TableExpr("identity_passkey AS k").ColumnExpr(passkeyColumns).Where("k.id = ?", id).Scan(ctx, &r)
	return r, orNotFound(err, "identity.passkey.not-found")
}

// findPasskey looks for the key that a browser names; none is an empty row.
func (s store) findPasskey(ctx context.Context, credentialID string) (passkeyRow, error) {
	var r passkeyRow
	err := s.q.NewSelect().TableExpr("identity_passkey AS k").ColumnExpr(passkeyColumns).Where("k.credential_id = ?", credentialID).Scan(ctx, &r)
	if db.IsNone(err) {
		return passkeyRow{}, nil
	}
	return r, err
}

func (s store) addPasskey(ctx context.Context, r passkeyRow) error {
	_, err := s.q.NewInsert().Model(&r).Exec(ctx)
	return err
}

// usePasskey notes a use: the counter of the key and when.
func (s store) usePasskey(ctx context.Context, id, credential string, now time.Time) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_passkey").
		Set("credential = ?, used_at = ?", credential, clock.Whole(now)).Where("id = ?", id).Exec(ctx))
}

func (s store) renamePasskey(ctx context.Context, id, name string) error {
	_, err := s.q.NewUpdate().TableExpr("identity_passkey").Set("name = ?", name).Where("id = ?", id).Exec(ctx)
	return err
}

func (s store) removePasskey(ctx context.Context, id string) (bool, error) {
	return changed(s.q.NewDelete().TableExpr("identity_passkey").Where("id = ?", id).Exec(ctx))
}

func (s store) removePasskeys(ctx context.Context, accountID string) error {
	_, err := s.q.NewDelete().TableExpr("identity_passkey").Where("account_id = ?", accountID).Exec(ctx)
	return err
}
