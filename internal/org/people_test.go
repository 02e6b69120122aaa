package org

import (
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func position(t *testing.T, s *Service, unitID, key string) Position {
	t.Helper()
	p, err := s.PositionByKey(system(), unitID, key)
	if err != nil {
		t.Fatalf("post %s: %v", key, err)
	}
	return p
}

func appoint(t *testing.T, s *Service, a Appointment) Holding {
	t.Helper()
	h, err := s.Appoint(system(), a)
	if err != nil {
		t.Fatalf("appointing %+v: %v", a, err)
	}
	return h
}

func TestAPersonHoldsPostsOverPeriods(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		desk, chair := position(t, s, commune.ID, "mot-cua"), position(t, s, commune.ID, "pho-chu-tich")
		first := appoint(t, s, Appointment{PositionID: desk.ID, Name: "Bùi Thị  Hoa", From: "2022-01-10", Decision: "12/QĐ-UBND"})
		appoint(t, s, Appointment{PositionID: chair.ID, PersonID: first.PersonID, From: "2023-09-01"})
		if err := s.EndHolding(system(), first.ID, "2023-09-15", "Giữ chức vụ khác"); err != nil {
			t.Fatal(err)
		}
		for on, want := range map[clock.Date][]string{
			"2022-01-09": nil, "2022-01-10": {"reception"}, "2023-09-10": {"leader", "reception"}, "2023-09-16": {"leader"},
			"2025-07-01": nil, // the commune is no more
		} {
			posts, err := s.Posts(system(), first.PersonID, on)
			if err != nil {
				t.Fatal(err)
			}
			var roles []string
			for _, p := range posts {
				roles = append(roles, p.Role)
			}
			if len(roles) != len(want) || (len(want) > 0 && roles[0] != want[0]) {
				t.Errorf("on %s she is %v, want %v", on, roles, want)
			}
		}
		posts, err := s.Posts(system(), first.PersonID, "2022-05-05")
		if err != nil || len(posts) != 1 || posts[0].UnitPath != commune.Path || posts[0].UnitName != "Xã Phú Nghĩa" ||
			posts[0].Title != "Công chức tại Bộ phận Tiếp nhận và Trả kết quả" || posts[0].Until != "2023-09-15" {
			t.Errorf("the post is %+v, %v", posts, err)
		}
	})
}

func TestOfficersOfAUnit(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		desk := position(t, s, commune.ID, "mot-cua")
		appoint(t, s, Appointment{PositionID: desk.ID, Name: "Quách Văn An", From: "2022-01-10"})
		appoint(t, s, Appointment{PositionID: desk.ID, Name: "Bùi Thị Hoa", From: "2022-01-10", Until: "2022-12-31"})
		appoint(t, s, Appointment{PositionID: position(t, s, commune.ID, "van-phong-thong-ke").ID, Name: "Đinh Văn Thư", From: "2022-01-10"})
		for _, v := range []struct {
			role string
			on   clock.Date
			want int
		}{{"reception", "2022-06-01", 2}, {"reception", then, 1}, {"clerk", then, 1}, {"", "2022-06-01", 3}, {"leader", then, 0}} {
			officers, err := s.OfficersIn(system(), commune.ID, v.role, v.on)
			if err != nil || len(officers) != v.want {
				t.Errorf("officers of role %q on %s: %+v, want %d, %v", v.role, v.on, officers, v.want, err)
			}
		}
		seats, err := s.Seats(system(), commune.ID, "2022-06-01")
		if err != nil || len(seats) != 10 || seats[0].Key != "chu-tich" || len(seats[2].Holders) != 2 || seats[2].Holders[0].PersonName != "Bùi Thị Hoa" {
			t.Errorf("seats are %+v, %v", seats, err)
		}
		found, err := s.FindPeople(system(), "quach an", 10)
		if err != nil || len(found) != 1 || found[0].Name != "Quách Văn An" {
			t.Errorf("found %+v, %v", found, err)
		}
	})
}

func TestAppointmentsThatCannotBe(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		desk := position(t, s, commune.ID, "mot-cua")
		held := appoint(t, s, Appointment{PositionID: desk.ID, Name: "Bùi Thị Hoa", From: "2022-01-10", Until: "2022-12-31"})
		for name, v := range map[string]struct {
			a    Appointment
			kind fault.Kind
			key  string
		}{
			"nobody":             {Appointment{From: then}, fault.Invalid, "org.field.person-name"},
			"no day":             {Appointment{Name: "A", From: "2023-02-30"}, fault.Invalid, "org.field.date"},
			"before the post":    {Appointment{Name: "A", From: "2019-01-01"}, fault.Invalid, "org.field.outside-position"},
			"after the post":     {Appointment{Name: "A", From: next}, fault.Invalid, "org.field.outside-position"},
			"ends before":        {Appointment{Name: "A", From: then, Until: "2023-01-01"}, fault.Invalid, "org.field.until"},
			"the same days":      {Appointment{PersonID: held.PersonID, From: "2022-01-10"}, fault.Conflict, "org.holds-already"},
			"overlaps its end":   {Appointment{PersonID: held.PersonID, From: "2022-12-31"}, fault.Conflict, "org.holds-already"},
			"overlaps its start": {Appointment{PersonID: held.PersonID, From: "2021-01-01", Until: "2022-01-10"}, fault.Conflict, "org.holds-already"},
			"unknown person":     {Appointment{PersonID: "nobody", From: then}, fault.NotFound, "org.person-not-found"},
		} {
			v.a.PositionID = desk.ID
			_, err := s.Appoint(system(), v.a)
			t.Log(name)
			wantFault(t, err, v.kind, v.key)
		}
		_, err := s.Appoint(system(), Appointment{PositionID: "none", Name: "A", From: then})
		wantFault(t, err, fault.NotFound, "org.position-not-found")
		appoint(t, s, Appointment{PositionID: desk.ID, PersonID: held.PersonID, From: "2023-01-01"})
		_, err = s.Appoint(testkit.AsAt(t.Context(), "/elsewhere/", CanEdit), Appointment{PositionID: desk.ID, Name: "A", From: then})
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		wantFault(t, s.EndHolding(system(), held.ID, "2021-01-01", "x"), fault.Invalid, "org.field.until")
		wantFault(t, s.EndHolding(system(), held.ID, "2022-06-01", " "), fault.Invalid, "org.field.reason")
		wantFault(t, s.EndHolding(system(), "none", "2022-06-01", "x"), fault.NotFound, "org.holding-not-found")
	})
}

func TestNewPostsAndPeople(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		p := Position{UnitID: commune.ID, Key: "giam-sat", Title: "Giám sát một cửa", Role: "supervisor"}
		if _, err := s.AddPosition(system(), p); err != nil {
			t.Fatal(err)
		}
		_, err := s.AddPosition(system(), p)
		wantFault(t, err, fault.Conflict, "org.position-twice")
		p.Key, p.Role = "x", "emperor"
		_, err = s.AddPosition(system(), p)
		wantFault(t, err, fault.Invalid, "org.position-incomplete")
		_, err = s.AddPerson(t.Context(), Person{Name: "Ai đó"})
		wantFault(t, err, fault.SignIn, "fault.sign-in")
		who, err := s.AddPerson(testkit.AsAt(t.Context(), commune.Path, CanEdit), Person{Name: " Đinh Thị Mai "})
		if err != nil || who.Name != "Đinh Thị Mai" {
			t.Fatalf("got %+v, %v", who, err)
		}
		back, err := s.Person(system(), who.ID)
		if err != nil || back != who {
			t.Errorf("read back %+v, %v", back, err)
		}
	})
}

func TestAMovedOfficerHoldsOnePostAfterTheOther(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune, other := byCode(t, s, Commune, "05395", then), byCode(t, s, Commune, "05398", then)
		held := appoint(t, s, Appointment{PositionID: position(t, s, commune.ID, "mot-cua").ID, Name: "Bùi Thị Hoa", From: "2022-01-10"})
		next := position(t, s, other.ID, "mot-cua")
		_, err := s.Move(testkit.AsAt(t.Context(), commune.Path, CanEdit), held.ID, Appointment{PositionID: next.ID, Reason: "Điều động"}, "2023-08-31")
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		if was, err := s.Holding(system(), held.ID); err != nil || was.Until != "" {
			t.Errorf("half a move was kept: %+v, %v", was, err)
		}
		moved, err := s.Move(system(), held.ID, Appointment{PositionID: next.ID, Decision: "20/QĐ", Reason: "Điều động"}, "2023-08-31")
		if err != nil || moved.From != "2023-09-01" {
			t.Fatalf("moved %+v, %v", moved, err)
		}
		terms, err := s.Terms(system(), held.PersonID)
		if err != nil || len(terms) != 2 || terms[0].UnitName != other.FullName || terms[1].Until != "2023-08-31" {
			t.Errorf("terms are %+v, %v", terms, err)
		}
		staff, err := s.Staff(system(), other.Path, "2023-09-01")
		if err != nil || len(staff) != 1 || staff[0].Name != "Bùi Thị Hoa" || staff[0].Role != "reception" {
			t.Errorf("staff is %+v, %v", staff, err)
		}
	})
}

func TestNobodyAppointsThemselves(t *testing.T) {
	withCast(t, func(c *cast) {
		me := c.by(c.deputy, "admin")
		vacant := position(t, c.Service, c.unit.ID, "chu-tich")
		_, err := c.Appoint(me, Appointment{PositionID: vacant.ID, PersonID: c.deputy.PersonID, From: "2023-09-01"})
		wantFault(t, err, fault.Forbidden, "org.appoint-own")
		_, err = c.Move(me, c.deputy.ID, Appointment{PositionID: vacant.ID, Reason: "Tự chuyển"}, "2023-08-31")
		wantFault(t, err, fault.Forbidden, "org.appoint-own")
		if _, err := c.Appoint(me, Appointment{PositionID: vacant.ID, PersonID: c.desk.PersonID, From: "2023-09-01"}); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		if _, err := c.Appoint(c.by(c.desk, "admin"), Appointment{PositionID: vacant.ID, PersonID: c.deputy.PersonID, From: "2023-10-01"}); err != nil {
			t.Errorf("by another hand: %v", err)
		}
	})
}
