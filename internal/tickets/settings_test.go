package tickets

import (
	"context"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestBothEnginesHaveTheSameColumns(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestSettingsAreChecked(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, c := range []struct {
			name string
			do   func(*Setting)
			key  string
		}{
			{"two queues under one letter", func(s *Setting) { s.Queues[1].Letter = "A" }, "tickets.field.letter"},
			{"a letter with a mark", func(s *Setting) { s.Queues[1].Letter = "Đ" }, "tickets.field.letter"},
			{"a queue without a name", func(s *Setting) { s.Queues[0].Name = " " }, "tickets.field.queue-name"},
			{"no queue", func(s *Setting) { s.Queues, s.Windows = nil, nil }, "tickets.field.queues"},
			{"a queue that no window calls from", func(s *Setting) { s.Windows = s.Windows[1:] }, "tickets.field.nobody-serves"},
			{"two windows with one number", func(s *Setting) { s.Windows[1].Number = 1 }, "tickets.field.window"},
			{"a window of an unknown queue", func(s *Setting) { s.Windows[1].Queues = []string{"Z"} }, "tickets.field.window-queues"},
			{"slots of a minute", func(s *Setting) { s.Slots.Minutes = 1 }, "tickets.field.number"},
			{"an order of its own", func(s *Setting) { s.Order = "friends-first" }, "tickets.field.order"},
		} {
			set := h.sample()
			set.Version = 1
			c.do(&set)
			err := h.SaveSettings(h.admin(), set)
			if err == nil {
				t.Errorf("%s: saved", c.name)
				continue
			}
			h.wantFault(err, fault.Invalid, c.key)
		}
		set := h.sample()
		set.Version = 1
		h.wantFault(h.SaveSettings(h.as("x", CanServe), set), fault.Forbidden, "fault.forbidden")
		h.no(h.SaveSettings(h.admin(), set))
		h.wantFault(h.SaveSettings(h.admin(), set), fault.Conflict, "tickets.changed-meanwhile")
		trail, err := h.trail.Of(context.Background(), "org/unit/"+h.unit.ID, 10)
		h.no(err)
		n := 0
		for _, r := range trail {
			if r.Action == "tickets.set" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d entries about settings in the trail, want 2", n)
		}
	})
}

func TestAKioskIsKnownByItsToken(t *testing.T) {
	onBoth(t, func(h *house) {
		token, err := h.AddDevice(h.admin(), h.unit.ID, "Máy ở sảnh")
		h.no(err)
		d, err := h.Device(context.Background(), token)
		h.no(err)
		if d.UnitID != h.unit.ID || d.Name != "Máy ở sảnh" {
			t.Errorf("the token is of %+v", d)
		}
		h.no(h.RevokeDevice(h.admin(), h.unit.ID, d.ID))
		_, err = h.Device(context.Background(), token)
		h.wantFault(err, fault.NotFound, "tickets.no-device")
	})
}

func TestEventsCannotBeChanged(t *testing.T) {
	onBoth(t, func(h *house) {
		h.take("A", "")
		for _, statement := range []string{"UPDATE tickets_event SET at = at", "DELETE FROM tickets_event"} {
			err := h.DB.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.NewRaw(statement).Exec(ctx)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

func TestFiguresAreCountedFromEvents(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := h.desk("mot", 2)
		for n := range 6 {
			tk := h.take("A", "")
			h.clock.Advance(time.Duration(n+1) * time.Minute)
			h.next(desk)
			_, err := h.Start(desk, At{ID: tk.ID})
			h.no(err)
			h.clock.Advance(4 * time.Minute)
			_, err = h.Finish(desk, At{ID: tk.ID})
			h.no(err)
		}
		h.take("B", "")
		f, err := h.Figures(h.admin(), h.unit.ID, day, day)
		h.no(err)
		a := f.ByQueue["A"]
		if f.All.Given != 7 || a.Served != 6 || a.Wait50 != 3*time.Minute || a.Wait90 != 6*time.Minute || a.Service50 != 4*time.Minute {
			t.Errorf("all %+v, A %+v", f.All, *a)
		}
		last := h.take("A", "")
		h.take("A", Elderly)
		ahead, err := h.Ahead(context.Background(), last)
		h.no(err)
		if ahead.Before != 1 || ahead.Windows != 1 || !ahead.Known || ahead.Wait != 5*time.Minute {
			t.Errorf("ahead %+v, want one, one window, about five minutes", ahead)
		}
		_, err = h.Figures(h.as("x", CanServe), h.unit.ID, day, day)
		h.wantFault(err, fault.Forbidden, "fault.forbidden")
	})
}
