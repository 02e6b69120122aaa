package app

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/backup"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Parts of a backup.
const (
	partDatabase = "database"
	partKey      = "key"
	partSettings = "settings.json"
)

// backupCmd copies the house, and looks after copies.
type backupCmd struct {
	Make  backupMakeCmd  `cmd:"" default:"withargs" help:"Make a backup; nhasan backup --to DIR does too."`
	Check backupCheckCmd `cmd:"" help:"Read every byte of the backups in a folder and name what is not as it was written."`
	Key   backupKeyCmd   `cmd:"" help:"Make a pair of keys: the public one seals backups, the private one opens them."`
}

// backupMakeCmd makes a backup.
type backupMakeCmd struct {
	settings
	To        string   `env:"NHASAN_BACKUP_TO" required:"" help:"Folder of the backups; each holds what the one before has not."`
	Recipient []string `env:"NHASAN_BACKUP_RECIPIENTS" sep:"," help:"Public key that the backup is sealed to, as nhasan backup key prints it; once for each."`
	Plain     bool     `help:"Do not encrypt. Whoever reads the folder reads everything, the house's key too."`
	Keep      int      `env:"NHASAN_BACKUP_KEEP" help:"How many backups stay; 0 keeps all."`
	Temp      string   `env:"NHASAN_BACKUP_TEMP" help:"Folder with room for a copy of a SQLite database; that of the key file when left out."`
}

// Run copies, and fails when anything could not be copied.
func (c backupMakeCmd) Run(ctx context.Context, io std) error {
	if c.Plain == (len(c.Recipient) > 0) {
		return usageError{errors.New("say either --recipient (nhasan backup key makes one) or --plain")}
	}
	if c.Keep < 0 {
		return usageError{errors.New("--keep is a number of backups")}
	}
	made, err := c.make(ctx, clock.System{})
	if made.Point != "" {
		fmt.Fprintf(io.out, "Backup %s in %s: %d files, %d of them new (%d bytes).\n", made.Point, c.To, made.Files, made.Copied, made.Bytes)
	}
	for _, gone := range made.Gone {
		fmt.Fprintln(io.out, "Thrown away:", gone)
	}
	if err == nil && len(made.Damaged) > 0 {
		err = fmt.Errorf("the backup is made, but %d files are damaged in the house and are not in it: %s", len(made.Damaged), strings.Join(made.Damaged, ", "))
	}
	return err
}

// make opens the house beside the process that serves it. The database is left at the schema it has: a
// backup is made before the house is brought up to date.
func (c backupMakeCmd) make(ctx context.Context, now clock.Clock) (made backup.Made, err error) {
	empty, err := db.IsEmpty(ctx, c.DB)
	if err != nil || empty {
		return made, errors.Join(err, fmt.Errorf("there is no house at %s", withoutPassword(c.DB)))
	}
	d, err := db.Open(ctx, c.DB)
	if err != nil {
		return made, err
	}
	defer d.Close()
	files, err := blob.Open(ctx, c.Files)
	if err != nil {
		return made, err
	}
	defer files.Close()
	order, err := c.order(ctx, d, now)
	if err != nil {
		return made, err
	}
	order.Files = files
	return backup.Make(ctx, c.To, order)
}

// order notes the checkpoint before the database is copied: the copy holds that much of the ledger or more.
func (c backupMakeCmd) order(ctx context.Context, d *db.DB, now clock.Clock) (o backup.Order, err error) {
	key, err := os.ReadFile(c.Key)
	if err != nil {
		return o, fmt.Errorf("the house's key: %w", err)
	}
	o = backup.Order{At: now.Now(), Version: Version, Engine: d.Engine(), Recipients: c.Recipient, Keep: c.Keep}
	if o.Schemas, err = db.Versions(ctx, d, schemas); err != nil {
		return o, err
	}
	o.Checkpoint, err = ledger.New(ledger.Needs{DB: d, Clock: now, Key: key}).Checkpoint(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return o, err
	}
	temp := c.Temp
	if temp == "" {
		temp = filepath.Dir(c.Key)
	}
	o.Parts = []backup.Content{
		{Name: partDatabase, Write: func(w io.Writer) error { return dumped(ctx, d, w, temp) }},
		{Name: partKey, Write: func(w io.Writer) error { _, err := w.Write(key); return err }},
		{Name: partSettings, Write: c.kept},
	}
	return o, nil
}

// dumped writes a copy of the database, packed: SQLite's is mostly text, pg_dump packs by itself.
func dumped(ctx context.Context, d *db.DB, w io.Writer, temp string) error {
	if d.Engine() != "sqlite" {
		return d.Dump(ctx, w, temp)
	}
	packed, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := d.Dump(ctx, packed, temp); err != nil {
		return err
	}
	return packed.Close()
}

// kept writes the settings for whoever sets the house up again: without passwords, which are set anew.
func (c backupMakeCmd) kept(w io.Writer) error {
	s := c.settings
	s.DB, s.Mail.Password = withoutPassword(s.DB), ""
	env := map[string]string{}
	for _, line := range os.Environ() {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, "NHASAN_") && !strings.Contains(name, "PASSWORD") && !strings.Contains(name, "SECRET") {
			env[name] = withoutPassword(value)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"settings": s, "environment": env})
}

// backupCheckCmd looks through backups.
type backupCheckCmd struct {
	Dir      string `arg:"" help:"Folder of the backups."`
	Identity string `type:"path" help:"File of the private key; with it what is sealed is opened too."`
}

// Run tells of each backup, and fails when anything is not as it was written.
func (c backupCheckCmd) Run(ctx context.Context, io std) error {
	ids, err := backup.Identities(c.Identity)
	if err != nil {
		return err
	}
	faults, err := backup.Check(ctx, c.Dir, ids, func(says string) { fmt.Fprintln(io.out, says) })
	if err != nil {
		return err
	}
	for _, left := range backup.Left(c.Dir) {
		fmt.Fprintln(io.out, "note ", left, "broke off or is being written: it is no backup")
	}
	if faults > 0 {
		return fmt.Errorf("%d faults", faults)
	}
	return nil
}

// backupKeyCmd makes keys.
type backupKeyCmd struct {
	Out string `arg:"" optional:"" type:"path" help:"File for the private key; it is printed when left out. Keep it away from the house."`
}

// Run prints the public key, and the private one unless it goes into a file.
func (c backupKeyCmd) Run(io std) error {
	public, private, err := backup.NewKey()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("# Opens backups of Nhà Sàn. Keep it away from the house, and twice.\n# public key: %s\n%s\n", public, private)
	if c.Out == "" {
		_, err := fmt.Fprint(io.out, text)
		return err
	}
	if err := writeNew(c.Out, []byte(text)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, public)
	return err
}

// writeNew writes a file that was not there, for its owner only.
func writeNew(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}
