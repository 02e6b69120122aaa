package sign

import (
	"context"
	"fmt"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// Listeners are what the room does by the clock.
func (s *Service) Listeners() []queue.Listener {
	return []queue.Listener{
		queue.Every("sign.sweep", time.Hour, s.Sweep),
		queue.Every("sign.ask", 6*time.Hour, s.Ask),
		queue.Daily("sign.check", 3, 15, s.CheckAgain),
	}
}

// damaged is the verdict on a file that is not there any more, or not as it was.
const damaged = string(pades.Invalid) + ": damaged"

// CheckAgain looks at every file that was signed here as a stranger would, and notes the verdict.
func (s *Service) CheckAgain(ctx context.Context) error {
	trust, err := s.Trust(ctx)
	if err != nil {
		return err
	}
	for after := ""; ; {
		some, err := store{s.DB.Read()}.signedAfter(ctx, after, 100)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, r := range some {
			verdict, err := s.verdictOn(ctx, r, trust)
			if err == nil {
				err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.note(ctx, r.ID, verdict, trust.Now) })
			}
			if err != nil {
				return fmt.Errorf("looking at signature %s again: %w", r.ID, err)
			}
		}
		after = some[len(some)-1].ID
	}
}

func (s *Service) verdictOn(ctx context.Context, r *Request, trust pades.Trust) (string, error) {
	raw, err := s.read(ctx, r.Signed)
	if fault.As(err) != nil {
		return damaged, nil
	}
	if err != nil {
		return "", err
	}
	report := pades.Validate(raw, trust)
	return string(report.Verdict) + ": " + string(report.Reason), nil
}

// Unsound counts the files signed here whose signatures the last look found invalid.
func (s *Service) Unsound(ctx context.Context) (int64, error) { return store{s.DB.Read()}.unsound(ctx) }
