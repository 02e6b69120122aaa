package notify

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// shortLimit bounds a short message, in characters: one with Vietnamese letters holds 70.
const shortLimit = 70

// variable is a place in a text that is filled.
var variable = regexp.MustCompile(`\{([a-z-]+)\}`)

// fill puts values into t. A short message that grows too long ends in three dots.
func (t Texts) fill(vars map[string]string) Texts {
	pairs := make([]string, 0, 2*len(vars))
	for name, value := range vars {
		pairs = append(pairs, "{"+name+"}", value)
	}
	r := strings.NewReplacer(pairs...)
	return Texts{Title: oneLine(r.Replace(t.Title)), Short: cut(oneLine(r.Replace(t.Short)), shortLimit), Body: r.Replace(t.Body)}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:limit-1]), " ,;") + "…"
}

// Plain is the short message for telephones: without marks, and with what stands for three dots.
func (t Texts) Plain() string { return strings.ReplaceAll(text.Plain(t.Short), "…", "...") }

// lacks tells which variables of the event have no value.
func (e Event) lacks(vars map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(e.Vars)) {
		if _, ok := vars[name]; !ok {
			return fmt.Errorf("notice of %s: no value for {%s}", e.Key, name)
		}
	}
	return nil
}

// faults finds what is wrong with texts for the event; prefix names the fields of the form.
func (e Event) faults(t Texts, prefix string) []fault.Field {
	var out []fault.Field
	for _, f := range []struct {
		name, value string
		limit       int
	}{{"title", t.Title, 150}, {"short", t.Short, 300}, {"body", t.Body, 5000}} {
		out = append(out, e.faultsIn(prefix+f.name, f.value, f.limit)...)
	}
	if shown := oneLine(t.fillAll(e.Vars).Short); utf8.RuneCountInString(shown) > shortLimit && len(out) == 0 {
		out = append(out, fault.Field{Name: prefix + "short", Key: "notify.short-too-long",
			Args: fault.Args("n", utf8.RuneCountInString(shown), "limit", shortLimit)})
	}
	return out
}

func (e Event) faultsIn(field, value string, limit int) []fault.Field {
	switch {
	case strings.TrimSpace(value) == "":
		return []fault.Field{{Name: field, Key: "notify.text-empty"}}
	case utf8.RuneCountInString(value) > limit:
		return []fault.Field{{Name: field, Key: "notify.text-too-long", Args: fault.Args("limit", limit)}}
	}
	for _, m := range variable.FindAllStringSubmatch(value, -1) {
		if _, ok := e.Vars[m[1]]; !ok {
			return []fault.Field{{Name: field, Key: "notify.unknown-variable", Args: fault.Args("name", m[0])}}
		}
	}
	return nil
}

// fillAll is fill without cutting anything.
func (t Texts) fillAll(vars map[string]string) Texts {
	long := t.fill(vars)
	long.Short = Texts{Title: t.Short}.fill(vars).Title
	return long
}
