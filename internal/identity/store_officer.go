package identity

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// officerRow is the secret half of an officer's account.
type officerRow struct {
	bun.BaseModel `bun:"table:identity_officer"`
	AccountID     string
	Login         string
	PersonID      string
	Password      string // PHC
	PasswordAt    time.Time
	OneTime       bool
	TOTP          string `bun:"totp"`      // sealed, "" none
	TOTPStep      int64  `bun:"totp_step"` // the last one used
	TOTPNew       string `bun:"totp_new"`  // sealed, being enrolled
}

// known is an account of an officer as the service works with it.
type known struct {
	Account
	officerRow
	Passkeys int
	Tries    int
	LastAt   time.Time `bun:",nullzero"` // of the tries
}

const officerColumns = `a.id, a.kind, a.name, a.state, a.state_why, a.created_at, a.signed_in_at, a.unused_since_at,
	o.login, o.person_id, o.password, o.password_at, o.one_time, o.totp, o.totp_step, o.totp_new,
	(SELECT count(*) FROM identity_passkey AS k WHERE k.account_id = a.id) AS passkeys,
	coalesce(t.tries, 0) AS tries, t.last_at`

func (s store) officers() *bun.SelectQuery {
	return s.q.NewSelect().ColumnExpr(officerColumns).TableExpr("identity_officer AS o").
		Join("JOIN identity_account AS a ON a.id = o.account_id").
		Join("LEFT JOIN identity_try AS t ON t.key = ? || a.id", tryAccount)
}

func (s store) officer(ctx context.Context, accountID string) (known, error) {
	var k known
	err := s.officers().Where("o.account_id = ?", accountID).Scan(ctx, &k)
	return k, orNotFound(err, "identity.account.not-found")
}

// findOfficer looks a login up; an unknown one is an empty account.
func (s store) findOfficer(ctx context.Context, login string) (known, error) {
	var k known
	err := s.officers().Where("o.login = ?", login).Scan(ctx, &k)
	if db.IsNone(err) {
		return known{}, nil
	}
	return k, err
}

// findByPerson looks for the account of a person; none is an empty account.
func (s store) findByPerson(ctx context.Context, personID string) (known, error) {
	var k known
	err := s.officers().Where("o.person_id = ?", personID).Scan(ctx, &k)
	if db.IsNone(err) {
		return known{}, nil
	}
	return k, err
}

// listMarks are the limits by which the list tells locked and idle accounts.
type listMarks struct {
	tries                  int
	lockedSince, idleSince time.Time
}

// listOfficers returns accounts by login after the given one whose name or login holds the text; of
// the persons only, unless that is nil.
func (s store) listOfficers(ctx context.Context, q OfficerQuery, only []string, m listMarks) ([]known, error) {
	var out []known
	sel := s.officers().Order("o.login").Limit(int64(q.Limit))
	if q.After != "" {
		sel.Where("o.login > ?", q.After)
	}
	if only != nil {
		sel.Where("o.person_id IN (?)", bun.List(only))
	}
	switch q.State {
	case FilterActive, FilterDisabled:
		sel.Where("a.state = ?", q.State)
	case FilterOneTime:
		sel.Where("a.state = ? AND o.one_time", Active)
	case FilterLocked:
		sel.Where("t.tries >= ? AND t.last_at > ?", m.tries, clock.Whole(m.lockedSince))
	case FilterIdle:
		sel.Where("a.state = ? AND a.unused_since_at < ?", Active, clock.Whole(m.idleSince))
	case FilterNoSecond:
		sel.Where("a.state = ? AND o.totp = '' AND NOT EXISTS (SELECT 1 FROM identity_passkey AS k WHERE k.account_id = a.id)", Active)
	}
	for _, word := range strings.Fields(text.Fold(q.Text)) {
		sel.Where(`a.fold LIKE ? ESCAPE '!'`, "%"+db.Like(word)+"%")
	}
	return out, sel.Scan(ctx, &out)
}

func (s store) addOfficer(ctx context.Context, r officerRow) error {
	_, err := s.q.NewInsert().Model(&r).Exec(ctx)
	return err
}

// setPassword replaces the password if it still is the one that was checked.
func (s store) setPassword(ctx context.Context, r officerRow, was string) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_officer").
		Set("password = ?, password_at = ?, one_time = ?", r.Password, clock.Whole(r.PasswordAt), r.OneTime).
		Where("account_id = ? AND password = ?", r.AccountID, was).Exec(ctx))
}

// useStep notes a code's step as used; false when it, or a later one, was used already.
func (s store) useStep(ctx context.Context, accountID string, step int64) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_officer").Set("totp_step = ?", step).
		Where("account_id = ? AND totp_step < ?", accountID, step).Exec(ctx))
}

func (s store) setTOTP(ctx context.Context, accountID, active, enrolling string) error {
	_, err := s.q.NewUpdate().TableExpr("identity_officer").
		Set("totp = ?, totp_new = ?", active, enrolling).Where("account_id = ?", accountID).Exec(ctx)
	return err
}

// setRecovery replaces all recovery codes of an account.
func (s store) setRecovery(ctx context.Context, accountID string, hashes []string) error {
	if _, err := s.q.NewDelete().TableExpr("identity_recovery").
		Where("account_id = ?", accountID).Exec(ctx); err != nil {
		return err
	}
	for _, h := range hashes {
		if _, err := s.q.NewRaw("INSERT INTO identity_recovery (account_id, hash) VALUES (?, ?)",
			accountID, h).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// useRecovery uses a recovery code up; false when there is no such code unused.
func (s store) useRecovery(ctx context.Context, accountID, hash string, now time.Time) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_recovery").Set("used_at = ?", clock.Whole(now)).
		Where("account_id = ? AND hash = ? AND used_at IS NULL", accountID, hash).Exec(ctx))
}

func (s store) recoveryLeft(ctx context.Context, accountID string) (int, error) {
	var n int
	err := s.q.NewSelect().TableExpr("identity_recovery").ColumnExpr("count(*)").
		Where("account_id = ? AND used_at IS NULL", accountID).Scan(ctx, &n)
	return n, err
}
