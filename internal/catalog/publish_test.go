package catalog

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

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
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2023-08-31", Why: ""}); !fault.Is(err, fault.Invalid) {
			t.Errorf("abolishing without a reason: %v", err)
		}
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2021-08-31", Why: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("abolishing before it began: %v", err)
		}
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2023-08-31", Why: "Quyết định bãi bỏ"}); err != nil {
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
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2023-12-31", Why: "lần hai"}); !fault.Is(err, fault.Conflict) {
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
			"a stranger rehearses": {func(ctx context.Context) error { _, err := b.Rehearse(ctx, demo(t)); return err }, context.Background(), fault.SignIn},
			"a citizen imports":    {func(ctx context.Context) error { _, err := b.Import(ctx, demo(t)); return err }, testkit.AsCitizen(context.Background(), "x"), fault.Forbidden},
			"an editor publishes":  {func(ctx context.Context) error { return b.Publish(ctx, "x", Publication{}) }, editor, fault.Forbidden},
			"an import publishes":  {func(ctx context.Context) error { _, err := b.Import(ctx, demo(t)); return err }, editor, fault.Forbidden},
			"an editor abolishes": {func(ctx context.Context) error {
				return b.Abolish(ctx, p.ID, Publication{From: "2023-12-31", Why: "x"})
			}, editor, fault.Forbidden},
			"an editor moves units": {func(ctx context.Context) error { return b.MoveCompetence(ctx, p.ID, Move{}) }, editor, fault.Forbidden},
		} {
			if err := c.do(c.with); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", what, err, c.want)
			}
		}
	})
}

func TestAnAbolishedProcedureCanComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		p := b.bySlug(t, "dang-ky-cham-dut-giam-ho-cap-xa")
		if err := b.Abolish(b.ctx, p.ID, Publication{From: "2023-08-31", Why: "Bãi bỏ"}); err != nil {
			t.Fatal(err)
		}
		in := demo(t)
		in.CSV = changed(t, in.CSV, lineOf(t, in.CSV, "1.004845"), "deadline_value", "3")
		in.PublishFrom = "2023-08-31"
		if _, err := b.Import(b.ctx, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("on its last day: %v, want a refusal", err)
		}
		in.PublishFrom = "2023-10-01"
		b.load(t, in)
		for day, want := range map[clock.Date]int{"2023-08-31": 1, "2023-09-15": 0, "2023-10-01": 2} {
			v, err := b.Current(b.ctx, p.ID, day)
			if want == 0 && fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil || v.Number != want {
				t.Errorf("on %s: %+v, %v, want version %d", day, v, err, want)
			}
		}
	})
}
