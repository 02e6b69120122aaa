package backup

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"
)

// Point is a backup opened for restoring.
type Point struct {
	Name string
	Manifest
	dir string
	ids []age.Identity
}

// Find opens the newest backup made at or before an instant; the zero time means now.
func Find(dir string, at time.Time, ids []age.Identity) (*Point, error) {
	points, err := Points(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Backward(points) {
		made, err := time.Parse(nameOf, name)
		if err != nil || !at.IsZero() && made.After(at) {
			continue
		}
		m, err := readManifest(pointDir(dir, name))
		if err != nil {
			return nil, fmt.Errorf("%w; an older backup is taken with --at", err)
		}
		return &Point{Name: name, Manifest: m, dir: dir, ids: ids}, nil
	}
	if at.IsZero() || len(points) == 0 {
		return nil, fmt.Errorf("there is no whole backup in %s", dir)
	}
	return nil, fmt.Errorf("the oldest backup in %s is of %s", dir, points[0])
}

// Part opens a part by its name. Its last Read tells when it is not what was backed up.
func (p *Point) Part(name string) (io.ReadCloser, error) {
	part, err := p.part(name)
	if err != nil {
		return nil, err
	}
	return openStored(filepath.Join(pointDir(p.dir, p.Name), name), part, len(p.Recipients) > 0, p.ids)
}

// Each opens the files of the backup one after another.
func (p *Point) Each(do func(sha256 string, r io.Reader) error) error {
	l, err := openList(filepath.Join(pointDir(p.dir, p.Name), listName))
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
		r, err := openStored(objectName(p.dir, e.StoredSHA256), Part{Size: e.Size, SHA256: e.SHA256}, len(p.Recipients) > 0, p.ids)
		if err != nil {
			return err
		}
		err = do(e.SHA256, r)
		_ = r.Close()
		if err != nil {
			return err
		}
	}
}
