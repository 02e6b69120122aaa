package blob

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// upload is a file on its way in. It lies in a file of its own, never whole in memory, because it is looked into
// before it is kept.
type upload struct {
	file *os.File
	size int64
	sum  string // SHA-256 of what came in
	kind string
	kept bool // the file itself has become what is kept
}

// spool takes r in, up to limit bytes, beside the store where that is a disk of ours: what need not be changed is then
// kept by giving it its name.
func (s *Store) spool(r io.Reader, limit int64) (*upload, error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	f, err := s.room()
	if err != nil {
		return nil, fmt.Errorf("room for an upload: %w", err)
	}
	u, sum := &upload{file: f}, sha256.New()
	u.size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, limit+1))
	u.sum = hex.EncodeToString(sum.Sum(nil))
	if err != nil {
		err = fmt.Errorf("taking in an upload: %w", err)
	} else if u.size > limit {
		err = fault.New(fault.Invalid, "blob.too-large", "mb", limit>>20)
	} else if u.size == 0 {
		err = fault.New(fault.Invalid, "blob.empty")
	}
	if err != nil {
		u.discard()
		return nil, err
	}
	return u, nil
}

// arriving is the folder for what is on its way in. Nothing in it can be asked for: it is no place of a hash.
const arriving = "arriving"

func (s *Store) room() (*os.File, error) {
	if s.dir == "" {
		return os.CreateTemp("", "nhasan-upload-*")
	}
	dir := filepath.Join(s.dir, arriving)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return os.CreateTemp(dir, "*"+halfEnding)
}

func (u *upload) discard() {
	u.file.Close()
	if !u.kept {
		os.Remove(u.file.Name())
	}
}

// all reads the upload from its beginning.
func (u *upload) all() io.Reader { return io.NewSectionReader(u.file, 0, u.size) }

// inspect finds the kind and refuses what is not accepted.
func (u *upload) inspect() error {
	kind, err := kindOf(u.file, u.size)
	if err != nil {
		return err
	}
	if kind == "" {
		return fault.New(fault.Invalid, "blob.type-not-allowed")
	}
	u.kind = kind
	return cmp.Or(checkPicture(u.all(), kind), checkActive(u.all(), u.size, kind), checkArchive(u.file, u.size, kind))
}

// cleaned writes the upload as it is to be kept.
func (u *upload) cleaned(w io.Writer) error { return Clean(w, u.all(), u.kind) }

func (u *upload) ref() (Ref, error) {
	if !cleans(u.kind) {
		return Ref{SHA256: u.sum, Size: u.size, Type: u.kind}, nil
	}
	sum := sha256.New()
	n := &counter{w: sum}
	if err := u.cleaned(n); err != nil {
		return Ref{}, err
	}
	return Ref{SHA256: hex.EncodeToString(sum.Sum(nil)), Size: n.n, Type: u.kind}, nil
}

// counter counts what passes through to w.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
