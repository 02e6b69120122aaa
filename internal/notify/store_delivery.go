package notify

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// delivery is a notice on its way out of the house over one channel.
type delivery struct {
	ID      string
	Notice  string
	Who     Who
	Channel string
	Address string
	Lang    text.Lang
	State   string // "waiting", "sent", "failed": given up
	Tries   int
	Why     string // of the last failure; the machine's words
	MadeAt  time.Time
	DueAt   time.Time
	TriedAt time.Time
	SentAt  time.Time
}

type deliveryRow struct {
	bun.BaseModel `bun:"table:notify_delivery"`
	ID            string    `bun:"id,pk"`
	NoticeID      string    `bun:"notice_id"`
	Who           string    `bun:"who"`
	Channel       string    `bun:"channel"`
	Address       string    `bun:"address"`
	Lang          string    `bun:"lang"`
	State         string    `bun:"state"`
	Tries         int       `bun:"tries"`
	Why           string    `bun:"why"`
	Ref           string    `bun:"ref"`
	MadeAt        time.Time `bun:"made_at"`
	DueAt         time.Time `bun:"due_at"`
	TriedAt       time.Time `bun:"tried_at,nullzero"`
	SentAt        time.Time `bun:"sent_at,nullzero"`
}

func (r deliveryRow) delivery() delivery {
	return delivery{ID: r.ID, Notice: r.NoticeID, Who: Who(r.Who), Channel: r.Channel, Address: r.Address, Lang: text.Lang(r.Lang),
		State: r.State, Tries: r.Tries, Why: r.Why, MadeAt: r.MadeAt, DueAt: r.DueAt, TriedAt: r.TriedAt, SentAt: r.SentAt}
}

// addDelivery adds one and tells whether it is new: a message heard twice makes one delivery.
func (s store) addDelivery(ctx context.Context, d delivery) (bool, error) {
	r, err := s.q.NewInsert().Model(&deliveryRow{ID: d.ID, NoticeID: d.Notice, Who: string(d.Who), Channel: d.Channel, Address: d.Address,
		Lang: string(d.Lang), State: "waiting", MadeAt: d.MadeAt, DueAt: d.DueAt}).On("CONFLICT (notice_id, channel) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

func (s store) deliveryByID(ctx context.Context, key string) (delivery, error) {
	var row deliveryRow
	err := s.q.NewSelect().Model(&row).Where("id = ?", key).Scan(ctx)
	if db.IsNone(err) {
		return delivery{}, fault.New(fault.NotFound, "notify.no-such-delivery")
	}
	return row.delivery(), err
}

func (s store) sent(ctx context.Context, key, ref string, now time.Time) error {
	_, err := s.q.NewUpdate().Model((*deliveryRow)(nil)).Set("state = 'sent', why = '', ref = ?", ref).
		Set("tries = tries + 1, tried_at = ?, sent_at = ?", now, now).Where("id = ?", key).Exec(ctx)
	return err
}

func (s store) notSent(ctx context.Context, key, state, why string, now time.Time) error {
	_, err := s.q.NewUpdate().Model((*deliveryRow)(nil)).Set("state = ?, why = ?", state, why).
		Set("tries = tries + 1, tried_at = ?", now).Where("id = ?", key).Exec(ctx)
	return err
}

// waits puts a delivery that was given up back among those that wait; false when it was not.
func (s store) waits(ctx context.Context, key string, now time.Time) (bool, error) {
	r, err := s.q.NewUpdate().Model((*deliveryRow)(nil)).Set("state = 'waiting', due_at = ?", now).
		Where("id = ? AND state <> 'sent'", key).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// sentSince counts what reached who over a channel since then.
func (s store) sentSince(ctx context.Context, who Who, channel string, since time.Time) (int, error) {
	n, err := s.q.NewSelect().Model((*deliveryRow)(nil)).
		Where("who = ? AND channel = ? AND sent_at > ?", string(who), channel, since).Count(ctx)
	return int(n), err
}

// failing lists deliveries that failed at least once and are not sent, the newest first.
func (s store) failing(ctx context.Context, limit int) ([]delivery, error) {
	var rows []deliveryRow
	err := s.q.NewSelect().Model(&rows).Where("state <> 'sent' AND tries > 0").Order("id DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]delivery, len(rows))
	for i, r := range rows {
		out[i] = r.delivery()
	}
	return out, nil
}
