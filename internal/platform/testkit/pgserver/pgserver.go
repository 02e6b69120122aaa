// Package pgserver runs one throw-away PostgreSQL for all test processes of a user. The first that
// asks starts it; when nobody has used it for half a minute it stops and its data is deleted. It
// listens on a socket in a folder of its own, so no port can be taken and nobody else can come in.
package pgserver

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Start returns the address of the database "postgres" on a running server. The server stays up
// at least as long as the calling process.
var Start = sync.OnceValues(start)

// Stop stops the server and deletes its data, unless some process still uses it.
func Stop() error {
	dir, err := folder()
	if err != nil {
		return err
	}
	cmd := exec.Command("sh", "-c", stopScript)
	cmd.Dir = dir
	return cmd.Run()
}

func start() (string, error) {
	dir, err := folder()
	if err != nil {
		return "", err
	}
	alone, err := lock(filepath.Join(dir, "lock"), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer syscall.Close(alone)
	// Never closed: until this process ends it counts as a user.
	if _, err = lock(filepath.Join(dir, "users"), syscall.LOCK_SH); err != nil {
		return "", err
	}
	data := filepath.Join(dir, "data")
	if !runs(data) {
		if err := launch(dir, data); err != nil {
			return "", fmt.Errorf("starting PostgreSQL for the tests in %s: %w", data, err)
		}
	}
	return "postgres://postgres@/postgres?sslmode=disable&host=" + data, nil
}

// folder is one per user, and must be the user's own: the name in the shared folder is no secret.
func folder() (string, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("nhasan-test-%d", os.Getuid()))
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(st.Uid) != os.Getuid() {
		return "", fmt.Errorf("%s belongs to somebody else", dir)
	}
	return dir, nil
}

// lock takes a lock that the kernel lets go of when the file is closed or this process ends, even
// when it is killed. A bare descriptor, for a collected os.File would close itself.
func lock(name string, how int) (fd int, err error) {
	fd, err = syscall.Open(name, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return 0, fmt.Errorf("opening %s: %w", name, err)
	}
	if err := syscall.Flock(fd, how); err != nil {
		_ = syscall.Close(fd)
		return 0, fmt.Errorf("locking %s: %w", name, err)
	}
	return fd, nil
}

// runs tells whether the server whose data lies there is alive.
func runs(data string) bool {
	raw, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	return err == nil && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// launch makes an empty server, starts it, and leaves a watcher beside it.
func launch(dir, data string) error {
	bin, err := binaries("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return err
	}
	as, err := unprivileged()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	if as != nil {
		if err := os.Chown(data, int(as.Uid), int(as.Gid)); err != nil {
			return err
		}
	}
	run := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir = data
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
		out := filepath.Join(dir, "out") // a file, for a server that inherits a pipe would keep it open
		return into(cmd, out)
	}
	if err := run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
		"--locale=C.UTF-8", "--no-sync"); err != nil {
		return err
	}
	if err := run("pg_ctl", "-D", data, "-l", filepath.Join(data, "server.log"), "-w", "-t", "60",
		"-o", settings+" -c unix_socket_directories="+data, "start"); err != nil {
		return err
	}
	watcher := exec.Command("sh", "-c", watchScript)
	watcher.Dir = dir
	watcher.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return watcher.Start()
}

// Nothing here must outlive a power cut, so nothing waits for the disk.
const settings = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off " +
	"-c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c max_connections=300 -c shared_buffers=64MB"

// Both scripts run in the folder. Every process that uses the server holds a shared lock on the
// file users; who gets the exclusive one knows that nobody does.
const (
	stopScript = `flock lock flock --nonblock users sh -c '
		pid=$(head -n 1 data/postmaster.pid 2>/dev/null) && [ "$pid" ] && kill -QUIT "$pid" &&
			while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
		rm -rf data out' || true`
	watchScript = `idle=0
		while [ -f data/postmaster.pid ] && [ $idle -lt 15 ]; do
			sleep 2
			if flock --nonblock users true; then idle=$((idle+1)); else idle=0; fi
		done
		[ -f data/postmaster.pid ] || exit 0
		` + stopScript
)

// into runs cmd and, when it fails, puts what it said into the error.
func into(cmd *exec.Cmd, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd.Stdout, cmd.Stderr = f, f
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(name)
		return fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, said)
	}
	return nil
}

// unprivileged returns the user postgres when we are root, for the server refuses to run as root.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL will not run as root: %w; install it with: %s", err, install)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

const install = "apt-get install postgresql (or: make setup)"

// binaries returns the folder of the newest PostgreSQL that is installed where Debian puts it, or
// else on the search path.
func binaries(debian string) (string, error) {
	newest, version := "", -1
	found, _ := filepath.Glob(debian)
	for _, name := range found {
		bin := filepath.Dir(name)
		if v, err := strconv.Atoi(filepath.Base(filepath.Dir(bin))); err == nil && v > version {
			newest, version = bin, v
		}
	}
	if newest != "" {
		return newest, nil
	}
	if name, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(name), nil
	}
	return "", errors.New("PostgreSQL is not installed; every store is tested on it too. Install it with: " + install)
}
