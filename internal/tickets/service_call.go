package tickets

import (
	"context"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// MyDesk returns the window at which whoever acts sits, nil when at none.
func (s *Service) MyDesk(ctx context.Context) (*Desk, error) {
	return s.read().deskOf(ctx, actor.Of(ctx).AccountID)
}

// Desks lists who sits at the windows of a unit.
func (s *Service) Desks(ctx context.Context, unitID string) ([]Desk, error) {
	return s.read().desks(ctx, unitID)
}

// Sit puts whoever acts at a window. Who sat there before is at none: the screen would call to a
// window for two.
func (s *Service) Sit(ctx context.Context, unitID string, window int) error {
	return s.atDesk(ctx, unitID, func(ctx context.Context, st store, set *Setting) error {
		if _, ok := set.Window(window); !ok {
			return fault.OnFields([]fault.Field{{Name: "cua", Key: "tickets.field.window-choose"}})
		}
		a := actor.Of(ctx)
		d := Desk{UnitID: unitID, Window: window, AccountID: a.AccountID, Officer: a.Name, Since: s.Clock.Now()}
		if err := st.sit(ctx, d); err != nil {
			return err
		}
		return st.addEvent(ctx, s.deskEvent(ctx, d, eventSit))
	})
}

// Pause closes the window of whoever acts for a while; Resume opens it again.
func (s *Service) Pause(ctx context.Context) error { return s.rest(ctx, eventPause) }

// Resume opens the window again.
func (s *Service) Resume(ctx context.Context) error { return s.rest(ctx, eventResume) }

// Rise leaves the window.
func (s *Service) Rise(ctx context.Context) error { return s.rest(ctx, eventRise) }

func (s *Service) rest(ctx context.Context, kind string) error {
	d, err := s.MyDesk(ctx)
	if err != nil {
		return err
	}
	if d == nil {
		return fault.New(fault.Conflict, "tickets.no-desk")
	}
	return s.atDesk(ctx, d.UnitID, func(ctx context.Context, st store, _ *Setting) error {
		if kind == eventRise {
			err = st.rise(ctx, d.AccountID)
		} else {
			err = st.pause(ctx, d.AccountID, kind == eventPause, s.Clock.Now())
		}
		if err != nil {
			return err
		}
		return st.addEvent(ctx, s.deskEvent(ctx, *d, kind))
	})
}

func (s *Service) atDesk(ctx context.Context, unitID string, do func(context.Context, store, *Setting) error) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		set, err := s.setting(ctx, store{tx}, unitID)
		if err != nil {
			return err
		}
		if err := actor.Need(ctx, CanServe, set.UnitPath); err != nil {
			return err
		}
		if err := do(ctx, store{tx}, set); err != nil {
			return err
		}
		return s.tell(ctx, tx, unitID)
	})
}

func (s *Service) deskEvent(ctx context.Context, d Desk, kind string) Event {
	e := s.event(ctx, d.UnitID+"/"+strconv.Itoa(d.Window), 0, kind)
	e.Window = d.Window
	return e
}

// CallNext calls whoever is next in the queues of the window at which whoever acts sits; nil when
// nobody waits.
func (s *Service) CallNext(ctx context.Context) (*Ticket, error) {
	d, err := s.MyDesk(ctx)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, fault.New(fault.Conflict, "tickets.no-desk")
	}
	var out *Ticket
	err = s.atDesk(ctx, d.UnitID, func(ctx context.Context, st store, set *Setting) error {
		w, err := s.freeWindow(ctx, st, set)
		if err != nil {
			return err
		}
		out, err = s.callFrom(ctx, st, set, w)
		return err
	})
	return out, err
}

// freeWindow is the window of whoever acts, if it is open and nobody is at it. It holds the desk until
// the transaction ends: a button pressed in two tabs calls one, not two.
func (s *Service) freeWindow(ctx context.Context, st store, set *Setting) (Window, error) {
	d, err := st.holdDesk(ctx, actor.Of(ctx).AccountID)
	if err != nil {
		return Window{}, err
	}
	w, ok := set.Window(d.Window)
	if !ok || d.UnitID != set.UnitID {
		return w, fault.New(fault.Conflict, "tickets.no-desk")
	}
	if d.Paused {
		return w, fault.New(fault.Conflict, "tickets.paused")
	}
	here, err := st.of(ctx, set.UnitID, s.today(), Called, Serving)
	if err != nil {
		return w, err
	}
	if i := slices.IndexFunc(here, func(t Ticket) bool { return t.Window == w.Number }); i >= 0 {
		return w, fault.New(fault.Conflict, "tickets.finish-first", "code", here[i].Code())
	}
	return w, nil
}

// callFrom calls the first of the line who is still there: two officers may reach for the same ticket,
// and then the slower one goes on to the next.
func (s *Service) callFrom(ctx context.Context, st store, set *Setting, w Window) (*Ticket, error) {
	for {
		line, err := s.line(ctx, st, set, w.Queues)
		if err != nil || len(line) == 0 {
			return nil, err
		}
		for _, t := range line {
			err := s.callTo(ctx, st, &t, w.Number)
			if err == nil {
				return &t, nil
			}
			if !fault.Is(err, fault.Conflict) {
				return nil, err
			}
		}
	}
}

func (s *Service) callTo(ctx context.Context, st store, t *Ticket, window int) error {
	return s.happen(ctx, st, t, Call, func(ctx context.Context, _ store, t *Ticket, e *Event) error {
		t.Window, t.Officer, t.CalledAt = window, actor.Of(ctx).Name, s.Clock.Now()
		e.Window = window
		return nil
	})
}

// CallThis calls one ticket of the list out of its turn: the event says who did.
func (s *Service) CallThis(ctx context.Context, at At) (*Ticket, error) {
	return s.act(ctx, at, Call, func(ctx context.Context, st store, t *Ticket, e *Event) error {
		set, err := s.setting(ctx, st, t.UnitID)
		if err != nil {
			return err
		}
		w, err := s.freeWindow(ctx, st, set)
		if err == nil {
			t.Window, t.Officer, t.CalledAt = w.Number, actor.Of(ctx).Name, s.Clock.Now()
			e.Window = w.Number
		}
		return err
	})
}

// Recall calls again, louder.
func (s *Service) Recall(ctx context.Context, at At) (*Ticket, error) {
	return s.act(ctx, at, Recall, func(_ context.Context, _ store, t *Ticket, _ *Event) error {
		t.CalledAt = s.Clock.Now()
		return nil
	})
}

// Start begins the service: the holder is at the window.
func (s *Service) Start(ctx context.Context, at At) (*Ticket, error) {
	return s.act(ctx, at, Start, nil)
}

// Finish ends the service.
func (s *Service) Finish(ctx context.Context, at At) (*Ticket, error) {
	return s.act(ctx, at, Finish, nil)
}

// Miss notes that nobody came.
func (s *Service) Miss(ctx context.Context, at At) (*Ticket, error) { return s.act(ctx, at, Miss, nil) }

// ComeBack puts somebody who was missed back into the line, where they stood.
func (s *Service) ComeBack(ctx context.Context, at At) (*Ticket, error) {
	return s.act(ctx, at, Return, nil)
}

// Transfer sends the holder to another queue, with the same number and the time already waited.
func (s *Service) Transfer(ctx context.Context, at At, letter string) (*Ticket, error) {
	return s.act(ctx, at, Transfer, func(ctx context.Context, st store, t *Ticket, _ *Event) error {
		set, err := s.setting(ctx, st, t.UnitID)
		if err != nil {
			return err
		}
		if _, ok := set.Queue(letter); !ok || letter == t.Queue {
			return fault.OnFields([]fault.Field{{Name: "sang", Key: "tickets.field.transfer"}})
		}
		t.Queue = letter
		return nil
	})
}

// Record notes on a ticket what was done for its holder: the subject, such as "dossier/018f…".
func (s *Service) Record(ctx context.Context, ticketID, subject string) error {
	_, err := s.act(ctx, At{ID: ticketID}, Record, func(_ context.Context, _ store, _ *Ticket, e *Event) error {
		e.Subject = subject
		return nil
	})
	return err
}
