package org

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

func TestImportIsOnceAndDryFirst(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		dry, err := s.ImportUnits(system(), demoFile(t, "units.json"), true)
		if err != nil {
			t.Fatal(err)
		}
		if tops, err := s.Children(system(), "", "", then); err != nil || len(tops) > 0 {
			t.Fatalf("after a dry run there are %d units, %v", len(tops), err)
		}
		first, err := s.ImportUnits(system(), demoFile(t, "units.json"), false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dry.Added, first.Added); diff != "" {
			t.Errorf("the dry run promised otherwise:\n%s", diff)
		}
		want := map[string]int{"units": 320, "versions": 523, "lineage": 46, "posts": 344}
		if diff := cmp.Diff(want, first.Added); diff != "" {
			t.Errorf("added (-want +got):\n%s", diff)
		}
		second, err := s.ImportUnits(system(), demoFile(t, "units.json"), false)
		if err != nil || second.changes() {
			t.Errorf("a second import added %v, changed %v, %v", second.Added, second.Changed, err)
		}
		entries, err := s.trail.Search(system(), audit.Query{Action: "org.units-imported", Limit: 10})
		if err != nil || len(entries) != 1 {
			t.Errorf("two imports, one of which changed nothing, left %d entries in the trail, %v", len(entries), err)
		}
	})
}

func TestImportCorrectsWhatTheFileCorrects(t *testing.T) {
	withUnits(t, func(t *testing.T, s *Service) {
		commune := byCode(t, s, Commune, "05395", then)
		if err := s.SetCodePrefix(system(), commune.ID, "H28.40.5", "có mã tạm"); err != nil {
			t.Fatal(err)
		}
		raw := new(strings.Builder)
		if _, err := demoFile(t, "units.json").WriteTo(raw); err != nil {
			t.Fatal(err)
		}
		fixed := strings.Replace(raw.String(), `"name": "Phú Nghĩa"`, `"name": "Phú Nghiã"`, 1)
		report, err := s.ImportUnits(system(), strings.NewReader(fixed), false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]int{"versions": 1}, report.Changed); diff != "" {
			t.Errorf("changed (-want +got):\n%s", diff)
		}
		if u := byCode(t, s, Commune, "05395", then); u.Name != "Phú Nghiã" || u.CodePrefix != "H28.40.5" || u.ID != commune.ID {
			t.Errorf("the commune is now %+v", u)
		}
	})
}

func TestImportSaysWhereTheFileIsWrong(t *testing.T) {
	const district = `{"snapshot_2023":{"province":{"code":"17","full_name":"Tỉnh Hoà Bình","districts":[{"code":"159","full_name":"Huyện Lạc Thủy"}]},` +
		`"districts":[{"code":"159","name":"Lạc Thủy","full_name":"Huyện Lạc Thủy","departments":[%D],"communes":[%C]}],"commune_posts":[%P]},` +
		`"villages":[%V],"reorganisation":{"operations_2020":[%B],"operations_2025":[%A]}}`
	const commune = `{"code":"05395","name":"Phú Nghĩa","full_name":"Xã Phú Nghĩa","type":"xa"}`
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		for _, v := range []struct{ part, with, want string }{
			{"%C", `{"full_name":"Xã Phú Nghĩa"}`, "snapshot_2023.districts[0].communes[0]: the code is missing"},
			{"%C", `{"code":"1"}`, "snapshot_2023.districts[0].communes[0]: the name is missing"},
			{"%C", commune + "," + commune, "snapshot_2023.districts[0].communes[1]: stands twice"},
			{"%D", `{"key":"a","name_vi":"A","parent":"b"}`, `snapshot_2023.districts[0].departments[0]: its parent "b"`},
			{"%V", `{"id":"v","full_name":"Thôn 1","commune_code_2023":"99999"}`, `villages[0]: its commune "99999"`},
			{"%B", `{"id":"X","op":"split","effective_date":"2025-07-01"}`, `reorganisation.operations_2020[0] (X): operation "split"`},
			{"%B", `{"id":"X","op":"merge","effective_date":"2025-07-01","level":"commune","target":{"code":"1"}}`, "its target 1"},
			{"%A", `{"id":"X","op":"vanish","effective_date":"2025-07-01"}`, `reorganisation.operations_2025[0] (X): operation "vanish"`},
			{"%A", `{"id":"X","op":"abolish_level","level":"district","effective_date":"2025-07-01","units":[{"code":"1"}]}`, "is not there to be abolished"},
			{"%A", `{"id":"X","op":"merge","effective_date":"2025-07-01","level":"commune","sources":[{"code":"1","full_name":"Xã A"}],"target":{"code":"2","full_name":"Xã B"}}`, "sources[0]: 1 Xã A is not there"},
			{"%A", `{"id":"X","op":"merge","effective_date":"2025-07-01","level":"commune","target":{"code":"2","full_name":"Xã B","parent_code":"25"}}`, `the province "25"`},
			{"%A", `{"id":"X","op":"dissolve_organ","effective_date":"2025-07-01","level":"district","applies_to":["159"],"organ_key":"cong-an"}`, `has no "cong-an"`},
			{"%A", `{"id":"X","op":"create_organ","effective_date":"2025-07-01","level":"commune","applies_to":["1"]}`, `commune "1" does not exist`},
			{"%A", `{"id":"X","op":"reassign_parent","effective_date":"2025-07-01","level":"commune","unit_code":"1"}`, `commune "1" is not below`},
			{"%A", `{"id":"X","op":"merge","effective_date":"2025-13-01"}`, "2025-13-01"},
			{"%A", `{"id":"X","op":"abolish_level","level":"district","effective_date":"1700-07-01","units":[{"code":1}]}`, "line 1"},
		} {
			in := strings.NewReplacer(v.part, v.with, "%D", "", "%C", "", "%P", "", "%V", "", "%B", "", "%A", "").Replace(district)
			report, err := s.ImportUnits(system(), strings.NewReader(in), false)
			wantFault(t, err, fault.Invalid, "org.import-refused")
			if got := report.Problems[0].String(); !strings.Contains(got, v.want) {
				t.Errorf("%s with %s: %q, want %q in it", v.part, v.with, got, v.want)
			}
		}
		report, err := s.ImportUnits(system(), strings.NewReader("{\n\"a\": 1,\n}"), false)
		if wantFault(t, err, fault.Invalid, "org.import-refused"); report.Problems[0].Place != "line 3" {
			t.Errorf("broken on line 3, reported as %s", report.Problems[0])
		}
		if tops, err := s.Children(system(), "", "", then); err != nil || len(tops) > 0 {
			t.Errorf("refused files left %d units, %v", len(tops), err)
		}
	})
}

func TestImportNeedsTheRightEverywhere(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		s := serviceOn(d)
		_, err := s.ImportUnits(testkit.AsAt(t.Context(), "/a/", CanEdit), demoFile(t, "units.json"), false)
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
		_, err = s.ImportHolidays(testkit.AsAt(t.Context(), "/a/", CanEditCalendar), demoFile(t, "holidays.json"), false)
		wantFault(t, err, fault.Forbidden, "fault.forbidden")
	})
}

func FuzzPlan(f *testing.F) {
	f.Add(`{"snapshot_2023":{"province":{"code":"17"}},"reorganisation":{"operations_2020":[{"op":"merge"}]}}`)
	f.Fuzz(func(t *testing.T, in string) {
		var file unitsFile
		if problem := decode(strings.NewReader(in), &file); problem == nil {
			planOf(file) // must not panic
		}
	})
}
