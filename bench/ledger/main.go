// Command ledger measures the public ledger: what sealing adds to a write, how long a proof takes, and how
// long a stranger needs to check and recount a province's year. On SQLite and on PostgreSQL, in one run on
// one machine.
//
//	go run ./bench/ledger                  all of it, a million dossiers for the stranger
//	go run ./bench/ledger -dossiers 50000  fewer
//	go run ./bench/ledger -writes 500      fewer writes
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/nha-san/nhasan/bench/machine"
)

func main() {
	writes := flag.Int("writes", 3000, "writes with and without sealing")
	dossiers := flag.Int("dossiers", 1_000_000, "dossiers that the stranger recounts")
	flag.Parse()
	if err := run(context.Background(), *writes, *dossiers); err != nil {
		fmt.Fprintln(os.Stderr, "bench/ledger:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, writes, dossiers int) error {
	dir, err := os.MkdirTemp("", "nhasan-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("machine: %s\n", machine.Name())
	pg, drop, err := machine.Postgres(ctx)
	if err != nil {
		return err
	}
	defer drop()
	for _, engine := range []struct{ name, address string }{{"sqlite", "sqlite:" + filepath.Join(dir, "bench.db")}, {"postgres", pg}} {
		if err := write(ctx, engine.name, engine.address, writes); err != nil {
			return fmt.Errorf("%s: %w", engine.name, err)
		}
	}
	return verify(ctx, dir, dossiers)
}
