package catalog

import (
	"context"
	"fmt"
	"slices"
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
		seen := map[string]bool{}
		for _, d := range drafts(t) {
			f, err := b.Search(b.ctx, Query{Text: d.Name, Level: d.Level, PerPage: 500})
			i := slices.IndexFunc(f.Items, func(s Summary) bool { return s.Name == d.Name })
			if err != nil || i < 0 {
				t.Fatalf("%s is not found by its name: %v", d.Name, err)
			}
			v, err := b.Version(b.ctx, f.Items[i].VersionID)
			if diff := cmp.Diff(d.Content, v.Content); err != nil || diff != "" {
				t.Fatalf("%s: %v (-read +kept)\n%s", d.Name, err, diff)
			}
			if p := f.Items[i].Procedure; p.Code != d.Code || seen[p.Slug] {
				t.Errorf("%s has the code %q and the address %s", d.Name, p.Code, p.Slug)
			}
			seen[f.Items[i].Slug] = true
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
		in := Sources{CSV: []byte(head + "\n1.001193,Thủ tục khác,,commune,Hộ tịch,UBND cấp xã,full,1,working_day,0,,,,\n")}
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

func TestADraftIsSeenWhenItIsPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		in := demo(t)
		in.PublishFrom = ""
		b.load(t, in)
		p := b.bySlug(t, "dang-ky-khai-sinh-cap-xa")
		if _, err := b.Current(b.ctx, p.ID, b.today()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft is in force: %v", err)
		}
		versions, err := b.Versions(b.ctx, p.ID)
		if err != nil || len(versions) != 1 || versions[0].Status != StatusDraft {
			t.Fatalf("versions %+v, %v", versions, err)
		}
		for what, c := range map[string]Publication{"without a reason": {From: "2023-08-01"}, "without a day": {Why: "x"}, "on no day": {From: "2023-02-30", Why: "x"}} {
			if err := b.Publish(b.ctx, versions[0].ID, c); !fault.Is(err, fault.Invalid) {
				t.Errorf("publishing %s: %v", what, err)
			}
		}
		if err := b.Publish(b.ctx, versions[0].ID, Publication{From: "2023-08-01", DecisionNo: "1234/QĐ-UBND", Why: "Công bố"}); err != nil {
			t.Fatal(err)
		}
		if v := b.now(t, p); v.DecisionNo != "1234/QĐ-UBND" || v.From != "2023-08-01" {
			t.Errorf("in force: %+v", v)
		}
		if f, _ := b.Search(b.ctx, Query{Text: "khai sinh"}); f.Total != 1 {
			t.Errorf("%d found, want the one that is published", f.Total)
		}
		if err := b.Publish(b.ctx, versions[0].ID, Publication{From: "2023-08-02", Why: "lần hai"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("publishing twice: %v", err)
		}
	})
}

func TestVersionsFollowEachOtherWithoutGapOrOverlap(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-cham-dut-giam-ho-cap-xa")
		in := demo(t)
		in.CSV, in.PublishFrom = changed(t, in.CSV, lineOf(t, in.CSV, "1.004845"), "fee_vnd", "5000"), ""
		b.load(t, in)
		versions, _ := b.Versions(b.ctx, p.ID)
		if err := b.Publish(b.ctx, versions[0].ID, Publication{From: "2022-01-01", Why: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("publishing on the first day of the version before: %v", err)
		}
		if err := b.Publish(b.ctx, versions[0].ID, Publication{From: "2023-10-01", Why: "x"}); err != nil {
			t.Fatal(err)
		}
		for day, want := range map[clock.Date]int{"2022-01-01": 1, "2023-09-30": 1, "2023-10-01": 2, "2030-01-01": 2} {
			if v, err := b.Current(b.ctx, p.ID, day); err != nil || v.Number != want {
				t.Errorf("on %s: %+v, %v, want version %d", day, v, err, want)
			}
		}
		if _, err := b.Current(b.ctx, p.ID, "2021-12-31"); !fault.Is(err, fault.NotFound) {
			t.Errorf("before the first day: %v", err)
		}
	})
}

func TestAnAbolishedProcedureCanStillBeRead(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-ket-hon-cap-xa")
		v := b.now(t, p)
		if err := b.Abolish(b.ctx, p.ID, "2023-08-31", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("abolishing without a reason: %v", err)
		}
		if err := b.Abolish(b.ctx, p.ID, "2021-08-31", "x"); !fault.Is(err, fault.Invalid) {
			t.Errorf("abolishing before it began: %v", err)
		}
		if err := b.Abolish(b.ctx, p.ID, "2023-08-31", "Quyết định bãi bỏ"); err != nil {
			t.Fatal(err)
		}
		if b.now(t, p).Status != StatusAbolished {
			t.Error("it does not say that it is abolished")
		}
		b.clock.Set(clock.Date("2023-09-01").At(0))
		if _, err := b.Current(b.ctx, p.ID, b.today()); !fault.Is(err, fault.NotFound) {
			t.Errorf("after its last day: %v", err)
		}
		if f, _ := b.Search(b.ctx, Query{Text: "Đăng ký kết hôn", Level: Commune}); f.Items[0].ID == p.ID {
			t.Error("it is still found")
		}
		if kept, err := b.Version(b.ctx, v.ID); err != nil || kept.Result == "" {
			t.Errorf("a dossier that stands on it reads %+v, %v", kept, err)
		}
		if err := b.Abolish(b.ctx, p.ID, "2023-12-31", "lần hai"); !fault.Is(err, fault.Conflict) {
			t.Errorf("abolishing twice: %v", err)
		}
	})
}

func TestWithoutTheRightNothingMoves(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-ket-hon-cap-xa")
		editor := testkit.As(context.Background(), CanEdit)
		for what, c := range map[string]struct {
			do   func(ctx context.Context) error
			with context.Context
			want fault.Kind
		}{
			"a stranger rehearses":  {func(ctx context.Context) error { _, err := b.Rehearse(ctx, demo(t)); return err }, context.Background(), fault.SignIn},
			"a citizen imports":     {func(ctx context.Context) error { _, err := b.Import(ctx, demo(t)); return err }, testkit.AsCitizen(context.Background(), "x"), fault.Forbidden},
			"an editor publishes":   {func(ctx context.Context) error { return b.Publish(ctx, "x", Publication{}) }, editor, fault.Forbidden},
			"an import publishes":   {func(ctx context.Context) error { _, err := b.Import(ctx, demo(t)); return err }, editor, fault.Forbidden},
			"an editor abolishes":   {func(ctx context.Context) error { return b.Abolish(ctx, p.ID, "2023-12-31", "x") }, editor, fault.Forbidden},
			"an editor moves units": {func(ctx context.Context) error { return b.MoveCompetence(ctx, p.ID, Move{}) }, editor, fault.Forbidden},
		} {
			if err := c.do(c.with); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", what, err, c.want)
			}
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
