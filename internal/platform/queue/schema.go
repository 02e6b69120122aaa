package queue

import (
	"context"
	"database/sql"
	"io"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// Schema is River's tables; River brings them up to date itself.
var Schema = db.Schema{Room: "queue", Own: migrator{}}

type migrator struct{}

// Up brings the tables up to date, one process after the other.
func (m migrator) Up(ctx context.Context, d *db.DB) error {
	return m.with(ctx, d, func(up migration) error {
		_, err := up.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	})
}

// Pending tells whether Up would do anything.
func (m migrator) Pending(ctx context.Context, d *db.DB) (pending bool, err error) {
	err = m.with(ctx, d, func(up migration) error {
		there, err := up.ExistingVersions(ctx)
		pending = len(there) < len(up.AllVersions())
		return err
	})
	return pending, err
}

// migration is what of River's migrator does not depend on the engine.
type migration interface {
	AllVersions() []rivermigrate.Migration
	ExistingVersions(ctx context.Context) ([]rivermigrate.Migration, error)
	Migrate(ctx context.Context, direction rivermigrate.Direction, opts *rivermigrate.MigrateOpts) (*rivermigrate.MigrateResult, error)
}

var silent = &rivermigrate.Config{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}

func (m migrator) with(ctx context.Context, d *db.DB, do func(migration) error) error {
	if d.Engine() == "sqlite" {
		beside, err := d.OpenSQLite()
		if err != nil {
			return err
		}
		defer beside.Close()
		return m.onSQLite(beside, do)
	}
	pool, err := d.OpenPostgres(ctx, 2)
	if err != nil {
		return err
	}
	defer pool.Close()
	return m.onPostgres(ctx, pool, do)
}

func (migrator) onSQLite(beside *sql.DB, do func(migration) error) error {
	up, err := rivermigrate.New(riversqlite.New(beside), silent)
	if err != nil {
		return err
	}
	return do(up)
}

// lockNumber is that of PostgreSQL's advisory lock under which the tables change; any number does.
const lockNumber = 7_161_500_142

// onPostgres holds a lock on a connection beside River's, so that processes which start together
// wait for each other.
func (migrator) onPostgres(ctx context.Context, pool *pgxpool.Pool, do func(migration) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockNumber)); err != nil {
		return err
	}
	defer func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lockNumber))
	}()
	up, err := rivermigrate.New(riverpgxv5.New(pool), silent)
	if err != nil {
		return err
	}
	return do(up)
}
