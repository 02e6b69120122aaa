package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"

	cloud "gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// MostPiece is the largest piece of a file that comes in pieces, in bytes.
const MostPiece = 1 << 20

// heapName is what a heap of pieces may be called: an id of whoever keeps it.
var heapName = regexp.MustCompile(`^[0-9a-f-]{1,64}$`)

// A file that comes in pieces lies in a heap until it is whole. Where a piece begins and how long it is
// belong to its name, so that a piece sent twice is one piece, and one of another length is another.

// PutPiece keeps a piece that begins at the offset and returns its length. A piece that breaks off
// before its end is an error, and nothing of it is kept; one that is empty or longer than most (MostPiece
// at the most) is a fault.Invalid.
func (s *Store) PutPiece(ctx context.Context, heap string, at int64, r io.Reader, most int64) (int64, error) {
	if !heapName.MatchString(heap) || at < 0 {
		return 0, fault.New(fault.NotFound, "blob.not-found")
	}
	most = min(most, MostPiece)
	piece, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return 0, fault.New(fault.Unavailable, "blob.piece-cut").Because(err)
	case len(piece) == 0, int64(len(piece)) > most:
		return 0, fault.New(fault.Invalid, "blob.piece-size")
	}
	n := int64(len(piece))
	if err := s.bucket.WriteAll(ctx, pieceName(heap, at, n), piece, nil); err != nil {
		return 0, fmt.Errorf("keeping a piece: %w", err)
	}
	return n, nil
}

func pieceName(heap string, at, n int64) string {
	return fmt.Sprintf("pieces/%s/%012d-%d", heap, at, n)
}

// Joined reads the pieces of a heap one after another; lengths are those that PutPiece returned, in order.
// A piece that is gone is a fault.NotFound.
func (s *Store) Joined(ctx context.Context, heap string, lengths []int64) io.Reader {
	return &joined{ctx: ctx, store: s, heap: heap, lengths: lengths}
}

type joined struct {
	ctx     context.Context
	store   *Store
	heap    string
	lengths []int64
	at      int64
	now     bytes.Reader
}

func (j *joined) Read(p []byte) (int, error) {
	for j.now.Len() == 0 {
		if len(j.lengths) == 0 {
			return 0, io.EOF
		}
		if err := j.next(); err != nil {
			return 0, err
		}
	}
	return j.now.Read(p)
}

func (j *joined) next() error {
	n := j.lengths[0]
	piece, err := j.store.bucket.ReadAll(j.ctx, pieceName(j.heap, j.at, n))
	if gcerrors.Code(err) == gcerrors.NotFound || err == nil && int64(len(piece)) != n {
		return fault.New(fault.NotFound, "blob.piece-gone").Because(err)
	}
	if err != nil {
		return fmt.Errorf("reading a piece: %w", err)
	}
	j.lengths, j.at = j.lengths[1:], j.at+n
	j.now.Reset(piece)
	return nil
}

// DropPieces throws a heap away; one that is not there is no error.
func (s *Store) DropPieces(ctx context.Context, heap string) error {
	if !heapName.MatchString(heap) {
		return nil
	}
	all := s.bucket.List(&cloud.ListOptions{Prefix: "pieces/" + heap + "/"})
	for {
		one, err := all.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("listing pieces: %w", err)
		}
		if err := s.bucket.Delete(ctx, one.Key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return fmt.Errorf("dropping a piece: %w", err)
		}
	}
}

// Drop removes a file that nothing names any more; whoever calls has made sure of that.
func (s *Store) Drop(ctx context.Context, ref Ref) error {
	if !ref.valid() {
		return nil
	}
	err := s.bucket.Delete(ctx, ref.object())
	if err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("dropping file %s: %w", ref.Short(), err)
	}
	return nil
}
