package sign

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

var (
	keyed = regexp.MustCompile(`"(sign\.[a-z0-9.-]+)"`)
	tail  = regexp.MustCompile(`\bt\("([a-z0-9.-]+)"`)
)

// Every key that the room's sources name has its words, in both languages.
func TestWordsAreComplete(t *testing.T) {
	for _, m := range text.Missing() {
		if strings.Contains(m, ": sign.") {
			t.Error(m)
		}
	}
	sources, err := filepath.Glob("*.go")
	more, merr := filepath.Glob("tokenhelper/*.go")
	templates, terr := filepath.Glob("*.templ")
	helper, herr := filepath.Glob("tokenhelper/*.templ")
	if err != nil || merr != nil || terr != nil || herr != nil || len(sources) < 10 || len(templates) < 2 || len(helper) == 0 {
		t.Fatalf("found %d sources, %d templates", len(sources), len(templates))
	}
	want := []string{"sign.helper.signed", "sign.helper.refused", "sign.password-of.file", "sign.password-of.remote"}
	for _, k := range Kinds {
		want = append(want, "sign.kind."+string(k))
	}
	for _, r := range pades.Reasons() {
		want = append(want, "sign.reason."+string(r))
	}
	for _, w := range []string{"away", "waits", "refused", "none", "read"} {
		want = append(want, "sign.card."+w)
	}
	for _, w := range pluginWords {
		want = append(want, "sign.plugin."+w)
	}
	for _, name := range append(append(append(sources, more...), templates...), helper...) {
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
		for _, m := range tail.FindAllStringSubmatch(string(raw), -1) {
			want = append(want, "sign."+m[1])
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

// notWords are names in the trail and of work by the clock.
var notWords = map[string]bool{"sign.trust": true, "sign.distrust": true, "sign.add-key": true, "sign.end-key": true, "sign.sign": true, "sign.sweep": true, "sign.ask": true, "sign.check": true}
