package tickets

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// BookWish is what somebody who books a slot asks for.
type BookWish struct {
	UnitID   string
	Letter   string
	At       time.Time
	Name     string
	Phone    string
	Priority Priority
}

// Place is a slot that can be booked, and how many places are left in it.
type Place struct {
	At   time.Time
	Left int
}

// Days lists the days on which slots of a counter can be booked.
func (s *Service) Days(ctx context.Context, unitID string) ([]clock.Date, error) {
	set, err := s.Counter(ctx, unitID)
	if err != nil || !set.TakesBookings() {
		return nil, err
	}
	cal, err := s.Org.Calendar(ctx, unitID)
	if err != nil {
		return nil, err
	}
	return bookableDays(cal, set.Slots, s.Clock.Now()), nil
}

// Places lists the slots of a queue on a day that lie ahead, full ones too.
func (s *Service) Places(ctx context.Context, unitID, letter string, day clock.Date) ([]Place, error) {
	set, err := s.Counter(ctx, unitID)
	if err != nil || !set.TakesBookings() {
		return nil, err
	}
	cal, err := s.Org.Calendar(ctx, unitID)
	if err != nil {
		return nil, err
	}
	taken, err := s.read().taken(ctx, unitID, letter, clock.Whole(day.At(0)), clock.Whole(day.AddDays(1).At(0)))
	if err != nil {
		return nil, err
	}
	var out []Place
	for _, at := range daySlots(cal, set.Slots, day) {
		if at.After(s.Clock.Now()) {
			out = append(out, Place{at, max(0, set.Slots.Capacity-taken[at])})
		}
	}
	return out, nil
}

// Book keeps a slot for somebody.
func (s *Service) Book(ctx context.Context, w BookWish) (*Booking, error) {
	a := actor.Of(ctx)
	w.Name = text.Clean(w.Name)
	if a.Kind == actor.Citizen && w.Name == "" {
		w.Name = a.Name
	}
	b := &Booking{ID: id.New(), UnitID: w.UnitID, Code: id.Code(8), Letter: w.Letter, Name: w.Name, Phone: check.E164(w.Phone),
		Priority: w.Priority, State: BookingOpen, Version: 1, MadeAt: s.Clock.Now()}
	if a.Kind == actor.Citizen {
		b.AccountID = a.AccountID
	}
	return b, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		set, err := s.setting(ctx, st, w.UnitID)
		if err != nil {
			return err
		}
		if err := fault.OnFields(w.problems(set)); err != nil {
			return err
		}
		if err := s.withinLimits(ctx, st, set, AtPage, w.Phone, ""); err != nil {
			return err
		}
		b.UnitPath = set.UnitPath
		if err := s.keep(ctx, st, set, b, w.At); err != nil {
			return err
		}
		if err := st.addBooking(ctx, b); err != nil {
			return err
		}
		return st.addEvent(ctx, s.event(ctx, b.ID, 1, eventBook))
	})
}

func (w BookWish) problems(set *Setting) []fault.Field {
	wrong := Wish{Letter: w.Letter, Priority: w.Priority}.problems(set)
	if n := len([]rune(w.Name)); n < 2 || n > longestName {
		wrong = append(wrong, fault.Field{Name: "ho-ten", Key: "tickets.field.name"})
	}
	if _, ok := check.Phone(w.Phone); !ok {
		wrong = append(wrong, fault.Field{Name: "dien-thoai", Key: "tickets.field.phone"})
	}
	return wrong
}

// keep takes a place of the slot at the instant: one that exists on the calendar, lies ahead and is not
// full. Capacity and limits are those of the settings as they are in this transaction.
func (s *Service) keep(ctx context.Context, st store, set *Setting, b *Booking, at time.Time) error {
	cal, err := s.Org.Calendar(ctx, set.UnitID)
	if err != nil {
		return err
	}
	at, now := clock.Whole(at), s.Clock.Now()
	day := clock.DateOf(at)
	switch {
	case !set.TakesBookings():
		return fault.New(fault.Conflict, "tickets.no-slots")
	case !at.After(now):
		return fault.OnFields([]fault.Field{{Name: "khung", Key: "tickets.slot-past"}})
	case clock.DateOf(now).Days(day) > set.Slots.Ahead || !slices.Contains(daySlots(cal, set.Slots, day), at):
		return fault.OnFields([]fault.Field{{Name: "khung", Key: "tickets.slot-none"}})
	}
	b.StartAt, b.Day = at, day
	return st.takeSlot(ctx, set.UnitID, b.Letter, at, set.Slots.Capacity)
}

// Booking returns the booking with the code, for whoever has it.
func (s *Service) Booking(ctx context.Context, code string) (*Booking, error) {
	return s.read().booking(ctx, tidyCode(code))
}

// MyBookings lists the open bookings of the citizen who acts.
func (s *Service) MyBookings(ctx context.Context) ([]Booking, error) {
	if a := actor.Of(ctx); a.Kind == actor.Citizen && a.AccountID != "" {
		return s.read().bookingsOf(ctx, a.AccountID)
	}
	return nil, nil
}

// Rebook moves a booking to another slot.
func (s *Service) Rebook(ctx context.Context, code string, at time.Time) error {
	return s.changeBooking(ctx, code, eventRebook, func(ctx context.Context, st store, set *Setting, b *Booking) error {
		if clock.Whole(at).Equal(b.StartAt) {
			return nil
		}
		if err := st.freeSlot(ctx, b.UnitID, b.Letter, b.StartAt); err != nil {
			return err
		}
		return s.keep(ctx, st, set, b, at)
	})
}

// Cancel gives a slot back.
func (s *Service) Cancel(ctx context.Context, code string) error {
	return s.changeBooking(ctx, code, eventCancel, func(ctx context.Context, st store, _ *Setting, b *Booking) error {
		b.State = BookingCancelled
		return st.freeSlot(ctx, b.UnitID, b.Letter, b.StartAt)
	})
}

// Arrive turns a booking of today into a ticket, at the kiosk or at the desk of the unit.
func (s *Service) Arrive(ctx context.Context, unitID, code string, ch Channel) (*Ticket, error) {
	var t *Ticket
	err := s.changeBooking(ctx, code, eventArrive, func(ctx context.Context, st store, set *Setting, b *Booking) error {
		if b.UnitID != unitID {
			return fault.New(fault.NotFound, "tickets.no-booking")
		}
		if b.Day != s.today() {
			return fault.New(fault.Conflict, "tickets.not-today", "date", text.Date(b.Day))
		}
		if ch == AtDesk {
			if err := actor.Need(ctx, CanServe, b.UnitPath); err != nil {
				return err
			}
		}
		var err error
		t, err = s.give(ctx, st, set, Wish{UnitID: b.UnitID, Letter: b.Letter, Priority: b.Priority, Channel: Booked}, *b)
		if err == nil {
			b.State, b.TicketID = BookingArrived, t.ID
		}
		return err
	})
	return t, err
}

// changeBooking loads an open booking, changes it and saves it with its event.
func (s *Service) changeBooking(ctx context.Context, code, kind string, change func(context.Context, store, *Setting, *Booking) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		b, err := st.booking(ctx, tidyCode(code))
		if err != nil {
			return err
		}
		if b.State != BookingOpen {
			return fault.New(fault.Conflict, "tickets.booking-"+string(b.State))
		}
		set, err := s.setting(ctx, st, b.UnitID)
		if err != nil {
			return err
		}
		was := b.Version
		if err := change(ctx, st, set, b); err != nil {
			return err
		}
		b.Version = was + 1
		if err := st.moveBooking(ctx, b, was); err != nil {
			return err
		}
		if err := st.addEvent(ctx, s.event(ctx, b.ID, b.Version, kind)); err != nil {
			return err
		}
		return s.tell(ctx, tx, b.UnitID)
	})
}
