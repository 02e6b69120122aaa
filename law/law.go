// Package law is the index of the provisions that the code cites: index.txt, where each key stands,
// and what it says to whom. It knows no rule; rules cite it by key.
package law

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed index.txt
var index string

// Entry is a provision of one instrument.
type Entry struct {
	Key         string
	Instrument  string // "Nghị định 61/2018/NĐ-CP"
	Article     string // "Điều 146"; empty when the text could not be read
	From, Until string // days, both included, as yyyy-mm-dd; empty is not limited, or not known
	Title       string
	Plain       string // for citizens, in Vietnamese
	English     string
}

// Sure tells whether article and reach were read in the text itself. What is not sure is never shown
// as law.
func (e Entry) Sure() bool { return e.Article != "" }

// Of returns what stands under a key, the oldest instrument first; nil for an unknown key.
func Of(key string) []Entry { return entries()[key] }

// On returns what was in force under a key on a day (yyyy-mm-dd).
func On(key, day string) (Entry, bool) {
	for _, e := range slices.Backward(Of(key)) {
		if (e.From == "" || e.From <= day) && (e.Until == "" || day <= e.Until) {
			return e, true
		}
	}
	return Entry{}, false
}

// Keys lists all keys in order.
func Keys() []string {
	var keys []string
	for key := range entries() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

var entries = sync.OnceValue(func() map[string][]Entry {
	all, err := parse(index)
	if err != nil {
		panic(err) // embedded: it is whole, or a test fails
	}
	return all
})

const unread = "[?]"

var (
	keyForm = regexp.MustCompile(`^[a-z0-9-]+/[a-z0-9.-]+$`)
	daysOf  = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$`)
)

func parse(index string) (map[string][]Entry, error) {
	out := map[string][]Entry{}
	n := 0
	for line := range strings.Lines(index) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		e, err := entryOf(line)
		if err != nil {
			return nil, fmt.Errorf("law/index.txt:%d: %w", n, err)
		}
		out[e.Key] = append(out[e.Key], e)
	}
	for key := range out {
		slices.SortStableFunc(out[key], func(a, b Entry) int { return strings.Compare(a.From, b.From) })
	}
	return out, nil
}

func entryOf(line string) (Entry, error) {
	f := strings.Split(line, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	if len(f) != 7 || slices.Contains(f, "") {
		return Entry{}, fmt.Errorf("%d parts, want 7, none empty: key | instrument | article or [?] | from..until | title | for citizens | in English", len(f))
	}
	days := daysOf.FindStringSubmatch(f[3])
	if days == nil || !keyForm.MatchString(f[0]) {
		return Entry{}, fmt.Errorf("%q is no key, or %q no days (2025-07-01..)", f[0], f[3])
	}
	e := Entry{Key: f[0], Instrument: f[1], Article: f[2], From: days[1], Until: days[2], Title: f[4], Plain: f[5], English: f[6]}
	if e.Article == unread {
		e.Article = ""
	}
	return e, nil
}
