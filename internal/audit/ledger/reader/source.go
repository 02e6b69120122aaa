package reader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Source is where a ledger lies. Get returns the content at a path such as "tile/entries/000".
type Source interface {
	Get(ctx context.Context, path string) ([]byte, error)
}

// ErrNotThere is what Get says of a path that the source does not have.
var ErrNotThere = errors.New("not there")

// most is the largest content that is read: a bundle of entries as long as they can be.
const most = 256 * (1 << 16)

// Lies returns the source at an address (https://…) or in a folder.
func Lies(at string) Source {
	if strings.HasPrefix(at, "http://") || strings.HasPrefix(at, "https://") {
		return Web{Base: strings.TrimRight(at, "/"), Client: &http.Client{Timeout: time.Minute}}
	}
	return Folder(at)
}

// Web is a ledger at an address.
type Web struct {
	Base   string
	Client *http.Client
}

// Get fetches a path, and once more when the line failed.
func (s Web) Get(ctx context.Context, path string) ([]byte, error) {
	body, err := s.get(ctx, path)
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrNotThere) {
		body, err = s.get(ctx, path)
	}
	return body, err
}

func (s Web) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := s.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("%s/%s: %w", s.Base, path, ErrNotThere)
	case res.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s/%s: %s", s.Base, path, res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err == nil && len(body) > most {
		err = fmt.Errorf("%s/%s is larger than anything in a ledger", s.Base, path)
	}
	return body, err
}

// Folder is a copy of a ledger on this computer.
type Folder string

// Get reads a file.
func (s Folder) Get(_ context.Context, path string) ([]byte, error) {
	body, err := os.ReadFile(filepath.Join(string(s), filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", filepath.Join(string(s), path), ErrNotThere)
	}
	return body, err
}

// Kept is a source that leaves a copy of all it fetches in a folder.
type Kept struct {
	Source
	Folder string
}

// Get fetches a path and keeps what came.
func (s Kept) Get(ctx context.Context, path string) ([]byte, error) {
	body, err := s.Source.Get(ctx, path)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(s.Folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	return body, os.WriteFile(file, body, 0o644)
}
