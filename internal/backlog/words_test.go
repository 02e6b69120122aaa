package backlog

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var keyed = regexp.MustCompile(`"(backlog\.[a-z0-9._-]+)"`)

// Every key that the room's sources name has its words, in both languages.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": backlog.") {
			t.Error(m)
		}
	}
	var want []string
	for _, s := range States {
		want = append(want, "backlog.state."+string(s))
	}
	for _, k := range Tasks {
		want = append(want, "backlog.task."+string(k), "backlog.save."+string(k), "backlog.none-left."+string(k))
	}
	for _, f := range append([]string{"until", "signed_by", "office"}, Counted...) {
		want = append(want, "backlog.field."+f)
	}
	for _, s := range []string{"asked", "signed", "used", "refused"} {
		want = append(want, "backlog.sign.state."+s)
	}
	sources, err := filepath.Glob("*.go")
	templates, terr := filepath.Glob("*.templ")
	if err != nil || terr != nil || len(sources) < 10 || len(templates) == 0 {
		t.Fatalf("found %d sources, %d templates", len(sources), len(templates))
	}
	for _, name := range append(sources, templates...) {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") || name == "perms.go" {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keyed.FindAllStringSubmatch(string(raw), -1) {
			want = append(want, m[1])
		}
	}
	for _, k := range want {
		if notWords[k] || strings.HasSuffix(k, ".") {
			continue
		}
		if !text.Has(text.Vi, k) || !text.Has(text.En, k) {
			t.Errorf("no words for %s", k)
		}
	}
}

// notWords are names in the trail and of messages.
var notWords = map[string]bool{"backlog.begin": true, "backlog.bring": true, "backlog.brought": false, "backlog.to-read": true, "backlog.sign": true, "backlog.share": true,
	"backlog.drop": true, "backlog.counter": true}
