package dossier_test

import (
	"context"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// BenchmarkLists asks for the lists of a desk among a million dossiers and among ten thousand: bench/README.md.
func BenchmarkLists(b *testing.B) {
	most := 1_000_000
	if n, err := strconv.Atoi(os.Getenv("NHASAN_DOSSIERS")); err == nil {
		most = n
	}
	for engine, open := range map[string]func(testing.TB, []db.Schema) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		few := map[string]time.Duration{}
		for _, n := range []int{10_000, most} {
			d, now := open(b, schemas), testkit.Clock()
			began := time.Now()
			if err := dossier.Lay(b.Context(), d, n, now.Now()); err != nil {
				b.Fatal(err)
			}
			if err := d.Tidy(b.Context()); err != nil {
				b.Fatal(err)
			}
			if d.Engine() == "postgres" { // as its autovacuum does when it finds the time
				if _, err := d.Read().NewRaw("VACUUM ANALYZE").Exec(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.Logf("%s: %d dossiers laid in %s", engine, n, time.Since(began).Round(time.Second))
			s := dossier.New(dossier.Needs{DB: d, Clock: now})
			for _, q := range questions() {
				b.Run(engine+"/"+strconv.Itoa(n)+"/"+q.name, func(b *testing.B) {
					var took []time.Duration
					for b.Loop() {
						began := time.Now()
						if err := q.ask(q.who, s); err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(began))
					}
					slices.Sort(took)
					p95 := took[len(took)*95/100]
					b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
					b.ReportMetric(float64(p95.Microseconds())/1000, "p95-ms")
					b.ReportMetric(0, "ns/op")
					if n == most {
						b.ReportMetric(float64(p95)/float64(few[q.name]), "of-10k")
					}
					few[q.name] = p95
				})
			}
		}
	}
}

// question is something that an officer asks of the desk.
type question struct {
	name string
	who  context.Context
	ask  func(ctx context.Context, s *dossier.Service) error
}

func questions() []question {
	nine, province := officerOf(0, 9), officerOf(0, 150)
	procedures := make([]string, 100)
	for i := range procedures {
		procedures[i] = dossier.LaidProcedure(2 * i)
	}
	list := func(q dossier.Query) func(context.Context, *dossier.Service) error {
		return func(ctx context.Context, s *dossier.Service) error {
			q.Limit = 100
			_, _, err := s.List(ctx, q)
			return err
		}
	}
	counts := func(ctx context.Context, s *dossier.Service) error {
		var all []dossier.Query
		for _, box := range []dossier.Box{dossier.BoxTurn, dossier.BoxMine, dossier.BoxUnit, dossier.BoxFollowed, dossier.BoxBurning, dossier.BoxOthers} {
			all = append(all, dossier.Query{Box: box})
		}
		_, err := s.CountEach(ctx, all...)
		return err
	}
	return []question{
		{"100-procedures-in-9-units", nine, list(dossier.Query{Box: dossier.BoxAll, Procedures: procedures})},
		{"turn", nine, list(dossier.Query{Box: dossier.BoxTurn})},
		{"burning", nine, list(dossier.Query{Box: dossier.BoxBurning})},
		{"others", nine, list(dossier.Query{Box: dossier.BoxOthers})},
		{"returned", nine, list(dossier.Query{Box: dossier.BoxAll, State: dossier.Returned})},
		{"counts", nine, counts},
		{"counts-province", province, counts},
		{"name", nine, list(dossier.Query{Box: dossier.BoxAll, Text: "quach ngoc duyen"})},
		{"name-province", province, list(dossier.Query{Box: dossier.BoxAll, Text: "quach ngoc duyen"})},
		{"name-common-province", province, list(dossier.Query{Box: dossier.BoxAll, Text: "nguyen thi lan"})},
	}
}

// officerOf holds a specialist's post in some units and sees what lies under them.
func officerOf(from, to int) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: "account", PersonID: "person-0-1", UnitID: "unit-0", UnitPath: dossier.LaidPath(from)}
	for n := from; n < to; n++ {
		path := dossier.LaidPath(n)
		a.Posts = append(a.Posts, actor.Post{Role: "specialist", UnitID: "unit-" + strconv.Itoa(n), UnitPath: path})
		if to-from < 100 {
			a.Grants = append(a.Grants, actor.Grant{Right: dossier.CanView, Path: path})
		}
	}
	if to-from >= 100 {
		a.Posts = a.Posts[:1]
		a.Grants = append(a.Grants, actor.Grant{Right: dossier.CanView, Path: "/tinh/"})
	}
	return actor.With(context.Background(), a)
}
