package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Carrying whole tables from one database to another, of the same engine or not. Both have the same schema.

// Tables are the tables of the rooms, in the order in which they were made, so that what is referred to comes first.
// Those of the library of the queue, and those that remember what was applied, are not among them.
func (d *DB) Tables(ctx context.Context) ([]string, error) {
	query := "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_list AS l ON l.name = m.name AND l.schema = 'main' WHERE l.type = 'table' ORDER BY m.rowid"
	if d.Engine() == "postgres" {
		query = "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace " +
			"WHERE s.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.oid"
	}
	var all []string
	if err := d.read.NewRaw(query).Scan(ctx, &all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t string) bool {
		return strings.HasPrefix(t, "sqlite_") || strings.HasPrefix(t, "schema_") || strings.HasPrefix(t, "river_")
	}), nil
}

// Hold keeps everybody from writing to the tables while do runs; reading goes on.
func (d *DB) Hold(ctx context.Context, tables []string, do func(ctx context.Context) error) error {
	return d.Transact(ctx, func(ctx context.Context, tx *Tx) error {
		for _, t := range tables {
			if d.Engine() == "sqlite" {
				break // that there is a transaction is enough
			}
			if _, err := tx.NewRaw("LOCK TABLE ? IN SHARE MODE", bun.Ident(t)).Exec(ctx); err != nil {
				return err
			}
		}
		return do(ctx)
	})
}

// Sum is what a table holds: how many rows, and a digest of all of them in whatever order they lie. It is the same on
// both engines.
type Sum struct {
	Rows   int64
	Digest [4]uint64
}

// SumOf reads a whole table.
func (d *DB) SumOf(ctx context.Context, table string) (s Sum, err error) {
	_, err = d.rows(ctx, table, nil, func(row []any) error {
		s.add(row)
		return nil
	})
	return s, err
}

// add adds a row: rows are hashed one by one, and the hashes added up.
func (s *Sum) add(row []any) {
	h := sha256.New()
	for _, v := range row {
		switch x := v.(type) {
		case nil:
			h.Write([]byte{'n'})
		case bool:
			v := int64(0)
			if x {
				v = 1
			}
			fmt.Fprintf(h, "i%d;", v)
		case int64:
			fmt.Fprintf(h, "i%d;", x)
		case time.Time:
			fmt.Fprintf(h, "t%d;", x.UnixMicro())
		case string:
			fmt.Fprintf(h, "s%d;%s", len(x), x)
		case []byte:
			fmt.Fprintf(h, "b%d;%s", len(x), x)
		default:
			fmt.Fprintf(h, "?%T;%v", x, x)
		}
	}
	sum, carry := h.Sum(nil), uint64(0)
	for i := 3; i >= 0; i-- {
		s.Digest[i], carry = bits.Add64(s.Digest[i], binary.BigEndian.Uint64(sum[8*i:]), carry)
	}
	s.Rows++
}

// rows reads a table row by row, its columns in the order of their names or as given. Integers are int64.
func (d *DB) rows(ctx context.Context, table string, columns []string, do func(row []any) error) ([]string, error) {
	if columns == nil {
		var err error
		if columns, err = d.columns(ctx, table); err != nil {
			return nil, err
		}
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = `"` + c + `"`
	}
	rows, err := d.read.DB.QueryContext(ctx, `SELECT `+strings.Join(quoted, ", ")+` FROM "`+table+`"`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	row, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, v := range row {
			if small, ok := v.(int32); ok {
				row[i] = int64(small)
			}
		}
		if err := do(row); err != nil {
			return nil, err
		}
	}
	return columns, rows.Err()
}

func (d *DB) columns(ctx context.Context, table string) (names []string, err error) {
	types, err := d.types(ctx, table)
	return slices.Sorted(maps.Keys(types)), err
}

// types are what the engine calls the type of each column.
func (d *DB) types(ctx context.Context, table string) (map[string]string, error) {
	rows, err := d.read.DB.QueryContext(ctx, `SELECT * FROM "`+table+`" LIMIT 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all, err := rows.ColumnTypes()
	out := map[string]string{}
	for _, c := range all {
		out[c.Name()] = c.DatabaseTypeName()
	}
	return out, errors.Join(err, rows.Err())
}

// batch is how many rows are written at once.
const batch = 200

// CarryTable puts the rows of a table of from into the same table here, in one transaction. What migrating put there
// is replaced; the keys that the table gives out go on where they were.
func (d *DB) CarryTable(ctx context.Context, from *DB, table string) error {
	return d.Transact(ctx, func(ctx context.Context, tx *Tx) error {
		var there bool
		if err := tx.NewRaw("SELECT EXISTS (SELECT 1 FROM ?)", bun.Ident(table)).Scan(ctx, &there); err != nil {
			return err
		}
		if there {
			if _, err := tx.NewRaw("DELETE FROM ?", bun.Ident(table)).Exec(ctx); err != nil {
				return err
			}
		}
		var waiting [][]any
		names, err := from.columns(ctx, table)
		if err != nil {
			return err
		}
		types, err := d.types(ctx, table)
		if err != nil {
			return err
		}
		_, err = from.rows(ctx, table, names, func(row []any) error {
			for i, n := range names { // SQLite has no word for true
				if v, ok := row[i].(int64); ok && types[n] == "BOOL" {
					row[i] = v != 0
				}
			}
			if waiting = append(waiting, slices.Clone(row)); len(waiting) < batch {
				return nil
			}
			err := tx.insert(ctx, table, names, waiting)
			waiting = waiting[:0]
			return err
		})
		if err == nil {
			err = tx.insert(ctx, table, names, waiting)
		}
		if err != nil {
			return err
		}
		return tx.goOn(ctx, from, table)
	})
}

func (t *Tx) insert(ctx context.Context, table string, names []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	var b strings.Builder
	args := []any{bun.Ident(table)}
	b.WriteString("INSERT INTO ? (")
	for i, n := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("?")
		args = append(args, bun.Ident(n))
	}
	b.WriteString(") VALUES ")
	line := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(names)), ", ") + ")"
	for i, row := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(line)
		args = append(args, row...)
	}
	_, err := t.NewRaw(b.String(), args...).Exec(ctx)
	return err
}

// goOn has a table that numbers its rows give no number again that from has given, though the row may be gone.
func (t *Tx) goOn(ctx context.Context, from *DB, table string) error {
	given, err := from.given(ctx, table)
	if err != nil || given == 0 {
		return err
	}
	if t.db.Engine() == "sqlite" {
		_, err := t.NewRaw("DELETE FROM sqlite_sequence WHERE name = ?", table).Exec(ctx)
		if err == nil {
			_, err = t.NewRaw("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, given).Exec(ctx)
		}
		return err
	}
	_, err = t.NewRaw("SELECT setval(?::regclass, ?)", sequenceOf(table), given).Exec(ctx)
	return err
}

// given is the last number that a table gave to a row, 0 when it numbers none.
func (d *DB) given(ctx context.Context, table string) (n int64, err error) {
	if d.Engine() == "sqlite" {
		err = d.read.NewRaw("SELECT seq FROM sqlite_sequence WHERE name = ?", table).Scan(ctx, &n)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return n, err
	}
	err = d.read.NewRaw("SELECT coalesce((SELECT last_value FROM pg_sequences WHERE schemaname = current_schema() AND sequencename = ?), 0)",
		sequenceOf(table)).Scan(ctx, &n)
	return n, err
}

// sequenceOf is what PostgreSQL calls the sequence of a {{.Serial}} column, which is called seq here.
func sequenceOf(table string) string { return table + "_seq_seq" }
