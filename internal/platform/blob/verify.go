package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"gocloud.dev/gcerrors"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// ErrDamaged is the cause when the stored bytes are no longer those that the Ref names.
var ErrDamaged = errors.New("stored file does not match its hash")

// verifyFirst is the size in bytes up to which a file is verified before its first byte is served.
const verifyFirst = 32 << 20

// Open opens ref. Up to 32 MB it is read through and verified before anything is returned; a larger
// file is verified only while it is read, and its last Read returns the damage in place of io.EOF.
// Both are faults (blob.damaged) whose cause is ErrDamaged; a file that is not there is a
// fault.NotFound.
func (s *Store) Open(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	if !ref.valid() {
		return nil, fault.New(fault.NotFound, "blob.not-found")
	}
	f, err := s.reader(ctx, ref)
	if err != nil {
		return nil, err
	}
	if f.size > verifyFirst {
		return f, nil
	}
	if s.dir == "" {
		return fetch(f)
	}
	_, err = io.Copy(io.Discard, f) // twice from the disk costs less than once in memory
	f.Close()
	if err != nil {
		return nil, err
	}
	f, err = s.reader(ctx, ref)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// fetched is a file that was fetched from afar, verified, and lies in a temporary file until it is closed.
type fetched struct{ *os.File }

func (f fetched) Close() error { return errors.Join(f.File.Close(), os.Remove(f.Name())) }

// fetch brings a file here, once, and verifies it on the way.
func fetch(far *verifier) (io.ReadCloser, error) {
	defer far.Close()
	f, err := os.CreateTemp("", "nhasan-fetched-*")
	if err != nil {
		return nil, fmt.Errorf("room for a file: %w", err)
	}
	near := fetched{f}
	_, err = io.Copy(f, far)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = near.Close()
		return nil, err
	}
	return near, nil
}

func (s *Store) reader(ctx context.Context, ref Ref) (*verifier, error) {
	f, err := s.bucket.NewReader(ctx, ref.object(), nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fault.New(fault.NotFound, "blob.not-found")
	}
	if err != nil {
		return nil, fmt.Errorf("opening file %s: %w", ref.Short(), err)
	}
	return &verifier{ReadCloser: f, size: f.Size(), sum: sha256.New(), want: ref.SHA256}, nil
}

// verifier hashes what is read and gives its verdict at the end.
type verifier struct {
	io.ReadCloser
	size int64
	sum  hash.Hash
	want string
}

func (v *verifier) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.sum.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(v.sum.Sum(nil)) != v.want {
		return n, fault.New(fault.Conflict, "blob.damaged").
			Because(fmt.Errorf("%w: %s", ErrDamaged, v.want))
	}
	return n, err
}
