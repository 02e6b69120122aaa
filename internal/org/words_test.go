package org

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/org/term"
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
	notWords := map[string]bool{CanView: true, CanEdit: true, CanEditCalendar: true, CanStandIn: true, CanStandInLead: true}
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
				if !notWords[m[1]] && !strings.HasSuffix(m[1], ".") && !strings.HasSuffix(m[1], "-") && !strings.Contains(line, "audit.Entry") && !text.Has(text.Vi, m[1]) {
					t.Errorf("%s: no words for %s", name, m[1])
				}
			}
		}
	}
}

// Words whose keys are put together from data.
func TestWordsOfDataAreComplete(t *testing.T) {
	var keys []string
	for _, k := range kindOrder {
		keys = append(keys, "org.kind."+string(k), "org.group."+string(k))
	}
	for _, role := range RoleKeys {
		keys = append(keys, "org.role."+role)
	}
	for _, line := range []string{Merged, Absorbed, Competence, Replaced} {
		keys = append(keys, "org.line."+line+"-in", "org.line."+line+"-out")
	}
	for _, f := range timeFields {
		keys = append(keys, "org.hours."+f.name)
	}
	for _, f := range forms {
		keys = append(keys, "org.type."+f.kind)
	}
	keys = append(keys, "org.day.means-"+string(term.Off), "org.day.means-"+string(term.MakeUp))
	for _, k := range keys {
		if !text.Has(text.Vi, k) {
			t.Errorf("no words for %s", k)
		}
	}
}
