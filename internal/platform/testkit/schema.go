package testkit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// SameColumns fails unless both engines, migrated, end with the same tables and columns: names,
// kinds of value, and which may be empty. Search indexes kept as virtual tables are not compared.
func SameColumns(t *testing.T, schemas []db.Schema) {
	t.Helper()
	lite := columns(t, SQLite(t, schemas), sqliteColumns)
	pg := columns(t, Postgres(t, schemas), postgresColumns)
	if len(lite) == 0 {
		t.Fatal("the schemas make no table")
	}
	if diff := cmp.Diff(lite, pg); diff != "" {
		t.Errorf("the engines end with different columns (-sqlite +postgres):\n%s", diff)
	}
}

// A key that grows by itself is an INTEGER on SQLite whatever it is called elsewhere.
// Tables named schema_… are goose's own, those named river… the queue's, one shape an engine.
const (
	sqliteColumns = `SELECT l.name || '.' || c.name, upper(c.type),
		CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 'NOT NULL' ELSE '' END
		FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS c
		WHERE l.type = 'table' AND l.schema = 'main' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND l.name NOT LIKE 'schema\_%' ESCAPE '\' AND l.name NOT LIKE 'river%'`
	postgresColumns = `SELECT table_name || '.' || column_name, CASE WHEN is_identity = 'YES' THEN 'INTEGER' ELSE upper(data_type) END,
		CASE WHEN is_nullable = 'NO' THEN 'NOT NULL' ELSE '' END
		FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'schema\_%' AND table_name NOT LIKE 'river%'`
)

// Both engines' names of types, in the words of the schema files.
var sameType = map[string]string{
	"TIMESTAMP": "TIME", "TIMESTAMPTZ": "TIME", "TIMESTAMP WITH TIME ZONE": "TIME",
	"BLOB": "BYTES", "BYTEA": "BYTES",
	"REAL": "DOUBLE", "DOUBLE PRECISION": "DOUBLE",
}

func columns(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	rows, err := d.Read().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatalf("reading the columns (%s): %v", d.Engine(), err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name, kind, null string
		if err := rows.Scan(&name, &kind, &null); err != nil {
			t.Fatal(err)
		}
		if same, ok := sameType[kind]; ok {
			kind = same
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", name, kind, null)))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// AppendOnly fails unless the database itself refuses to change or delete rows of table, which
// must hold at least one.
func AppendOnly(t testing.TB, d *db.DB, table string) {
	t.Helper()
	ctx := context.Background()
	var column string
	rows, err := d.Read().QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		t.Fatalf("reading %s (%s): %v", table, d.Engine(), err)
	}
	names, err := rows.Columns()
	any := rows.Next()
	_ = rows.Close()
	if err != nil || !any {
		t.Fatalf("%s (%s) holds no row to try on: %v", table, d.Engine(), err)
	}
	column = names[0]
	for _, statement := range []string{
		fmt.Sprintf("UPDATE %s SET %s = %s", table, column, column),
		"DELETE FROM " + table,
	} {
		err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, statement)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %q came back with %v, want a refusal: append-only", d.Engine(), statement, err)
		}
	}
}
