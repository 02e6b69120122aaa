package backlog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/dropfolder"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Scanners put files into a folder. Each is kept in the store, then noted, then moved aside, in this order: wherever it
// breaks off, the file lies there still, and its content is known by its digest when it is seen again.

// FoundState is what became of a scanner's file.
type FoundState string

// The states of a scanner's file.
const (
	FoundWaits   FoundState = "waiting"
	FoundBrought FoundState = "brought" // into a batch
	FoundRefused FoundState = "refused"
	FoundDropped FoundState = "dropped"
	FoundCounter FoundState = "counter" // into a dossier that is taken in
)

// Found is a file that a scanner left for an office.
type Found struct {
	ID       string
	UnitID   string
	UnitPath string
	Digest   string // SHA-256 of the file as the scanner wrote it
	File     LoadFile
	State    FoundState
	Why      string // it was refused, in words for whoever scanned it
	At       time.Time
}

// Where scanners' files go, beside where they lay.
const (
	takenFolder   = "da-nhan"
	refusedFolder = "khong-nhan"
)

const (
	scanPause  = 10 * time.Second
	mostScan   = 64 << 20 // bytes, as by the page
	mostWaits  = 60       // looks at a file without an end: ten minutes
	mostFound  = 300      // shown at once
	refusedFor = 7 * 24 * time.Hour
)

// Watch looks at the scanners' folder until ctx ends; without one it does nothing.
func (s *Service) Watch(ctx context.Context, log *slog.Logger) {
	if s.Scanners == nil {
		return
	}
	tick, said := time.NewTicker(scanPause), ""
	defer tick.Stop()
	for {
		err := s.LookAtScanners(ctx)
		if now := fmt.Sprint(err); now != said { // a share that is away is told once, not every ten seconds
			if said = now; err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "the scanners' folder", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// LookAtScanners takes what scanners have finished writing since the last look.
func (s *Service) LookAtScanners(ctx context.Context) error {
	files, err := s.Scanners.Look()
	if len(files) == 0 {
		return err
	}
	offices, unitsErr := s.offices(ctx)
	if unitsErr != nil {
		return errors.Join(err, unitsErr)
	}
	for _, f := range files {
		u, ok := offices[strings.ToUpper(f.Office)]
		if !ok {
			s.Scanners.Leave(f)
			err = errors.Join(err, fmt.Errorf("no office has the code %q", f.Office))
			continue
		}
		if one := s.takeFound(ctx, u, f); one != nil && !errors.Is(one, dropfolder.ErrChanged) {
			err = errors.Join(err, fmt.Errorf("%s in %s: %w", f.Name, f.Office, one))
		}
	}
	return err
}

// offices are today's units by the code with which their dossiers begin: the name of their scanners' folder.
func (s *Service) offices(ctx context.Context) (map[string]org.Unit, error) {
	all, err := s.Org.AllVersions(ctx, org.Province, org.District, org.Commune, org.Department)
	out := map[string]org.Unit{}
	for _, u := range all {
		if !u.In(s.today()) {
			continue
		}
		for _, code := range []string{u.CodePrefix, u.IdentifierCode} {
			if code != "" {
				out[strings.ToUpper(code)] = u
			}
		}
	}
	return out, err
}

// takeFound takes one file. A fault that may pass leaves it where it is, for the next look.
func (s *Service) takeFound(ctx context.Context, u org.Unit, f dropfolder.File) error {
	in := Found{ID: id.New(), UnitID: u.ID, UnitPath: u.Path, File: LoadFile{Size: f.Size, Name: text.Clean(f.Name)}, State: FoundWaits, At: s.Clock.Now()}
	raw, err := s.Scanners.Read(f, mostScan)
	if errors.Is(err, dropfolder.ErrTooBig) {
		in.Digest = digestOf(fmt.Appendf(nil, "%s %d %s", f.Name, f.Size, f.At)) // not read for its name
		return s.refuseFound(ctx, in, f, text.In(text.Vi, "blob.too-large", "mb", mostScan>>20))
	}
	if errors.Is(err, fs.ErrNotExist) { // another process was faster
		return nil
	}
	if err != nil {
		return err
	}
	in.Digest = digestOf(raw)
	before, err := store{s.DB.Read()}.foundBefore(ctx, u.ID, in.Digest)
	switch {
	case err != nil:
		return err
	case before == FoundRefused:
		return s.aside(f, refusedFolder, in.Digest)
	case before != "": // noted, and not moved before the house fell; or scanned to the share twice
		return s.aside(f, takenFolder, in.Digest)
	case !dropfolder.Whole(raw) && f.Looks < mostWaits:
		return nil // whoever writes it pauses
	case !dropfolder.Whole(raw):
		return s.refuseFound(ctx, in, f, text.In(text.Vi, "backlog.found-cut"))
	}
	ref, err := s.Blobs.Put(ctx, bytes.NewReader(raw), mostScan)
	problem := fault.As(err)
	if problem != nil && problem.Kind == fault.Invalid && problem.Key != "blob.type-not-allowed" { // which speaks of Word, and scanners write none
		return s.refuseFound(ctx, in, f, text.TMap(text.WithLang(ctx, text.Vi), problem.Key, problem.Args))
	}
	if err != nil && (problem == nil || problem.Kind != fault.Invalid) {
		return err
	}
	if err != nil || !ref.IsImage() && ref.Type != blob.PDF {
		return s.refuseFound(ctx, in, f, text.In(text.Vi, "backlog.found-kind"))
	}
	in.File.SHA256, in.File.Size, in.File.Type = ref.SHA256, ref.Size, ref.Type
	if err := s.noteFound(ctx, in); err != nil {
		return err
	}
	return s.aside(f, takenFolder, in.Digest)
}

func digestOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// refuseFound notes why a file is not taken, then moves it to where the office finds it.
func (s *Service) refuseFound(ctx context.Context, in Found, f dropfolder.File, why string) error {
	in.State, in.Why = FoundRefused, why
	if err := s.noteFound(ctx, in); err != nil {
		return err
	}
	return s.aside(f, refusedFolder, in.Digest)
}

// noteFound notes a file once, whoever of several processes comes first.
func (s *Service) noteFound(ctx context.Context, in Found) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		first, err := store{tx}.addFound(ctx, in)
		if err != nil || !first {
			return err
		}
		return s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.found", Subject: "backlog-found/" + in.ID,
			Data: map[string]any{"unit": in.UnitID, "state": in.State, "digest": in.Digest}})
	})
}

// aside moves a file that is noted. One that cannot be moved is passed over: it would be read again at every look.
func (s *Service) aside(f dropfolder.File, into, digest string) error {
	err := s.Scanners.Move(f, into, digest[:12])
	if err != nil && !errors.Is(err, dropfolder.ErrChanged) {
		s.Scanners.Leave(f)
	}
	return err
}

// Found are the files that scanners left for a batch's office, and those that were refused in the last days.
func (s *Service) Found(ctx context.Context, b *Batch) (waiting, refused []Found, err error) {
	if _, err := s.batchFor(ctx, b.ID, CanWork); err != nil {
		return nil, nil, err
	}
	st := store{s.DB.Read()}
	if waiting, err = st.found(ctx, b.UnitID, FoundWaits, time.Time{}, mostFound); err != nil {
		return nil, nil, err
	}
	refused, err = st.found(ctx, b.UnitID, FoundRefused, s.Clock.Now().Add(-refusedFor), mostFound)
	return waiting, refused, err
}

// DropFound throws files away that a scanner left for a batch's office: empty pages, what was scanned by mistake.
func (s *Service) DropFound(ctx context.Context, batchID string, found []string) error {
	b, err := s.batchFor(ctx, batchID, CanWork)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range found {
			f, err := store{tx}.useFound(ctx, b.UnitID, one, FoundDropped)
			if err != nil {
				return err
			}
			if s.LetGo != nil {
				if err := s.LetGo(ctx, tx, f.File.SHA256); err != nil {
					return err
				}
			}
			if err := s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.drop", Subject: "backlog-found/" + f.ID, Data: map[string]any{"batch": b.ID}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// NewestFound are files that scanners left for an office and nobody has used, the newest first, at most so many. Whoever calls has
// asked for the right.
func (s *Service) NewestFound(ctx context.Context, unitID string, most int) ([]Found, error) {
	return store{s.DB.Read()}.newestFound(ctx, unitID, most)
}

// WaitingFound is one of those; NotFound when nothing of this key waits there.
func (s *Service) WaitingFound(ctx context.Context, unitID, foundID string) (Found, error) {
	return store{s.DB.Read()}.waitingFound(ctx, unitID, foundID)
}

// UseFound takes a file of a scanner for something outside the station, in the transaction in which it is used there; one that
// somebody else used is a Conflict. Whoever calls has asked for the right, and keeps the file from then on.
func (s *Service) UseFound(ctx context.Context, tx *db.Tx, unitID, foundID, subject string) (Found, error) {
	f, err := store{tx}.useFound(ctx, unitID, foundID, FoundCounter)
	if err != nil {
		return Found{}, err
	}
	return f, s.Trail.Write(ctx, tx, audit.Entry{Action: "backlog.counter", Subject: "backlog-found/" + f.ID, Data: map[string]any{"for": subject}})
}
