package app

import (
	"context"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/backlog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/dropfolder"
	"github.com/nha-san/nhasan/internal/platform/live"
	"github.com/nha-san/nhasan/internal/platform/ocr"
)

// newArchive joins the register of issued papers with the citizens' accounts.
func (h *house) newArchive(key []byte) (*archive.Service, error) {
	squares, err := offline.KeyOf(key)
	return archive.New(archive.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Blobs: h.blobs, Ledger: h.ledger, Key: squares, BaseURL: h.base, Signatures: h.signaturesIn,
		Report: func(ctx context.Context, file []byte) ([]byte, error) { return h.sign.Report(ctx, file) }, // made after this room
		Tell:   h.notify.Tell, AccountWith: h.identity.CitizenByNumber,
		PersonalNo: func(ctx context.Context, account string) (string, error) {
			c, err := h.identity.Citizen(ctx, account)
			return c.PersonalNumber, err
		},
		Procedure: func(ctx context.Context, name string) (string, string, error) {
			p, err := h.catalog.Find(ctx, name)
			if err != nil {
				return "", "", err
			}
			return p.ID, p.Name, nil
		},
		Named: []func(context.Context, string) (bool, error){
			func(ctx context.Context, sha256 string) (bool, error) { return h.dossier.Names(ctx, sha256) }, // made after this room
		}}), err
}

// backlogNeeds is what the station for old papers stands on.
func (h *house) backlogNeeds() backlog.Needs {
	n := backlog.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Queue: h.queue, Org: h.org, Catalog: h.catalog, Blobs: h.blobs, Sign: h.sign, Archive: h.archive,
		Changed: func(ctx context.Context, tx *db.Tx, batch string) error {
			return live.Say(ctx, tx, backlog.Topic(batch))
		},
		LetGo: func(ctx context.Context, tx *db.Tx, sha256 string) error { return h.dossier.LetGo(ctx, tx, sha256) }, // made after this room
	}
	if h.scans != "" {
		n.Scanners = dropfolder.Watch(h.scans)
	}
	if h.reader != nil {
		n.Reader = h.reader
	}
	return n
}

// deskNeeds is what the one-stop desk stands on.
func (h *house) deskNeeds() dossier.Needs {
	n := dossier.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Queue: h.queue, Org: h.org, Catalog: h.catalog,
		Blobs: h.blobs, Notify: h.notify, Ledger: h.ledger, Archive: h.archive, Sign: h.sign, BaseURL: h.base, Exports: dossier.ExportLimits(h.Exports),
		Named: []func(context.Context, string) (bool, error){h.archive.Names, h.backlog.Names}}
	if h.reader != nil {
		n.Reader = h.reader
	}
	if h.scans != "" {
		n.Scanners = atCounter{h.backlog}
	}
	return n
}

// atCounter are the files of scanners as the counter sees them.
type atCounter struct{ station *backlog.Service }

// Waiting are the newest files of an office that nobody has used.
func (c atCounter) Waiting(ctx context.Context, unitID string, most int) ([]dossier.ScannerFile, error) {
	all, err := c.station.NewestFound(ctx, unitID, most)
	out := make([]dossier.ScannerFile, len(all))
	for i, f := range all {
		out[i] = scannerFile(f)
	}
	return out, err
}

// File is one of those.
func (c atCounter) File(ctx context.Context, unitID, id string) (dossier.ScannerFile, error) {
	f, err := c.station.WaitingFound(ctx, unitID, id)
	return scannerFile(f), err
}

// Use takes one for a subject.
func (c atCounter) Use(ctx context.Context, tx *db.Tx, unitID, id, subject string) (dossier.ScannerFile, error) {
	f, err := c.station.UseFound(ctx, tx, unitID, id, subject)
	return scannerFile(f), err
}

func scannerFile(f backlog.Found) dossier.ScannerFile {
	return dossier.ScannerFile{ID: f.ID, File: dossier.File{SHA256: f.File.SHA256, Size: f.File.Size, Type: f.File.Type, Name: f.File.Name, At: f.At}}
}

// findReader looks for Tesseract; a machine without it reads no pages, and says so once.
func (h *house) findReader(ctx context.Context) {
	var err error
	if h.reader, err = ocr.Find(ctx); err != nil {
		h.log.InfoContext(ctx, "scanned pages are not read", "why", err)
	}
}

// signaturesIn tells strangers what the signatures in their file are worth.
func (h *house) signaturesIn(ctx context.Context, file []byte) ([]archive.Signature, error) {
	seen, err := h.sign.Look(ctx, file)
	var out []archive.Signature
	for _, s := range seen {
		signer := s.Signer
		if s.Organisation != "" {
			signer += ", " + s.Organisation
		}
		out = append(out, archive.Signature{Worth: string(s.Verdict), Signer: signer, At: s.At, Stamped: s.Stamped, Why: s.Words})
	}
	return out, err
}

// examinePapers holds each issued paper's record against its events, and its events against the ledger.
func (h *house) examinePapers(ctx context.Context, r *diagnosis) error {
	after, papers := "", 0
	for {
		ids, err := h.archive.IDs(ctx, after, 200)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			r.ok("issued papers", "%d gone through", papers)
			return nil
		}
		for _, id := range ids {
			if err := h.archive.Check(ctx, id); err != nil {
				r.fault("issued papers", doReplay, "%v", err)
			}
			leaves, err := h.archive.Leaves(ctx, id)
			if err == nil {
				err = h.examineSealed(ctx, leaves)
			}
			if err != nil {
				r.fault("issued papers", doCompare, "issued paper %s: %v", id, err)
			}
		}
		papers, after = papers+len(ids), ids[len(ids)-1]
	}
}
