package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// cited finds the provisions in comments ("law: key key") and in the flow table ("onestop/…").
var (
	cited   = regexp.MustCompile(`law: ((?:[a-z0-9-]+/[a-z0-9.-]+[ ,]*)+)`)
	flowLaw = regexp.MustCompile(`"((?:onestop|pdp)/[a-z-]+)"`)
)

// TestCitedLawIsInTheIndex keeps law/index.txt whole: each key that code cites stands in it, and no
// key stands in it that no code cites.
func TestCitedLawIsInTheIndex(t *testing.T) {
	index := lawIndex(t)
	used := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, key := range lawKeys(string(raw)) {
			used[key] = true
			if !index[key] {
				t.Errorf("%s cites %q, which law/index.txt does not name", path, key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range index {
		if !used[key] {
			t.Errorf("law/index.txt names %q, which nothing cites", key)
		}
	}
}

func lawKeys(source string) []string {
	var keys []string
	for _, m := range cited.FindAllStringSubmatch(source, -1) {
		for _, key := range strings.Fields(strings.ReplaceAll(m[1], ",", " ")) {
			keys = append(keys, strings.TrimSuffix(key, "."))
		}
	}
	for _, m := range flowLaw.FindAllStringSubmatch(source, -1) {
		keys = append(keys, m[1])
	}
	return keys
}

func lawIndex(t *testing.T) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile("../law/index.txt")
	if err != nil {
		t.Fatal(err)
	}
	index := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			index[f[0]] = true
		}
	}
	return index
}
