// Command submit measures how many dossiers with three files of 200 KB the built program takes in over HTTP, with trail,
// messages and ledger, against what the same database does bare: on PostgreSQL pgbench (TPC-B-like) on the same server with
// the same durability and as many clients, on SQLite a loop of durable transactions with as many rows and bytes, and as
// many files.
//
//	make build && go run ./bench/submit
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nha-san/nhasan/bench/machine"
)

func main() {
	program := flag.String("program", "bin/nhasan", "the built program")
	clients := flag.Int("clients", 4, "clients at once")
	long := flag.Duration("for", 20*time.Second, "how long each is measured")
	flag.Parse()
	if err := run(context.Background(), *program, *clients, *long); err != nil {
		fmt.Fprintln(os.Stderr, "bench/submit:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, program string, clients int, long time.Duration) error {
	dir, err := os.MkdirTemp("", "nhasan-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL has a folder in it, and another user
		return err
	}
	fmt.Printf("machine: %s, %d clients\n", machine.Name(), clients)
	lite := filepath.Join(dir, "lite")
	h, err := found(ctx, lite, "sqlite:"+filepath.Join(lite, "nhasan.db"))
	if err != nil {
		return err
	}
	got, err := h.takes(ctx, program, clients, long)
	if err != nil {
		return err
	}
	bare, err := loop(filepath.Join(dir, "bare"), got, long)
	if err != nil {
		return err
	}
	fmt.Printf("sqlite: %.1f dossiers a second (%d rows, %d KB of database, 3 files each); bare loop %.1f; ratio %.2f\n", got.rate, got.rows, got.bytes/1024, bare, got.rate/bare)
	server, err := durable(filepath.Join(dir, "server"))
	if err != nil {
		return err
	}
	defer server.stop()
	if h, err = found(ctx, filepath.Join(dir, "pg"), server.address); err != nil {
		return err
	}
	if got, err = h.takes(ctx, program, clients, long); err != nil {
		return err
	}
	tps, err := server.pgbench(clients, long)
	if err != nil {
		return err
	}
	fmt.Printf("postgres: %.1f dossiers a second (%d rows each); pgbench %.1f transactions a second; ratio %.2f\n", got.rate, got.rows, tps, got.rate/tps)
	return nil
}
