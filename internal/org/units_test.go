package org

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestSchemasOfBothEnginesAgree(t *testing.T) { testkit.SameColumns(t, schemas) }

func TestTheDistrictAsOf2023(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		district := byCode(t, s, District, "159", then)
		if district.FullName != "Huyện Lạc Thủy" || district.Authority() != "Ủy ban nhân dân huyện Lạc Thủy" || district.CodePrefix != "T17.159" {
			t.Errorf("the district is %+v", district)
		}
		communes, err := s.Children(system(), district.ID, Commune, then)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"Thị trấn Ba Hàng Đồi", "Thị trấn Chi Nê", "Xã Phú Nghĩa", "Xã Phú Thành", "Xã Hưng Thi", "Xã Khoan Dụ",
			"Xã Đồng Tâm", "Xã Yên Bồng", "Xã Thống Nhất", "Xã An Bình"}
		if diff := cmp.Diff(want, names(communes)); diff != "" {
			t.Errorf("communes (-want +got):\n%s", diff)
		}
		for kind, n := range map[Kind]int{Department: 21, Village: 112, Commune: 10} {
			below, err := s.Below(system(), district.ID, kind, then)
			if err != nil || len(below) != n {
				t.Errorf("%d units of kind %s below the district, want %d, %v", len(below), kind, n, err)
			}
		}
		office, err := s.ByKey(system(), district.ID, "bo-phan-mot-cua", then)
		if err != nil || office.Type != "one_stop" || office.FullName != "Bộ phận Tiếp nhận và Trả kết quả UBND huyện Lạc Thủy" {
			t.Errorf("the one-stop section is %+v, %v", office, err)
		}
		if len(office.Above()) != 3 || office.Above()[1] != district.ID {
			t.Errorf("above the section stand %v, want province, district, office", office.Above())
		}
	})
}

func TestTheMapOfEachDay(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		for on, want := range map[clock.Date]string{"2019-12-31": "Xã Phú Lão", "2020-01-01": "Xã Phú Nghĩa", "2025-06-30": "Xã Phú Nghĩa", "2025-07-01": "Xã An Nghĩa"} {
			if u := byCode(t, s, Commune, "05395", on); u.FullName != want {
				t.Errorf("code 05395 on %s is %s, want %s", on, u.FullName, want)
			}
		}
		_, err := s.ByCode(system(), District, "159", next)
		wantFault(t, err, fault.NotFound, "org.unit-not-found")
		province := byCode(t, s, Province, "25", next)
		communes, err := s.Children(system(), province.ID, Commune, next)
		if err != nil || len(communes) != 6 {
			t.Errorf("the new province has %v, %v", names(communes), err)
		}
		for _, c := range communes {
			organs, err := s.Children(system(), c.ID, Department, next)
			if err != nil || len(organs) != 4 {
				t.Errorf("%s has the organs %v, %v", c.FullName, names(organs), err)
			}
		}
		_, err = s.ByKey(system(), byCode(t, s, District, "159", then).ID, "cong-an", "2025-03-01")
		wantFault(t, err, fault.NotFound, "org.unit-not-found")
	})
}

// The file's own table of old and new codes must come out of the lineage.
func TestSuccessorsAgreeWithTheCrosswalk(t *testing.T) {
	var file struct {
		Reorganisation struct {
			Crosswalk []struct {
				Old     string     `json:"old_code"`
				OldName string     `json:"old_full_name"`
				New     string     `json:"new_code"`
				NewName string     `json:"new_full_name"`
				Until   clock.Date `json:"until"`
			} `json:"code_crosswalk"`
		} `json:"reorganisation"`
	}
	if err := json.NewDecoder(demoFile(t, "units.json")).Decode(&file); err != nil || len(file.Reorganisation.Crosswalk) != 31 {
		t.Fatalf("%d rows, %v", len(file.Reorganisation.Crosswalk), err)
	}
	withUnits(t, func(t *testing.T, s *Service) {
		for _, row := range file.Reorganisation.Crosswalk {
			on := row.Until
			if on == "" {
				on = then
			}
			old := byCode(t, s, Commune, row.Old, on)
			heirs, err := s.Successors(system(), old.ID, next)
			if err != nil {
				t.Fatal(err)
			}
			if old.FullName != row.OldName || len(heirs) != 1 || heirs[0].FullName != row.NewName || heirs[0].Code != row.New {
				t.Errorf("%s %s became %v, want %s %s", row.Old, old.FullName, names(heirs), row.New, row.NewName)
			}
		}
	})
}

func TestSuccessorsOfTheDistrict(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		district := byCode(t, s, District, "159", then)
		for on, want := range map[clock.Date][]string{then: {"Huyện Lạc Thủy"}, next: {"Xã Lạc Thủy", "Xã An Nghĩa", "Xã An Bình"}} {
			heirs, err := s.Successors(system(), district.ID, on)
			if diff := cmp.Diff(want, names(heirs)); diff != "" || err != nil {
				t.Errorf("on %s (-want +got), %v:\n%s", on, err, diff)
			}
		}
		section, err := s.ByKey(system(), district.ID, "bo-phan-mot-cua", then)
		if err != nil {
			t.Fatal(err)
		}
		heirs, err := s.Successors(system(), section.ID, next)
		if err != nil || len(heirs) != 3 || heirs[0].Name != "Trung tâm Phục vụ hành chính công" {
			t.Errorf("after the one-stop section come %v, %v", names(heirs), err)
		}
		phuNghia := byCode(t, s, Commune, "05395", then)
		lines, err := s.Lineage(system(), phuNghia.ID)
		if err != nil || len(lines) != 3 {
			t.Fatalf("Phú Nghĩa has %d lines, %v", len(lines), err)
		}
		if l := lines[2]; l.FromID != phuNghia.ID || l.Kind != Merged || l.Since != next || l.SharePercent != 100 {
			t.Errorf("the last line is %+v", l)
		}
	})
}

func TestUnitThatIsNoMore(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		old := byCode(t, s, Commune, "05407", "2019-06-01")
		u, err := s.Unit(system(), old.ID)
		if err != nil || u.FullName != "Xã Lạc Long" || u.Until != "2019-12-31" {
			t.Errorf("in 2023 Lạc Long is %+v, %v", u, err)
		}
		future := byCode(t, s, Commune, "05386", next)
		units, err := s.Units(system(), old.ID, future.ID, "nobody")
		if err != nil || len(units) != 2 || units[future.ID].FullName != "Xã Yên Trị" || units[old.ID].FullName != "Xã Lạc Long" {
			t.Errorf("got %+v, %v", units, err)
		}
		_, err = s.Unit(system(), "nobody")
		wantFault(t, err, fault.NotFound, "org.unit-not-found")
	})
}

func TestVillagesGoOverToTheNewCommune(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05419", then)
		found, err := s.Search(system(), Query{Text: "thon dai dong", Kind: Village, On: then, Under: commune.Path})
		if err != nil || len(found) != 1 {
			t.Fatalf("found %v, %v", names(found), err)
		}
		v := found[0]
		if !v.Details.Assumed || !slices.Equal(v.Details.Candidates, []string{"05419", "05422"}) || v.ParentID != commune.ID {
			t.Errorf("the village is %+v, want it assumed below the first candidate", v)
		}
		later, err := s.UnitOn(system(), v.ID, next)
		if err != nil || later.ParentID != byCode(t, s, Commune, "05392", next).ID || later.Details.Assumed {
			t.Errorf("later it is %+v, %v", later, err)
		}
		versions, err := s.Versions(system(), v.ID)
		if err != nil || len(versions) != 2 || versions[0].Until.AddDays(1) != versions[1].From {
			t.Errorf("its versions are %+v, %v", versions, err)
		}
	})
}

func TestSearch(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		for _, v := range []struct {
			q    Query
			want []string
		}{
			{Query{Text: "phu nghia", Kind: Commune}, []string{"Xã Phú Nghĩa"}},
			{Query{Text: "Lạc Thủy", Kind: District}, []string{"Huyện Lạc Thủy"}},
			{Query{Text: "lạc thuỷ", Kind: Commune, On: next}, []string{"Xã Lạc Thủy"}},
			{Query{Text: "05419"}, []string{"Xã Đồng Tâm"}},
			{Query{Text: "100%_!"}, nil},
		} {
			found, err := s.Search(system(), v.q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(v.want, append([]string(nil), names(found)...)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", v.q, diff)
			}
		}
		found, err := s.Search(system(), Query{Text: "Phòng Tư pháp", Limit: 10})
		if err != nil || len(found) < 2 || found[0].Name != "Phòng Tư pháp" {
			t.Errorf("found %v, %v", names(found), err)
		}
	})
}

func TestCodePrefix(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		u := byCode(t, s, Commune, "05395", then)
		for _, bad := range []string{"h28", "H2", "H28.1.2.3.4", "H28-1", "H28.1000"} {
			wantFault(t, s.SetCodePrefix(system(), u.ID, bad, "x"), fault.Invalid, "org.prefix-form")
		}
		other := testkit.AsAt(t.Context(), "/elsewhere/", CanEdit)
		wantFault(t, s.SetCodePrefix(other, u.ID, "H28.1", "x"), fault.Forbidden, "fault.forbidden")
		if err := s.SetCodePrefix(testkit.AsAt(t.Context(), u.Path, CanEdit), u.ID, "H28.40.5", "Mã tạm của tỉnh"); err != nil {
			t.Fatal(err)
		}
		now, err := s.Unit(system(), u.ID)
		if err != nil || now.CodePrefix != "H28.40.5" {
			t.Errorf("the prefix is %q, %v", now.CodePrefix, err)
		}
		trail, err := s.trail.Of(system(), "org/unit/"+u.ID, 5)
		if err != nil || len(trail) != 1 || trail[0].Why != "Mã tạm của tỉnh" {
			t.Errorf("the trail holds %+v, %v", trail, err)
		}
		if err := s.SetCodePrefix(system(), u.ID, "", "Đơn vị thôi tiếp nhận"); err != nil {
			t.Fatal(err)
		}
		if now, err = s.Unit(system(), u.ID); err != nil || now.Receives() {
			t.Errorf("without a prefix the unit still receives dossiers: %+v, %v", now, err)
		}
	})
}

func TestKeptCalendarsCannotBeEdited(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		if _, err := s.ImportHolidays(system(), demoFile(t, "holidays.json"), false); err != nil {
			t.Fatal(err)
		}
		testkit.AppendOnly(t, d, "org_calendar_version")
	})
}
