package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// Sound says whether the database holds together: SQLite reads its pages and compares them with their indexes
// (PRAGMA quick_check); PostgreSQL is asked whether it keeps checksums of its pages, since only itself reads them.
func (d *DB) Sound(ctx context.Context) error {
	if d.Engine() == "sqlite" {
		var found []string
		if err := d.read.NewRaw("PRAGMA quick_check(5)").Scan(ctx, &found); err != nil {
			return err
		}
		if len(found) != 1 || found[0] != "ok" {
			return fmt.Errorf("the database file is damaged: %s", strings.Join(found, "; "))
		}
		return nil
	}
	var checksums string
	if err := d.read.NewRaw("SHOW data_checksums").Scan(ctx, &checksums); err != nil {
		return err
	}
	if checksums != "on" {
		return ErrNoChecksums
	}
	return nil
}

// ErrNoChecksums says that PostgreSQL would not notice a page that its disk changed.
var ErrNoChecksums = fmt.Errorf("the server keeps no checksums of its pages (initdb --data-checksums, pg_checksums --enable)")

// Skew is by how much the clock of the database's machine runs before ours; of SQLite that is this machine.
func (d *DB) Skew(ctx context.Context, c clock.Clock) (time.Duration, error) {
	if d.Engine() == "sqlite" {
		return 0, nil
	}
	var at bun.NullTime
	asked := c.Now()
	err := d.read.NewRaw("SELECT clock_timestamp()").Scan(ctx, &at)
	return at.Sub(asked.Add(c.Now().Sub(asked) / 2)), err
}

// Path is the file of a SQLite database, "" of PostgreSQL.
func (d *DB) Path() string {
	if d.Engine() != "sqlite" {
		return ""
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(d.address, "file:"), "?")
	return strings.NewReplacer("%23", "#", "%3f", "?", "%25", "%").Replace(path)
}

// Pools tells how the connections of each pool are used.
func (d *DB) Pools() map[string]sql.DBStats {
	return map[string]sql.DBStats{"write": d.write.DB.Stats(), "read": d.read.DB.Stats()}
}
