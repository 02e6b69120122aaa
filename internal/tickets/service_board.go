package tickets

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Board is what everybody in the waiting room may know: numbers and windows, nobody's name.
type Board struct {
	Setting *Setting
	Desks   []Desk
	Here    []Ticket // called or served now, the last called first
	Line    []Ticket // those who wait, in the order of their calling
}

// Board returns how the queue of a unit stands.
func (s *Service) Board(ctx context.Context, unitID string) (*Board, error) {
	st := s.read()
	set, err := s.setting(ctx, st, unitID)
	if err != nil {
		return nil, err
	}
	b := &Board{Setting: set}
	if b.Desks, err = st.desks(ctx, unitID); err != nil {
		return nil, err
	}
	if b.Here, err = st.of(ctx, unitID, s.today(), Called, Serving); err != nil {
		return nil, err
	}
	slices.SortStableFunc(b.Here, func(x, y Ticket) int { return y.CalledAt.Compare(x.CalledAt) })
	var letters []string
	for _, q := range set.Queues {
		letters = append(letters, q.Letter)
	}
	b.Line, err = s.line(ctx, st, set, letters)
	return b, err
}

// Waiting counts those who wait in a queue.
func (b *Board) Waiting(letter string) int {
	n := 0
	for _, t := range b.Line {
		if t.Queue == letter {
			n++
		}
	}
	return n
}

// Panel is what an officer at a window sees.
type Panel struct {
	Board
	Desk   *Desk   // nil before a window is chosen
	At     *Ticket // at the window, or on the way to it
	Done   []Subject
	Missed []Ticket // of today, who may still come
	Line   []Ticket // who this window calls next
	Opens  bool     // the office is open now
}

// Subject is what was done for a ticket, as its event says.
type Subject struct{ TicketID, Subject string }

// Panel returns the window of whoever acts at a unit.
func (s *Service) Panel(ctx context.Context, unitID string) (*Panel, error) {
	b, err := s.Board(ctx, unitID)
	if err != nil {
		return nil, err
	}
	if err := actor.Need(ctx, CanServe, b.Setting.UnitPath); err != nil {
		return nil, err
	}
	p := &Panel{Board: *b}
	d, err := s.MyDesk(ctx)
	if err != nil || d == nil || d.UnitID != unitID {
		return p, err
	}
	w, ok := b.Setting.Window(d.Window)
	if !ok {
		return p, nil
	}
	p.Desk = d
	for i := range b.Here {
		if b.Here[i].Window == d.Window {
			p.At = &b.Here[i]
		}
	}
	return p, s.fillPanel(ctx, p, w)
}

func (s *Service) fillPanel(ctx context.Context, p *Panel, w Window) (err error) {
	st := s.read()
	if p.Line, err = s.line(ctx, st, p.Setting, w.Queues); err != nil {
		return err
	}
	if p.Missed, err = st.of(ctx, p.Setting.UnitID, s.today(), NoShow); err != nil {
		return err
	}
	if p.At != nil {
		events, err := st.events(ctx, p.At.ID)
		if err != nil {
			return err
		}
		p.Done = subjectsOf(events[p.At.ID])
	}
	cal, err := s.Org.Calendar(ctx, p.Setting.UnitID)
	if err == nil {
		p.Opens = cal.OpenAt(s.Clock.Now())
	}
	return err
}

func subjectsOf(events []Event) []Subject {
	var out []Subject
	for _, e := range events {
		if e.Subject != "" {
			out = append(out, Subject{e.ThingID, e.Subject})
		}
	}
	return out
}

// DayList is the counter's day: who booked, and every number given.
type DayList struct {
	Setting  *Setting
	Day      clock.Date
	Bookings []Booking
	Tickets  []Ticket
	Times    map[string]Times     // by ticket
	Subjects map[string][]Subject // by ticket
}

// Times are those of one ticket, from its events; zero where it did not come to it.
type Times struct {
	Called, Started, Ended time.Time
	measured
}

// Day returns the counter's day, for those who serve there.
func (s *Service) Day(ctx context.Context, unitID string, day clock.Date) (*DayList, error) {
	st := s.read()
	set, err := s.setting(ctx, st, unitID)
	if err != nil {
		return nil, err
	}
	if err := actor.Need(ctx, CanServe, set.UnitPath); err != nil {
		return nil, err
	}
	l := &DayList{Setting: set, Day: day, Times: map[string]Times{}, Subjects: map[string][]Subject{}}
	if l.Bookings, err = st.bookingsOn(ctx, unitID, day); err != nil {
		return nil, err
	}
	if l.Tickets, err = st.between(ctx, unitID, day, day); err != nil {
		return nil, err
	}
	events, err := st.events(ctx, ids(l.Tickets)...)
	for _, t := range l.Tickets {
		l.Times[t.ID], l.Subjects[t.ID] = timesOf(t, events[t.ID]), subjectsOf(events[t.ID])
	}
	return l, err
}

func ids(tickets []Ticket) []string {
	out := make([]string, len(tickets))
	for i, t := range tickets {
		out[i] = t.ID
	}
	return out
}

func timesOf(t Ticket, events []Event) Times {
	out := Times{measured: measure(t, events)}
	for _, e := range events {
		switch Action(e.Kind) {
		case Call:
			if out.Called.IsZero() {
				out.Called = e.At
			}
		case Start:
			if out.Started.IsZero() {
				out.Started = e.At
			}
		case Finish, Miss, Leave, Close:
			out.Ended = e.At
		}
	}
	return out
}
