package backup

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// prune throws away all but the newest keep backups, and files that none of those names. A backup whose
// manifest cannot be read counts for none and stays, and with it all files: somebody should look.
func prune(dir string, keep int) (gone []string, err error) {
	points, err := Points(dir)
	if err != nil {
		return nil, err
	}
	var sound []string
	for _, p := range points {
		if _, e := readManifest(pointDir(dir, p)); e != nil {
			err = errors.Join(err, e)
			continue
		}
		sound = append(sound, p)
	}
	for len(sound) > keep {
		if e := discard(dir, sound[0]); e != nil {
			return gone, e
		}
		gone, sound = append(gone, sound[0]), sound[1:]
	}
	if err != nil {
		return gone, fmt.Errorf("files were left as they are: %w", err)
	}
	named, err := namedBy(dir, sound)
	if err != nil {
		return gone, fmt.Errorf("files were left as they are: %w", err)
	}
	return gone, sweepFiles(dir, named)
}

// discard takes the name of a backup away first: what is half deleted must not look whole.
func discard(dir, point string) error {
	folder := pointDir(dir, point)
	if err := os.Rename(folder, folder+partial); err != nil {
		return err
	}
	return os.RemoveAll(folder + partial)
}

// namedBy gathers the stored files that backups are made of: 32 bytes each.
func namedBy(dir string, points []string) (map[[32]byte]bool, error) {
	named := map[[32]byte]bool{}
	for _, p := range points {
		l, err := openList(filepath.Join(pointDir(dir, p), listName))
		if err != nil {
			return nil, err
		}
		for {
			e, err := l.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				l.close()
				return nil, err
			}
			named[key(e.StoredSHA256)] = true
		}
		l.close()
	}
	return named, nil
}

func key(hash string) (k [32]byte) {
	_, _ = hex.Decode(k[:], []byte(hash)) // isHash has seen it
	return k
}

func sweepFiles(dir string, named map[[32]byte]bool) error {
	return filepath.WalkDir(filepath.Join(dir, "files"), func(name string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no file was ever copied
		}
		if err != nil || e.IsDir() || !isHash(e.Name()) || named[key(e.Name())] {
			return err
		}
		return os.Remove(name)
	})
}
