package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Finding is something that does not hold, and at which entry.
type Finding struct {
	Kind  Kind   `json:"kind"`
	Index int64  `json:"entry"` // -1: of the ledger as a whole
	Says  string `json:"says"`
}

// Kind is what sort of thing does not hold.
type Kind string

// What the tree itself tells.
const (
	Altered        Kind = "altered"         // an entry is not what was sealed
	Forked         Kind = "forked"          // two checkpoints that cannot both be true
	RootDiffers    Kind = "root-differs"    // the entries do not add up to what was signed
	WitnessMissing Kind = "witness-missing" // a witness has not signed
	Unreadable     Kind = "unreadable"
)

// width is how many hashes a whole tile holds.
const width = 256

// tree grows by one leaf hash after the other and compares itself with what is published.
type tree struct {
	l      *Ledger
	size   int64
	roots  []tlog.Hash   // roots of the whole subtrees, the largest first
	tiles  [][]tlog.Hash // hashes of the tile that is being filled, by level
	filled []int64       // tiles filled before it, by level
	found  []Finding
}

// add takes the next leaf.
func (t *tree) add(ctx context.Context, leaf tlog.Hash) error {
	t.roots = append(t.roots, leaf)
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.roots) - 1
		t.roots[last-1] = tlog.NodeHash(t.roots[last-1], t.roots[last])
		t.roots = t.roots[:last]
	}
	t.size++
	return t.fill(ctx, 0, leaf)
}

// fill puts a hash into the tile of its level; a tile that is full is compared, and its root is a hash of
// the level above.
func (t *tree) fill(ctx context.Context, level int, h tlog.Hash) error {
	if level == len(t.tiles) {
		t.tiles, t.filled = append(t.tiles, nil), append(t.filled, 0)
	}
	t.tiles[level] = append(t.tiles[level], h)
	if len(t.tiles[level]) < width {
		return nil
	}
	full := t.tiles[level]
	if err := t.compare(ctx, level, t.filled[level], full); err != nil {
		return err
	}
	t.filled[level]++
	t.tiles[level] = full[:0]
	return t.fill(ctx, level+1, rootOf(full))
}

// rootOf is the root of as many hashes as a whole tile holds.
func rootOf(hs []tlog.Hash) tlog.Hash {
	row := append([]tlog.Hash(nil), hs...)
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

// compare holds the hashes of a tile against the published ones; at the lowest level a difference names
// the entry that was altered.
func (t *tree) compare(ctx context.Context, level int, n int64, made []tlog.Hash) error {
	path := fmt.Sprintf("tile/%d/%s", level, TilePath(n, len(made)))
	raw, err := t.l.source.Get(ctx, path)
	if errors.Is(err, ErrNotThere) {
		t.found = append(t.found, Finding{Unreadable, n * width, path + " is not published"})
		return nil
	}
	if err != nil {
		return err
	}
	for i, h := range made {
		at := i * tlog.HashSize
		if at+tlog.HashSize > len(raw) {
			t.found = append(t.found, Finding{Unreadable, n * width, path + " is too short"})
			return nil
		}
		if !bytes.Equal(raw[at:at+tlog.HashSize], h[:]) && level == 0 {
			t.found = append(t.found, Finding{Altered, n*width + int64(i), "the entry is not what was sealed: its hash is not the one in the tree"})
		}
	}
	return nil
}

// finish compares the tiles that are not full.
func (t *tree) finish(ctx context.Context) error {
	for level, hs := range t.tiles {
		if len(hs) == 0 {
			continue
		}
		if err := t.compare(ctx, level, t.filled[level], hs); err != nil {
			return err
		}
	}
	return nil
}

// root is the root of all leaves so far.
func (t *tree) root() tlog.Hash {
	if len(t.roots) == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	h := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.roots[i], h)
	}
	return h
}

// TilePath writes tile 1234067 as x001/x234/067, and behind it how wide a tile is that is not full.
func TilePath(n int64, w int) string {
	out := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		out = fmt.Sprintf("x%03d/%s", n%1000, out)
	}
	if w < width {
		out = fmt.Sprintf("%s.p/%d", out, w)
	}
	return out
}
