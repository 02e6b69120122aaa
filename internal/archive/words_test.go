package archive

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var key = regexp.MustCompile(`"(archive\.[a-z0-9.-]+)"`)

// Every key that the room's sources name has its words, in both languages, and so has every key that is put
// together from data. Rights look like keys and are not.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": archive.") {
			t.Error(m)
		}
	}
	sources, err := filepath.Glob("*.go")
	templates, terr := filepath.Glob("*.templ")
	if err != nil || terr != nil || len(sources) < 10 || len(templates) == 0 {
		t.Fatalf("found %d sources, %v, %v", len(sources), err, terr)
	}
	for _, name := range append(sources, templates...) {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") || name == "perms.go" || name == "jobs.go" { // rights; names of work and of notices
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(raw), -1) {
			last := m[1][strings.LastIndex(m[1], ".")+1:]
			if !text.Has(text.Vi, m[1]) && last != "found" && last != "square" && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s: no words for %s", name, m[1])
			}
		}
	}
	var made []string
	for _, s := range States {
		made = append(made, "state."+string(s), "verdict."+string(s), "verdict-why."+string(s))
	}
	for _, s := range []State{Revoked, Replaced} {
		made = append(made, "ended."+string(s))
	}
	for _, do := range []string{Issue, Revoke, Replace, Print, Dispose, Digitise} {
		made = append(made, "did."+do)
	}
	for _, d := range []Decision{Proposed, Agreed, Refused} {
		made = append(made, "dispose.state."+string(d), "dispose."+string(d)+"-now")
	}
	for _, c := range []Counted{FromIssue, FromEnd} {
		made = append(made, "term.counted."+string(c))
	}
	for _, x := range verdicts {
		made = append(made, "square."+string(x.of), "square-why."+string(x.of))
	}
	for _, worth := range []string{"valid", "invalid", "cannot tell"} {
		made = append(made, "check.worth."+worth)
	}
	for _, k := range made {
		if !text.Has(text.Vi, "archive."+k) || !text.Has(text.En, "archive."+k) {
			t.Errorf("no words for archive.%s", k)
		}
	}
}
