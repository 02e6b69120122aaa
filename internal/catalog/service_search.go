package catalog

import (
	"context"
	_ "embed" // everyday words
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog/finder"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Query asks for procedures in force today. Empty fields do not narrow.
type Query struct {
	Text         string // words of a name, a code, or everyday words
	Level        Level
	Field        string
	ServiceLevel ServiceLevel
	Page         int // from 1
	PerPage      int // 20 when not said
}

// Found is a page of procedures, and how many there are of each kind among all that the other
// parts of the query let through.
type Found struct {
	Items         []Summary
	Total         int
	Page, Pages   int
	Levels        []Count[Level]
	Fields        []Count[string]
	ServiceLevels []Count[ServiceLevel]
	Elsewhere     string // key of a hint: what was asked for is not done here
}

// Count is how many procedures have a value.
type Count[T any] struct {
	Value T
	N     int
}

// Summary is what a list shows of a procedure. Term and fee are those of the counter, in the first
// case.
type Summary struct {
	Procedure
	VersionID    string       `json:"version_id"`
	ServiceLevel ServiceLevel `json:"service_level"`
	HandlingUnit string       `json:"handling_unit"`
	Result       string       `json:"result,omitempty"`
	Term         term.Term    `json:"term"`
	FeeDong      *int64       `json:"fee_dong,omitempty"`
	Online       bool         `json:"online"` // can be handed in online
	sort         string
}

//go:embed everyday.json
var everydayJSON []byte

// sayings is everyday.json: what people say, and what is not done here.
type sayings struct {
	finder.Everyday
	Elsewhere []struct {
		Say  []string `json:"say"`
		Hint string   `json:"hint"`
	} `json:"elsewhere"`
}

var everyday = mustSayings(everydayJSON)

func mustSayings(raw []byte) (s sayings) {
	if err := json.Unmarshal(raw, &s); err != nil {
		panic(fmt.Sprintf("everyday.json: %v", err))
	}
	return s
}

// Search finds procedures in force today.
func (s *Service) Search(ctx context.Context, q Query) (*Found, error) {
	sh, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return sh.search(q), nil
}

func (sh *shelf) search(q Query) *Found {
	all := sh.items
	if strings.TrimSpace(q.Text) != "" {
		all = nil
		for _, hit := range sh.index.Find(q.Text) {
			all = append(all, sh.items[hit.Doc])
		}
	}
	f := &Found{Elsewhere: elsewhere(q.Text)}
	var hits []Summary
	levels, fields, online := map[Level]int{}, map[string]int{}, map[ServiceLevel]int{}
	for _, item := range all {
		inLevel := q.Level == "" || q.Level == item.Level
		inField := q.Field == "" || q.Field == item.Field
		inOnline := q.ServiceLevel == "" || q.ServiceLevel == item.ServiceLevel
		if inField && inOnline {
			levels[item.Level]++
		}
		if inLevel && inOnline {
			fields[item.Field]++
		}
		if inLevel && inField {
			online[item.ServiceLevel]++
		}
		if inLevel && inField && inOnline {
			hits = append(hits, item)
		}
	}
	f.Levels, f.ServiceLevels = counts(levels, Levels), counts(online, ServiceLevels)
	f.Fields = counts(fields, sortedFields(fields))
	f.cut(hits, q)
	return f
}

// perPage is how many procedures a page of a list shows, and the most that may be asked for.
const (
	perPage     = 20
	mostPerPage = 500
)

func (f *Found) cut(hits []Summary, q Query) {
	size := min(q.PerPage, mostPerPage)
	if size <= 0 {
		size = perPage
	}
	f.Total = len(hits)
	f.Pages = max(1, (f.Total+size-1)/size)
	f.Page = min(max(q.Page, 1), f.Pages)
	f.Items = hits[min((f.Page-1)*size, f.Total):min(f.Page*size, f.Total)]
}

func counts[T comparable](n map[T]int, order []T) []Count[T] {
	var out []Count[T]
	for _, value := range order {
		if n[value] > 0 {
			out = append(out, Count[T]{value, n[value]})
		}
	}
	return out
}

func sortedFields(n map[string]int) []string {
	var names []string
	for name := range n {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(text.Fold(a)+a, text.Fold(b)+b) })
	return names
}

// elsewhere returns the key of a hint when people ask for what another authority does.
func elsewhere(query string) string {
	for _, e := range everyday.Elsewhere {
		for _, phrase := range e.Say {
			if finder.Says(query, phrase) {
				return "catalog.elsewhere." + e.Hint
			}
		}
	}
	return ""
}
