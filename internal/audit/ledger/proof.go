package ledger

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Proof shows that a leaf is in the tree of a checkpoint.
type Proof struct {
	Leaf       Sealed
	Size       int64    // of the tree
	Path       []string // hashes from the leaf up to the root, base64
	Checkpoint string   // signed
}

// Prove returns the proof that the leaf at an index is in the newest tree.
func (l *Ledger) Prove(ctx context.Context, index int64) (Proof, error) {
	st := store{l.DB.Read()}
	c, err := st.newest(ctx)
	if err != nil {
		return Proof{}, err
	}
	leaf, err := st.byIndex(ctx, index)
	if err != nil {
		return Proof{}, err
	}
	if index >= c.Size {
		return Proof{}, fault.New(fault.NotFound, "ledger.not-found")
	}
	path, err := tlog.ProveRecord(c.Size, index, l.read(ctx))
	p := Proof{Leaf: leaf, Size: c.Size, Checkpoint: c.Note}
	for _, h := range path {
		p.Path = append(p.Path, h.String())
	}
	return p, err
}

// Consistent returns the proof that the tree of an older size is the beginning of that of a newer one.
func (l *Ledger) Consistent(ctx context.Context, older, newer int64) ([]tlog.Hash, error) {
	if older == 0 || older == newer {
		return nil, nil // nothing to prove
	}
	return tlog.ProveTree(newer, older, l.read(ctx))
}

// Find returns the leaf with a hash, or with an index written as a number, the way people copy them
// from a paper.
func (l *Ledger) Find(ctx context.Context, typed string) (Sealed, error) {
	typed = strings.TrimSpace(typed)
	st := store{l.DB.Read()}
	if index, err := strconv.ParseInt(typed, 10, 64); err == nil {
		return st.byIndex(ctx, index)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(typed, "=") + "="))
	if err != nil || len(raw) != tlog.HashSize {
		return Sealed{}, fault.New(fault.Invalid, "ledger.not-a-leaf")
	}
	return st.byHash(ctx, tlog.Hash(raw).String())
}

// HashOf is the hash of the leaf with an entry, base64.
func HashOf(entry string) string { return tlog.RecordHash([]byte(entry)).String() }

func (l *Ledger) read(ctx context.Context) *hashes {
	return &hashes{st: store{l.DB.Read()}, ctx: ctx, have: map[int64]tlog.Hash{}}
}
