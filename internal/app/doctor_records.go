package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// What to do when records, events or the ledger differ.
const (
	doCompare = "Compare with a copy of the ledger that a witness or a citizen keeps; restore from a backup of before."
	doReplay  = "Events are what counts; the record can be made again from them."
	doFile    = "Bring it back from a backup (nhasan restore into another place, then copy the file), or ask its owner for it again."
)

// examineRecords reads everything: the ledger, every event, every file.
func (h *house) examineRecords(ctx context.Context, r *diagnosis) {
	r.told = map[string]bool{}
	if err := h.ledger.Check(ctx); err != nil {
		r.fault("ledger", doCompare, "%v", err)
	} else {
		r.ok("ledger", "every leaf is what was sealed")
	}
	if err := h.examineDossiers(ctx, r); err != nil {
		r.failed("dossiers", err)
	}
	if err := h.examinePapers(ctx, r); err != nil {
		r.failed("issued papers", err)
	}
	if err := h.examineFiles(ctx, r); err != nil {
		r.failed("files", err)
	}
}

// examineDossiers holds each dossier's record against its events, its events against the ledger, and the files it
// names against the store.
func (h *house) examineDossiers(ctx context.Context, r *diagnosis) error {
	after, dossiers, events, files := "", 0, 0, 0
	for {
		ids, err := h.dossier.IDs(ctx, after, 200)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			r.ok("dossiers", "%d with %d events gone through, %d files named by them are there", dossiers, events, files)
			return nil
		}
		for _, id := range ids {
			if err := h.dossier.Check(ctx, id); err != nil {
				r.fault("dossiers", doReplay, "%v", err)
			}
			leaves, err := h.dossier.Leaves(ctx, id)
			if err != nil {
				r.fault("dossiers", doCompare, "dossier %s: %v", id, err)
				continue
			}
			if err := h.examineSealed(ctx, leaves); err != nil {
				r.fault("dossiers", doCompare, "dossier %s: %v", id, err)
			}
			n, err := h.examineNamed(ctx, id, r)
			if err != nil {
				return err
			}
			dossiers, events, files = dossiers+1, events+len(leaves), files+n
		}
		after = ids[len(ids)-1]
	}
}

// examineNamed looks whether the files that a dossier names are in the store; what is in them, examineFiles reads.
func (h *house) examineNamed(ctx context.Context, id string, r *diagnosis) (n int, err error) {
	files, err := h.dossier.FilesOf(ctx, id)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		there, err := h.blobs.Has(ctx, blob.Ref{SHA256: f.SHA256, Size: f.Size, Type: f.Type})
		if err != nil {
			return n, err
		}
		switch {
		case there:
			n++
		case r.missing[f.SHA256]:
			r.warn("files", doFile, "file %.12s… of dossier %s is not in the store, as was known", f.SHA256, id)
		case !r.told[f.SHA256]:
			r.fault("files", doFile, "file %.12s… is not in the store, named by dossier %s and perhaps others", f.SHA256, id)
			r.told[f.SHA256] = true
		}
	}
	return n, nil
}

// examineFiles reads every file of the store and compares it with the hash that is its name.
func (h *house) examineFiles(ctx context.Context, r *diagnosis) error {
	n, bytes := 0, int64(0)
	err := h.blobs.Each(ctx, func(ref blob.Ref) error {
		f, err := h.blobs.Open(ctx, ref)
		if err == nil {
			_, err = io.Copy(io.Discard, f)
			f.Close()
		}
		switch {
		case errors.Is(err, blob.ErrDamaged), fault.Is(err, fault.NotFound):
			r.fault("files", doFile, "file %.12s… is not what was kept under its name", ref.SHA256)
			return nil
		case err != nil:
			return err
		}
		n, bytes = n+1, bytes+ref.Size
		return nil
	})
	if err == nil {
		r.ok("files", "%d files (%s) are what was kept", n, sizeWords(bytes))
	}
	return err
}

// sizeWords writes bytes for an operator.
func sizeWords(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d kB", (n+1023)>>10)
}

// examineSealed holds events against the leaves that they left in the ledger.
func (h *house) examineSealed(ctx context.Context, leaves []audit.Leaf) error {
	if len(leaves) == 0 {
		return errors.New("it has no events at all")
	}
	sealed, err := h.ledger.Of(ctx, leaves[0].Subject)
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		if i >= len(sealed) {
			return h.examineWaiting(ctx, leaves[i:])
		}
		says, err := h.trail.Says(sealed[i].Entry, leaf)
		if err != nil {
			return err
		}
		if !says || sealed[i].Key != leaf.Key {
			return fmt.Errorf("its event %d is not the one that was sealed as entry %d of the ledger", i+1, sealed[i].Index)
		}
	}
	if len(sealed) > len(leaves) {
		return fmt.Errorf("entry %d of the ledger is of an event that the house no longer has", sealed[len(leaves)].Index)
	}
	return nil
}

// examineWaiting allows events to wait for the sequencer, and none to be unknown to it.
func (h *house) examineWaiting(ctx context.Context, leaves []audit.Leaf) error {
	for _, leaf := range leaves {
		waits, err := h.trail.Awaits(ctx, leaf.Key)
		if err != nil {
			return err
		}
		if !waits {
			return fmt.Errorf("its event %s was never sealed", leaf.Key)
		}
	}
	return nil
}
