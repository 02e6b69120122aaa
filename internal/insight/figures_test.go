package insight

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

var own = []db.Schema{Schema}

func TestSchemaIsTheSameOnBothEngines(t *testing.T) { testkit.SameColumns(t, own) }

// some draws one of them.
func some[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

var paths = []string{"/p/d1/a/", "/p/d1/b/", "/p/d1/", "/p/d2/c/", "/p/d2/", "/q/e/"}

// drawn is a dossier of any kind, on days of half a year.
func drawn(r *rand.Rand, n int) *Fact {
	at := func() time.Time {
		return clock.Date("2023-01-01").AddDays(r.IntN(180)).At(some(r, 0, 9*time.Hour, 17*time.Hour, 23*time.Hour+59*time.Minute)).UTC()
	}
	f := &Fact{ID: fmt.Sprintf("d-%04d", n), Code: fmt.Sprint(n), ReceivingPath: some(r, paths...), CompetentPath: some(r, paths...), Field: some(r, "Hộ tịch", "Đất đai"),
		Dossier: count.Dossier{Procedure: some(r, "p1", "p2", "p3"), Channel: some(r, count.Online, count.Direct, count.Post), Declared: r.IntN(5) == 0, Asked: r.IntN(3)}}
	f.Flags = drawnFlags(r)
	if r.IntN(10) > 0 {
		f.ReceivedAt = at()
	}
	if r.IntN(4) > 0 {
		f.DueAt = f.ReceivedAt.AddDate(0, 0, r.IntN(20)-2)
	}
	if f.ReceivedAt.IsZero() {
		f.DueAt = time.Time{}
		return f
	}
	if r.IntN(3) > 0 {
		f.EndedAt, f.Standing, f.End = f.ReceivedAt.Add(time.Duration(r.IntN(40*24))*time.Hour), some(r, count.Early, count.OnTime, count.Late, count.NoTerm), some(r, count.Done, count.Stopped, count.Withdrawn)
	} else {
		f.Paused = r.IntN(4) == 0
	}
	for i := range r.IntN(3) {
		f.Steps = append(f.Steps, Step{No: i + 1, Role: some(r, "reception", "leader"), Since: f.ReceivedAt, Until: f.ReceivedAt.Add(time.Hour), Working: time.Duration(r.IntN(9000)) * time.Minute})
	}
	return f
}

// drawnFlags are any that events can leave.
func drawnFlags(r *rand.Rand) (out count.Flags) {
	out.Components = r.IntN(4)
	if out.Components > 0 {
		out.Filed, out.Reused = r.IntN(out.Components+1), r.IntN(2)
	}
	if out.Told = r.IntN(4) > 0; out.Told {
		out.File, out.Issued = r.IntN(3) > 0, r.IntN(4) > 0
	}
	if out.File {
		out.Signed, out.Sealed = r.IntN(2) == 0, r.IntN(2) == 0
	}
	return out
}

func put(t *testing.T, s *Service, facts ...*Fact) {
	t.Helper()
	var ids []string
	for _, f := range facts {
		ids = append(ids, f.ID)
	}
	err := s.DB.Transact(context.Background(), func(ctx context.Context, tx *db.Tx) error { return replace(ctx, store{tx}, ids, facts) })
	if err != nil {
		t.Fatal(err)
	}
}

// counted are the figures by adding dossier by dossier.
func counted(all map[string]*Fact, q Question, by By) map[string]count.Figures {
	out := map[string]count.Figures{}
	for _, f := range all {
		path := f.ReceivingPath
		if q.Solver {
			path = f.CompetentPath
		}
		if (q.Paths == nil && !strings.HasPrefix(path, q.Path)) || (q.Paths != nil && !slices.Contains(q.Paths, path)) || (q.Field != "" && f.Field != q.Field) ||
			(q.Procedure != "" && f.Procedure != q.Procedure) || (q.Channel != "" && string(f.Channel) != q.Channel) {
			continue
		}
		key, ok := "", true
		switch by {
		case ByUnit:
			key, ok = childOf(q.Path, path)
		case ByOwn:
			key = path
		case ByField:
			key = f.Field
		case ByProcedure:
			key = f.Procedure
		case ByChannel:
			key = string(f.Channel)
		}
		if ok {
			fig := out[key]
			fig.Add(&f.Dossier, q.Period, q.AsOf)
			out[key] = fig
		}
	}
	return out
}

// TestTheBoardCountsLikeEverybody puts random dossiers, changes some of them, and asks every kind of
// question: the sums must come to what counting dossier by dossier comes to.
func TestTheBoardCountsLikeEverybody(t *testing.T) {
	testkit.OnBoth(t, own, func(t *testing.T, d *db.DB) {
		r := rand.New(rand.NewPCG(7, 11))
		clk := testkit.Clock()
		s := New(Needs{DB: d, Clock: clk, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		all := map[string]*Fact{}
		for round := range 4 {
			var some []*Fact
			for range 120 {
				f := drawn(r, r.IntN(300))
				if _, twice := all[f.ID]; twice && round == 0 {
					continue
				}
				all[f.ID], some = f, append(some, f)
			}
			put(t, s, last(some)...)
			for range 60 {
				ask(t, s, r, all)
			}
		}
	})
}

// last keeps of facts of the same dossier the last.
func last(facts []*Fact) []*Fact {
	seen := map[string]*Fact{}
	for _, f := range facts {
		seen[f.ID] = f
	}
	out := make([]*Fact, 0, len(seen))
	for _, f := range seen {
		out = append(out, f)
	}
	return out
}

func ask(t *testing.T, s *Service, r *rand.Rand, all map[string]*Fact) {
	t.Helper()
	from := clock.Date("2023-01-01").AddDays(r.IntN(200))
	until := from.AddDays(1 + r.IntN(60))
	if r.IntN(2) == 0 {
		from, until = halfOf(from.At(0)), nextHalf(halfOf(until.At(0)))
	}
	q := Question{Path: some(r, append(paths, "/p/", "/q/", everywhere)...), Period: count.Period{From: from.At(0), Until: until.At(0)},
		Field: some(r, "", "", "Hộ tịch"), Procedure: some(r, "", "", "p1"), Channel: some(r, "", "", "online"), Solver: r.IntN(6) == 0}
	if r.IntN(4) == 0 {
		q.Paths = []string{some(r, paths...), some(r, paths...)}
	}
	if q.AsOf = from.At(time.Duration(r.IntN(2000)) * time.Hour); r.IntN(3) == 0 {
		s.Clock.(*clock.Fake).Set(q.AsOf)
	}
	by := some(r, Whole, ByUnit, ByOwn, ByField, ByProcedure, ByChannel)
	got, err := s.figures(context.Background(), q, by)
	if err != nil {
		t.Fatal(err)
	}
	want := counted(all, q, by)
	lists(t, s, q, counted(all, q, Whole)[""])
	for key := range got {
		if _, ok := want[key]; !ok {
			want[key] = count.Figures{}
		}
	}
	for key, w := range want {
		if got[key] != w {
			t.Fatalf("%+v by %q, %q:\n board %+v\n count %+v", q, by, key, got[key], w)
		}
	}
}

// lists fails unless each list is as long as the figure that leads to it.
func lists(t *testing.T, s *Service, q Question, f count.Figures) {
	t.Helper()
	end := q.Period.Until
	if q.AsOf.Before(end) {
		end = q.AsOf
	}
	for c, want := range map[Column]int{Received: f.Received, Online: f.Online, Direct: f.Direct, Post: f.Post, Carried: f.Carried, Solved: f.Solved,
		Done: f.Flagged.Done, Untold: f.Flagged.Untold, Results: f.Flagged.Results, Digitised: f.Flagged.Digitised, Signed: f.Flagged.Signed,
		Sealed: f.Flagged.Sealed, SignedSealed: f.Flagged.SignedSealed, Issued: f.Flagged.Issued, UsedAgain: f.Flagged.Reused,
		Certifying: f.Flagged.Certifying, ElectronicCopies: f.Flagged.ElectronicCopies,
		Early: f.Early, OnTime: f.OnTime, Overdue: f.Overdue, Pending: f.Pending, PendingWithin: f.PendingWithin, PendingOverdue: f.PendingOverdue} {
		if n, err := s.read().size(context.Background(), q.facts(), c, q.Period, end, end); err != nil || n != want {
			t.Fatalf("%+v: the list of %s has %d dossiers, the figure says %d (%v)", q, c, n, want, err)
		}
	}
}
