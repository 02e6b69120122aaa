package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	sqlite "modernc.org/sqlite"
)

// Dump writes a copy of the whole database to w, as it stood at one moment, while others go on writing. On
// SQLite it needs room for the copy in the folder temp; PostgreSQL's own pg_dump must be installed, and
// writes its custom format.
func (d *DB) Dump(ctx context.Context, w io.Writer, temp string) error {
	if d.Engine() == "postgres" {
		return runTool(ctx, "pg_dump", d.address, nil, w, "--format=custom", "--no-owner", "--no-privileges")
	}
	dir, leave, err := dumpFolder(temp)
	if err != nil {
		return err
	}
	defer leave()
	name := filepath.Join(dir, "copy.db")
	if err := d.copySQLite(ctx, name); err != nil {
		return fmt.Errorf("copying the database: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// dumpFolder makes the folder of a copy, one at a time: a process that was killed cannot take its copy away, so
// the next one does.
func dumpFolder(temp string) (dir string, leave func(), err error) {
	dir = filepath.Join(temp, ".nhasan-dump")
	lock, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return "", nil, fmt.Errorf("a copy of the database is being made in %s already", temp)
	}
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		_ = lock.Close()
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir); _ = lock.Close() }, nil
}

// copySQLite copies page by page in one read transaction: in WAL mode writers do not wait for it. VACUUM
// INTO would number rows without a key of their own anew, which search indexes point to.
func (d *DB) copySQLite(ctx context.Context, name string) error {
	beside, err := d.OpenSQLite()
	if err != nil {
		return err
	}
	defer beside.Close()
	conn, err := beside.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		b, err := driver.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		}).NewBackup("file:" + inURI.Replace(name))
		if err != nil {
			return err
		}
		_, err = b.Step(-1)
		return errors.Join(err, b.Finish())
	})
	if err != nil {
		return err
	}
	return checkSQLite(ctx, name)
}

// checkSQLite has SQLite look through a file that nobody uses.
func checkSQLite(ctx context.Context, name string) error {
	q, err := sql.Open("sqlite", "file:"+inURI.Replace(name)+"?immutable=1")
	if err != nil {
		return err
	}
	defer q.Close()
	var says string
	if err := q.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&says); err != nil {
		return err
	}
	if says != "ok" {
		return errors.New("the copy is not sound: " + says)
	}
	return nil
}

// IsEmpty tells whether nothing lies at an address yet: no file, or a database without any table.
func IsEmpty(ctx context.Context, address string) (bool, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		for _, name := range []string{path, path + "-wal"} {
			if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
				return false, err
			}
		}
		return true, nil
	}
	d, err := Open(ctx, address)
	if err != nil {
		return false, err
	}
	defer d.Close()
	var n int
	err = d.read.QueryRowContext(ctx, `SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace
		WHERE s.nspname <> 'information_schema' AND s.nspname NOT LIKE 'pg\_%'`).Scan(&n)
	return n == 0, err
}

// Load puts what Dump wrote into an empty place. A copy that breaks off leaves no database behind.
func Load(ctx context.Context, address string, r io.Reader) error {
	empty, err := IsEmpty(ctx, address)
	if err != nil {
		return err
	}
	if !empty {
		return errors.New("there is a database already")
	}
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return loadSQLite(ctx, path, r)
	}
	return runTool(ctx, "pg_restore", address, r, io.Discard, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
}

func loadSQLite(ctx context.Context, path string, r io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".nhasan-load-*") // for its owner only
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := checkSQLite(ctx, f.Name()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// runTool runs a program of PostgreSQL on the database at an address.
func runTool(ctx context.Context, tool, address string, in io.Reader, out io.Writer, args ...string) error {
	path, err := exec.LookPath(tool)
	if err != nil {
		return fmt.Errorf("%s is not installed. It comes with PostgreSQL's client programs, of the server's version or newer (Debian: apt install postgresql-client)", tool)
	}
	name, password, err := forTools(address)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, append(args, "--no-password", "--dbname="+name)...)
	cmd.Env = os.Environ()
	if password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	var says bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &says
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", tool, err, strings.TrimSpace(says.String()))
	}
	return nil
}

// forTools takes out of an address what only our driver understands, and the password: what a program is
// called with, everybody on the machine can read.
func forTools(address string) (name, password string, err error) {
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return "", "", fmt.Errorf("database: %w", err)
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", "", errors.New("database: the address cannot be read")
	}
	q := u.Query()
	for key := range q {
		if strings.HasPrefix(key, "pool_") || key == "password" || key == "default_query_exec_mode" || strings.HasSuffix(key, "_cache_capacity") {
			q.Del(key)
		}
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // libpq takes no plus for a space
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u.String(), cfg.Password, nil
}

// Versions tells which migration of each room was applied last. Tables of libraries are left out: they
// bring themselves up to date.
func Versions(ctx context.Context, d *DB, schemas []Schema) (map[string]int64, error) {
	out := map[string]int64{}
	for _, s := range schemas {
		if s.Own != nil {
			continue
		}
		p, err := d.provider(s)
		if err != nil {
			return nil, err
		}
		if out[s.Room], err = p.GetDBVersion(ctx); err != nil {
			return nil, fmt.Errorf("schema of %s: %w", s.Room, err)
		}
	}
	return out, nil
}

// Known tells up to which migration of each room this program knows.
func Known(schemas []Schema) (map[string]int64, error) {
	out := map[string]int64{}
	for _, s := range schemas {
		if s.Own != nil {
			continue
		}
		names, err := fs.Glob(s.Files, "schema/*.sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			var n int64
			if _, err := fmt.Sscanf(filepath.Base(name), "%d_", &n); err != nil {
				return nil, fmt.Errorf("migration %s has no number", name)
			}
			out[s.Room] = max(out[s.Room], n)
		}
	}
	return out, nil
}
