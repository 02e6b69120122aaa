package identity

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
)

type citizenRow struct {
	bun.BaseModel `bun:"table:identity_citizen"`
	AccountID     string
	Provider      string
	Subject       string
	PersonalNumber,
	BornOn, Phone, Email, Assurance string
}

const citizenColumns = `c.account_id, a.name, c.provider, c.subject, c.personal_number, c.born_on,
	c.phone, c.email, c.assurance`

func (s store) citizens() *bun.SelectQuery {
	return s.q.NewSelect().ColumnExpr(citizenColumns).TableExpr("identity_citizen AS c").
		Join("JOIN identity_account AS a ON a.id = c.account_id")
}

func (s store) citizen(ctx context.Context, accountID string) (Citizen, error) {
	var c Citizen
	err := s.citizens().Where("c.account_id = ?", accountID).Scan(ctx, &c)
	return c, orNotFound(err, "identity.account.not-found")
}

// findCitizen returns the account of a provider's subject; none is an empty Citizen.
func (s store) findCitizen(ctx context.Context, provider, subject string) (Citizen, error) {
	var c Citizen
	err := s.citizens().Where("c.provider = ? AND c.subject = ?", provider, subject).Scan(ctx, &c)
	if db.IsNone(err) {
		return Citizen{}, nil
	}
	return c, err
}

// findCitizenByNumber returns the active account with the personal number that was used last.
func (s store) findCitizenByNumber(ctx context.Context, number string) (Citizen, error) {
	var c Citizen
	err := s.citizens().Where("c.personal_number = ? AND a.state = ?", number, Active).
		OrderExpr("a.unused_since_at DESC, a.id DESC").Limit(1).Scan(ctx, &c)
	if db.IsNone(err) {
		return Citizen{}, nil
	}
	return c, err
}

func (s store) putCitizen(ctx context.Context, c Citizen) error {
	r := citizenRow{AccountID: c.AccountID, Provider: c.Provider, Subject: c.Subject,
		PersonalNumber: c.PersonalNumber, BornOn: string(c.BornOn), Phone: c.Phone, Email: c.Email,
		Assurance: c.Assurance}
	_, err := s.q.NewInsert().Model(&r).
		On("CONFLICT (account_id) DO UPDATE").
		Set(`personal_number = EXCLUDED.personal_number, born_on = EXCLUDED.born_on,
			phone = EXCLUDED.phone, email = EXCLUDED.email, assurance = EXCLUDED.assurance`).Exec(ctx)
	return err
}

func (s store) setName(ctx context.Context, accountID, name, fold string) error {
	_, err := s.q.NewUpdate().TableExpr("identity_account").Set("name = ?, fold = ?", name, fold).
		Where("id = ?", accountID).Exec(ctx)
	return err
}
