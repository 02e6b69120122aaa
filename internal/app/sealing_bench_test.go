package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// BenchmarkSealing compares the lightest verb of the desk, taking a dossier and handing it back, with what
// sealing costs in a transaction of the same database, in the same run: bench/README.md.
func BenchmarkSealing(b *testing.B) {
	for engine, address := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + b.TempDir() + "/x.db" },
		"postgres": func() string { return testkit.PostgresURL(b) },
	} {
		b.Run(engine, func(b *testing.B) {
			d, err := openDemoOn(context.Background(), stageAt{db: address(), dir: b.TempDir(), base: "http://nhasan.test"}, slog.New(slog.NewJSONHandler(io.Discard, nil)))
			if err != nil {
				b.Fatal(err)
			}
			defer d.house.close()
			running, stop := context.WithCancel(context.Background())
			defer stop()
			go d.house.ledger.Run(running, time.Second)
			var verb, with, without time.Duration
			n := 0
			ctx, id := d.taken(b)
			for b.Loop() {
				n++
				verb += took(b, func() error {
					_, err := d.house.dossier.HandBack(ctx, dossier.At{ID: id}, "Đo thời gian ghi")
					return err
				})
				verb += took(b, func() error { _, err := d.house.dossier.Take(ctx, dossier.At{ID: id}); return err })
				without += took(b, func() error { return d.writes(n, false) })
				with += took(b, func() error { return d.writes(n, true) })
			}
			each, seal := verb/time.Duration(2*n), (with-without)/time.Duration(n)
			b.ReportMetric(float64(each.Microseconds()), "verb-µs")
			b.ReportMetric(float64(seal.Microseconds()), "sealing-µs")
			b.ReportMetric(float64(each)/float64(each-seal), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func took(b *testing.B, do func() error) time.Duration {
	b.Helper()
	began := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// taken is a dossier that an officer has taken, with the officer.
func (d *demonstration) taken(b *testing.B) (context.Context, string) {
	b.Helper()
	all, err := d.officers(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	rights := roles()
	for _, o := range all {
		ctx := o.act(context.Background(), rights)
		items, _, err := d.house.dossier.List(ctx, dossier.Query{Box: dossier.BoxMine, Limit: 50})
		if err != nil {
			continue
		}
		for _, it := range items {
			if it.State == dossier.Processing {
				return ctx, it.ID
			}
		}
	}
	b.Fatal("nobody has a dossier in hand")
	return nil, ""
}

// writes is a transaction with an entry of the trail, sealed or not.
func (d *demonstration) writes(n int, seal bool) error {
	return d.house.database.Transact(actor.AsSystem(context.Background(), "bench"), func(ctx context.Context, tx *db.Tx) error {
		key := fmt.Sprintf("bench-%d", n)
		if err := d.house.trail.Write(ctx, tx, audit.Entry{Action: "bench.write", Subject: "bench/" + key}); err != nil || !seal {
			return err
		}
		return d.house.trail.Seal(ctx, tx, audit.Leaf{Key: key, Subject: "bench/" + key, Kind: "bench", Data: map[string]any{"seq": 1, "do": "receive", "to": "received"},
			Secret: make([]byte, 2600)})
	})
}
