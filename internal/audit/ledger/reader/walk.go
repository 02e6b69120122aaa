package reader

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"

	"golang.org/x/mod/sumdb/tlog"
)

// Take is told of every entry in order, with what Prepare made of it.
type Take func(index int64, entry []byte, prepared any)

// Walk reads all entries in order, checks every hash against the tree and the roots of all checkpoints,
// and tells take of each. prepare may do work on an entry that needs no order; it runs on several
// processors at once and may be nil. The findings say what does not hold.
func (l *Ledger) Walk(ctx context.Context, prepare func(entry []byte) any, take Take) ([]Finding, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	t := &tree{l: l}
	older := map[int64][]Stand{}
	for _, s := range append(l.Older, l.Stand) {
		older[s.Size] = append(older[s.Size], s)
	}
	for b := range l.bundles(ctx, prepare) {
		got := <-b
		if got.err != nil {
			return t.found, got.err
		}
		for i, entry := range got.entries {
			index := t.size
			if err := t.add(ctx, got.hashes[i]); err != nil {
				return t.found, err
			}
			take(index, entry, got.prepared[i])
			t.meet(older[t.size])
		}
	}
	return t.found, t.finish(ctx)
}

// meet holds the tree against checkpoints of its size.
func (t *tree) meet(stands []Stand) {
	for _, s := range stands {
		if t.root() == s.Root {
			continue
		}
		kind, says := RootDiffers, fmt.Sprintf("the %d entries do not add up to what %s signs", s.Size, s.From)
		if s.From != "checkpoint" {
			kind, says = Forked, fmt.Sprintf("the first %d entries are not those of %s: something was altered, removed or put in, or the ledger is shown twice", s.Size, s.From)
		}
		t.found = append(t.found, Finding{kind, s.Size - 1, says})
	}
}

// bundle is up to 256 entries, ready to be taken.
type bundle struct {
	entries  [][]byte
	hashes   []tlog.Hash
	prepared []any
	err      error
}

// bundles fetches ahead: what comes out is in order, the work on it is not.
func (l *Ledger) bundles(ctx context.Context, prepare func([]byte) any) <-chan chan bundle {
	out := make(chan chan bundle, 2*runtime.NumCPU())
	go func() {
		defer close(out)
		for first := int64(0); first < l.Size; first += width {
			one := make(chan bundle, 1)
			go func() { one <- l.bundle(ctx, first, prepare) }()
			select {
			case out <- one:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func (l *Ledger) bundle(ctx context.Context, first int64, prepare func([]byte) any) (b bundle) {
	n := int(min(width, l.Size-first))
	raw, err := l.source.Get(ctx, "tile/entries/"+TilePath(first/width, n))
	if err != nil {
		b.err = fmt.Errorf("entries %d to %d: %w", first, first+int64(n)-1, err)
		return b
	}
	if b.entries, b.err = Split(raw, n); b.err != nil {
		b.err = fmt.Errorf("entries from %d: %w", first, b.err)
		return b
	}
	b.hashes, b.prepared = make([]tlog.Hash, n), make([]any, n)
	for i, e := range b.entries {
		b.hashes[i] = tlog.RecordHash(e)
		if prepare != nil {
			b.prepared[i] = prepare(e)
		}
	}
	return b
}

// Split takes a bundle of n entries apart: each has its length in two bytes before it.
func Split(raw []byte, n int) ([][]byte, error) {
	out := make([][]byte, 0, n)
	for len(raw) > 0 {
		if len(raw) < 2 || len(raw) < 2+int(binary.BigEndian.Uint16(raw)) {
			return nil, fmt.Errorf("entry %d of the bundle is cut off", len(out))
		}
		size := int(binary.BigEndian.Uint16(raw))
		out, raw = append(out, raw[2:2+size]), raw[2+size:]
	}
	if len(out) != n {
		return nil, fmt.Errorf("a bundle of %d entries, %d are wanted", len(out), n)
	}
	return out, nil
}
