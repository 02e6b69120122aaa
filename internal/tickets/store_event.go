package tickets

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

type eventRow struct {
	bun.BaseModel `bun:"table:tickets_event"`
	ID            string    `bun:"id,pk"`
	ThingID       string    `bun:"thing_id"`
	Seq           int       `bun:"seq"`
	Kind          string    `bun:"kind"`
	At            time.Time `bun:"at"`
	WindowNo      int       `bun:"window_no"`
	Queue         string    `bun:"queue"`
	Subject       string    `bun:"subject"`
	ActorKind     string    `bun:"actor_kind"`
	AccountID     string    `bun:"account_id"`
	Officer       string    `bun:"officer"`
}

func (s store) addEvent(ctx context.Context, e Event) error {
	_, err := s.q.NewInsert().Model(&eventRow{ID: e.ID, ThingID: e.ThingID, Seq: e.Seq, Kind: e.Kind, At: e.At, WindowNo: e.Window,
		Queue: e.Queue, Subject: e.Subject, ActorKind: e.ActorKind, AccountID: e.AccountID, Officer: e.Officer}).Exec(ctx)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "tickets.changed-meanwhile").Because(err)
	}
	return err
}

// events returns what happened to the things, each thing's events in their order.
func (s store) events(ctx context.Context, things ...string) (map[string][]Event, error) {
	out := make(map[string][]Event, len(things))
	for len(things) > 0 {
		n := min(500, len(things)) // both engines limit what a statement holds
		var rows []eventRow
		err := s.q.NewSelect().Model(&rows).Where("thing_id IN (?)", bun.List(things[:n])).Order("thing_id", "seq", "id").Scan(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ThingID] = append(out[r.ThingID], Event{ID: r.ID, ThingID: r.ThingID, Seq: r.Seq, Kind: r.Kind, At: clock.Whole(r.At),
				Window: r.WindowNo, Queue: r.Queue, Subject: r.Subject, ActorKind: r.ActorKind, AccountID: r.AccountID, Officer: r.Officer})
		}
		things = things[n:]
	}
	return out, nil
}

type deskRow struct {
	bun.BaseModel `bun:"table:tickets_desk"`
	UnitID        string    `bun:"unit_id,pk"`
	WindowNo      int       `bun:"window_no,pk"`
	AccountID     string    `bun:"account_id"`
	Officer       string    `bun:"officer"`
	Paused        bool      `bun:"paused"`
	SinceAt       time.Time `bun:"since_at"`
}

func (r deskRow) desk() Desk {
	return Desk{UnitID: r.UnitID, Window: r.WindowNo, AccountID: r.AccountID, Officer: r.Officer, Paused: r.Paused, Since: clock.Whole(r.SinceAt)}
}

// deskOf returns the window at which the account sits, nil when at none.
func (s store) deskOf(ctx context.Context, accountID string) (*Desk, error) {
	var row deskRow
	err := s.q.NewSelect().Model(&row).Where("account_id = ?", accountID).Scan(ctx)
	if db.IsNone(err) || accountID == "" {
		return nil, nil
	}
	d := row.desk()
	return &d, err
}

// holdDesk returns the desk of the account, which nobody else can hold until the transaction ends.
func (s store) holdDesk(ctx context.Context, accountID string) (Desk, error) {
	var row deskRow
	err := s.q.NewRaw(`UPDATE tickets_desk SET paused = paused WHERE account_id = ?
		RETURNING unit_id, window_no, account_id, officer, paused, since_at`, accountID).Scan(ctx, &row)
	if db.IsNone(err) {
		return Desk{}, fault.New(fault.Conflict, "tickets.no-desk")
	}
	return row.desk(), err
}

// desks lists who sits at the windows of a unit.
func (s store) desks(ctx context.Context, unitID string) ([]Desk, error) {
	var rows []deskRow
	err := s.q.NewSelect().Model(&rows).Where("unit_id = ?", unitID).Order("window_no").Scan(ctx)
	out := make([]Desk, len(rows))
	for i, r := range rows {
		out[i] = r.desk()
	}
	return out, err
}

// sit puts an officer at a window; who sat there, and where the officer sat, is free after it.
func (s store) sit(ctx context.Context, d Desk) error {
	_, err := s.q.NewDelete().Model((*deskRow)(nil)).
		Where("account_id = ? OR (unit_id = ? AND window_no = ?)", d.AccountID, d.UnitID, d.Window).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.q.NewInsert().Model(&deskRow{UnitID: d.UnitID, WindowNo: d.Window, AccountID: d.AccountID, Officer: d.Officer, SinceAt: d.Since}).Exec(ctx)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "tickets.changed-meanwhile").Because(err)
	}
	return err
}

func (s store) pause(ctx context.Context, accountID string, paused bool, now time.Time) error {
	return one(s.q.NewUpdate().Model((*deskRow)(nil)).Set("paused = ?, since_at = ?", paused, now).Where("account_id = ?", accountID).Exec(ctx))
}

func (s store) rise(ctx context.Context, accountID string) error {
	return one(s.q.NewDelete().Model((*deskRow)(nil)).Where("account_id = ?", accountID).Exec(ctx))
}

// clearDesks frees all windows at which officers have sat since before the instant.
func (s store) clearDesks(ctx context.Context, before time.Time) error {
	_, err := s.q.NewDelete().Model((*deskRow)(nil)).Where("since_at < ?", before).Exec(ctx)
	return err
}

// tally counts one more under the name in the period, and returns the count.
func (s store) tally(ctx context.Context, name, period string) (int, error) {
	var n int
	err := s.q.NewRaw(`INSERT INTO tickets_tally (name, period, count) VALUES (?, ?, 1)
		ON CONFLICT (name, period) DO UPDATE SET count = tickets_tally.count + 1 RETURNING count`, name, period).Scan(ctx, &n)
	return n, err
}

// sweepTallies removes the counts of periods that begin before the day.
func (s store) sweepTallies(ctx context.Context, before clock.Date) error {
	_, err := s.q.NewRaw("DELETE FROM tickets_tally WHERE period < ?", before).Exec(ctx)
	return err
}
