//go:build unix

package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tempMark begins the names of folders in which a serving process keeps uploads that are still coming.
const tempMark = "nhasan-tmp-"

// ownTemp gives this process a folder of its own for what is temporary, and throws away those of processes that were
// killed: the kernel lets go of their locks. The returned function throws this one away.
func ownTemp() (done func(), err error) {
	parent := os.TempDir()
	sweepTemp(parent)
	dir, err := os.MkdirTemp(parent, tempMark)
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "making"), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err == nil { // only now may others judge it by its lock
		err = os.Rename(lock.Name(), filepath.Join(dir, "lock"))
	}
	before, was := os.LookupEnv("TMPDIR")
	if err == nil {
		err = os.Setenv("TMPDIR", dir)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return func() {
		if os.Unsetenv("TMPDIR"); was {
			_ = os.Setenv("TMPDIR", before)
		}
		clearTemp(dir)
		_ = lock.Close()
	}, nil
}

// clearTemp throws a folder away. Where somebody who is being sent home still writes into it, it stays with its lock, for
// the next who starts.
func clearTemp(dir string) {
	all, _ := os.ReadDir(dir)
	for _, e := range all {
		if e.Name() != "lock" {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	if left, _ := os.ReadDir(dir); len(left) <= 1 {
		_ = os.RemoveAll(dir)
	}
}

// sweepTemp throws away the folders of the dead. What cannot be thrown away is tried again by the next who starts.
func sweepTemp(parent string) {
	all, _ := filepath.Glob(filepath.Join(parent, tempMark+"*"))
	for _, dir := range all {
		if dead(dir) {
			_ = os.RemoveAll(dir)
		}
	}
}

// dead tells whether a folder is ours and the process that made it is no more.
func dead(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !ok || int(st.Uid) != os.Getuid() {
		return false
	}
	lock, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Since(info.ModTime()) > time.Hour // killed while it was made
	}
	if err != nil {
		return false
	}
	defer lock.Close()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
