package org

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var key = regexp.MustCompile(`"(org\.[a-z0-9.-]+)"`)

// Every key that the room's sources name has its words, in both languages. Rights and actions of
// the trail look like keys and are not.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": org.") {
			t.Error(m)
		}
	}
	notWords := map[string]bool{CanView: true, CanEdit: true, CanEditCalendar: true}
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) < 20 {
		t.Fatalf("found %d sources, %v", len(sources), err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(raw), "\n") {
			for _, m := range key.FindAllStringSubmatch(line, -1) {
				if !notWords[m[1]] && !strings.Contains(line, "audit.Entry") && !text.Has(text.Vi, m[1]) {
					t.Errorf("%s: no words for %s", name, m[1])
				}
			}
		}
	}
}
