package main

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "modernc.org/sqlite" // the driver of the house
)

// loop writes as many rows and bytes as one dossier leaves, each time in one durable transaction, and three files of
// 200 KB beside it, and returns how many a second.
func loop(dir string, like taken, long time.Duration) (float64, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	d, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(2)")
	if err != nil {
		return 0, err
	}
	defer d.Close()
	d.SetMaxOpenConns(1)
	if _, err := d.Exec("CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT NOT NULL)"); err != nil {
		return 0, err
	}
	body, file := strings.Repeat("x", int(max(1, like.bytes/max(1, like.rows)))), []byte(filling)
	n, began := 0, time.Now()
	for ; time.Since(began) < long; n++ {
		for range 3 {
			if err := keep(dir, file); err != nil {
				return 0, err
			}
		}
		tx, err := d.Begin()
		if err != nil {
			return 0, err
		}
		for range like.rows {
			if _, err := tx.Exec("INSERT INTO bare (id, body) VALUES (?, ?)", random(), body); err != nil {
				return 0, err
			}
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// keep writes a file to the disk.
func keep(dir string, content []byte) error {
	f, err := os.Create(filepath.Join(dir, random()))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Sync()
}

func random() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// server is a PostgreSQL that waits for its disk, as in earnest.
type server struct {
	address, bin, data string
	as                 *syscall.Credential
}

func durable(dir string) (*server, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return nil, fmt.Errorf("PostgreSQL is not installed (tools/setup.sh test)")
	}
	s := &server{bin: bins[len(bins)-1], data: dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if os.Getuid() == 0 { // it does not run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			return nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
	}
	if _, err := s.run("initdb", "-D", dir, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"); err != nil {
		return nil, err
	}
	if _, err := s.run("pg_ctl", "-D", dir, "-l", filepath.Join(dir, "log"), "-w", "-o", "-c listen_addresses= -c unix_socket_directories="+dir+" -c shared_buffers=512MB", "start"); err != nil {
		return nil, err
	}
	s.address = "postgres://postgres@/postgres?sslmode=disable&host=" + dir
	return s, nil
}

func (s *server) stop() { _, _ = s.run("pg_ctl", "-D", s.data, "-m", "immediate", "stop") }

var rate = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench is how many transactions a second the server does, TPC-B-like.
func (s *server) pgbench(clients int, long time.Duration) (float64, error) {
	if _, err := s.run("createdb", "-h", s.data, "-U", "postgres", "bare"); err != nil {
		return 0, err
	}
	if _, err := s.run("pgbench", "-h", s.data, "-U", "postgres", "-i", "-q", "-s", "20", "bare"); err != nil {
		return 0, err
	}
	said, err := s.run("pgbench", "-h", s.data, "-U", "postgres", "-c", strconv.Itoa(clients), "-j", "2", "-T", strconv.Itoa(int(long.Seconds())), "bare")
	m := rate.FindStringSubmatch(said)
	if err != nil || m == nil {
		return 0, fmt.Errorf("pgbench: %w %s", err, said)
	}
	return strconv.ParseFloat(m[1], 64)
}

// run runs a program of the server; what it starts must not hold a pipe of ours open.
func (s *server) run(name string, args ...string) (string, error) {
	f, err := os.CreateTemp("", "nhasan-bench-out-")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.data, f, f
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	err = cmd.Run()
	said, _ := os.ReadFile(f.Name())
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(said))
	}
	return string(said), err
}
