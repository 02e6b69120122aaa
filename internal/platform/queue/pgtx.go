package queue

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pgTx shows River the transaction that is already open on a connection. It is not River's to end.
type pgTx struct{ conn *pgx.Conn }

var errNotOurs = errors.New("queue: the transaction is the room's: River neither commits nor undoes it")

// Begin opens a savepoint. Conn.Begin would send a plain BEGIN, and its Commit would end the room's work.
func (t pgTx) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := t.conn.Exec(ctx, "SAVEPOINT queue_put"); err != nil {
		return nil, err
	}
	return savepoint{t}, nil
}

func (t pgTx) Commit(context.Context) error   { return errNotOurs }
func (t pgTx) Rollback(context.Context) error { return errNotOurs }
func (t pgTx) Conn() *pgx.Conn                { return t.conn }
func (t pgTx) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

func (t pgTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.conn.Exec(ctx, sql, args...)
}

func (t pgTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.conn.Query(ctx, sql, args...)
}

func (t pgTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return t.conn.QueryRow(ctx, sql, args...)
}

func (t pgTx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return t.conn.SendBatch(ctx, b)
}

func (t pgTx) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return t.conn.CopyFrom(ctx, table, columns, rows)
}

func (t pgTx) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return t.conn.Prepare(ctx, name, sql)
}

// savepoint is a transaction inside it, as far as PostgreSQL knows such.
type savepoint struct{ pgTx }

func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "RELEASE SAVEPOINT queue_put")
	return err
}

func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "ROLLBACK TO SAVEPOINT queue_put")
	return err
}
