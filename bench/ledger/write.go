package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/id"
)

// An event and a record of a dossier, in bytes, as the demonstration has them.
const (
	eventBytes  = 2600
	recordBytes = 3200
)

type bareRow struct {
	bun.BaseModel `bun:"table:bench_bare"`
	ID            string `bun:"id,pk"`
	Body          string `bun:"body"`
}

// write compares the least that a verb of the desk writes (an event, a record, an entry of the trail, in
// one durable transaction) with the same sealed, the sequencer at work in both.
func write(ctx context.Context, name, address string, n int) error {
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Migrate(ctx, d, []db.Schema{audit.Schema}); err != nil {
		return err
	}
	if err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "CREATE TABLE bench_bare (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
		return err
	}); err != nil {
		return err
	}
	key := bytes.Repeat([]byte{1}, 32)
	log := audit.New(d, clock.System{}).Keyed(key)
	l := ledger.New(ledger.Needs{DB: d, Clock: clock.System{}, Key: key, Name: "bench.example"})
	running, stop := context.WithCancel(ctx)
	defer stop()
	go l.Run(running, time.Second)
	var bare, sealed []time.Duration
	for i := range 2 * n { // turn and turn about, so that both see the same machine
		took, err := verb(ctx, d, log, i%2 == 1)
		if err != nil {
			return err
		}
		if i%2 == 1 {
			sealed = append(sealed, took)
		} else {
			bare = append(bare, took)
		}
	}
	if _, err := l.Sequence(ctx); err != nil {
		return err
	}
	a, b := sum(bare), sum(sealed)
	fmt.Printf("%-9s a write %7.0f µs, sealed %7.0f µs: ratio %.3f (medians %v, %v)\n", name, us(a)/float64(n), us(b)/float64(n), us(b)/us(a), median(bare), median(sealed))
	return prove(ctx, name, l)
}

// verb is one transaction: event, record, trail, and the leaf where it is sealed.
func verb(ctx context.Context, d *db.DB, log *audit.Log, seal bool) (time.Duration, error) {
	event, record := strings.Repeat("a", eventBytes), strings.Repeat("b", recordBytes)
	began := time.Now()
	err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		key := id.New()
		for _, row := range []*bareRow{{ID: key, Body: event}, {ID: id.New(), Body: record}} {
			if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
				return err
			}
		}
		if err := log.Write(ctx, tx, audit.Entry{Action: "bench.write", Subject: "bench/" + key, Data: map[string]any{"event": key}}); err != nil || !seal {
			return err
		}
		return log.Seal(ctx, tx, audit.Leaf{Key: key, Subject: "dossier/" + key, Kind: "dossier", Secret: []byte(event),
			Data: map[string]any{"seq": 1, "do": "receive", "to": "received"}})
	})
	return time.Since(began), err
}

// prove measures inclusion proofs of random leaves.
func prove(ctx context.Context, name string, l *ledger.Ledger) error {
	s, err := l.Standing(ctx)
	if err != nil {
		return err
	}
	var took []time.Duration
	for range 500 {
		began := time.Now()
		if _, err := l.Prove(ctx, rand.Int64N(s.Size)); err != nil {
			return err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	fmt.Printf("%-9s an inclusion proof among %d leaves: p50 %v, p95 %v\n", name, s.Size, took[250], took[475])
	return nil
}

func sum(all []time.Duration) (out time.Duration) {
	for _, d := range all {
		out += d
	}
	return out
}

func median(all []time.Duration) time.Duration {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2].Round(time.Microsecond)
}

func us(d time.Duration) float64 { return float64(d.Microseconds()) }
