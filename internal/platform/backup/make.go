package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"filippo.io/age"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Order says what a backup is to hold.
type Order struct {
	At         time.Time
	Version    string
	Engine     string
	Schemas    map[string]int64
	Checkpoint string
	Recipients []string
	Parts      []Content // written in this order, before the files: whatever a database names is in the store by then
	Files      *blob.Store
	Keep       int // backups that stay; 0 keeps all
}

// Content is a part on its way into the backup.
type Content struct {
	Name  string
	Write func(io.Writer) error
}

// Made is what a backup came to.
type Made struct {
	Point  string
	Files  int64 // in all
	Copied int64 // those that were not there
	Bytes  int64 // of those, as stored
	Gone   []string
	Manifest
}

// making is a backup being made.
type making struct {
	Order
	dir, folder string // all backups; this one while it is written
	to          []age.Recipient
	made        Made
	touched     map[string]bool // folders that list new files
}

// Make adds a backup to dir. What fails leaves nothing that looks like one, and the older ones as they are.
// When files were damaged in the house the backup stands, without them, and names them in Damaged.
func Make(ctx context.Context, dir string, o Order) (Made, error) {
	to, err := Recipients(o.Recipients)
	if err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "points"), 0o700); err != nil {
		return Made{}, err
	}
	unlock, err := lock(dir)
	if err != nil {
		return Made{}, err
	}
	defer unlock()
	if err := sweepPartial(dir); err != nil {
		return Made{}, err
	}
	m := &making{Order: o, dir: dir, to: to, touched: map[string]bool{}}
	m.made.Point = o.At.UTC().Format(nameOf)
	m.folder = pointDir(dir, m.made.Point) + partial
	if err := m.all(ctx); err != nil {
		return Made{}, errors.Join(err, sweepPartial(dir))
	}
	if o.Keep > 0 {
		if m.made.Gone, err = prune(dir, o.Keep); err != nil {
			return m.made, fmt.Errorf("the backup is whole; throwing old ones away: %w", err)
		}
	}
	return m.made, nil
}

// lock keeps two backups from writing at once; it is let go of when the process ends, however it does.
func lock(dir string) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, ".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("another backup is being written to %s", dir)
	}
	return func() { _ = f.Close() }, nil
}

// sweepPartial throws away what a run left behind that broke off, its files too: a disk that was full must
// not stay full of them.
func sweepPartial(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "points", "*"+partial))
	if err != nil || len(left) == 0 {
		return err
	}
	news, err := filepath.Glob(filepath.Join(dir, "files", ".new-*"))
	for _, name := range news {
		err = errors.Join(err, os.Remove(name))
	}
	points, e := Points(dir)
	if err = errors.Join(err, e); err != nil {
		return err
	}
	if named, e := namedBy(dir, points); e == nil { // a damaged list: all files stay, somebody should look
		err = sweepFiles(dir, named)
	}
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(name))
	}
	return err
}

func (m *making) all(ctx context.Context) error {
	final := strings.TrimSuffix(m.folder, partial)
	if _, err := os.Lstat(final); err == nil {
		return fmt.Errorf("there is a backup of this moment: %s", final)
	}
	if err := errors.Join(os.MkdirAll(m.folder, 0o700), os.MkdirAll(filepath.Join(m.dir, "files"), 0o700)); err != nil {
		return err
	}
	man := Manifest{Version: m.Version, At: m.At.UTC(), Engine: m.Engine, Schemas: m.Schemas, Checkpoint: m.Checkpoint, Recipients: m.Recipients}
	for _, c := range m.Parts {
		p, err := put(filepath.Join(m.folder, c.Name), m.to, c.Write)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		p.Name = c.Name
		man.Parts = append(man.Parts, p)
	}
	p, err := put(filepath.Join(m.folder, listName), nil, func(w io.Writer) error { return m.files(ctx, w, &man) })
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	p.Name = listName
	man.Parts = append(man.Parts, p)
	if err := m.present(); err != nil {
		return err
	}
	return m.finish(man, final)
}

// finish writes the manifest, then gives the backup its name.
func (m *making) finish(man Manifest, final string) error {
	raw, err := man.encode()
	if err != nil {
		return err
	}
	if _, err := put(filepath.Join(m.folder, manifestName), nil, func(w io.Writer) error { _, err := w.Write(raw); return err }); err != nil {
		return err
	}
	m.touched[m.folder], m.touched[filepath.Join(m.dir, "files")] = true, true
	for folder := range m.touched {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	if err := os.Rename(m.folder, final); err != nil {
		return err
	}
	m.made.Manifest, m.made.Files = man, man.Files
	return errors.Join(syncFolder(filepath.Dir(final)), syncFolder(m.dir))
}

func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// files copies what the last backup has not, and writes the list of all.
func (m *making) files(ctx context.Context, w io.Writer, man *Manifest) error {
	older, err := m.older()
	if err != nil {
		return err
	}
	if older.list != nil {
		defer older.close()
	}
	out := bufio.NewWriter(w)
	err = m.Files.Each(ctx, func(ref blob.Ref) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, err := m.file(ctx, ref, older)
		switch {
		case blob.IsDamaged(err):
			man.Damaged = append(man.Damaged, ref.SHA256)
			return nil
		case fault.Is(err, fault.NotFound):
			return nil // a loose file, thrown away since it was listed
		case err != nil:
			return err
		}
		man.Files, man.Bytes = man.Files+1, man.Bytes+e.Size
		_, err = out.WriteString(e.line())
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// older is the list of the newest backup that was sealed to the same keys.
func (m *making) older() (*known, error) {
	points, err := Points(m.dir)
	if err != nil {
		return nil, err
	}
	for _, p := range slices.Backward(points) {
		folder := pointDir(m.dir, p)
		man, err := readManifest(folder)
		if err != nil || !slices.Equal(man.Recipients, m.Recipients) {
			continue
		}
		part, err := man.part(listName)
		if err != nil || proveStored(filepath.Join(folder, listName), part.Stored, part.StoredSHA256) != nil {
			continue
		}
		l, err := openList(filepath.Join(folder, listName))
		return &known{list: l}, err
	}
	return &known{}, nil
}

// file sees to it that the backup has a file.
func (m *making) file(ctx context.Context, ref blob.Ref, older *known) (Entry, error) {
	e, ok, err := older.find(ref.SHA256)
	if err != nil {
		return e, err
	}
	if ok {
		if i, err := os.Lstat(objectName(m.dir, e.StoredSHA256)); err == nil && i.Size() == e.Stored {
			return e, nil
		}
	}
	r, err := m.Files.Open(ctx, ref)
	if err != nil {
		return e, err
	}
	defer r.Close()
	temp := filepath.Join(m.dir, "files", ".new-"+ref.SHA256)
	p, err := put(temp, m.to, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
	if err != nil {
		return e, err
	}
	m.made.Copied, m.made.Bytes = m.made.Copied+1, m.made.Bytes+p.Stored
	return Entry{SHA256: p.SHA256, Size: p.Size, StoredSHA256: p.StoredSHA256, Stored: p.Stored}, m.shelve(temp, p.StoredSHA256)
}

// shelve puts a new file where its hash says.
func (m *making) shelve(temp, stored string) error {
	name := objectName(m.dir, stored)
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	m.touched[folder], m.touched[filepath.Dir(folder)] = true, true
	return os.Rename(temp, name)
}

// present reads the list back and looks for each of its files.
func (m *making) present() error {
	l, err := openList(filepath.Join(m.folder, listName))
	if err != nil {
		return err
	}
	defer l.close()
	for {
		e, err := l.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if i, err := os.Lstat(objectName(m.dir, e.StoredSHA256)); err != nil || i.Size() != e.Stored {
			return fmt.Errorf("file %.12s… is not in the backup as it was written", e.SHA256)
		}
	}
}
