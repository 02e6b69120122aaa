package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Machinery that works beside the rooms (the queue, the bell) holds connections for long. It gets its
// own, so that no transaction of a room ever waits for one of them. Whoever opens them closes them.

// OpenSQLite opens one more writing connection to the same file.
func (d *DB) OpenSQLite() (*sql.DB, error) {
	beside, err := sql.Open("sqlite", d.address+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	beside.SetMaxOpenConns(1)
	return beside, nil
}

// OpenPostgres opens one more pool of at most max connections; they are made when needed.
func (d *DB) OpenPostgres(ctx context.Context, max int32) (*pgxpool.Pool, error) {
	return newPool(ctx, d.address, max)
}

// newPool opens a pool of at most max connections, 0 leaves that to the address.
func newPool(ctx context.Context, url string, max int32) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	if max > 0 {
		cfg.MaxConns = max
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 5 * time.Second // a server that is gone does not keep people waiting
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec // works behind a pooler too
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return pool, nil
}
