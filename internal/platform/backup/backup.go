// Package backup keeps copies of a house in a folder, each whole or not there at all. It knows parts (a
// database, a key) by name only, and files by their hash.
//
//	DIR/points/20230810T020000.000Z/manifest.json   one backup: written last, so what has it is whole
//	DIR/points/20230810T020000.000Z/<part>          database, key, settings; files.txt lists its files
//	DIR/files/ab/cd/<hash of the stored bytes>      files, each once for all backups
//
// With recipients every part but the list, and every file, is sealed by age (X25519, ChaCha20-Poly1305 in
// chunks of 64 KB) to public keys: the machine that writes backups cannot read them. The list stays open,
// for the next backup must know what it need not copy; it tells hashes and sizes, no names.
//
// Map: backup.go (Manifest, Points) · list.go (files.txt) · seal.go (writing and reading one file) ·
// make.go · prune.go · check.go · open.go (for restoring).
package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Manifest says what one backup is made of.
type Manifest struct {
	Version    string           `json:"version"` // of the program
	At         time.Time        `json:"at"`
	Engine     string           `json:"engine"`
	Schemas    map[string]int64 `json:"schemas"`
	Checkpoint string           `json:"checkpoint"` // of the ledger: the copy holds at least this much of it
	Recipients []string         `json:"recipients"` // public keys; none: not encrypted
	Parts      []Part           `json:"parts"`
	Files      int64            `json:"files"`
	Bytes      int64            `json:"bytes"`   // of the files, as they are in the house
	Damaged    []string         `json:"damaged"` // files that were damaged in the house already and could not be copied
	Sum        string           `json:"sum"`     // SHA-256 of the manifest while this field is empty
}

// Part is one file of a backup beside the people's files.
type Part struct {
	Name         string `json:"name"`
	Size         int64  `json:"size"`   // as it is in the house
	SHA256       string `json:"sha256"` // the same
	Stored       int64  `json:"stored"` // in the backup
	StoredSHA256 string `json:"stored_sha256"`
}

const (
	manifestName = "manifest.json"
	listName     = "files.txt"
	partial      = ".partial" // ends the name of a backup that is being written or thrown away
	nameOf       = "20060102T150405.000Z"
)

// part finds a part by its name.
func (m *Manifest) part(name string) (Part, error) {
	for _, p := range m.Parts {
		if p.Name == name {
			return p, nil
		}
	}
	return Part{}, fmt.Errorf("the backup has no part %q", name)
}

func (m Manifest) sum() (string, error) {
	m.Sum = ""
	raw, err := json.Marshal(m)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}

func (m Manifest) encode() (raw []byte, err error) {
	if m.Sum, err = m.sum(); err != nil {
		return nil, err
	}
	raw, err = json.MarshalIndent(m, "", "  ")
	return append(raw, '\n'), err
}

// readManifest reads and proves the manifest in the folder of a backup.
func readManifest(folder string) (m Manifest, err error) {
	name := filepath.Join(folder, manifestName)
	raw, err := os.ReadFile(name)
	if err != nil {
		return m, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("%s is damaged: %w", name, err)
	}
	if sum, err := m.sum(); err != nil || sum != m.Sum {
		return m, fmt.Errorf("%s is damaged: its sum does not match", name)
	}
	for _, p := range m.Parts {
		if p.Name != filepath.Base(p.Name) || strings.HasPrefix(p.Name, ".") {
			return m, fmt.Errorf("%s names a part %q", name, p.Name)
		}
	}
	return m, nil
}

// Points lists the backups in a folder by name, oldest first. One that broke off is none.
func Points(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, "points"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, e := range entries {
		if _, err := time.Parse(nameOf, e.Name()); err == nil && e.IsDir() {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out, err
}

// Newest is when the newest backup in a folder was made; zero when there is none.
func Newest(dir string) (time.Time, error) {
	points, err := Points(dir)
	if err != nil || len(points) == 0 {
		return time.Time{}, err
	}
	return time.Parse(nameOf, points[len(points)-1])
}

func pointDir(dir, point string) string { return filepath.Join(dir, "points", point) }

// objectName is where a stored file lies.
func objectName(dir, stored string) string {
	return filepath.Join(dir, "files", stored[:2], stored[2:4], stored)
}
