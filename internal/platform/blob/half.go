package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// halfEnding is that of files under way on a disk of ours; when whole they get their name.
const halfEnding = ".tmp"

// ClearHalf throws away what was being written before the instant and never became whole, because its process was
// killed; it returns how many. A store that is no disk of ours keeps nothing half.
func (s *Store) ClearHalf(ctx context.Context, before time.Time) (n int, err error) {
	if s.dir == "" {
		return 0, nil
	}
	err = filepath.WalkDir(s.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if !e.Type().IsRegular() || !strings.HasSuffix(name, halfEnding) {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.ModTime().Before(before) {
			return nil // whole by now, or under way
		}
		if err == nil {
			err = os.Remove(name)
		}
		if err == nil {
			n++
		}
		return err
	})
	return n, err
}
