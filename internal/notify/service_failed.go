package notify

import (
	"context"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/queue"
)

// Failing is a letter that could not be delivered so far. The address is masked: who mends the line need
// not know whom it leads to.
type Failing struct {
	ID, Channel, To, Event, Why string
	Tries                       int
	TriedAt                     time.Time
	GivenUp                     bool
}

// failingShown bounds the operator's lists.
const failingShown = 100

// Failing lists the letters that could not be delivered.
func (s *Service) Failing(ctx context.Context) ([]Failing, error) {
	if err := need(ctx, CanOperate); err != nil {
		return nil, err
	}
	st := store{s.DB.Read()}
	all, err := st.failing(ctx, failingShown)
	if err != nil {
		return nil, err
	}
	var out []Failing
	for _, d := range all {
		t, err := st.noticeByID(ctx, d.Notice)
		if err != nil {
			return nil, err
		}
		out = append(out, Failing{ID: d.ID, Channel: d.Channel, To: maskAddress(d.Address), Event: t.Event,
			Why: strings.ReplaceAll(d.Why, d.Address, maskAddress(d.Address)), Tries: d.Tries, TriedAt: d.TriedAt, GivenUp: d.State == "failed"})
	}
	return out, nil
}

// Stuck lists messages of all rooms that the queue could not get heard.
func (s *Service) Stuck(ctx context.Context) ([]queue.Failure, error) {
	if err := need(ctx, CanOperate); err != nil {
		return nil, err
	}
	return s.Queue.Failed(ctx, failingShown)
}

// SendAgain tries a letter once more, now.
func (s *Service) SendAgain(ctx context.Context, key string) error {
	if err := need(ctx, CanOperate); err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		waits, err := store{tx}.waits(ctx, key, s.Clock.Now())
		if err != nil {
			return err
		}
		if !waits {
			return fault.New(fault.NotFound, "notify.no-such-delivery")
		}
		if err := s.Queue.Put(ctx, tx, Send{Delivery: key}, queue.Urgent()); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "notify.sent-again", Subject: "notify/" + key})
	})
}

// HearAgain has the queue try a message once more, now.
func (s *Service) HearAgain(ctx context.Context, id int64) error {
	if err := need(ctx, CanOperate); err != nil {
		return err
	}
	return s.Queue.Again(ctx, id)
}

// maskAddress keeps the first letter and the domain, or the last three digits.
func maskAddress(a string) string {
	if name, domain, ok := strings.Cut(a, "@"); ok && name != "" {
		return string([]rune(name)[:1]) + "•••@" + domain
	}
	if len(a) > 3 {
		return "•••" + a[len(a)-3:]
	}
	return "•••"
}
