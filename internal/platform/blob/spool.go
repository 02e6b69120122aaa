package blob

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// upload is a file on its way in. It lies in a temporary file, never whole in memory, because it is
// read twice: once to name it, once to write it.
type upload struct {
	file *os.File
	size int64
	kind string
}

func spool(r io.Reader, limit int64) (*upload, error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	f, err := os.CreateTemp("", "nhasan-upload-*")
	if err != nil {
		return nil, fmt.Errorf("room for an upload: %w", err)
	}
	u := &upload{file: f}
	if u.size, err = io.Copy(f, io.LimitReader(r, limit+1)); err != nil {
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

func (u *upload) discard() {
	u.file.Close()
	os.Remove(u.file.Name())
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
	return cmp.Or(checkPicture(u.all(), kind), checkActive(u.all(), kind), checkArchive(u.file, u.size, kind))
}

// cleaned writes the upload as it is to be kept.
func (u *upload) cleaned(w io.Writer) error { return Clean(w, u.all(), u.kind) }

func (u *upload) ref() (Ref, error) {
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
