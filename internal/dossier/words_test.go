package dossier

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

var keyLiteral = regexp.MustCompile(`"(dossier\.[a-z0-9.-]+)"`)

func TestEveryKeyInTheSourcesHasWords(t *testing.T) {
	var sources []string
	for _, pattern := range []string{"*.go", "*.templ", "slip/*.go", "../portal/*.go", "../portal/*.templ"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	seen := 0
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") || name == "perms.go" { // rights look like keys
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keyLiteral.FindAllStringSubmatch(string(raw), -1) {
			key := m[1]
			if strings.HasSuffix(key, ".") {
				continue
			}
			seen++
			for _, lang := range text.Langs {
				if !text.Has(lang, key) {
					t.Errorf("%s says %s, which has no words in %s", name, key, lang)
				}
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d keys found: the sources were not read", seen)
	}
}

func TestEveryValueHasWords(t *testing.T) {
	var keys []string
	add := func(prefix string, values ...string) {
		for _, v := range values {
			keys = append(keys, "dossier."+prefix+"."+v)
		}
	}
	for _, s := range States {
		add("state", string(s))
	}
	for _, st := range flow {
		add("happened", string(st.do))
		add("do", string(st.do))
		if st.form != "" {
			add("slip", st.form)
		}
	}
	for do, d := range deeds {
		add("said", string(do))
		if d.ask != nil {
			add("submit", string(do))
		}
	}
	for role := range Roles {
		add("role", role)
	}
	for _, b := range Boxes {
		add("box", string(b))
		add("desk.empty", string(b))
		add("desk.empty-hint", string(b))
	}
	add("role", roleApplicant)
	add("step", roleReception, roleSpecialist, roleHead, roleLeader, roleClerk)
	add("form", append(paperForms, formShown, "electronic")...)
	add("refuse", refusals...)
	add("return", shownPapers...)
	add("look", usualPurposes...)
	add("standing", "none", "on-track", "near", "overdue", "paused", "early", "on-time", "late")
	for _, key := range keys {
		for _, lang := range text.Langs {
			if !text.Has(lang, key) {
				t.Errorf("%s has no words in %s", key, lang)
			}
		}
	}
}

func TestEveryOfficersActionCanBeDone(t *testing.T) {
	for _, st := range flow {
		if _, ok := deeds[st.do]; !ok && st.at != byApplicant && !slices.Contains(ProgramRights, st.right) && st.from != Draft {
			t.Errorf("officers may %s, and no page does it", st.do)
		}
	}
	for do, d := range deeds {
		if (d.ask == nil) != atOnce[do] {
			t.Errorf("%s: asks something %v, is done at once %v", do, d.ask != nil, atOnce[do])
		}
	}
}
