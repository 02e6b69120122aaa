package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzManifest reads manifests from a disk that somebody else wrote: none names a file outside of its folder.
func FuzzManifest(f *testing.F) {
	good, err := Manifest{}.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"parts":[{"name":"../x"}]}`))
	f.Add([]byte(`[]`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := os.WriteFile(filepath.Join(dir, manifestName), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := readManifest(dir)
		if err != nil {
			return
		}
		for _, p := range m.Parts {
			if strings.ContainsAny(p.Name, `/\`) || p.Name == ".." {
				t.Errorf("a part is called %q", p.Name)
			}
		}
	})
}
