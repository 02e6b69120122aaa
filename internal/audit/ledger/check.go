package ledger

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Check hashes the whole tree anew out of its leaves and tells which row, if any, is not what was
// sealed: one that was altered, removed or put in by whoever can write to the database. It only reads, and
// keeps nobody from writing meanwhile: what is sealed after it began is not looked at.
func (l *Ledger) Check(ctx context.Context) error {
	st := store{l.DB.Read()}
	tree, err := st.tree(ctx)
	if err != nil || tree.Size == 0 {
		return err
	}
	for next := int64(0); next < tree.Size; {
		leaves, err := st.between(ctx, next, min(next+batch, tree.Size))
		if err != nil {
			return err
		}
		if err := l.checkLeaves(ctx, st, next, leaves); err != nil {
			return err
		}
		if next += int64(len(leaves)); len(leaves) == 0 || (len(leaves) < batch && next < tree.Size) {
			return fmt.Errorf("leaf %d of the ledger is missing", next)
		}
	}
	return l.checkTop(ctx, st, tree)
}

// checkLeaves compares the hashes that follow from leaves with those that are kept.
func (l *Ledger) checkLeaves(ctx context.Context, st store, next int64, leaves []Sealed) error {
	read := &hashes{st: st, ctx: ctx, have: map[int64]tlog.Hash{}}
	first := tlog.StoredHashCount(next)
	kept, err := st.hashesBetween(ctx, first, tlog.StoredHashCount(next+int64(len(leaves))))
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		if leaf.Index != next+int64(i) {
			return fmt.Errorf("leaf %d of the ledger is missing", next+int64(i))
		}
		made, err := tlog.StoredHashes(leaf.Index, []byte(leaf.Entry), read)
		if err != nil {
			return err
		}
		for _, h := range made {
			if kept[first] != h {
				return fmt.Errorf("leaf %d of the ledger (%s %s) is not what was sealed", leaf.Index, leaf.Kind, leaf.Key)
			}
			read.have[first] = h
			first++
		}
	}
	return nil
}

func (l *Ledger) checkTop(ctx context.Context, st store, tree treeRow) error {
	c, err := st.checkpoint(ctx, tree.Size)
	if err != nil {
		return fmt.Errorf("no checkpoint signs the %d leaves of the ledger: %w", tree.Size, err)
	}
	root, err := tlog.TreeHash(tree.Size, l.read(ctx))
	if err != nil {
		return err
	}
	if !strings.Contains(c.Note, "\n"+root.String()+"\n") {
		return fmt.Errorf("the checkpoint of %d leaves does not sign what they add up to", c.Size)
	}
	return nil
}

// Ours tells what is wrong when the newest checkpoint is not signed by the key that this process was given.
func (l *Ledger) Ours(ctx context.Context) error {
	c, err := store{l.DB.Read()}.newest(ctx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	vkey, err := l.VerifierKey(ctx)
	if err != nil {
		return err
	}
	ours, err := note.NewVerifier(vkey)
	if err == nil {
		_, err = note.Open([]byte(c.Note), note.VerifierList(ours))
	}
	return err
}

// Continues tells whether the ledger holds, as its beginning, the tree of a checkpoint that this house
// signed: nothing up to there was altered or lost. It trusts the kept hashes; Check proves those.
func (l *Ledger) Continues(ctx context.Context, checkpoint string) error {
	vkey, err := l.VerifierKey(ctx)
	if err != nil {
		return err
	}
	ours, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	n, err := note.Open([]byte(checkpoint), note.VerifierList(ours))
	if err != nil {
		return fmt.Errorf("the checkpoint is not signed by this house's key: %w", err)
	}
	was, err := reader.ParseStand(n.Text)
	if err != nil {
		return fmt.Errorf("the checkpoint cannot be read: %w", err)
	}
	tree, err := store{l.DB.Read()}.tree(ctx)
	if err != nil {
		return err
	}
	if tree.Size < was.Size {
		return fmt.Errorf("the ledger has %d leaves, the checkpoint %d", tree.Size, was.Size)
	}
	have, err := tlog.TreeHash(was.Size, l.read(ctx))
	if err == nil && have != was.Root {
		err = fmt.Errorf("the first %d leaves of the ledger are not those of the checkpoint", was.Size)
	}
	return err
}
