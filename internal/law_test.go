package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/law"
)

// cited finds the provisions in comments ("law: key key") and in tables ("onestop/…").
var (
	cited   = regexp.MustCompile(`law: ((?:[a-z0-9-]+/[a-z0-9.-]+[ ,]*)+)`)
	flowLaw = regexp.MustCompile(`"((?:onestop|pdp|joined-up|civil-code|complaints|circular-[0-9-]+)/[a-z0-9-]+)"`)
)

// TestCitedLawIsInTheIndex keeps law/index.txt whole: each key that code cites stands in it, and no
// key stands in it that no code cites.
func TestCitedLawIsInTheIndex(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !cites(path) {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, key := range lawKeys(string(raw)) {
			used[key] = true
			if law.Of(key) == nil {
				t.Errorf("%s cites %q, which law/index.txt does not name: add a line there, with what it means for citizens", path, key)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(used) < 20 {
		t.Fatalf("only %d keys were found: the search is broken", len(used))
	}
	for _, key := range law.Keys() {
		if !used[key] {
			t.Errorf("law/index.txt names %q, which nothing cites", key)
		}
	}
}

// cites tells whether a file may cite: sources, rule sets and migrations, not tests.
func cites(path string) bool {
	if strings.Contains(path, "testdata") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
		return false
	}
	switch filepath.Ext(path) {
	case ".go", ".sql", ".templ":
		return true
	}
	return strings.HasSuffix(path, "rules.json")
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

// TestTheRulesOfAnEraAreThoseOfItsDecree holds the rule sets against the index: an era begins with the
// instrument that the index names for its terms.
func TestTheRulesOfAnEraAreThoseOfItsDecree(t *testing.T) {
	for _, e := range law.Of("onestop/term") {
		if raw, err := os.ReadFile("org/term/rules.json"); err != nil || !strings.Contains(string(raw), `"from": "`+e.From+`"`) || !strings.Contains(string(raw), `"name": "`+e.Instrument+`"`) {
			t.Errorf("no rule set begins on %s with %s (%v)", e.From, e.Instrument, err)
		}
	}
}
