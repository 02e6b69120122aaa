// Command import measures how fast dossiers of another system come in: the whole of `nhasan import
// dossiers`, from reading the file over the trial of each line to the last transaction, against a bare loop
// that inserts as many events and records of the same size and keeps no index but their keys. Both on SQLite
// and on PostgreSQL, in one run on one machine.
//
//	go run ./bench/import            the demonstration's history, 15,328 lines
//	go run ./bench/import -n 11297   the first 11,297 of them
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/nha-san/nhasan/bench/machine"
	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/app"
)

// An event and a record of the demonstration's history, in bytes, and how many rows a transaction holds.
const (
	eventBytes  = 2600
	recordBytes = 3200
	atOnce      = 500
)

func main() {
	n := flag.Int("n", 1<<30, "lines at most")
	flag.Parse()
	if err := run(*n); err != nil {
		fmt.Fprintln(os.Stderr, "bench/import:", err)
		os.Exit(1)
	}
}

func run(most int) error {
	dir, err := os.MkdirTemp("", "nhasan-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	n, err := files(dir, most)
	if err != nil {
		return err
	}
	fmt.Printf("machine: %s; %d dossiers\n", machine.Name(), n)
	pg, drop, err := machine.Postgres(context.Background())
	if err != nil {
		return err
	}
	defer drop()
	for _, engine := range []struct{ name, url, driver, dsn string }{
		{"sqlite", "sqlite:" + filepath.Join(dir, "house.db"), "sqlite", "file:" + filepath.Join(dir, "bare.db") + "?_pragma=journal_mode(WAL)&_pragma=synchronous(2)"},
		{"postgres", pg, "pgx", pg},
	} {
		took, err := house(dir, engine.url)
		if err != nil {
			return fmt.Errorf("%s: %w", engine.name, err)
		}
		bare, err := loop(engine.driver, engine.dsn, n)
		if err != nil {
			return fmt.Errorf("%s: bare loop: %w", engine.name, err)
		}
		fmt.Printf("%-9s import %6.2f s = %6.0f dossiers/s; bare loop %6.2f s; ratio %.1f\n", engine.name, took.Seconds(), float64(n)/took.Seconds(),
			bare.Seconds(), took.Seconds()/bare.Seconds())
	}
	return nil
}

// files lays the demonstration's files out, and at most so many lines of its history.
func files(dir string, most int) (n int, err error) {
	for _, name := range []string{"units.json", "holidays.json", "procedures.csv", "procedures-detailed.json", "history.csv.gz"} {
		raw, err := fs.ReadFile(demo.Files, name)
		if err != nil {
			return 0, err
		}
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(raw))
			if err != nil {
				return 0, err
			}
			if raw, err = io.ReadAll(z); err != nil {
				return 0, err
			}
			lines := strings.SplitAfter(strings.TrimSpace(string(raw)), "\n")
			lines = lines[:min(len(lines), most+1)]
			n, raw, name = len(lines)-1, []byte(strings.Join(lines, "")), "history.csv"
		}
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// house imports units, holidays and procedures, and then measures the dossiers.
func house(dir, url string) (time.Duration, error) {
	for _, args := range [][]string{{"units", "units.json"}, {"holidays", "holidays.json"},
		{"procedures", "procedures.csv", "--from=2023-01-01", "--detailed=" + filepath.Join(dir, "procedures-detailed.json")}} {
		if _, err := nhasan(dir, url, args[0], args[1:]...); err != nil {
			return 0, err
		}
	}
	return nhasan(dir, url, "dossiers", "history.csv", "--source=bench")
}

func nhasan(dir, url, kind string, args ...string) (time.Duration, error) {
	var out, said bytes.Buffer
	all := append([]string{"import", kind, filepath.Join(dir, args[0]), "--db=" + url, "--files=" + filepath.Join(dir, "files"), "--key-file=" + filepath.Join(dir, "key")}, args[1:]...)
	began := time.Now()
	if status := app.Main(all, &out, &said); status != 0 {
		return 0, fmt.Errorf("nhasan %s: %s%s", strings.Join(all, " "), tail(out.String()), tail(said.String()))
	}
	return time.Since(began), nil
}

func tail(s string) string { return s[max(0, len(s)-600):] }

// loop inserts an event and a record for each dossier, one statement each, prepared, atOnce in a transaction.
func loop(driver, dsn string, n int) (time.Duration, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	for _, table := range []string{"bare_event", "bare_record"} {
		if _, err := db.Exec("CREATE TABLE " + table + " (id TEXT PRIMARY KEY, body TEXT NOT NULL)"); err != nil {
			return 0, err
		}
	}
	event, record := strings.Repeat("a", eventBytes), strings.Repeat("b", recordBytes)
	began := time.Now()
	for at := 0; at < n; at += atOnce {
		if err := some(db, at, min(at+atOnce, n), event, record); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

func some(db *sql.DB, from, to int, event, record string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	events, err := tx.Prepare("INSERT INTO bare_event (id, body) VALUES ($1, $2)")
	if err != nil {
		return err
	}
	records, err := tx.Prepare("INSERT INTO bare_record (id, body) VALUES ($1, $2)")
	if err != nil {
		return err
	}
	for i := from; i < to; i++ {
		key := fmt.Sprintf("%032d", i)
		_, err := events.Exec(key, event)
		if err == nil {
			_, err = records.Exec(key, record)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(events.Close(), records.Close(), tx.Commit())
}
