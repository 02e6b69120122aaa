package insight_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestATargetHoldsUntilAnotherIsSetAndItsPastStays(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		year, month := insight.Span{Months: 12, Year: 2023, No: 1}, insight.Span{Months: 1, Year: 2023, No: 8}
		set := func(span insight.Span, goal string) {
			h.t.Helper()
			h.clock.Advance(time.Minute)
			h.no(h.SetTarget(h.leader(), insight.NewTarget{UnitID: h.district.ID, Indicator: insight.TheOnline, Span: span, Goal: goal, Owner: "Phó Chủ tịch", Reason: "Kế hoạch 12"}))
		}
		aims := func() []insight.Aim {
			h.t.Helper()
			_, aims, history, err := h.Targets(h.leader(), insight.Ask{UnitID: h.district.ID, Span: month})
			h.no(err)
			if len(history) == 0 || history[0].Reason != "Kế hoạch 12" || history[0].By == "" {
				h.t.Errorf("history %+v", history)
			}
			return aims
		}
		set(year, "55")
		if a := aims(); len(a) != 1 || !a[0].OfYear || a[0].Goal != 5500 || a[0].Light != insight.Green || a[0].Reached.Part != 1 {
			h.t.Errorf("of the year: %+v", a)
		}
		set(month, "91,95%")
		if a := aims(); len(a) != 1 || a[0].OfYear || a[0].Goal != 9195 {
			h.t.Errorf("of the month: %+v", a)
		}
		set(month, "")
		if a := aims(); len(a) != 1 || !a[0].OfYear {
			h.t.Errorf("taken away: %+v", a)
		}
		testkit.AppendOnly(h.t, h.db, "insight_target")
		for _, wrong := range []string{"0", "101", "x", "NaN", "-5"} {
			err := h.SetTarget(h.leader(), insight.NewTarget{UnitID: h.district.ID, Indicator: insight.TheOnline, Span: month, Goal: wrong, Owner: "A", Reason: "B"})
			if !fault.Is(err, fault.Invalid) {
				h.t.Errorf("a target of %q: %v", wrong, err)
			}
		}
		err := h.SetTarget(h.at(h.commune, insight.CanView), insight.NewTarget{UnitID: h.commune.ID, Indicator: insight.TheOnline, Span: month, Goal: "5", Owner: "A", Reason: "B"})
		if !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("without the right: %v", err)
		}
	})
}

func TestAReportIsSentOnceWhenItsPeriodIsOver(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(h.submitted())
		h.no(h.CatchUp(system()))
		pos, err := h.org.AddPosition(system(), org.Position{UnitID: h.district.ID, Key: "chu-tich-thu", Title: "Chủ tịch", Role: "leader", From: "2023-01-01"})
		h.no(err)
		held, err := h.org.Appoint(system(), org.Appointment{PositionID: pos.ID, Name: "Bùi Thị An", From: "2023-01-01", Reason: "test"})
		h.no(err)
		if err := h.Schedule(h.leader(), h.district.ID, "nobody", 1, false); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("to somebody who is not there: %v", err)
		}
		h.no(h.Schedule(h.leader(), h.district.ID, held.PersonID, 1, false))
		inbox := func() []notify.Line {
			lines, _, err := h.Notify.Inbox(actor.With(context.Background(), actor.Actor{Kind: actor.Officer, PersonID: held.PersonID}), false, "")
			h.no(err)
			return lines
		}
		h.no(h.SendDue(system()))
		if n := len(inbox()); n != 0 {
			h.t.Fatalf("%d letters before the month is over", n)
		}
		h.clock.Set(clock.Date("2023-09-01").At(7 * time.Hour))
		h.no(h.SendDue(system()))
		h.no(h.SendDue(system()))
		lines := inbox()
		if len(lines) != 1 || !strings.Contains(lines[0].Title, "tháng 08/2023") {
			h.t.Fatalf("after the month: %+v", lines)
		}
		plans, err := h.Plans(system(), h.district)
		if err != nil || len(plans) != 1 {
			h.t.Fatal(plans, err)
		}
		h.no(h.StopPlan(h.leader(), h.district.ID, plans[0].ID))
		h.clock.Set(clock.Date("2023-10-02").At(7 * time.Hour))
		h.no(h.SendDue(system()))
		if n := len(inbox()); n != 1 {
			h.t.Errorf("%d letters after it was stopped", n)
		}
	})
}
