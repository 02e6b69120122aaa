package tickets

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type bookingRow struct {
	bun.BaseModel `bun:"table:tickets_booking"`
	ID            string       `bun:"id,pk"`
	UnitID        string       `bun:"unit_id"`
	UnitPath      string       `bun:"unit_path"`
	Code          string       `bun:"code"`
	Letter        string       `bun:"letter"`
	DayOn         clock.Date   `bun:"day_on"`
	StartAt       time.Time    `bun:"start_at"`
	Name          string       `bun:"name"`
	Phone         string       `bun:"phone"`
	AccountID     string       `bun:"account_id"`
	Priority      Priority     `bun:"priority"`
	State         BookingState `bun:"state"`
	TicketID      string       `bun:"ticket_id"`
	Version       int          `bun:"version"`
	MadeAt        time.Time    `bun:"made_at"`
}

func bookingRowOf(b *Booking) *bookingRow {
	return &bookingRow{ID: b.ID, UnitID: b.UnitID, UnitPath: b.UnitPath, Code: b.Code, Letter: b.Letter, DayOn: b.Day, StartAt: b.StartAt,
		Name: b.Name, Phone: b.Phone, AccountID: b.AccountID, Priority: b.Priority, State: b.State, TicketID: b.TicketID,
		Version: b.Version, MadeAt: b.MadeAt}
}

func (r bookingRow) booking() Booking {
	return Booking{ID: r.ID, UnitID: r.UnitID, UnitPath: r.UnitPath, Code: r.Code, Letter: r.Letter, Day: r.DayOn, StartAt: clock.Whole(r.StartAt),
		Name: r.Name, Phone: r.Phone, AccountID: r.AccountID, Priority: r.Priority, State: r.State, TicketID: r.TicketID,
		Version: r.Version, MadeAt: clock.Whole(r.MadeAt)}
}

func (s store) addBooking(ctx context.Context, b *Booking) error {
	_, err := s.q.NewInsert().Model(bookingRowOf(b)).Exec(ctx)
	return err
}

// moveBooking saves b if nobody was faster.
func (s store) moveBooking(ctx context.Context, b *Booking, was int) error {
	return one(s.q.NewUpdate().Model(bookingRowOf(b)).WherePK().Where("version = ?", was).Exec(ctx))
}

func (s store) booking(ctx context.Context, code string) (*Booking, error) {
	found, err := s.bookings(ctx, func(q *bun.SelectQuery) { q.Where("code = ?", code) })
	if err == nil && len(found) == 0 {
		return nil, fault.New(fault.NotFound, "tickets.no-booking")
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

// bookingsOn returns the bookings of a unit and day.
func (s store) bookingsOn(ctx context.Context, unitID string, day clock.Date) ([]Booking, error) {
	return s.bookings(ctx, func(q *bun.SelectQuery) { q.Where("unit_id = ? AND day_on = ?", unitID, day) })
}

// bookingsOf returns the open bookings of an account.
func (s store) bookingsOf(ctx context.Context, accountID string) ([]Booking, error) {
	return s.bookings(ctx, func(q *bun.SelectQuery) { q.Where("account_id = ? AND state = ?", accountID, BookingOpen) })
}

// unkept returns the open bookings of days before the given one.
func (s store) unkept(ctx context.Context, before clock.Date) ([]Booking, error) {
	return s.bookings(ctx, func(q *bun.SelectQuery) { q.Where("state = ? AND day_on < ?", BookingOpen, before) })
}

func (s store) bookings(ctx context.Context, narrow func(*bun.SelectQuery)) ([]Booking, error) {
	var rows []bookingRow
	q := s.q.NewSelect().Model(&rows).Order("start_at", "id")
	narrow(q)
	if err := q.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Booking, len(rows))
	for i, r := range rows {
		out[i] = r.booking()
	}
	return out, nil
}

// forget takes the names and phones from bookings of days before the given one: the times stay.
func (s store) forget(ctx context.Context, before clock.Date) error {
	_, err := s.q.NewUpdate().Model((*bookingRow)(nil)).Set("name = '', phone = '', account_id = ''").
		Where("day_on < ? AND state <> ? AND (name <> '' OR phone <> '')", before, BookingOpen).Exec(ctx)
	return err
}

type slotRow struct {
	bun.BaseModel `bun:"table:tickets_slot"`
	UnitID        string    `bun:"unit_id,pk"`
	Letter        string    `bun:"letter,pk"`
	StartAt       time.Time `bun:"start_at,pk"`
	Taken         int       `bun:"taken"`
}

// takeSlot takes a place of a slot, or tells that none is left. It is one statement, so that the last
// place goes to one of two who reach for it.
func (s store) takeSlot(ctx context.Context, unitID, letter string, at time.Time, capacity int) error {
	var taken int
	err := s.q.NewRaw(`INSERT INTO tickets_slot (unit_id, letter, start_at, taken) VALUES (?, ?, ?, 1)
		ON CONFLICT (unit_id, letter, start_at) DO UPDATE SET taken = tickets_slot.taken + 1
		WHERE tickets_slot.taken < ? RETURNING taken`, unitID, letter, at, capacity).Scan(ctx, &taken)
	if db.IsNone(err) {
		return fault.New(fault.Conflict, "tickets.slot-full")
	}
	return err
}

func (s store) freeSlot(ctx context.Context, unitID, letter string, at time.Time) error {
	return one(s.q.NewUpdate().Model((*slotRow)(nil)).Set("taken = taken - 1").
		Where("unit_id = ? AND letter = ? AND start_at = ? AND taken > 0", unitID, letter, at).Exec(ctx))
}

// taken returns how many places of the slots of a queue between two instants are taken.
func (s store) taken(ctx context.Context, unitID, letter string, from, until time.Time) (map[time.Time]int, error) {
	var rows []slotRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id = ? AND letter = ? AND start_at >= ? AND start_at < ?", unitID, letter, from, until).Scan(ctx)
	out := make(map[time.Time]int, len(rows))
	for _, r := range rows {
		out[clock.Whole(r.StartAt)] = r.Taken
	}
	return out, err
}

// absent counts the bookings from a day to another for which nobody came.
func (s store) absent(ctx context.Context, unitID string, from, until clock.Date) (int, error) {
	n, err := s.q.NewSelect().Model((*bookingRow)(nil)).
		Where("unit_id = ? AND day_on >= ? AND day_on <= ? AND state = ?", unitID, from, until, BookingMissed).Count(ctx)
	return int(n), err
}
