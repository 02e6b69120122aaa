package dossier

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/text"
)

var keyLiteral = regexp.MustCompile(`"((?:dossier|desk)\.[a-z0-9.-]+)"`)

func TestEveryKeyInTheSourcesHasWords(t *testing.T) {
	var sources []string
	for _, pattern := range []string{"*.go", "*.templ", "slip/*.go", "keep/*.go", "../portal/*.go", "../portal/*.templ"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	notices := noticeKeys(t) // what they say, and in which languages, the room notify sees to
	seen := 0
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") || name == "perms.go" || name == "jobs.go" || name == "service_import.go" || name == "keep/keep.go" || name == "consent.go" || strings.HasPrefix(name, "keep/service") { // rights, messages and entries of the trail look like keys
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keyLiteral.FindAllStringSubmatch(string(raw), -1) {
			key := m[1]
			if strings.HasSuffix(key, ".") || slices.Contains(notices, key) || key == "dossier.exported" || key == "dossier.sign-slip" { // of the trail
				continue
			}
			seen++
			for _, lang := range text.Langs {
				if !text.Has(lang, key) && !text.Has(lang, "dossier."+key) { // the end of a key
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
	for do, d := range allDeeds() {
		add("said", string(do))
		if d.ask != nil {
			add("submit", string(do))
		}
	}
	for _, o := range []Outcome{Agreed, Against, Otherwise, Recalled} {
		add("outcome", string(o))
	}
	for role := range Roles {
		add("role", role)
	}
	for _, b := range Boxes {
		add("box", string(b))
		add("desk.empty", string(b))
		add("desk.empty-hint", string(b))
	}
	for _, one := range todo {
		keys = append(keys, "desk.today."+one.key)
	}
	for _, verb := range bulkVerbs {
		keys = append(keys, "desk.bulk.do."+verb)
		if files[verb] != "" {
			keys = append(keys, "desk.bulk.file."+verb)
		}
		if verbs[verb] == nil && verb != string(Approve) { // signing leads to a page of its own
			t.Errorf("the list offers to %s many, and nothing does it", verb)
		}
	}
	for _, one := range dayLists {
		keys = append(keys, "desk.day."+one.key)
	}
	for _, s := range shortcuts {
		keys = append(keys, "desk.key."+s.what)
	}
	for _, c := range keep.Columns {
		keys = append(keys, "desk.column."+c)
	}
	for _, c := range keep.Colours {
		keys = append(keys, "desk.colour."+c)
	}
	for _, kind := range keep.Kinds {
		add("do", kind)
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

func noticeKeys(t *testing.T) []string {
	t.Helper()
	raw, err := noticeFiles.ReadFile("notice/events.json")
	if err != nil {
		t.Fatal(err)
	}
	var events map[string]json.RawMessage
	if err := json.Unmarshal(raw, &events); err != nil {
		t.Fatal(err)
	}
	return slices.Collect(maps.Keys(events))
}

func allDeeds() map[Action]deed {
	all := maps.Clone(deeds)
	maps.Copy(all, lifeDeeds)
	return all
}

func TestEveryOfficersActionCanBeDone(t *testing.T) {
	for _, st := range flow {
		if _, ok := deedOf(st.do); !ok && st.at != byApplicant && st.at != bySystem && !slices.Contains(ProgramRights, st.right) && st.from != Draft {
			t.Errorf("officers may %s, and no page does it", st.do)
		}
	}
	for do, d := range allDeeds() {
		if (d.ask == nil) != atOnce[do] {
			t.Errorf("%s: asks something %v, is done at once %v", do, d.ask != nil, atOnce[do])
		}
	}
}
