package org

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// cast is a commune with a chair, two deputies at the desk and somebody at justice.
type cast struct {
	*Service
	t               *testing.T
	unit            Unit
	chair, deputy   Holding
	desk, colleague Holding
}

func withCast(t *testing.T, do func(c *cast)) {
	withUnits(t, func(t *testing.T, s *Service) {
		c := &cast{Service: s, t: t, unit: byCode(t, s, Commune, "05395", then)}
		hold := func(key, name string) Holding {
			return appoint(t, s, Appointment{PositionID: position(t, s, c.unit.ID, key).ID, Name: name, From: "2022-01-10"})
		}
		c.chair, c.deputy = hold("chu-tich", "Quách Văn An"), hold("pho-chu-tich", "Bùi Thị Bình")
		c.desk, c.colleague = hold("mot-cua", "Đinh Thị Cúc"), hold("mot-cua", "Hà Văn Dũng")
		do(c)
	})
}

// by is somebody who acts with the rights of their role in the commune.
func (c *cast) by(h Holding, role string) context.Context {
	a := actor.Actor{Kind: actor.Officer, PersonID: h.PersonID, Name: h.PersonName,
		Posts: []actor.Post{{Role: role, UnitPath: c.unit.Path}}}
	for _, right := range Roles[role] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: c.unit.Path})
	}
	return actor.With(context.Background(), a)
}

// standIn is b for a in the post of a, over the first three weeks of September 2023.
func standIn(a, b Holding) StandIn {
	return StandIn{PositionID: a.PositionID, AbsentID: a.PersonID, PersonID: b.PersonID, From: "2023-09-01", Until: "2023-09-20", Reason: "Nghỉ phép"}
}

func (c *cast) set(ctx context.Context, x StandIn) StandIn {
	c.t.Helper()
	x, err := c.SetStandIn(ctx, x)
	if err != nil {
		c.t.Fatal(err)
	}
	return x
}

func (c *cast) standsIn(h Holding, on clock.Date) []string {
	c.t.Helper()
	posts, err := c.StandInPosts(system(), h.PersonID, on)
	if err != nil {
		c.t.Fatal(err)
	}
	var out []string
	for _, p := range posts {
		out = append(out, p.Role+" for "+p.For)
	}
	return out
}

func TestAStandInHoldsThePostFromDayToDay(t *testing.T) {
	withCast(t, func(c *cast) {
		x := c.set(c.by(c.chair, "leader"), standIn(c.chair, c.deputy))
		if x.State() != StandInConfirmed {
			t.Fatalf("a leader's own delegation is %s", x.State())
		}
		for on, want := range map[clock.Date]int{"2023-08-31": 0, "2023-09-01": 1, "2023-09-20": 1, "2023-09-21": 0} {
			if got := c.standsIn(c.deputy, on); len(got) != want {
				t.Errorf("on %s the deputy stands in: %v, want %d", on, got, want)
			}
		}
		posts, err := c.Acting(system(), c.deputy.PersonID, "2023-09-10")
		if err != nil || len(posts) != 2 || posts[0].For != "" || posts[1].For != "Quách Văn An" || posts[1].ForID != c.chair.PersonID ||
			posts[1].UnitPath != c.unit.Path || posts[1].Role != "leader" {
			t.Errorf("the deputy acts in %+v, %v", posts, err)
		}
		if err := c.EndHolding(system(), c.chair.ID, "2023-09-05", "Nghỉ hưu"); err != nil {
			t.Fatal(err)
		}
		if len(c.standsIn(c.deputy, "2023-09-05")) != 1 || len(c.standsIn(c.deputy, "2023-09-06")) != 0 {
			t.Error("a stand-in ends with the post of the one who is absent")
		}
	})
}

func TestAStandInCountsOnceAnotherHandConfirms(t *testing.T) {
	withCast(t, func(c *cast) {
		x := c.set(c.by(c.desk, "reception"), standIn(c.desk, c.colleague))
		if x.State() != StandInAsked || len(c.standsIn(c.colleague, "2023-09-05")) != 0 {
			t.Fatalf("proposed, it is %s and counts: %v", x.State(), c.standsIn(c.colleague, "2023-09-05"))
		}
		wantFault(t, c.ConfirmStandIn(c.by(c.desk, "reception"), x.ID, ""), fault.Forbidden, "fault.forbidden")
		wantFault(t, c.ConfirmStandIn(c.by(c.colleague, "leader"), x.ID, ""), fault.Forbidden, "org.stand-in-own")
		if err := c.ConfirmStandIn(c.by(c.chair, "leader"), x.ID, "15/QĐ-UBND"); err != nil {
			t.Fatal(err)
		}
		wantFault(t, c.ConfirmStandIn(c.by(c.chair, "leader"), x.ID, ""), fault.Conflict, "org.changed-meanwhile")
		if got := c.standsIn(c.colleague, "2023-09-05"); len(got) != 1 {
			t.Errorf("confirmed, it gives %v", got)
		}
		wantFault(t, c.CancelStandIn(c.by(c.colleague, "reception"), x.ID, "Thôi"), fault.Forbidden, "fault.forbidden")
		wantFault(t, c.CancelStandIn(c.by(c.desk, "reception"), x.ID, " "), fault.Invalid, "org.field.reason")
		if err := c.CancelStandIn(c.by(c.desk, "reception"), x.ID, "Đã đi làm lại"); err != nil {
			t.Fatal(err)
		}
		if got := c.standsIn(c.colleague, "2023-09-05"); len(got) != 0 {
			t.Errorf("cancelled, it gives %v", got)
		}
	})
}

func TestStandInsThatCannotBe(t *testing.T) {
	withCast(t, func(c *cast) {
		head := c.by(c.deputy, "division-head")
		c.set(system(), standIn(c.desk, c.colleague))
		elsewhere := byCode(t, c.Service, Commune, "05398", then)
		stranger := appoint(t, c.Service, Appointment{PositionID: position(t, c.Service, elsewhere.ID, "chu-tich").ID, Name: "Người Xã Khác", From: "2022-01-10"})
		for name, v := range map[string]struct {
			by   context.Context
			x    StandIn
			kind fault.Kind
			key  string
		}{
			"for oneself":         {system(), standIn(c.desk, c.desk), fault.Invalid, "org.field.stand-in-self"},
			"nobody":              {system(), standIn(c.desk, Holding{}), fault.Invalid, "org.field.stand-in"},
			"twice at a time":     {system(), standIn(c.desk, c.deputy), fault.Conflict, "org.stand-in-overlaps"},
			"in a circle":         {system(), standIn(c.colleague, c.desk), fault.Invalid, "org.stand-in-away"},
			"a post not held":     {system(), StandIn{PositionID: c.chair.PositionID, AbsentID: c.colleague.PersonID, PersonID: c.deputy.PersonID, From: "2023-09-01", Until: "2023-09-02", Reason: "x"}, fault.Conflict, "org.stand-in-not-held"},
			"by who may not":      {c.by(c.colleague, "reception"), standIn(c.chair, c.colleague), fault.Forbidden, "fault.forbidden"},
			"of a leader by less": {head, standIn(c.chair, c.deputy), fault.Forbidden, "fault.forbidden"},
			"without an end":      {system(), StandIn{PositionID: c.chair.PositionID, AbsentID: c.chair.PersonID, PersonID: c.deputy.PersonID, From: "2023-09-01", Reason: "x"}, fault.Invalid, "org.field.date"},
			"of another commune":  {c.by(c.chair, "leader"), standIn(c.chair, stranger), fault.Invalid, "org.stand-in-far"},
			"in the past":         {system(), StandIn{PositionID: c.chair.PositionID, AbsentID: c.chair.PersonID, PersonID: c.deputy.PersonID, From: "2023-07-01", Until: "2023-07-02", Reason: "x"}, fault.Invalid, "org.field.past"},
		} {
			t.Log(name)
			_, err := c.SetStandIn(v.by, v.x)
			wantFault(t, err, v.kind, v.key)
		}
		admin, err := c.AddPosition(system(), Position{UnitID: c.unit.ID, Key: "quan-tri", Title: "Quản trị", Role: "admin"})
		if err != nil {
			t.Fatal(err)
		}
		held := appoint(t, c.Service, Appointment{PositionID: admin.ID, Name: "Ai đó", From: "2022-01-10"})
		_, err = c.SetStandIn(system(), standIn(held, c.deputy))
		wantFault(t, err, fault.Invalid, "org.stand-in-role")
	})
}

func TestLeaveIsSetByOneselfOrTheHead(t *testing.T) {
	withCast(t, func(c *cast) {
		l := Leave{PersonID: c.desk.PersonID, From: "2023-09-04", Until: "2023-09-08", Kind: "annual", Reason: "Việc gia đình"}
		_, err := c.SetLeave(c.by(c.colleague, "reception"), l)
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		set, err := c.SetLeave(c.by(c.desk, "reception"), l)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SetLeave(c.by(c.chair, "leader"), Leave{PersonID: c.desk.PersonID, From: "2023-09-08", Until: "2023-09-09", Kind: "sick", Reason: "Ốm"})
		wantFault(t, err, fault.Conflict, "org.leave-overlaps")
		_, err = c.SetStandIn(system(), standIn(c.colleague, c.desk))
		wantFault(t, err, fault.Invalid, "org.stand-in-away")
		x := standIn(c.desk, c.colleague)
		x.LeaveID = set.ID
		c.set(c.by(c.chair, "leader"), x)

		holders, err := c.HoldersOf(system(), "reception", c.unit.Path, "2023-09-05")
		if err != nil || len(holders) != 2 || holders[0].Name != "Đinh Thị Cúc" || !holders[0].Absent || holders[0].StandIn != "Hà Văn Dũng" ||
			holders[0].AbsentUntil != "2023-09-20" || holders[1].Absent {
			t.Errorf("holders are %+v, %v", holders, err)
		}
		here, err := c.Leaves(system(), LeaveQuery{Path: c.unit.Path, From: "2023-09-01", Until: "2023-09-30"})
		if err != nil || len(here) != 1 || here[0].PersonName != "Đinh Thị Cúc" {
			t.Errorf("away in the commune: %+v, %v", here, err)
		}
		elsewhere, err := c.StandIns(system(), LeaveQuery{Path: "/elsewhere/"})
		if err != nil || len(elsewhere) != 0 {
			t.Errorf("stand-ins elsewhere: %+v, %v", elsewhere, err)
		}
		if err := c.CancelLeave(c.by(c.desk, "reception"), set.ID, "Không nghỉ nữa"); err != nil {
			t.Fatal(err)
		}
		if got := c.standsIn(c.colleague, "2023-09-05"); len(got) != 0 {
			t.Errorf("the leave is cancelled, and yet %v", got)
		}
	})
}

func TestWhoLeavesAPostHoldsItNoMore(t *testing.T) {
	withCast(t, func(c *cast) {
		if err := c.EndHolding(system(), c.desk.ID, "2023-09-15", "Chuyển công tác"); err != nil {
			t.Fatal(err)
		}
		for on, want := range map[clock.Date]bool{"2023-09-15": true, "2023-09-16": false} {
			if got, err := c.Holds(system(), c.desk.PersonID, "reception", c.unit.Path, on); got != want || err != nil {
				t.Errorf("on %s the desk is held: %t, %v", on, got, err)
			}
		}
	})
}
