// Package dropfolder watches a folder into which machines put files: scanners that know a network share and nothing else. In
// the folder lies one for each sender's office; what lies elsewhere, is hidden, or is a link, is never looked at.
//
//	dropfolder.go  Look, Read, Move
//	whole.go       Whole: whether a file has its end
package dropfolder

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Folder is a folder that is watched. Each process that watches it has its own; they may look at the same time.
type Folder struct {
	path string

	mu   sync.Mutex
	seen map[string]File // at the last look
}

// File is a file that lies in the folder of an office.
type File struct {
	Office string // name of the folder
	Name   string
	Size   int64 // bytes
	At     time.Time
	Looks  int // at how many looks, one after another, it was as it is
	left   bool
}

func (f File) path() string { return path.Join(f.Office, f.Name) }

// same tells whether nothing was written meanwhile.
func (f File) same(size int64, at time.Time) bool { return f.Size == size && f.At.Equal(at) }

// The faults of reading.
var (
	ErrChanged = errors.New("the file is still being written")
	ErrTooBig  = errors.New("the file is too big")
)

// Watch returns a watcher of the folder, which may appear later: a share that is not mounted yet.
func Watch(path string) *Folder { return &Folder{path: path, seen: map[string]File{}} }

// Look returns the files that were the same at the look before: who writes them has finished, or pauses. The oldest come
// first, as the pages left the scanner.
func (f *Folder) Look() ([]File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	offices, err := fs.ReadDir(root.FS(), ".")
	now := map[string]File{}
	for _, o := range offices {
		if o.IsDir() && !hidden(o.Name()) { // a link is no folder
			err = errors.Join(err, f.lookInto(root, o.Name(), now))
		}
	}
	f.seen = now
	var out []File
	for _, x := range now {
		if x.Looks > 1 && !x.left {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b File) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.path(), b.path())) })
	return out, err
}

func (f *Folder) lookInto(root *os.Root, office string, now map[string]File) error {
	files, err := fs.ReadDir(root.FS(), office)
	for _, one := range files {
		if !one.Type().IsRegular() || hidden(one.Name()) {
			continue
		}
		info, gone := one.Info()
		if gone != nil {
			continue
		}
		x := File{Office: office, Name: one.Name(), Size: info.Size(), At: info.ModTime(), Looks: 1}
		if was, ok := f.seen[x.path()]; ok && was.same(x.Size, x.At) {
			x.Looks, x.left = was.Looks+1, was.left
		}
		now[x.path()] = x
	}
	return err
}

// hidden tells whether a name is one that programs give to what is not for others: .part, ~$scan.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") }

// Read returns the bytes of a file that is as it was, and has at most so many.
func (f *Folder) Read(x File, most int64) ([]byte, error) {
	if x.Size > most {
		return nil, ErrTooBig
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	in, err := root.Open(x.path())
	if err != nil {
		return nil, err
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, x.Size+1))
	if err != nil {
		return nil, err
	}
	info, err := in.Stat() // after reading: what was written meanwhile has moved the time
	if err == nil && (!x.same(info.Size(), info.ModTime()) || int64(len(raw)) != x.Size || !info.Mode().IsRegular()) {
		err = ErrChanged
	}
	return raw, err
}

// Move puts a file into a folder beside it, with a mark before its name: scanners use their names again. One that is gone
// already was moved by another process.
func (f *Folder) Move(x File, into, mark string) error {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Lstat(x.path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !x.same(info.Size(), info.ModTime()):
		return ErrChanged
	}
	if err := root.Mkdir(path.Join(x.Office, into), 0o770); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	err = root.Rename(x.path(), path.Join(x.Office, into, mark+"-"+x.Name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("moving %s: %w", x.path(), err)
	}
	return nil
}

// Leave has a file passed over until it changes, or until the house starts again: it cannot be moved.
func (f *Folder) Leave(x File) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if was, ok := f.seen[x.path()]; ok && was.same(x.Size, x.At) {
		was.left = true
		f.seen[x.path()] = was
	}
}
