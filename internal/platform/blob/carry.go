package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"

	cloud "gocloud.dev/blob"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// What is needed to carry all files somewhere else: into a backup, out of it, into another store.

// Each tells of every file that is kept, in the order of their hashes. Their kinds are not known here.
func (s *Store) Each(ctx context.Context, do func(Ref) error) error {
	for first := range 256 { // folder by folder: a listing page of a whole disk begins at its beginning
		it := s.bucket.List(&cloud.ListOptions{Prefix: fmt.Sprintf("%02x/", first)})
		for {
			o, err := it.Next(ctx)
			if err == io.EOF {
				break
			}
			if err != nil {
				return fmt.Errorf("listing files: %w", err)
			}
			ref := Ref{SHA256: path.Base(o.Key), Size: o.Size}
			if !ref.valid() || ref.object() != o.Key {
				continue // somebody's leavings
			}
			if err := do(ref); err != nil {
				return err
			}
		}
	}
	return nil
}

// Bring keeps what r gives, unseen, under its hash. When it is of another hash, or r ends with an error,
// nothing is kept.
func (s *Store) Bring(ctx context.Context, hash string, r io.Reader) error {
	ref := Ref{SHA256: hash}
	if !ref.valid() {
		return fault.New(fault.NotFound, "blob.not-found")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := s.bucket.NewWriter(ctx, ref.object(), nil)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(w, sum), r)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != hash {
		err = fault.New(fault.Conflict, "blob.damaged").Because(fmt.Errorf("%w: %s", ErrDamaged, hash))
	}
	if err != nil {
		cancel() // before Close it means: leave nothing behind
		w.Close()
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return s.settle(ref)
}

// IsDamaged tells whether err says that the stored bytes are not those that were kept.
func IsDamaged(err error) bool { return errors.Is(err, ErrDamaged) }

// IsEmpty tells whether the store holds nothing.
func (s *Store) IsEmpty(ctx context.Context) (bool, error) {
	_, err := s.bucket.List(nil).Next(ctx)
	if err == io.EOF {
		return true, nil
	}
	return false, err
}
