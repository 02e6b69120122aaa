package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
)

// Tx is an open transaction. It is a bun.IDB.
type Tx struct {
	bun.Tx
	db    *DB
	conn  *sql.Conn // the connection it runs on; nil on SQLite
	after []func()
}

// Transact runs do in one transaction: committed when do returns nil, undone otherwise. Inside do
// use only tx: a query on the database itself would wait for the transaction for ever on SQLite.
func (d *DB) Transact(ctx context.Context, do func(ctx context.Context, tx *Tx) error) error {
	out := &Tx{db: d}
	in := func(ctx context.Context, tx bun.Tx) error {
		out.Tx = tx
		return do(ctx, out)
	}
	err := d.transact(ctx, out, in)
	if err != nil {
		return err
	}
	for _, then := range out.after {
		then()
	}
	return nil
}

func (d *DB) transact(ctx context.Context, out *Tx, in func(context.Context, bun.Tx) error) error {
	if d.Engine() == "sqlite" {
		return d.write.RunInTx(ctx, nil, in)
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	out.conn = conn.Conn
	return conn.RunInTx(ctx, nil, in)
}

// DB is the database of the transaction; only its name and engine are to be asked for.
func (t *Tx) DB() *DB { return t.db }

// AfterCommit has do run once the transaction is committed, before Transact returns; never when it is
// undone. What do does must not fail: nobody can be told any more.
func (t *Tx) AfterCommit(do func()) { t.after = append(t.after, do) }

// OnPgx hands do the very connection on which the transaction runs, for libraries that speak
// PostgreSQL and not database/sql. They must neither begin nor end a transaction on it.
func (t *Tx) OnPgx(do func(*pgx.Conn) error) error {
	if t.conn == nil {
		return errors.New("database: this transaction does not run on PostgreSQL")
	}
	return t.conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.New("database: the connection is none of pgx")
		}
		return do(c.Conn())
	})
}
