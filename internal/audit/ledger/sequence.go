package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/platform/db"
)

// batch is how many leaves are moved in one transaction.
const batch = 2000

// Sequence moves what waits into the tree until nothing does, and returns how many leaves it moved: none
// when another process holds the lease.
func (l *Ledger) Sequence(ctx context.Context) (moved int, err error) {
	for {
		n, err := l.sequenceSome(ctx)
		moved += n
		if err != nil || n < batch {
			return moved, err
		}
	}
}

func (l *Ledger) sequenceSome(ctx context.Context) (n int, err error) {
	if waits, err := (store{l.DB.Read()}).waits(ctx); err != nil || !waits {
		return 0, err
	}
	err = l.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st, now := store{tx}, l.Clock.Now()
		t, mine, err := st.lease(ctx, l.me, now, now.Add(l.Lease))
		if err != nil || !mine {
			return err
		}
		waiting, err := st.waiting(ctx, batch)
		if err != nil || len(waiting) == 0 {
			return err
		}
		n = len(waiting)
		fresh, err := st.fresh(ctx, waiting)
		if err != nil {
			return err
		}
		return l.grow(ctx, st, t, fresh, waiting, now)
	})
	if err != nil {
		return 0, fmt.Errorf("sequencing the ledger: %w", err)
	}
	return n, nil
}

// grow puts leaves into the tree and signs how it stands then. All of it is one transaction: a process
// that dies leaves nothing half done, and the size of the tree guards against two that think it is their turn.
func (l *Ledger) grow(ctx context.Context, st store, t treeRow, fresh, waiting []pendingRow, now time.Time) error {
	if t.Origin == "" {
		t.Origin = l.Name
	}
	read := &hashes{st: st, ctx: ctx, have: map[int64]tlog.Hash{}}
	leaves := make([]leafRow, len(fresh))
	first := tlog.StoredHashCount(t.Size)
	var made []hashRow
	for i, p := range fresh {
		idx := t.Size + int64(i)
		leaf := tlog.RecordHash([]byte(p.Entry))
		stored, err := tlog.StoredHashesForRecordHash(idx, leaf, read)
		if err != nil {
			return err
		}
		for _, h := range stored {
			at := first + int64(len(made))
			read.have[at] = h
			made = append(made, hashRow{Idx: at, Hash: append([]byte(nil), h[:]...)})
		}
		leaves[i] = leafRow{Idx: idx, Key: p.Key, Subject: p.Subject, Kind: p.Kind, At: p.At, SealedAt: now, Hash: leaf.String(), Entry: p.Entry}
	}
	was := t.Size
	t.Size += int64(len(fresh))
	if t.Size == was {
		return st.grow(ctx, was, t, nil, nil, waiting)
	}
	signed, err := l.sign(t, read)
	if err != nil {
		return err
	}
	if err := st.grow(ctx, was, t, leaves, made, waiting); err != nil {
		return err
	}
	return st.addCheckpoint(ctx, checkpointRow{Size: t.Size, At: now, Note: signed})
}

// sign makes the checkpoint of a tree: its name, size and root, and our signature.
func (l *Ledger) sign(t treeRow, read tlog.HashReader) (string, error) {
	root, err := tlog.TreeHash(t.Size, read)
	if err != nil {
		return "", err
	}
	signer, err := l.signer(t.Origin)
	if err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", t.Origin, t.Size, root)}, signer)
	return string(signed), err
}

// hashes reads the tree's hashes through a transaction, and remembers them.
type hashes struct {
	st   store
	ctx  context.Context // of the transaction that reads
	have map[int64]tlog.Hash
}

// ReadHashes returns the hashes at the indexes.
func (r *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var need []int64
	for _, i := range indexes {
		if _, ok := r.have[i]; !ok {
			need = append(need, i)
		}
	}
	got, err := r.st.hashes(r.ctx, need)
	if err != nil {
		return nil, err
	}
	for i, h := range got {
		r.have[i] = h
	}
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		h, ok := r.have[at]
		if !ok {
			return nil, fmt.Errorf("the ledger lacks its hash %d", at)
		}
		out[i] = h
	}
	return out, nil
}

// Run sequences again and again until ctx ends, every moment, so that the delay between a fact and its
// checkpoint is bounded; trouble is logged and tried again.
func (l *Ledger) Run(ctx context.Context, every time.Duration) {
	l.again(ctx, every, "sequencing the ledger", func() error {
		_, err := l.Sequence(ctx)
		return err
	})
}

// Attest asks witnesses and the time-stamp authority again and again until ctx ends. They are other
// people's computers: nothing else waits for them.
func (l *Ledger) Attest(ctx context.Context, every time.Duration) {
	l.again(ctx, every, "having the ledger attested", func() error { return errors.Join(l.Cosign(ctx), l.Anchor(ctx)) })
}

func (l *Ledger) again(ctx context.Context, every time.Duration, what string, do func() error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := do(); err != nil && ctx.Err() == nil {
			l.Log.ErrorContext(ctx, what, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
