package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder keeps what was signed in files, one for each ledger.
type Folder string

func (f Folder) file(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(string(f), hex.EncodeToString(sum[:8])+".checkpoint")
}

// Last returns the last checkpoint of a ledger.
func (f Folder) Last(origin string) (string, error) {
	raw, err := os.ReadFile(f.file(origin))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(raw), err
}

// Put keeps a checkpoint: whole or not at all, also when the power fails.
func (f Folder) Put(origin, checkpoint string) (err error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(string(f), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.WriteString(checkpoint); err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), f.file(origin)); err != nil {
		return err
	}
	dir, err := os.Open(string(f))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
