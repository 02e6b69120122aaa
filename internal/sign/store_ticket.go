package sign

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type ticketRow struct {
	bun.BaseModel `bun:"table:sign_ticket"`
	Digest        string       `bun:"digest,pk"`
	Purpose       purpose      `bun:"purpose"`
	BatchID       string       `bun:"batch_id"`
	RequestID     string       `bun:"request_id"`
	Who           string       `bun:"who"`
	EndsAt        time.Time    `bun:"ends_at"`
	UsedAt        bun.NullTime `bun:"used_at"`
}

func (s store) addTicket(ctx context.Context, t ticket) error {
	who, err := json.Marshal(t.who)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&ticketRow{Digest: t.digest, Purpose: t.purpose, BatchID: t.batchID, RequestID: t.requestID, Who: string(who), EndsAt: t.endsAt}).Exec(ctx)
	return err
}

// spend uses a ticket up; one that is none, was used, or has ended is NotFound.
func (s store) spend(ctx context.Context, digest string, p purpose, at time.Time) (ticket, error) {
	res, err := s.q.NewUpdate().Model((*ticketRow)(nil)).Set("used_at = ?", at).
		Where("digest = ? AND purpose = ? AND used_at IS NULL AND ends_at > ?", digest, p, at).Exec(ctx)
	if err := one(res, err, fault.New(fault.NotFound, "sign.plugin.ticket-gone")); err != nil {
		return ticket{}, err
	}
	var row ticketRow
	if err := s.q.NewSelect().Model(&row).Where("digest = ?", digest).Scan(ctx); err != nil {
		return ticket{}, err
	}
	t := ticket{digest: digest, purpose: p, batchID: row.BatchID, requestID: row.RequestID, endsAt: row.EndsAt}
	var who actor.Actor
	err = json.Unmarshal([]byte(row.Who), &who)
	t.who = who
	return t, err
}

func (s store) dropTickets(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().Model((*ticketRow)(nil)).Where("ends_at < ?", before).Exec(ctx)
	return err
}
