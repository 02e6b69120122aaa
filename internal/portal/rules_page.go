package portal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
)

// sheetWeight is how much one page of a form may ask: four short answers, or one long one.
const sheetWeight = 4

// sheet is a page of a form: what fits a phone's screen.
type sheet struct {
	Key    string // "phan-1", from 1
	Group  string // whose fields: "child"; empty when they are nobody's
	Fields []catalog.Field
}

// names are the names of the values that the page's fields take; of groups, as many rows as are filled in.
func (s sheet) names(v catalog.Values) []string {
	var out []string
	for _, f := range s.Fields {
		out = append(out, namesOf(f, v.Rows(f.Name))...)
	}
	return out
}

// namesOf are the names of a field's values: its own, the parts of an address, the rows of a group.
func namesOf(f catalog.Field, rows int) []string {
	switch f.Type {
	case catalog.Address:
		return append([]string{f.Name}, f.AddressParts()...)
	case catalog.Group:
		var out []string
		for n := 1; n <= min(rows, f.MostRows()); n++ {
			for _, one := range f.Row(n) {
				out = append(out, namesOf(one, 0)...)
			}
		}
		return out
	}
	return []string{f.Name}
}

// has tells whether a value belongs to the page.
func (s sheet) has(name string) bool {
	return slices.ContainsFunc(s.Fields, func(f catalog.Field) bool { return name == f.Name || strings.HasPrefix(name, f.Name+".") })
}

// takesFiles tells whether a field of the page is a file.
func (s sheet) takesFiles() bool {
	return slices.ContainsFunc(s.Fields, func(f catalog.Field) bool { return f.Type == catalog.File })
}

// sheetsOf cuts a form into pages. Fields about one person or thing stay together in the order of
// the catalogue, short ones first; what is long (an address, a table) has a page of its own. The
// same fields give the same pages for ever, because drafts remember pages by their keys.
func sheetsOf(fields []catalog.Field) []sheet {
	var out []sheet
	for _, r := range runsOf(fields) {
		out = append(out, r.sheets()...)
	}
	for i := range out {
		out[i].Key = "phan-" + strconv.Itoa(i+1)
	}
	return out
}

// run is neighbouring fields about the same person or thing.
type run struct {
	group  string
	fields []catalog.Field
}

// runsOf joins neighbours. A field that belongs to nobody goes with those before it.
func runsOf(fields []catalog.Field) []run {
	known := groups(fields)
	var out []run
	for _, f := range fields {
		g := prefix(f.Name)
		if !known[g] {
			g = ""
		}
		if n := len(out); n > 0 && (g == "" || g == out[n-1].group) {
			out[n-1].fields = append(out[n-1].fields, f)
			continue
		}
		out = append(out, run{g, []catalog.Field{f}})
	}
	return out
}

// groups are the beginnings of names that at least two fields share.
func groups(fields []catalog.Field) map[string]bool {
	count, out := map[string]int{}, map[string]bool{}
	for _, f := range fields {
		if p := prefix(f.Name); p != "" {
			count[p]++
			out[p] = count[p] > 1
		}
	}
	return out
}

// prefix is what stands before the first underscore: the child of child_birth_date.
func prefix(name string) string {
	head, _, found := strings.Cut(name, "_")
	if !found {
		return ""
	}
	return head
}

// sheets deals a run out over pages as even as it goes.
func (r run) sheets() []sheet {
	var short, long []catalog.Field
	total := 0
	for _, f := range r.fields {
		if w := weight(f); w < sheetWeight {
			short, total = append(short, f), total+w
		} else {
			long = append(long, f)
		}
	}
	var out []sheet
	if total > 0 {
		pages := (total + sheetWeight - 1) / sheetWeight
		out = r.deal(short, (total+pages-1)/pages)
	}
	for _, f := range long {
		out = append(out, sheet{Group: r.group, Fields: []catalog.Field{f}})
	}
	return out
}

func (r run) deal(fields []catalog.Field, limit int) []sheet {
	var out []sheet
	full := limit
	for _, f := range fields {
		if w := weight(f); full+w > limit {
			out, full = append(out, sheet{Group: r.group, Fields: []catalog.Field{f}}), w
		} else {
			last := &out[len(out)-1]
			last.Fields, full = append(last.Fields, f), full+w
		}
	}
	return out
}

// weight is how much a field asks of whoever holds the phone.
func weight(f catalog.Field) int {
	switch f.Type {
	case catalog.Address, catalog.Table, catalog.Group:
		return sheetWeight
	case catalog.TextArea, catalog.MultiSelect, catalog.File, catalog.DateTime:
		return 2
	}
	return 1
}
