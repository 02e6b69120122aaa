package insight

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// BenchmarkBoard asks the board of a province with a year of synthetic facts, a million of them or what
// NHASAN_FACTS says, on both engines, and reports the median and the 95th percentile in milliseconds. See bench/README.md.
func BenchmarkBoard(b *testing.B) {
	million, err := strconv.Atoi(os.Getenv("NHASAN_FACTS"))
	if err != nil {
		b.Skip("NHASAN_FACTS says of how many facts: bench/board")
	}
	for _, engine := range []struct {
		name string
		open func(testing.TB, []db.Schema) *db.DB
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		for _, n := range []int{10_000, million} {
			s, province := benchHouse(b, engine.open(b, benchSchemas), n)
			for name, asks := range benchAsks {
				b.Run(fmt.Sprintf("%s/%d/%s", engine.name, n, name), func(b *testing.B) { benchBoard(b, s, province, asks) })
			}
		}
	}
}

var benchSchemas = []db.Schema{audit.Schema, org.Schema, Schema}

// benchAt is when the board is asked: in the middle of a half month, so that edges are counted too.
var benchAt = clock.Date("2023-12-22").At(10 * time.Hour)

// benchAsks are what is asked in turn: of the year by everything there is, and of any days, whose ends no sum
// holds.
var benchAsks = map[string][]Ask{
	"year": {{Span: Span{Months: 12, Year: 2023, No: 1}, By: ByUnit}, {Span: Span{Months: 12, Year: 2023, No: 1}, By: ByField},
		{Span: Span{Months: 12, Year: 2023, No: 1, Report: true}, By: ByProcedure}, {Span: Span{Months: 12, Year: 2023, No: 1}, By: ByChannel},
		{Span: Span{Months: 12, Year: 2023, No: 1}, By: ByUnit, Field: "Lĩnh vực 3"}},
	"days": {{Span: Span{From: "2023-03-07", To: "2023-11-22"}, By: ByUnit}},
}

func benchBoard(b *testing.B, s *Service, province org.Unit, asks []Ask) {
	ctx := testkit.AsAt(context.Background(), province.Path, CanView)
	var took []time.Duration
	page := NewPages(s, func(string) string { return "" })
	b.ResetTimer()
	for i := range b.N {
		ask := asks[i%len(asks)]
		ask.UnitID = province.ID
		start := time.Now()
		board, err := s.Board(ctx, ask)
		if err != nil {
			b.Fatal(err)
		}
		v := boardOf(ctx, board)
		if v.Fields, err = page.fields(ctx, board, nil, nil); err != nil {
			b.Fatal(err)
		}
		if err := boardPage(v).Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		if i < len(asks) && board.Now.Received == 0 {
			b.Fatal("nothing was counted")
		}
	}
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
	b.ReportMetric(ms(took[len(took)*95/100]), "p95-ms")
}

// benchHouse fills a board with facts of a year in all communes and districts of a real province.
func benchHouse(b *testing.B, d *db.DB, n int) (*Service, org.Unit) {
	clk := clock.NewFake(benchAt)
	ctx := actor.AsSystem(context.Background(), "bench")
	units := org.New(d, audit.New(d, clk), clk)
	raw, err := demo.Files.ReadFile("units.json")
	if err == nil {
		_, err = units.ImportUnits(ctx, bytes.NewReader(raw), false)
	}
	if err != nil {
		b.Fatal(err)
	}
	communes, err := units.OfKind(ctx, org.Commune, "2023-06-01")
	if err != nil || len(communes) == 0 {
		b.Fatal(len(communes), err)
	}
	province, err := units.UnitOn(ctx, communes[0].Above()[0], "2023-06-01")
	if err != nil {
		b.Fatal(err)
	}
	s := New(Needs{DB: d, Clock: clk, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Org: units})
	r := rand.New(rand.NewPCG(1, 2))
	cells, paces := map[Place]Sums{}, map[paceKey]paceSum{}
	for done := 0; done < n; {
		var part []*Fact
		for range min(5000, n-done) {
			f := benchFact(r, done+len(part), communes[r.IntN(len(communes))].Path)
			addTo(cells, paces, f, 1)
			f.Steps = nil // the board reads their sums alone
			part = append(part, f)
		}
		err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.put(ctx, part) })
		if err != nil {
			b.Fatal(err)
		}
		done += len(part)
	}
	err = d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := (store{tx}).addCells(ctx, cells); err != nil {
			return err
		}
		return store{tx}.addPaces(ctx, paces)
	})
	if err == nil && d.Engine() == "postgres" {
		_, err = d.Read().NewRaw("VACUUM ANALYZE").Exec(ctx)
	}
	if err != nil {
		b.Fatal(err)
	}
	return s, province
}

// benchFact is a dossier of the year: most online, most in time, one in thirty still open.
func benchFact(r *rand.Rand, n int, path string) *Fact {
	p := r.IntN(120)
	f := &Fact{ID: fmt.Sprintf("%012d", n), Code: strconv.Itoa(n), ReceivingPath: path, CompetentPath: path, Field: "Lĩnh vực " + strconv.Itoa(p%24),
		ProcedureName: "Thủ tục " + strconv.Itoa(p), Dossier: count.Dossier{Receiving: lastKey(path), Competent: lastKey(path), Procedure: "p" + strconv.Itoa(p),
			Channel: some(r, count.Online, count.Online, count.Online, count.Online, count.Direct, count.Post), Asked: r.IntN(10) / 9}}
	f.ReceivedAt = clock.Date("2023-01-01").AddDays(r.IntN(355)).At(time.Duration(8*60+r.IntN(540)) * time.Minute).UTC()
	f.DueAt = f.ReceivedAt.AddDate(0, 0, 1+r.IntN(15))
	f.WarnAt = f.DueAt.AddDate(0, 0, -1)
	end := f.ReceivedAt.Add(time.Duration(r.IntN(16*24)) * time.Hour)
	if r.IntN(60) > 0 && end.Before(benchAt) {
		f.EndedAt, f.End, f.Standing = end, count.Done, count.Early
		if end.After(f.DueAt) {
			f.Standing = count.Late
		}
	}
	for i, role := range []string{"reception", "specialist", "leader"} {
		f.Steps = append(f.Steps, Step{No: i + 1, Role: role, UnitPath: path, Since: f.ReceivedAt, Until: f.EndedAt, Working: time.Duration(r.IntN(4000)) * time.Minute})
	}
	return f
}
