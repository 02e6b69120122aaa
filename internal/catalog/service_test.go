package catalog

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var schemas = []db.Schema{audit.Schema, org.Schema, Schema}

// bench is a catalogue on a database of its own.
type bench struct {
	*Service
	clock *clock.Fake
	ctx   context.Context // an administrator
}

func onBoth(t *testing.T, do func(t *testing.T, b bench)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(t, newBench(t, d)) })
}

func newBench(t *testing.T, d *db.DB) bench {
	t.Helper()
	c := testkit.Clock()
	trail := audit.New(d, c)
	s, err := New(context.Background(), Needs{DB: d, Clock: c, Trail: trail, Org: org.New(d, trail, c)})
	if err != nil {
		t.Fatal(err)
	}
	return bench{s, c, testkit.As(context.Background(), CanEdit, CanPublish)}
}

// full is a bench with the catalogue of the demonstration in it.
func (b bench) full(t *testing.T) bench {
	t.Helper()
	b.load(t, demo(t))
	return b
}

func (b bench) load(t *testing.T, in Sources) *Plan {
	t.Helper()
	p, err := b.Import(b.ctx, in)
	if err != nil {
		t.Fatalf("importing: %v%s", err, told(p.Problems))
	}
	return p
}

func (b bench) bySlug(t *testing.T, slug string) *Procedure {
	t.Helper()
	p, err := b.BySlug(b.ctx, slug)
	if err != nil {
		t.Fatalf("procedure at %s: %v", slug, err)
	}
	return p
}

func (b bench) now(t *testing.T, p *Procedure) *Version {
	t.Helper()
	v, err := b.Current(b.ctx, p.ID, b.today())
	if err != nil {
		t.Fatalf("version of %s in force: %v", p.Name, err)
	}
	return v
}

func counted(p *Plan) string {
	return fmt.Sprintf("%d added, %d changed, %d amended, %d same, %d kept",
		p.Count(Added), p.Count(Changed), p.Count(Amended), p.Count(Same), p.Count(Kept))
}

func TestTheWholeCatalogueComesInOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		for _, want := range []string{"277 added, 0 changed, 0 amended, 0 same, 0 kept", "0 added, 0 changed, 0 amended, 277 same, 0 kept"} {
			rehearsed, err := b.Rehearse(b.ctx, demo(t))
			if err != nil || counted(rehearsed) != want {
				t.Fatalf("the rehearsal gave %s, %v, want %s", counted(rehearsed), err, want)
			}
			if got := counted(b.load(t, demo(t))); got != want {
				t.Fatalf("the import gave %s, want %s", got, want)
			}
		}
		f, err := b.Search(b.ctx, Query{})
		levels := fmt.Sprint(f.Levels)
		if err != nil || f.Total != 277 || levels != "[{district 185} {commune 92}]" || f.Pages != 14 || len(f.Items) != 20 {
			t.Errorf("found %d on %d pages, by level %s, %v", f.Total, f.Pages, levels, err)
		}
		entries, err := b.Trail.Of(b.ctx, "catalog", 10)
		if err != nil || len(entries) != 1 || entries[0].Why != "Nạp danh mục mẫu" {
			t.Errorf("the trail has %+v, %v: want one import with its reason", entries, err)
		}
	})
}

func TestWhatComesInIsWhatWasRead(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		f, err := b.Search(b.ctx, Query{PerPage: 500})
		if err != nil {
			t.Fatal(err)
		}
		kept, slugs := map[string]Summary{}, map[string]bool{}
		for _, item := range f.Items {
			kept[item.Key()] = item
			if slugs[item.Slug] {
				t.Errorf("two procedures have the address %s", item.Slug)
			}
			slugs[item.Slug] = true
		}
		for _, d := range drafts(t) {
			item := kept[d.Key()]
			v, err := b.Version(b.ctx, item.VersionID)
			if err != nil {
				t.Fatalf("%s: %v", d.Name, err)
			}
			if diff := cmp.Diff(d.Content, v.Content); diff != "" || item.attributes() != d.attributes() {
				t.Fatalf("%s came in as %+v (-read +kept)\n%s", d.Name, item.Procedure, diff)
			}
		}
	})
}

func TestARehearsalChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		if _, err := b.Rehearse(b.ctx, demo(t)); err != nil {
			t.Fatal(err)
		}
		if f, err := b.Search(b.ctx, Query{}); err != nil || f.Total != 0 {
			t.Errorf("after a rehearsal there are %d procedures, %v", f.Total, err)
		}
	})
}

func TestOneErrorStopsTheWholeImport(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		in := demo(t)
		in.CSV = changed(t, in.CSV, 200, "deadline_unit", "week")
		p, err := b.Import(b.ctx, in)
		if !fault.Is(err, fault.Invalid) || len(p.Problems) == 0 || p.Problems[0].Line != 200 {
			t.Fatalf("%v with %+v, want a refusal naming line 200", err, p.Problems)
		}
		if f, _ := b.Search(b.ctx, Query{}); f.Total != 0 {
			t.Errorf("%d procedures came in all the same", f.Total)
		}
	})
}

func TestAChangeMakesAVersionAndKeepsTheOldOne(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-cham-dut-giam-ho-cap-xa")
		old := b.now(t, p)
		in := demo(t)
		in.CSV = changed(t, in.CSV, lineOf(t, in.CSV, "1.004845"), "deadline_value", "3")

		in.PublishFrom = "2022-01-01"
		plan, err := b.Import(b.ctx, in)
		if !fault.Is(err, fault.Invalid) || len(plan.Problems) != 1 || plan.Problems[0].Key != "catalog.import.too-early" {
			t.Fatalf("the same first day: %v %s", err, told(plan.Problems))
		}
		in.PublishFrom = "2023-09-01"
		if got := counted(b.load(t, in)); got != "0 added, 1 changed, 0 amended, 276 same, 0 kept" {
			t.Fatalf("the import gave %s", got)
		}
		if v := b.now(t, p); v.ID != old.ID || v.Until != "2023-08-31" {
			t.Errorf("in August the version is %d until %s, want 1 until 31 August", v.Number, v.Until)
		}
		b.clock.Set(clock.Date("2023-09-01").At(0))
		v := b.now(t, p)
		if k, _ := v.Case(""); v.Number != 2 || k.Channels[0].Term.Amount != 3 {
			t.Errorf("in September the version is %d: %+v", v.Number, v.Cases)
		}
		if kept, err := b.Version(b.ctx, old.ID); err != nil || kept.Cases[0].Channels[0].Term.Amount != 2 {
			t.Errorf("the old version reads %+v, %v", kept, err)
		}
		if f, _ := b.Search(b.ctx, Query{Text: "Đăng ký chấm dứt giám hộ", Level: Commune}); f.Items[0].VersionID != v.ID {
			t.Error("finding did not notice the new day")
		}
	})
}

// lineOf returns the first line of the catalogue that begins with the text.
func lineOf(t *testing.T, raw []byte, begins string) int {
	t.Helper()
	for i, line := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(line, begins) {
			return i + 1
		}
	}
	t.Fatalf("no line begins with %s", begins)
	return 0
}

func TestANewCodeIsNoNewVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-cham-dut-giam-ho-cap-xa")
		in := demo(t)
		in.CSV = changed(t, in.CSV, lineOf(t, in.CSV, "1.004845"), "code", "1.999999")
		if got := counted(b.load(t, in)); got != "0 added, 0 changed, 1 amended, 276 same, 0 kept" {
			t.Fatalf("the import gave %s", got)
		}
		found, err := b.Find(b.ctx, "1.999999")
		if err != nil || found.ID != p.ID || found.Slug != p.Slug || b.now(t, p).Number != 1 {
			t.Errorf("by its new code: %+v, %v", found, err)
		}
	})
}

func TestACodeBelongsToOneProcedureOfALevel(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		head, _, _ := strings.Cut(string(demo(t).CSV), "\n")
		in := Sources{CSV: []byte(head + "\n1.001193,Thủ tục khác,,commune,Hộ tịch,UBND cấp xã,full,1,working_day,0,,,,,\n")}
		p, err := b.Import(b.ctx, in)
		if !fault.Is(err, fault.Invalid) || p.Problems[0].Key != "catalog.import.code-taken" {
			t.Errorf("%v %s", err, told(p.Problems))
		}
	})
}

func TestTheCatalogueAloneDoesNotWipeDetails(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		in := demo(t)
		in.Detailed = nil
		if got := counted(b.load(t, in)); !strings.HasSuffix(got, "57 kept") {
			t.Errorf("the import gave %s", got)
		}
	})
}

func TestNamesOfProcedures(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-khai-sinh-cap-xa")
		for _, name := range []string{p.ID, p.Slug, "1.001193"} {
			if got, err := b.Find(b.ctx, name); err != nil || got.ID != p.ID {
				t.Errorf("Find(%q) = %+v, %v", name, got, err)
			}
		}
		for name, want := range map[string]fault.Kind{"2.000815": fault.Conflict, "": fault.NotFound, "1.999999": fault.NotFound,
			"0190a3b4-0000-7000-8000-000000000000": fault.NotFound} {
			if _, err := b.Find(b.ctx, name); !fault.Is(err, want) {
				t.Errorf("Find(%q): %v, want %s", name, err, want)
			}
		}
		if _, err := b.Version(b.ctx, "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that is none: %v", err)
		}
	})
}

func TestSchemas(t *testing.T) { testkit.SameColumns(t, []db.Schema{Schema}) }
