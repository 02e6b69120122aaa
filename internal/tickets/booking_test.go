package tickets

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func (h *house) wish(at time.Time) BookWish {
	return BookWish{UnitID: h.unit.ID, Letter: "A", At: at, Name: "Đinh Thị Mai", Phone: "0912345603"}
}

func TestASlotIsBookedMovedAndKept(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := visitor("192.0.2.5")
		slot, other := at(9, 30), at(10, 0)
		b, err := h.Book(ctx, h.wish(slot))
		h.no(err)
		places, err := h.Places(ctx, h.unit.ID, "A", day)
		h.no(err)
		if places[0].At.Before(at(9, 0)) || places[1] != (Place{slot, 1}) {
			t.Fatalf("places %v", places)
		}
		h.no(h.Rebook(ctx, b.Code, other))
		places, err = h.Places(ctx, h.unit.ID, "A", day)
		h.no(err)
		if places[1].Left != 2 || places[3] != (Place{other, 1}) {
			t.Errorf("after the move: %v", places)
		}
		h.take("A", "")
		h.clock.Set(other)
		tk, err := h.Arrive(ctx, h.unit.ID, "https://motcua.example.vn/lich-hen/"+b.Code[:4]+"-"+b.Code[4:], AtKiosk)
		h.no(err)
		if tk.Code() != "A002" || tk.Channel != Booked || !tk.SlotAt.Equal(other) {
			t.Errorf("arrived as %+v", tk)
		}
		if next := h.next(h.desk("mot", 2)); next.ID != tk.ID {
			t.Errorf("%s is called before the slot that was booked", next.Code())
		}
		_, err = h.Arrive(ctx, h.unit.ID, b.Code, AtKiosk)
		h.wantFault(err, fault.Conflict, "tickets.booking-arrived")
		h.wantFault(h.Cancel(ctx, b.Code), fault.Conflict, "tickets.booking-arrived")
	})
}

func TestTheLastPlaceGoesToOne(t *testing.T) {
	onBoth(t, func(h *house) {
		var mu sync.Mutex
		got := 0
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				_, err := h.Book(testkit.AsCitizen(context.Background(), string(rune('a'+n))), h.wish(at(9, 30)))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					got++
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got != 2 {
			t.Errorf("%d have a slot for 2", got)
		}
	})
}

func TestSlotsThatCannotBeBooked(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := visitor("192.0.2.6")
		for _, c := range []struct {
			name string
			at   time.Time
			key  string
		}{
			{"past", at(8, 0), "tickets.slot-past"}, {"in the midday break", at(12, 0), "tickets.slot-none"},
			{"between two slots", at(9, 20), "tickets.slot-none"}, {"on a Saturday", at(48+9, 0), "tickets.slot-none"},
			{"beyond reach", at(24*30+9, 0), "tickets.slot-none"},
		} {
			_, err := h.Book(ctx, h.wish(c.at))
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			h.wantFault(err, fault.Invalid, c.key)
		}
		b, err := h.Book(ctx, h.wish(at(24+9, 0)))
		h.no(err)
		_, err = h.Arrive(ctx, h.unit.ID, b.Code, AtKiosk)
		h.wantFault(err, fault.Conflict, "tickets.not-today")
		h.no(h.Cancel(ctx, b.Code))
		_, err = h.Booking(ctx, b.Code)
		h.no(err)
	})
}

func TestNamesAreForgottenAfterAMonth(t *testing.T) {
	onBoth(t, func(h *house) {
		system := actor.AsSystem(context.Background(), "test")
		b, err := h.Book(visitor("192.0.2.7"), h.wish(at(9, 30)))
		h.no(err)
		h.clock.Set(at(24+9, 0))
		h.no(h.Tend(system))
		missed, err := h.Booking(system, b.Code)
		h.no(err)
		if missed.State != BookingMissed || missed.Name == "" {
			t.Errorf("the day after: %+v", missed)
		}
		f, err := h.Figures(h.admin(), h.unit.ID, day, day)
		h.no(err)
		if f.Absent != 1 {
			t.Errorf("%d did not come", f.Absent)
		}
		h.clock.Set(at(24*32, 0))
		h.no(h.Tend(system))
		gone, err := h.Booking(system, b.Code)
		h.no(err)
		if gone.Name != "" || gone.Phone != "" {
			t.Errorf("after a month it still says %q, %q", gone.Name, gone.Phone)
		}
	})
}
