package tickets

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type ticketRow struct {
	bun.BaseModel `bun:"table:tickets_ticket"`
	ID            string       `bun:"id,pk"`
	UnitID        string       `bun:"unit_id"`
	UnitPath      string       `bun:"unit_path"`
	DayOn         clock.Date   `bun:"day_on"`
	Letter        string       `bun:"letter"`
	Number        int          `bun:"number"`
	Queue         string       `bun:"queue"`
	Secret        string       `bun:"secret"`
	Channel       Channel      `bun:"channel"`
	Priority      Priority     `bun:"priority"`
	State         State        `bun:"state"`
	Version       int          `bun:"version"`
	WindowNo      int          `bun:"window_no"`
	Officer       string       `bun:"officer"`
	SlotAt        bun.NullTime `bun:"slot_at"`
	TakenAt       time.Time    `bun:"taken_at"`
	CalledAt      bun.NullTime `bun:"called_at"`
}

func rowOf(t *Ticket) *ticketRow {
	return &ticketRow{ID: t.ID, UnitID: t.UnitID, UnitPath: t.UnitPath, DayOn: t.Day, Letter: t.Letter, Number: t.Number, Queue: t.Queue,
		Secret: t.Secret, Channel: t.Channel, Priority: t.Priority, State: t.State, Version: t.Version, WindowNo: t.Window, Officer: t.Officer,
		SlotAt: bun.NullTime{Time: t.SlotAt}, TakenAt: t.TakenAt, CalledAt: bun.NullTime{Time: t.CalledAt}}
}

func (r ticketRow) ticket() Ticket {
	return Ticket{ID: r.ID, UnitID: r.UnitID, UnitPath: r.UnitPath, Day: r.DayOn, Letter: r.Letter, Number: r.Number, Queue: r.Queue,
		Secret: r.Secret, Channel: r.Channel, Priority: r.Priority, State: r.State, Version: r.Version, Window: r.WindowNo, Officer: r.Officer,
		SlotAt: instant(r.SlotAt), TakenAt: clock.Whole(r.TakenAt), CalledAt: instant(r.CalledAt)}
}

// nextNumber takes the next number of a series of a day. Numbers start at 1 and have no gaps: one that
// is not used goes back with its transaction.
func (s store) nextNumber(ctx context.Context, unitID, letter string, day clock.Date) (int, error) {
	var last int
	err := s.q.NewRaw(`INSERT INTO tickets_number (unit_id, day_on, letter, last) VALUES (?, ?, ?, 1)
		ON CONFLICT (unit_id, day_on, letter) DO UPDATE SET last = tickets_number.last + 1 RETURNING last`,
		unitID, day, letter).Scan(ctx, &last)
	return last, err
}

func (s store) addTicket(ctx context.Context, t *Ticket) error {
	_, err := s.q.NewInsert().Model(rowOf(t)).Exec(ctx)
	return err
}

// moveTicket saves t if nobody was faster: its version has grown by one since it was read. Two officers
// who reach for one ticket both come here, and one of them changes no row.
func (s store) moveTicket(ctx context.Context, t *Ticket, was int, from State) error {
	return one(s.q.NewUpdate().Model(rowOf(t)).WherePK().Where("version = ? AND state = ?", was, from).Exec(ctx))
}

func (s store) ticket(ctx context.Context, id string) (*Ticket, error) {
	return s.ticketBy(ctx, "id = ?", id)
}

func (s store) ticketBySecret(ctx context.Context, secret string) (*Ticket, error) {
	return s.ticketBy(ctx, "secret = ?", secret)
}

func (s store) ticketBy(ctx context.Context, where string, arg string) (*Ticket, error) {
	var row ticketRow
	err := s.q.NewSelect().Model(&row).Where(where, arg).Scan(ctx)
	if err != nil {
		return nil, orNone(err, "tickets.not-found")
	}
	t := row.ticket()
	return &t, nil
}

// of returns the tickets of a unit and day in the states, in the order of their taking.
func (s store) of(ctx context.Context, unitID string, day clock.Date, states ...State) ([]Ticket, error) {
	return s.tickets(ctx, func(q *bun.SelectQuery) {
		q.Where("unit_id = ? AND day_on = ?", unitID, day).Where("state IN (?)", bun.List(states))
	})
}

// between returns all tickets of a unit from a day to another, both included.
func (s store) between(ctx context.Context, unitID string, from, until clock.Date) ([]Ticket, error) {
	return s.tickets(ctx, func(q *bun.SelectQuery) {
		q.Where("unit_id = ? AND day_on >= ? AND day_on <= ?", unitID, from, until)
	})
}

// unclosed returns tickets up to a day, of all units, that the day's end has still to close.
func (s store) unclosed(ctx context.Context, upTo clock.Date) ([]Ticket, error) {
	return s.tickets(ctx, func(q *bun.SelectQuery) { q.Where("state IN (?) AND day_on <= ?", bun.List(open), upTo) })
}

func (s store) tickets(ctx context.Context, narrow func(*bun.SelectQuery)) ([]Ticket, error) {
	var rows []ticketRow
	q := s.q.NewSelect().Model(&rows).Order("taken_at", "id")
	narrow(q)
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Ticket, len(rows))
	for i, r := range rows {
		out[i] = r.ticket()
	}
	return out, nil
}

// lastCalled returns the ticket of these queues that was called last today, nil before the first.
func (s store) lastCalled(ctx context.Context, unitID string, day clock.Date, queues []string) (*Ticket, error) {
	found, err := s.tickets(ctx, func(q *bun.SelectQuery) {
		q.Where("unit_id = ? AND day_on = ? AND called_at IS NOT NULL", unitID, day).Where("queue IN (?)", bun.List(queues))
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	last := slices.MaxFunc(found, func(a, b Ticket) int { return a.CalledAt.Compare(b.CalledAt) })
	return &last, nil
}

// one expects a statement to have changed one row; none means that somebody was faster.
func one(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "tickets.changed-meanwhile")
	}
	return err
}
