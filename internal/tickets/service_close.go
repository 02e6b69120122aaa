package tickets

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// kept is how many days names and phones of bookings stay after the slot. law: pdp/minimise
const kept = 30

// Tend closes days that are over, notes bookings for which nobody came, and removes leavings. The
// program calls it again and again; twice is once.
func (s *Service) Tend(ctx context.Context) error {
	list, err := s.read().unclosed(ctx, s.today())
	if err != nil {
		return err
	}
	for _, t := range list {
		cal, err := s.Org.Calendar(ctx, t.UnitID)
		if err != nil {
			return err
		}
		if !over(cal, t.Day, s.Clock.Now()) {
			continue
		}
		if _, err := s.act(ctx, At{t.ID, t.Version}, Close, nil); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return s.tidy(ctx)
}

func (s *Service) tidy(ctx context.Context) error {
	today := s.today()
	unkept, err := s.read().unkept(ctx, today)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		for _, b := range unkept {
			was := b.Version
			b.State, b.Version = BookingMissed, was+1
			if err := st.moveBooking(ctx, &b, was); err != nil {
				return err
			}
			if err := st.addEvent(ctx, s.event(ctx, b.ID, b.Version, eventAbsent)); err != nil {
				return err
			}
		}
		if err := st.clearDesks(ctx, s.Clock.Now().Add(-16*time.Hour)); err != nil {
			return err
		}
		if err := st.sweepTallies(ctx, today); err != nil {
			return err
		}
		return st.forget(ctx, today.AddDays(-kept))
	})
}

// EndDay closes today's queue of a unit by hand: whoever waits has left, windows are free.
func (s *Service) EndDay(ctx context.Context, unitID string) (closed int, err error) {
	err = s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		set, err := s.setting(ctx, st, unitID)
		if err != nil {
			return err
		}
		if err := actor.Need(ctx, CanManage, set.UnitPath); err != nil {
			return err
		}
		list, err := st.of(ctx, unitID, s.today(), open...)
		if err != nil {
			return err
		}
		for i := range list {
			if err := s.happen(ctx, st, &list[i], Close, nil); err != nil {
				return err
			}
		}
		closed = len(list)
		if err := s.tell(ctx, tx, unitID); err != nil {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "tickets.day-ended", Subject: "org/unit/" + unitID,
			Data: map[string]any{"day": s.today(), "closed": closed}})
	})
	return closed, err
}
