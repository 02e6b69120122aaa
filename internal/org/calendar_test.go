package org

import (
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func calendar(t *testing.T, s *Service, unitID string) *term.Calendar {
	t.Helper()
	cal, err := s.Calendar(system(), unitID)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func off(unitID string, date clock.Date, name string) Day {
	return Day{UnitID: unitID, Reason: "thử", SpecialDay: term.SpecialDay{Date: date, Kind: term.Off, Name: name}}
}

func TestTheDemonstrationCalendarIsTheStoredOne(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		if got, want := calendar(t, s, commune.ID).Version(), demoCalendar(t).Version(); got != want {
			t.Errorf("the calendar of a commune has version %s, that of the embedded file %s", got, want)
		}
		kept, err := s.CalendarByVersion(system(), demoCalendar(t).Version())
		if err != nil || kept.Version() != demoCalendar(t).Version() {
			t.Errorf("kept %v, %v", kept, err)
		}
		_, err = s.CalendarByVersion(system(), "0000000000000000")
		wantFault(t, err, fault.NotFound, "org.calendar-not-found")
	})
}

func TestHousesWithoutAnyCalendar(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		cal := calendar(t, s, "")
		if !cal.IsWorking("2023-08-10") || cal.IsWorking("2023-08-12") {
			t.Error("without entries the usual office hours do not hold")
		}
		if kept, err := s.CalendarByVersion(system(), cal.Version()); err != nil || kept.Version() != cal.Version() {
			t.Errorf("kept %v, %v", kept, err)
		}
	})
}

func TestADayOffHoldsBelowItsUnit(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		district, other := byCode(t, s, District, "159", then), byCode(t, s, District, "158", then)
		commune := byCode(t, s, Commune, "05395", then)
		before := calendar(t, s, commune.ID)
		dayID, err := s.AddDay(testkit.AsAt(t.Context(), district.Path, CanEditCalendar), off(district.ID, "2023-08-14", "Ngày hội huyện"))
		if err != nil {
			t.Fatal(err)
		}
		after := calendar(t, s, commune.ID)
		if after.IsWorking("2023-08-14") || !calendar(t, s, other.ID).IsWorking("2023-08-14") || after.Version() == before.Version() {
			t.Error("the day off of a district does not hold for its communes alone")
		}
		for _, version := range []string{before.Version(), after.Version()} {
			if kept, err := s.CalendarByVersion(system(), version); err != nil || kept.Version() != version {
				t.Errorf("calendar %s is not kept: %v", version, err)
			}
		}
		// The commune works all the same: the nearer word counts.
		worked := Day{UnitID: commune.ID, Reason: "thử", SpecialDay: term.SpecialDay{Date: "2023-08-14", Kind: term.MakeUp, Name: "Làm việc bình thường"}}
		if _, err := s.AddDay(system(), worked); err != nil {
			t.Fatal(err)
		}
		if !calendar(t, s, commune.ID).IsWorking("2023-08-14") || calendar(t, s, district.ID).IsWorking("2023-08-14") {
			t.Error("the commune's own word does not count before the district's")
		}
		if err := s.RemoveDay(testkit.AsAt(t.Context(), district.Path, CanEditCalendar), dayID, "Hoãn lễ"); err != nil {
			t.Fatal(err)
		}
		if !calendar(t, s, district.ID).IsWorking("2023-08-14") {
			t.Error("the day off was removed and still holds")
		}
		wantFault(t, s.RemoveDay(system(), dayID, "x"), fault.NotFound, "org.day-not-found")
		trail, err := s.trail.Of(system(), "org/calendar/"+district.ID, 5)
		if err != nil || len(trail) != 2 || trail[0].Action != "org.day-removed" || trail[0].Why != "Hoãn lễ" || trail[1].Why != "thử" {
			t.Errorf("the trail holds %+v, %v", trail, err)
		}
	})
}

func TestDaysThatCannotBe(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		district := byCode(t, s, District, "159", then)
		own := testkit.AsAt(t.Context(), district.Path, CanEditCalendar)
		_, err := s.AddDay(own, off("", "2023-08-14", "Cả nước"))
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		_, err = s.AddDay(testkit.AsAt(t.Context(), district.Path, CanView), off(district.ID, "2023-08-14", "A"))
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		makeUp := off(district.ID, "2023-08-14", "A")
		makeUp.Kind = term.MakeUp
		noReason, noKind := off(district.ID, "2023-08-14", "A"), off(district.ID, "2023-08-14", "A")
		noReason.Reason, noKind.Kind = " ", "feast"
		for _, v := range []struct {
			day Day
			key string
		}{
			{off(district.ID, "2023-08-12", "Thứ Bảy"), "org.day-is-off"},
			{off(district.ID, "2023-09-01", "Quốc khánh"), "org.day-is-off"},
			{makeUp, "org.day-is-worked"},
			{off(district.ID, "2023-08-32", "A"), "org.field.date"},
			{off(district.ID, "1023-08-12", "A"), "org.field.date"},
			{off(district.ID, "2023-08-14", ""), "org.field.day-name"},
			{noReason, "org.field.reason"},
			{noKind, "org.field.day-kind"},
		} {
			_, err := s.AddDay(own, v.day)
			wantFault(t, err, fault.Invalid, v.key)
			wantFault(t, s.CheckDay(own, v.day), fault.Invalid, v.key)
		}
		if _, err := s.AddDay(own, off(district.ID, "2023-08-14", "A")); err != nil {
			t.Fatal(err)
		}
		_, err = s.AddDay(own, off(district.ID, "2023-08-14", "B"))
		wantFault(t, err, fault.Invalid, "org.day-twice")
	})
}

func TestOfficeHoursFromADayOn(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		district, commune := byCode(t, s, District, "159", then), byCode(t, s, Commune, "05395", then)
		set := func(unitID string, from clock.Date, open, shut term.Minute) {
			t.Helper()
			err := s.SetHours(system(), Hours{UnitID: unitID, From: from, Reason: "thử",
				Shifts: []term.Shift{{Weekday: time.Monday, Open: open, Shut: shut}, {Weekday: time.Saturday, Open: open, Shut: shut, ReceptionOnly: true}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		set(district.ID, "2023-09-01", 420, 660) // 07:00–11:00
		set(commune.ID, "2023-10-01", 480, 720)  // 08:00–12:00
		set(commune.ID, "2023-11-01", 540, 780)  // 09:00–13:00
		cal := calendar(t, s, commune.ID)
		for date, want := range map[clock.Date]string{"2023-08-28": "17:00", "2023-09-11": "11:00", "2023-10-02": "12:00", "2023-11-06": "13:00"} {
			if end, ok := cal.Close(date); !ok || end.In(clock.Zone).Format("15:04") != want {
				t.Errorf("the commune closes on %s at %v, want %s", date, end, want)
			}
		}
		if cal.IsWorking("2023-09-12") || cal.IsWorking("2023-09-09") || !cal.OpenAt(clock.Date("2023-09-09").At(8*time.Hour)) {
			t.Error("from September on only Mondays are worked, Saturdays only receive")
		}
		set(commune.ID, "2023-11-01", 450, 690) // once more for the same day: it replaces
		if end, _ := calendar(t, s, commune.ID).Close("2023-11-06"); end.In(clock.Zone).Format("15:04") != "11:30" {
			t.Errorf("after the correction the commune closes at %s", end)
		}
		for _, bad := range []Hours{
			{From: "2023-09-01", Reason: "x"},
			{From: "2023-09-01", Reason: "x", Shifts: []term.Shift{{Weekday: 1, Open: 5, Shut: 4}}},
			{From: "2023-09-01", Reason: "x", Shifts: []term.Shift{{Weekday: 1, Open: 5, Shut: 600, ReceptionOnly: true}}},
			{From: "soon", Reason: "x", Shifts: term.OfficeHours().Shifts},
			{From: "2023-09-01", Shifts: term.OfficeHours().Shifts},
		} {
			if err := s.SetHours(system(), bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("hours %+v: %v, want them refused", bad, err)
			}
		}
	})
}

// What one process changes, another sees at once.
func TestAnotherProcessSeesTheChange(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		here, there := serviceOn(d), serviceOn(d)
		if !calendar(t, there, "").IsWorking("2023-08-14") {
			t.Fatal("Monday is off already")
		}
		if _, err := here.AddDay(system(), off("", "2023-08-14", "A")); err != nil {
			t.Fatal(err)
		}
		if calendar(t, there, "").IsWorking("2023-08-14") {
			t.Error("the other process still has the old calendar")
		}
	})
}

func TestHolidaysAreImportedOnce(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		again, err := s.ImportHolidays(system(), demoFile(t, "holidays.json"), false)
		if err != nil || again.changes() || again.Same["days"] != 112 {
			t.Errorf("a second import says %+v, %v", again, err)
		}
		days, err := s.Days(system(), "", 2026)
		if err != nil || len(days) != 16 || days[1].Date != "2026-01-02" || days[1].Decision == "" {
			t.Errorf("2026 has %d days, %+v, %v", len(days), days, err)
		}
		commune := byCode(t, s, Commune, "05395", then)
		if _, err := s.AddDay(system(), off(commune.ID, "2026-03-02", "A")); err != nil {
			t.Fatal(err)
		}
		if days, err = s.Days(system(), commune.ID, 2026); err != nil || len(days) != 17 || days[8].UnitID != commune.ID {
			t.Errorf("the commune has %d days, %v", len(days), err)
		}
	})
}
