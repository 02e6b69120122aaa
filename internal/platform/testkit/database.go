package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit/pgserver"
)

// Migrating takes longer than most tests. So a process migrates once for each set of schemas and
// engine, and every test starts from a copy.
var models = struct {
	sync.Mutex
	sqlite   map[string][]byte // key of the schemas → the database file
	postgres map[string]string // key of the schemas → the database to copy
}{sqlite: map[string][]byte{}, postgres: map[string]string{}}

// SQLite returns a database of its own in a file, gone after the test.
func SQLite(t testing.TB, schemas []db.Schema) *db.DB {
	t.Helper()
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, sqliteModel(t, schemas), 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+file)
}

// Postgres returns a database of its own on the server of the tests, gone after the test.
func Postgres(t testing.TB, schemas []db.Schema) *db.DB {
	t.Helper()
	return open(t, copyOf(t, postgresModel(t, schemas)))
}

// PostgresURL returns the address of an empty database, gone after the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return copyOf(t, "template0")
}

func open(t testing.TB, address string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), address)
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	t.Cleanup(d.Close)
	return d
}

func sqliteModel(t testing.TB, schemas []db.Schema) []byte {
	t.Helper()
	models.Lock()
	defer models.Unlock()
	key := keyOf(t, schemas)
	if raw, ok := models.sqlite[key]; ok {
		return raw
	}
	file := filepath.Join(t.TempDir(), "model.db")
	migrate(t, "sqlite:"+file, schemas)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	models.sqlite[key] = raw
	return raw
}

func postgresModel(t testing.TB, schemas []db.Schema) string {
	t.Helper()
	models.Lock()
	defer models.Unlock()
	key := keyOf(t, schemas)
	if name, ok := models.postgres[key]; ok {
		return name
	}
	name := newDatabase(t, "template0")
	migrate(t, addressOf(t, name), schemas)
	models.postgres[key] = name
	return name
}

// migrate leaves no connection behind: a database that is being used cannot be copied.
func migrate(t testing.TB, address string, schemas []db.Schema) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	defer d.Close()
	if err := db.Migrate(ctx, d, schemas); err != nil {
		t.Fatalf("migrating the test database (%s): %v", d.Engine(), err)
	}
}

// keyOf tells sets of schemas apart by what they say.
func keyOf(t testing.TB, schemas []db.Schema) string {
	t.Helper()
	h := sha256.New()
	for _, s := range schemas {
		fmt.Fprintf(h, "room %s\n", s.Room)
		if s.Files == nil {
			continue
		}
		err := fs.WalkDir(s.Files, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := fs.ReadFile(s.Files, name)
			fmt.Fprintf(h, "file %s %d\n%s", name, len(raw), raw)
			return err
		})
		if err != nil {
			t.Fatalf("reading the schema of %s: %v", s.Room, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// copyOf makes a database like model and returns its address; it is dropped after the test.
func copyOf(t testing.TB, model string) string {
	t.Helper()
	name := newDatabase(t, model)
	t.Cleanup(func() {
		if err := admin(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	return addressOf(t, name)
}

var made atomic.Int64

// newDatabase names databases by process, so that those of dead processes can be told.
func newDatabase(t testing.TB, model string) string {
	t.Helper()
	sweep.Do(func() { dropOrphans(t) })
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	if err := admin(t, "CREATE DATABASE "+name+" TEMPLATE "+model); err != nil {
		t.Fatalf("making a test database: %v", err)
	}
	return name
}

var sweep sync.Once

// dropOrphans drops what processes left behind that are no more.
func dropOrphans(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	conn := connect(t)
	defer conn.Close(ctx)
	rows, _ := conn.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'`)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("listing test databases: %v", err)
	}
	for _, name := range names {
		pid, err := strconv.Atoi(strings.Split(name, "_")[1])
		if err != nil || syscall.Kill(pid, 0) != syscall.ESRCH {
			continue
		}
		// Another process may be sweeping too: IF EXISTS, and what fails now is swept next time.
		_, _ = conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name)
	}
}

func admin(t testing.TB, statement string) error {
	t.Helper()
	ctx := context.Background()
	conn := connect(t)
	defer conn.Close(ctx)
	_, err := conn.Exec(ctx, statement)
	return err
}

func connect(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), addressOf(t, "postgres"))
	if err != nil {
		t.Fatalf("reaching the PostgreSQL of the tests: %v", err)
	}
	return conn
}

func addressOf(t testing.TB, database string) string {
	t.Helper()
	address, err := pgserver.Start()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}
