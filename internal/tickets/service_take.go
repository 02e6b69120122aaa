package tickets

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// Wish is what somebody who takes a number asks for.
type Wish struct {
	UnitID   string
	Letter   string
	Priority Priority
	Channel  Channel
	Phone    string // at the page, of whoever is not signed in; only its digest is kept, for the limit
	DeviceID string // at the kiosk
}

// kioskLimit is how many numbers a kiosk gives in ten minutes: more is a child at play.
const kioskLimit = 120

// Take gives out a number for today. Numbers of a series have no gaps and no doubles.
func (s *Service) Take(ctx context.Context, w Wish) (*Ticket, error) {
	var out *Ticket
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		set, err := s.mayTake(ctx, st, w)
		if err != nil {
			return err
		}
		if err := s.withinLimits(ctx, st, set, w.Channel, w.Phone, w.DeviceID); err != nil {
			return err
		}
		if out, err = s.give(ctx, st, set, w, Booking{}); err != nil {
			return err
		}
		return s.tell(ctx, tx, w.UnitID)
	})
	return out, err
}

// mayTake refuses what the counter does not give now.
func (s *Service) mayTake(ctx context.Context, st store, w Wish) (*Setting, error) {
	set, err := s.setting(ctx, st, w.UnitID)
	if err != nil {
		return nil, err
	}
	if w.Channel == AtDesk {
		if err := actor.Need(ctx, CanServe, set.UnitPath); err != nil {
			return nil, err
		}
	}
	if err := fault.OnFields(w.problems(set)); err != nil {
		return nil, err
	}
	return set, s.openNow(ctx, w.UnitID)
}

func (w Wish) problems(set *Setting) []fault.Field {
	var wrong []fault.Field
	if q, ok := set.Queue(w.Letter); !ok || q.Closed {
		wrong = append(wrong, fault.Field{Name: "linh-vuc", Key: "tickets.field.queue"})
	}
	if w.Priority != "" && !slices.Contains(set.Priorities, w.Priority) {
		wrong = append(wrong, fault.Field{Name: "uu-tien", Key: "tickets.field.priority"})
	}
	return wrong
}

// openNow refuses while the office is shut: holidays, nights, the midday break.
func (s *Service) openNow(ctx context.Context, unitID string) error {
	cal, err := s.Org.Calendar(ctx, unitID)
	if err != nil {
		return err
	}
	if !gives(cal, s.Clock.Now()) {
		return fault.New(fault.Conflict, "tickets.shut")
	}
	return nil
}

// withinLimits counts, and refuses what is too much: of one phone or account in a day, of one address or
// kiosk in ten minutes. An officer at the desk sees who asks.
func (s *Service) withinLimits(ctx context.Context, st store, set *Setting, ch Channel, phone, deviceID string) error {
	if ch == AtDesk {
		return nil
	}
	a, now := actor.Of(ctx), s.Clock.Now()
	if ch == AtKiosk {
		return s.atMost(ctx, st, "kiosk/"+deviceID, tenMinutes(now), kioskLimit, "tickets.too-fast")
	}
	if err := s.atMost(ctx, st, "address/"+digest(a.From), tenMinutes(now), set.Limits.PerAddress, "tickets.too-fast"); err != nil {
		return err
	}
	who := "account/" + a.AccountID
	if a.Kind != actor.Citizen {
		home, ok := check.Phone(phone)
		if !ok {
			return fault.OnFields([]fault.Field{{Name: "dien-thoai", Key: "tickets.field.phone"}})
		}
		who = "phone/" + digest(home)
	}
	return s.atMost(ctx, st, who+"/"+set.UnitID, string(s.today()), set.Limits.PerPhone, "tickets.too-many")
}

func (s *Service) atMost(ctx context.Context, st store, name, period string, most int, key string) error {
	n, err := st.tally(ctx, name, period)
	if err != nil {
		return err
	}
	if n > most {
		return fault.New(fault.Unavailable, key, "n", most)
	}
	return nil
}

// give writes the ticket with the next number of its series.
func (s *Service) give(ctx context.Context, st store, set *Setting, w Wish, from Booking) (*Ticket, error) {
	now := s.Clock.Now()
	n, err := st.nextNumber(ctx, w.UnitID, w.Letter, s.today())
	if err != nil {
		return nil, err
	}
	t := &Ticket{ID: id.New(), UnitID: w.UnitID, UnitPath: set.UnitPath, Day: s.today(), Letter: w.Letter, Number: n, Queue: w.Letter,
		Secret: id.Code(10), Channel: w.Channel, Priority: w.Priority, State: Waiting, Version: 1, SlotAt: from.StartAt, TakenAt: now}
	if err := st.addTicket(ctx, t); err != nil {
		return nil, err
	}
	e := s.event(ctx, t.ID, 1, string(Take))
	e.Queue = t.Queue
	return t, st.addEvent(ctx, e)
}

// Ticket returns the ticket with the secret, for its holder.
func (s *Service) Ticket(ctx context.Context, secret string) (*Ticket, error) {
	return s.read().ticketBySecret(ctx, tidyCode(secret))
}

// GiveBack takes a ticket out of the line at its holder's wish.
func (s *Service) GiveBack(ctx context.Context, secret string) error {
	t, err := s.Ticket(ctx, secret)
	if err != nil {
		return err
	}
	_, err = s.act(ctx, At{ID: t.ID}, Leave, nil)
	return err
}

// Ahead is what lies before a ticket that waits.
type Ahead struct {
	Before  int
	Windows int           // that call from its queue now
	Wait    time.Duration // estimated; 0 when too little is measured or nobody is before
	Known   bool          // the estimate rests on enough measured times
}

// Ahead tells the holder of a ticket how many are called before them, and about how long that takes.
func (s *Service) Ahead(ctx context.Context, t *Ticket) (Ahead, error) {
	st := s.read()
	set, err := st.setting(ctx, t.UnitID)
	if err != nil || set == nil || !t.Waits() {
		return Ahead{}, err
	}
	line, err := s.line(ctx, st, set, []string{t.Queue})
	if err != nil {
		return Ahead{}, err
	}
	desks, err := st.desks(ctx, t.UnitID)
	if err != nil {
		return Ahead{}, err
	}
	a := Ahead{Before: max(before(line, t.ID), 0), Windows: calling(set, desks, t.Queue)}
	p, err := s.pace(ctx, set.UnitID, t.Queue)
	a.Known = p.known
	if p.known {
		a.Wait = estimate(a.Before, a.Windows, p.service)
	}
	return a, err
}

// calling counts the windows that call from a queue now.
func calling(set *Setting, desks []Desk, letter string) int {
	n := 0
	for _, d := range desks {
		if w, ok := set.Window(d.Window); ok && !d.Paused && slices.Contains(w.Queues, letter) {
			n++
		}
	}
	return n
}

// line is the order in which those in the queues will be called.
func (s *Service) line(ctx context.Context, st store, set *Setting, queues []string) ([]Ticket, error) {
	today := s.today()
	waiting, err := st.of(ctx, set.UnitID, today, Waiting, Transferred)
	if err != nil {
		return nil, err
	}
	waiting = slices.DeleteFunc(waiting, func(t Ticket) bool { return !slices.Contains(queues, t.Queue) })
	last, err := st.lastCalled(ctx, set.UnitID, today, queues)
	if err != nil {
		return nil, err
	}
	return sequence(waiting, set.Order, last != nil && last.Priority != "", s.Clock.Now()), nil
}
