package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"filippo.io/age"
)

// checking goes through backups; a file that several of them name is read once.
type checking struct {
	dir   string
	ids   []age.Identity
	fault func(string)
	seen  map[[32]byte]bool
}

// Check reads every byte of all backups in dir, or of those named, and tells of each thing that is not as
// it was written, by its name. With the private key it opens everything too. It returns how many faults it
// found; no backup at all is an error.
func Check(ctx context.Context, dir string, ids []age.Identity, tell func(string), only ...string) (faults int, err error) {
	points := only
	if len(points) == 0 {
		if points, err = Points(dir); err != nil {
			return 0, err
		}
	}
	if len(points) == 0 {
		return 0, fmt.Errorf("there is no whole backup in %s", dir)
	}
	c := &checking{dir: dir, ids: ids, seen: map[[32]byte]bool{}, fault: func(says string) { faults++; tell("FAULT " + says) }}
	for _, p := range points {
		before := faults
		m, err := c.point(ctx, p)
		if err != nil {
			if ctx.Err() != nil {
				return faults, err
			}
			c.fault(fmt.Sprintf("backup %s: %v", p, err))
		}
		if faults == before {
			tell(fmt.Sprintf("ok    backup %s: %d files, %d bytes, ledger and database of %s", p, m.Files, m.Bytes, m.Engine))
		}
	}
	return faults, nil
}

func (c *checking) point(ctx context.Context, point string) (Manifest, error) {
	folder := pointDir(c.dir, point)
	m, err := readManifest(folder)
	if err != nil {
		return m, err
	}
	for _, p := range m.Parts {
		sealed := len(m.Recipients) > 0 && p.Name != listName
		if err := c.one(filepath.Join(folder, p.Name), p, sealed); err != nil {
			c.fault(err.Error())
			if p.Name == listName {
				return m, errors.New("its files cannot be told")
			}
		}
	}
	for _, hash := range m.Damaged {
		c.fault(fmt.Sprintf("backup %s: file %s was damaged in the house already and is not in it", point, hash))
	}
	return m, c.files(ctx, folder, m)
}

func (c *checking) files(ctx context.Context, folder string, m Manifest) error {
	l, err := openList(filepath.Join(folder, listName))
	if err != nil {
		return err
	}
	defer l.close()
	var n, bytes int64
	for {
		e, err := l.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		n, bytes = n+1, bytes+e.Size
		if k := key(e.StoredSHA256); !c.seen[k] {
			c.seen[k] = true
			p := Part{Size: e.Size, SHA256: e.SHA256, Stored: e.Stored, StoredSHA256: e.StoredSHA256}
			if err := c.one(objectName(c.dir, e.StoredSHA256), p, len(m.Recipients) > 0); err != nil {
				c.fault(err.Error())
			}
		}
	}
	if n != m.Files || bytes != m.Bytes {
		return fmt.Errorf("it lists %d files of %d bytes, its manifest says %d of %d", n, bytes, m.Files, m.Bytes)
	}
	return nil
}

// one reads a file as it is stored, and opens it when it is sealed and can be.
func (c *checking) one(name string, p Part, sealed bool) error {
	if err := proveStored(name, p.Stored, p.StoredSHA256); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is missing", name)
		}
		return err
	}
	if !sealed || len(c.ids) == 0 {
		return nil
	}
	r, err := openStored(name, p, sealed, c.ids)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// Left lists what broke off in dir: no backups, and the next one throws them away.
func Left(dir string) []string {
	left, _ := filepath.Glob(filepath.Join(dir, "points", "*"+partial))
	for i, name := range left {
		left[i] = filepath.Base(name)
	}
	return left
}
