package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nha-san/nhasan/internal/identity"
)

// keyFrom reads the key that seals stored secrets, and makes it at the first start.
func keyFrom(file string) (key []byte, made bool, err error) {
	key, err = os.ReadFile(file)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, false, err
	}
	key = make([]byte, identity.KeyBytes)
	_, _ = rand.Read(key)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("key: %w", err)
	}
	if _, err = f.Write(key); err == nil {
		err = f.Sync()
	}
	return key, true, errors.Join(err, f.Close())
}

// isOurs refuses to go on with a key that is not the one by which the ledger of the house is signed; one that was made for
// want of it is thrown away again.
func (h *house) isOurs(ctx context.Context, made bool) error {
	err := h.ledger.Ours(ctx)
	if err == nil {
		return nil
	}
	if made {
		_ = os.Remove(h.Key)
	}
	return fmt.Errorf("%s is not the key of the house in this database: put that there (other processes have it, and each backup): %w", h.Key, err)
}
