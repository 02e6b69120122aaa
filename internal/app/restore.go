package app

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/backup"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// restoreCmd brings a house back.
type restoreCmd struct {
	settings
	Dir      string `arg:"" help:"Folder of the backups."`
	At       string `help:"Take the last backup of this time or before, such as 2023-08-10T09:00; the newest when left out."`
	Identity string `type:"path" help:"File of the private key, for backups that are sealed."`
}

// Run restores, examines, and says what was found.
func (c restoreCmd) Run(ctx context.Context, io std) error {
	at := time.Time{}
	if c.At != "" {
		var err error
		if at, err = instant(c.At); err != nil {
			return usageError{fmt.Errorf("--at %q is not written like 2023-08-10T09:00", c.At)}
		}
	}
	return c.restore(ctx, at, func(says string) { fmt.Fprintln(io.out, says) })
}

// restore reads the whole backup before anything is written, and writes the database last: whatever breaks
// off leaves no house that would start.
func (c restoreCmd) restore(ctx context.Context, at time.Time, tell func(string)) error {
	if err := c.place(ctx); err != nil {
		return err
	}
	ids, err := backup.Identities(c.Identity)
	if err != nil {
		return err
	}
	p, err := backup.Find(c.Dir, at, ids)
	if err != nil {
		return err
	}
	if err := c.fits(p.Manifest); err != nil {
		return err
	}
	if len(p.Recipients) > 0 && len(ids) == 0 {
		return errors.New("the backup is sealed: name the file of the private key with --identity")
	}
	if faults, err := backup.Check(ctx, c.Dir, ids, tell, p.Name); err != nil || faults > len(p.Damaged) {
		return errors.Join(err, errors.New("nothing was restored; an older backup is taken with --at"))
	}
	if err := c.write(ctx, p); err != nil {
		return fmt.Errorf("%w; empty the folders and the database before you try again", err)
	}
	return c.prove(ctx, p, tell)
}

// place refuses to write over anything.
func (c restoreCmd) place(ctx context.Context) error {
	const only = "a house is restored into an empty place only"
	if _, err := os.Lstat(c.Key); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("%s is there already: %s", c.Key, only), err)
	}
	empty, err := db.IsEmpty(ctx, c.DB)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("there is a database already at %s: %s", withoutPassword(c.DB), only)
	}
	files, err := blob.Open(ctx, c.Files)
	if err != nil {
		return err
	}
	defer files.Close()
	if empty, err = files.IsEmpty(ctx); err == nil && !empty {
		err = fmt.Errorf("there are files already in %s: %s", c.Files, only)
	}
	return err
}

// fits refuses a backup of another engine, or of a newer program.
func (c restoreCmd) fits(m backup.Manifest) error {
	engine := "postgres"
	if strings.HasPrefix(c.DB, "sqlite:") {
		engine = "sqlite"
	}
	if m.Engine != engine {
		return fmt.Errorf("the backup is of a database on %s, --db names one on %s", m.Engine, engine)
	}
	known, err := db.Known(schemas)
	for room, version := range m.Schemas {
		if err == nil && version > known[room] {
			err = fmt.Errorf("the backup is of a newer program, %s: restore it with that one or a later one", m.Version)
		}
	}
	return err
}

func (c restoreCmd) write(ctx context.Context, p *backup.Point) error {
	files, err := blob.Open(ctx, c.Files)
	if err != nil {
		return err
	}
	defer files.Close()
	if err := p.Each(func(hash string, r io.Reader) error { return files.Bring(ctx, hash, r) }); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	r, err := p.Part(partKey)
	if err != nil {
		return err
	}
	key, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.Key), 0o700); err != nil {
		return err
	}
	if err := writeNew(c.Key, key); err != nil {
		return err
	}
	if r, err = p.Part(partDatabase); err != nil {
		return err
	}
	defer r.Close()
	if p.Engine != "sqlite" {
		return db.Load(ctx, c.DB, r)
	}
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	return db.Load(ctx, c.DB, unpacked)
}

// prove examines the restored house, and holds its ledger against the checkpoint of the backup.
func (c restoreCmd) prove(ctx context.Context, p *backup.Point, tell func(string)) error {
	h, err := rooms(ctx, options{settings: c.settings, clock: clock.System{}, log: logger(io.Discard, slog.LevelError)})
	if err != nil {
		return err
	}
	defer h.close()
	r := &diagnosis{missing: map[string]bool{}, tell: func(f finding) { tell(f.line()) }}
	for _, hash := range p.Damaged {
		r.missing[hash] = true
	}
	h.examineRecords(actor.AsSystem(ctx, "restore"), r)
	if p.Checkpoint != "" {
		if err := h.ledger.Continues(ctx, p.Checkpoint); err != nil {
			r.fault("ledger", doCompare, "%v", err)
		} else {
			r.ok("ledger", "it goes on from the checkpoint of the backup")
		}
	}
	faults := r.faults()
	for _, hash := range p.Damaged {
		tell("note  file " + hash + " was damaged before the backup and is missing")
	}
	if faults > 0 {
		return fmt.Errorf("restored, but %d faults", faults)
	}
	tell("Restored from backup " + p.Name + ". Settings of then, without passwords, stand in its part " + partSettings + ".")
	return nil
}
