package stories

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed english.js
var englishJS string

// chrome are the words of our own pages in Vietnamese, those of whole sentences, whatever stands for
// their placeholders: what an English page must not say. Data are not among them.
type chrome struct {
	plain   map[string]string // words → key
	pattern map[string]*regexp.Regexp
}

// vietnamese reads the words of all rooms. What reads the same in both languages is left out.
func vietnamese(t testing.TB) chrome {
	t.Helper()
	c := chrome{plain: map[string]string{}, pattern: map[string]*regexp.Regexp{}}
	files, err := filepath.Glob("../internal/*/text/vi.json")
	for _, deeper := range []string{"../internal/*/*/text/vi.json", "../internal/*/*/*/text/vi.json"} {
		more, _ := filepath.Glob(deeper)
		files = append(files, more...)
	}
	if err != nil || len(files) < 8 {
		t.Fatalf("the words are not where they were: %v, %v", files, err)
	}
	for _, name := range files {
		vi, en := read(t, name), read(t, strings.TrimSuffix(name, "vi.json")+"en.json")
		for key, words := range vi {
			c.add(key, words, en[key])
		}
	}
	return c
}

func read(t testing.TB, name string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	if err := json.Unmarshal(raw, &words); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return words
}

var holes = regexp.MustCompile(`\{[^{}]*\}`)

func (c chrome) add(key, vi, en string) {
	words := plain(vi)
	letters := plain(holes.ReplaceAllString(vi, ""))
	switch {
	case vi == en || len([]rune(letters)) < 2:
	case letters == words:
		c.plain[words] = key
	case len([]rune(letters)) > 7: // shorter ones say little beside what they hold
		parts := holes.Split(words, -1)
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		c.pattern[key] = regexp.MustCompile("^" + strings.Join(parts, ".+") + "$")
	}
}

// of names the key whose Vietnamese words these are, "" for none.
func (c chrome) of(words string) string {
	if key := c.plain[words]; key != "" {
		return key
	}
	for key, p := range c.pattern {
		if p.MatchString(words) {
			return key
		}
	}
	return ""
}

// alsoData are words of ours that the data say too: a mother is an option of the form,
// a language is called by its own name.
var alsoData = map[string]bool{"portal.group.mother": true, "notify.lang.vi": true}

// said is what stands on a page in Vietnamese letters.
type said struct {
	Words  string `json:"words"`
	Marked bool   `json:"marked"` // as Vietnamese
	Law    bool   `json:"law"`    // whatever it says: the words of the law
}

// English reads the page as it is now: none of our own words is Vietnamese, and what is Vietnamese says so.
func (b *Browser) English(c chrome) {
	b.t.Helper()
	if lang := value[string](b, "reading the language", "document.documentElement.lang"); lang != "en" {
		b.t.Errorf("%s is in %q, want English", b.where(), lang)
	}
	for _, s := range value[[]said](b, "reading the page", strings.TrimSpace(englishJS)) {
		if key := c.of(s.Words); key != "" && !s.Law && !alsoData[key] {
			b.t.Errorf("%s says %q in Vietnamese (%s)", b.where(), s.Words, key)
		} else if !s.Marked && text.IsVietnamese(s.Words) && len(strings.Fields(s.Words)) > 1 {
			b.t.Errorf("%s does not say that this is Vietnamese: %q", b.where(), s.Words)
		}
	}
}
