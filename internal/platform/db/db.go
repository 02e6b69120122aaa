// Package db is the database: SQLite in a file or PostgreSQL, behind one small door. All that is
// particular to an engine stands here.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	sqlite "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"github.com/nha-san/nhasan/internal/platform/trace"
)

// DB is an open database. Stores take a bun.IDB: a Tx inside a transaction, Read() outside.
type DB struct {
	write, read *bun.DB
	address     string // of the engine, for connections beside those of the pools
	close       func()
}

// Open opens "sqlite:PATH" or "postgres://…". The folder of a SQLite file is made when missing.
func Open(ctx context.Context, url string) (*DB, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(ctx, url)
	}
	return nil, errors.New(`database: the address must begin with "sqlite:" or "postgres://"`)
}

// One connection writes, four read: SQLite has a single writer, and a queue in Go is kinder than
// its busy answer. synchronous(2) keeps acknowledged writes over a power cut.
const sqlitePragmas = "?_pragma=journal_mode(WAL)&_pragma=synchronous(2)&_pragma=busy_timeout(10000)" +
	"&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)"

// inURI keeps a folder named "a#b" from being cut at the mark.
var inURI = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f")

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	// Nobody else on the machine may read it; SQLite gives the files beside it the same rights.
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		_ = f.Close()
	}
	file := "file:" + inURI.Replace(path) + sqlitePragmas
	w, err := sql.Open("sqlite", file+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	w.SetMaxOpenConns(1)
	if err := w.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("database: opening %s: %w", path, err)
	}
	r, err := sql.Open("sqlite", file+"&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	r.SetMaxOpenConns(4)
	return &DB{
		write: bun.NewDB(w, sqlitedialect.New()), read: bun.NewDB(r, sqlitedialect.New()), address: file,
		close: func() { _ = r.Close(); _ = w.Close() },
	}, nil
}

// PostgreSQL gets two pools. A transaction may ask another room, which reads outside it: with one
// pool, as many transactions as there are connections would all wait for one more, for ever.
func openPostgres(ctx context.Context, url string) (*DB, error) {
	w, closeW, err := openPool(ctx, url)
	if err != nil {
		return nil, err
	}
	r, closeR, err := openPool(ctx, url)
	if err != nil {
		closeW()
		return nil, err
	}
	return &DB{write: w, read: r, address: url, close: func() { closeR(); closeW() }}, nil
}

func openPool(ctx context.Context, url string) (*bun.DB, func(), error) {
	pool, err := newPool(ctx, url, 0)
	if err != nil {
		return nil, nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("database: %w", err)
	}
	b := bun.NewDB(stdlib.OpenDBFromPool(pool), pgdialect.New())
	return b, func() { _ = b.Close(); pool.Close() }, nil
}

// Close closes all connections.
func (d *DB) Close() { d.close() }

// Engine is "sqlite" or "postgres".
func (d *DB) Engine() string {
	if d.write.Dialect().Name().String() == "pg" {
		return "postgres"
	}
	return "sqlite"
}

// Read is for queries outside a transaction; writing through it fails on SQLite.
func (d *DB) Read() bun.IDB { return d.read }

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// IsDuplicate tells whether err says that a UNIQUE rule was broken.
func IsDuplicate(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) &&
		(lite.Code() == sqlitelib.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// IsNone tells whether err says that a query found no row.
func IsNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Watch tells do of every query from now on, for tests that count them.
func (d *DB) Watch(do func(query string)) {
	d.write, d.read = d.write.WithQueryHook(watcher{do}), d.read.WithQueryHook(watcher{do})
}

// Trace tells a collector of the kind and length of every query from now on, and never what it says.
func (d *DB) Trace() {
	t := tracer{d.Engine()}
	d.write, d.read = d.write.WithQueryHook(t), d.read.WithQueryHook(t)
}

type tracer struct{ engine string }

type spanKey struct{}

// BeforeQuery begins the span of a query.
func (t tracer) BeforeQuery(ctx context.Context, e *bun.QueryEvent) context.Context {
	ctx, span := trace.Begin(ctx, e.Operation(), "db.system", t.engine)
	return context.WithValue(ctx, spanKey{}, span)
}

// AfterQuery ends it.
func (tracer) AfterQuery(ctx context.Context, e *bun.QueryEvent) {
	if span, ok := ctx.Value(spanKey{}).(trace.Span); ok {
		span.End(e.Err != nil && !IsNone(e.Err))
	}
}

type watcher struct{ do func(string) }

// BeforeQuery changes nothing.
func (watcher) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

// AfterQuery tells of the query.
func (w watcher) AfterQuery(_ context.Context, e *bun.QueryEvent) { w.do(e.Query) }
