package app

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/tickets"
)

// switchOn gives the counters of the district and of the commune of the first walk their queues; the
// other communes leave them off, as a small counter does.
func (d *demonstration) switchOn(ctx context.Context, units []org.Unit) error {
	civil := tickets.Queue{Letter: "A", Name: "Hộ tịch, chứng thực", NameEn: "Civil status, certification"}
	land := tickets.Queue{Letter: "B", Name: "Đất đai, xây dựng", NameEn: "Land, construction"}
	rest := tickets.Queue{Letter: "C", Name: "Lĩnh vực khác và trả kết quả", NameEn: "Other fields, results"}
	for _, u := range units {
		set := tickets.Setting{UnitID: u.ID, On: true, Order: tickets.PriorityFirst, Priorities: tickets.Priorities,
			Slots: tickets.Slots{Minutes: 15, Capacity: 2, Ahead: 14}, Limits: tickets.Limits{PerPhone: 3, PerAddress: 60}}
		switch {
		case u.ID == units[0].ID:
			set.Queues = []tickets.Queue{civil, land, rest}
			set.Windows = []tickets.Window{{Number: 1, Queues: []string{"A", "C"}}, {Number: 2, Queues: []string{"B", "C"}}}
		case u.Code == d.cast.Walk:
			set.Queues = []tickets.Queue{civil, rest}
			set.Windows = []tickets.Window{{Number: 1, Queues: []string{"A", "C"}}}
		default:
			continue
		}
		if err := d.house.tickets.SaveSettings(ctx, set); err != nil {
			return err
		}
	}
	return nil
}

// queueDay plays the district's counter on the morning before the demonstration begins, so that its
// figures have something to say.
func (d *demonstration) queueDay(ctx context.Context, unit org.Unit, start time.Time) error {
	q := d.house.tickets
	clerk := actor.With(ctx, actor.Actor{Kind: actor.Officer, AccountID: "demonstration", Name: "Công chức Bộ phận Một cửa",
		Grants: []actor.Grant{{Right: tickets.CanServe, Path: unit.Path}}})
	at := clock.DateOf(start).AddDays(-1).At(7*time.Hour + 30*time.Minute)
	d.clock.Set(at)
	if err := q.Sit(clerk, unit.ID, 1); err != nil {
		return err
	}
	for n := range 14 {
		wish := tickets.Wish{UnitID: unit.ID, Letter: []string{"A", "C"}[n%2], Channel: tickets.AtDesk}
		d.clock.Set(at.Add(time.Duration(11*n) * time.Minute))
		if n%5 == 4 {
			wish.Priority = tickets.Elderly
		}
		if _, err := q.Take(clerk, wish); err != nil {
			return err
		}
		if err := d.serve(clerk, at.Add(time.Duration(11*n)*time.Minute), n); err != nil {
			return err
		}
	}
	return q.Rise(clerk)
}

// serve calls the next and serves them; one in seven does not come.
func (d *demonstration) serve(clerk context.Context, taken time.Time, n int) error {
	q := d.house.tickets
	d.clock.Set(taken.Add(time.Duration(2+n%4) * time.Minute))
	t, err := q.CallNext(clerk)
	if err != nil {
		return err
	}
	if n%7 == 6 {
		_, err := q.Miss(clerk, tickets.At{ID: t.ID})
		return err
	}
	if _, err := q.Start(clerk, tickets.At{ID: t.ID}); err != nil {
		return err
	}
	d.clock.Set(taken.Add(time.Duration(6+n%4+n%3) * time.Minute))
	_, err = q.Finish(clerk, tickets.At{ID: t.ID})
	return err
}
