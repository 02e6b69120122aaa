package legacy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestAFileComesInOnceHoweverOftenItIsBrought(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := admin(h.district)
		run := h.taken(ctx, births(1203))
		if run.Counts.Good != 1203 || run.Counts.Wrong != 0 || run.Counts.Early != 1203 || run.Counts.Rated != 401 || len(h.all()) != 0 {
			h.t.Errorf("tried out: %+v, %d dossiers, %v", run.Counts, len(h.all()), h.keys(run.ID))
		}
		run = h.carried(ctx, run)
		if run.State != legacy.Over || run.Done != 1203 || run.Counts.Good != 1203 {
			h.t.Errorf("carried out: %+v", run)
		}
		for i, it := range h.all() {
			if i%40 == 0 {
				h.no(h.desk.Check(ctx, it.ID))
			}
			if it.State != dossier.Returned || it.TurnRole != "" || it.Outcome != dossier.Early || it.Owner != "Bùi Thị Lan" {
				h.t.Fatalf("came in as %+v", it)
			}
		}
		if len(h.rated) != 1203 || h.rated[0].Score != 5 || h.rated[1].Score != 0 || h.rated[0].UnitID != h.commune.ID {
			h.t.Errorf("%d ratings, %+v", len(h.rated), h.rated[:2])
		}
		if trail, err := h.trail.Search(ctx, audit.Query{Action: "dossier.import", Limit: 10}); err != nil || len(trail) != 3 || trail[0].PersonName != "Quản trị Lạc Thủy" {
			h.t.Errorf("%d entries of the trail for three batches, %v", len(trail), err)
		}
		again := h.taken(ctx, births(1210))
		if again.Counts.Known != 1203 || again.Counts.Good != 7 {
			h.t.Errorf("brought again with seven more: %+v", again.Counts)
		}
		if again = h.carried(ctx, again); again.Counts.Known != 1203 || len(h.all()) != 1210 {
			h.t.Errorf("brought again: %+v, %d dossiers", again.Counts, len(h.all()))
		}
		if n := h.count("legacy_run WHERE content IS NOT NULL"); n != 0 {
			h.t.Errorf("%d files are still kept", n)
		}
	})
}

func TestLinesThatAreWrongAreNamedAndLeftOut(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := admin(h.district)
		good := births(1)
		file := good +
			"000.03.59.T17-220301-0001;1.001193;Xã Phú Nghĩa;Trực tuyến;An;01/03/2022;;01/03/2022;01/03/2022;Đã trả;;;\n" + // twice
			"H28.1-220301-0002;1.001193;Xã Không Có;Trực tuyến;An;01/03/2022;02/03/2022;01/03/2022;01/03/2022;Đã trả;;;\n" +
			"H28.1-220301-0003;9.999999;Xã Phú Nghĩa;Trực tuyến;An;01/03/2022;02/03/2022;01/03/2022;01/03/2022;Đã trả;;;\n" +
			"H28.1-220301-0004;1.001193;Thị trấn Hàng Trạm;Trực tuyến;An;01/03/2022;02/03/2022;01/03/2022;01/03/2022;Đã trả;;;\n" +
			"\n;;;;\n" +
			"H28.1-220301-0005;1.001193;05395;Trực tuyến;An;01/03/2022;;01/03/2022;01/03/2022;Đã trả;;;\n" + // no due date
			"H28.1-230809-0006;1.001193;UBND xã Phú Nghĩa;Trực tiếp;An;09/08/2023;;;;Đang xử lý;;;\n" // open
		run := h.taken(ctx, file)
		want := []string{"3 code wrong.twice", "4 unit wrong.unit", "5 procedure wrong.procedure", "6 unit wrong.unit-right", "9 due odd.no-due", "10 due odd.no-due"}
		if got := h.keys(run.ID); !slices.Equal(got, want) || run.Counts.Good != 3 || run.Counts.Wrong != 4 || run.Counts.Open != 1 || run.Counts.Skipped != 1 {
			h.t.Errorf("tried out: %+v\n%s", run.Counts, strings.Join(got, "\n"))
		}
		run = h.carried(ctx, run)
		if got := h.keys(run.ID); !slices.Equal(got, want) || run.Counts.Good != 3 || run.Counts.Wrong != 4 {
			h.t.Errorf("carried out: %+v\n%s", run.Counts, strings.Join(got, "\n"))
		}
		open := slices.DeleteFunc(h.all(), func(it dossier.Item) bool { return !it.EndedAt.IsZero() })
		if len(open) != 1 || open[0].State != dossier.Processing || open[0].TurnPath != h.commune.Path {
			h.t.Errorf("open are %+v", open)
		}
		other := h.carried(ctx, h.takenAs(ctx, "Hệ thống khác", good+"H28.1-220301-0099;1.001193;05395;Trực tuyến;An;01/03/2022;02/03/2022;01/03/2022;01/03/2022;Đã trả;;;\n"))
		if got := h.keys(other.ID); !slices.Equal(got, []string{"2 code wrong.taken"}) || other.Counts.Good != 1 {
			h.t.Errorf("a code that another system has brought: %+v %v", other.Counts, got)
		}
	})
}

func (h *house) takenAs(ctx context.Context, source, file string) *legacy.Run {
	h.t.Helper()
	run, err := h.Take(ctx, "ho-so.csv", source, "", []byte(file))
	h.no(err)
	run, err = h.Check(ctx, run.ID, run.Mapping, "")
	h.no(err)
	return run
}

// TestItGoesOnWhereItStopped stops a run at each of its batches, in the middle of their transactions.
func TestItGoesOnWhereItStopped(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := admin(h.district)
		run := h.taken(ctx, births(1300))
		h.no(h.Confirm(ctx, run.ID))
		stopped := errors.New("the machine stopped")
		whole, batches := h.Service.Rate, 0
		h.Service.Rate = func(ctx context.Context, tx *db.Tx, all []legacy.Rated) error {
			batches++
			if batches%2 == 1 {
				return stopped
			}
			return whole(ctx, tx, all)
		}
		for tries := 0; ; tries++ {
			err := h.Work(context.Background(), nil)
			if err == nil {
				break
			}
			if !errors.Is(err, stopped) || tries > 6 {
				h.t.Fatalf("try %d: %v", tries, err)
			}
			now, err := h.Run(ctx, run.ID)
			h.no(err)
			if now.Done != len(h.all()) || now.Counts.Good != now.Done {
				h.t.Errorf("stopped after %d lines with %d dossiers, %+v", now.Done, len(h.all()), now.Counts)
			}
		}
		if n := len(h.all()); n != 1300 || batches != 6 || len(h.rated) != 1300 {
			h.t.Errorf("%d dossiers after %d batches, %d ratings", n, batches, len(h.rated))
		}
	})
}

func TestTwoWhoWorkOnOneRunBringNothingTwice(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := admin(h.district)
		run := h.taken(ctx, births(1600))
		h.no(h.Confirm(ctx, run.ID))
		done := make(chan error)
		for range 2 {
			other := legacy.New(h.Needs)
			other.Rate = nil
			go func() { done <- other.Work(context.Background(), nil) }()
		}
		h.no(errors.Join(<-done, <-done))
		if n := len(h.all()); n != 1600 {
			h.t.Errorf("%d dossiers", n)
		}
	})
}

func TestOnlyAdministratorsBringIn(t *testing.T) {
	onBoth(t, func(h *house) {
		leader := actor.With(context.Background(), actor.Actor{Kind: actor.Officer, UnitPath: h.commune.Path, Grants: []actor.Grant{{Right: dossier.CanView, Path: h.commune.Path}}})
		if _, err := h.Take(leader, "x.csv", "x", "", []byte(births(1))); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("a leader took a file: %v", err)
		}
		run := h.taken(admin(h.district), births(1))
		if _, err := h.Run(admin(h.commune), run.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("another administrator sees the run: %v", err)
		}
	})
}

func TestAMatchingIsKeptByName(t *testing.T) {
	onBoth(t, func(h *house) {
		ctx := admin(h.district)
		file := strings.Replace(strings.Replace(births(2), "Hình thức nộp", "Loại", 1), "Trực tuyến", "TT", 2)
		run, err := h.Take(ctx, "a.csv", "Cũ", "", []byte(file))
		h.no(err)
		if _, err := h.Check(ctx, run.ID, run.Mapping, ""); fault.As(err) == nil || fault.As(err).Fields[0].Name != "channel" {
			h.t.Errorf("a column that nobody matched: %v", err)
		}
		m := run.Mapping
		m.Columns[legacy.Channel] = "Loại"
		if run, err = h.Check(ctx, run.ID, m, ""); err != nil || run.Counts.Wrong != 2 {
			h.t.Errorf("a word that nobody matched: %v, %+v", err, run.Counts)
		}
		m.Values = map[legacy.Field]map[string]string{legacy.Channel: {"tt": "online"}}
		if run, err = h.Check(ctx, run.ID, m, "Phần mềm cũ"); err != nil || run.Counts.Good != 2 {
			h.t.Errorf("matched: %v, %+v, %v", err, run.Counts, h.keys(run.ID))
		}
		next, err := h.Take(ctx, "b.csv", "Cũ", "Phần mềm cũ", []byte(file))
		h.no(err)
		if next, err = h.Check(ctx, next.ID, next.Mapping, ""); err != nil || next.Counts.Good != 2 {
			h.t.Errorf("with the kept matching: %v, %+v", err, next.Counts)
		}
		if _, err := h.Take(ctx, "b.csv", "Cũ", "Không có", []byte(file)); fault.As(err) == nil {
			h.t.Errorf("a matching that nobody kept: %v", err)
		}
	})
}

func TestAFileThatNobodyConfirmsIsThrownAway(t *testing.T) {
	onBoth(t, func(h *house) {
		run := h.taken(admin(h.district), births(1))
		h.no(h.Forget(context.Background()))
		h.clock.Set(h.clock.Now().AddDate(0, 0, 4))
		h.no(h.Forget(context.Background()))
		if _, err := h.Run(admin(h.district), run.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("four days later: %v", err)
		}
	})
}
