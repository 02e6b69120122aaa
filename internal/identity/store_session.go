package identity

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

type sessionRow struct {
	bun.BaseModel `bun:"table:identity_session"`
	Session
}

const sessionColumns = `s.id, s.account_id, s.way, s.position_id, s.from_addr, s.agent,
	s.created_at, s.seen_at, s.ended_at, s.ended_why`

func (s store) addSession(ctx context.Context, x Session) error {
	_, err := s.q.NewInsert().Model(&sessionRow{Session: x}).Exec(ctx)
	return err
}

func (s store) session(ctx context.Context, id string) (Session, error) {
	var x Session
	err := s.q.NewSelect().TableExpr("identity_session AS s").ColumnExpr(sessionColumns).
		Where("s.id = ?", id).Scan(ctx, &x)
	return x, orNotFound(err, "identity.session.not-found")
}

// openSessions lists the sessions of an account that were not ended, the last used first.
func (s store) openSessions(ctx context.Context, accountID string) ([]Session, error) {
	var out []Session
	err := s.q.NewSelect().TableExpr("identity_session AS s").ColumnExpr(sessionColumns).
		Where("s.account_id = ? AND s.ended_at IS NULL", accountID).
		Order("s.seen_at DESC", "s.id DESC").Scan(ctx, &out)
	return out, err
}

// presence is everything a request needs to know about its session, in one query.
type presence struct {
	Session
	Kind       Kind
	Name       string
	State      State
	PersonID   string
	PasswordAt time.Time `bun:",nullzero"`
	OneTime    bool
	HasCode    bool
	Passkeys   int
}

func (s store) presence(ctx context.Context, sessionID string) (presence, error) {
	var p presence
	err := s.q.NewSelect().TableExpr("identity_session AS s").
		ColumnExpr(sessionColumns).
		ColumnExpr(`a.kind, a.name, a.state, coalesce(o.person_id, '') AS person_id, o.password_at,
			coalesce(o.one_time, false) AS one_time, coalesce(o.totp, '') <> '' AS has_code,
			(SELECT count(*) FROM identity_passkey AS k WHERE k.account_id = a.id) AS passkeys`).
		Join("JOIN identity_account AS a ON a.id = s.account_id").
		Join("LEFT JOIN identity_officer AS o ON o.account_id = a.id").
		Where("s.id = ?", sessionID).Scan(ctx, &p)
	return p, err
}

// endSession ends a session that is open, and tells whether it was.
func (s store) endSession(ctx context.Context, id, why string, now time.Time) (bool, error) {
	return changed(s.q.NewUpdate().TableExpr("identity_session").
		Set("ended_at = ?, ended_why = ?", clock.Whole(now), why).
		Where("id = ? AND ended_at IS NULL", id).Exec(ctx))
}

// endSessions ends all open sessions of an account but one.
func (s store) endSessions(ctx context.Context, accountID, but, why string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_session").
		Set("ended_at = ?, ended_why = ?", clock.Whole(now), why).
		Where("account_id = ? AND id <> ? AND ended_at IS NULL", accountID, but).Exec(ctx)
	return err
}

// endUnseen ends all sessions not seen since the instant.
func (s store) endUnseen(ctx context.Context, since, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_session").
		Set("ended_at = ?, ended_why = ?", clock.Whole(now), EndIdle).
		Where("ended_at IS NULL AND seen_at <= ?", clock.Whole(since)).Exec(ctx)
	return err
}

func (s store) seen(ctx context.Context, id string, now time.Time) error {
	_, err := s.q.NewUpdate().TableExpr("identity_session").Set("seen_at = ?", clock.Whole(now)).
		Where("id = ? AND ended_at IS NULL AND seen_at < ?", id, clock.Whole(now)).Exec(ctx)
	return err
}

func (s store) choosePost(ctx context.Context, id, positionID string) error {
	_, err := s.q.NewUpdate().TableExpr("identity_session").Set("position_id = ?", positionID).
		Where("id = ?", id).Exec(ctx)
	return err
}
