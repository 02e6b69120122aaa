package db

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

// Schema is a room's migrations: files schema/NNN_name.sql, written once for both engines as
// templates. In them {{.Time}} is the type of an instant, {{.Bytes}} of bytes, and
// {{appendOnly "table"}} forbids UPDATE and DELETE on a table in the database itself.
type Schema struct {
	Room  string // also names the table that remembers what was applied: schema_<room>
	Files fs.FS
}

// Migrate brings the schemas up to date, in the given order. Several processes may call it at once.
func Migrate(ctx context.Context, d *DB, schemas []Schema) error {
	for _, s := range schemas {
		p, err := d.provider(s)
		if err != nil {
			return fmt.Errorf("schema of %s: %w", s.Room, err)
		}
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("schema of %s: %w", s.Room, err)
		}
	}
	return nil
}

// Pending tells whether a schema waits to be applied.
func Pending(ctx context.Context, d *DB, schemas []Schema) (bool, error) {
	for _, s := range schemas {
		p, err := d.provider(s)
		if err != nil {
			return false, fmt.Errorf("schema of %s: %w", s.Room, err)
		}
		if pending, err := p.HasPending(ctx); pending || err != nil {
			return pending, err
		}
	}
	return false, nil
}

func (d *DB) provider(s Schema) (*goose.Provider, error) {
	files, err := render(s.Files, d.Engine())
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.Engine() == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	store, err := database.NewStore(dialect, "schema_"+s.Room)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider("", d.sql(), files, append(opts, goose.WithStore(store))...)
}

func (d *DB) sql() *sql.DB { return d.write.DB }

// render turns the room's templates into one engine's SQL.
func render(files fs.FS, engine string) (fs.FS, error) {
	names, err := fs.Glob(files, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	out := fstest.MapFS{}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		t, err := template.New(name).Funcs(template.FuncMap{
			"appendOnly": func(table string) string { return appendOnly(engine, table) },
		}).Parse(string(raw))
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, types[engine]); err != nil {
			return nil, err
		}
		out[strings.TrimPrefix(name, "schema/")] = &fstest.MapFile{Data: b.Bytes()}
	}
	return out, nil
}

var types = map[string]struct{ Time, Bytes string }{
	"sqlite":   {Time: "TIMESTAMP", Bytes: "BLOB"},
	"postgres": {Time: "TIMESTAMPTZ", Bytes: "BYTEA"},
}

// appendOnly writes the triggers that keep a table's rows as they were written.
func appendOnly(engine, table string) string {
	var b strings.Builder
	if engine == "postgres" {
		fmt.Fprintf(&b, "-- +goose StatementBegin\nCREATE FUNCTION %[1]s_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "+
			"$$ BEGIN RAISE EXCEPTION '%[1]s is append-only'; END $$;\n-- +goose StatementEnd\n"+
			"CREATE TRIGGER %[1]s_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %[1]s "+
			"FOR EACH STATEMENT EXECUTE FUNCTION %[1]s_is_append_only();\n", table)
		return b.String()
	}
	for _, verb := range []string{"UPDATE", "DELETE"} {
		fmt.Fprintf(&b, "-- +goose StatementBegin\nCREATE TRIGGER %[1]s_no_%[2]s BEFORE %[2]s ON %[1]s "+
			"BEGIN SELECT RAISE(ABORT, '%[1]s is append-only'); END;\n-- +goose StatementEnd\n", table, verb)
	}
	return b.String()
}
