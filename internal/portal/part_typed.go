package portal

import (
	"maps"
	"net/url"
	"regexp"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
)

// typedOf reads a page's answers out of what the browser sent: values by the names the catalogue
// knows, not yet tidied.
func typedOf(form url.Values, s sheet) catalog.Values {
	out := catalog.Values{}
	for _, f := range flat(s.Fields, catalog.Values(form)) {
		if f.Type == catalog.File {
			continue
		}
		for _, name := range namesOf(f, 0) {
			if values, ok := form[name]; ok {
				out[name] = values
			}
		}
		if f.Type == catalog.DateTime && (form.Has(f.Name+".date") || form.Has(f.Name+".time")) {
			out[f.Name] = []string{instant(form.Get(f.Name+".date"), form.Get(f.Name+".time"))}
		}
	}
	return out
}

// flat puts the fields of the rows that have values in the place of groups.
func flat(fields []catalog.Field, v catalog.Values) []catalog.Field {
	var out []catalog.Field
	for _, f := range fields {
		if f.Type != catalog.Group {
			out = append(out, f)
			continue
		}
		for n := 1; n <= min(v.Rows(f.Name), f.MostRows()); n++ {
			out = append(out, f.Row(n)...)
		}
	}
	return out
}

// typedAt tells whether the browser sent anything for the field.
func typedAt(typed catalog.Values, f catalog.Field) bool {
	for name := range typed {
		if name == f.Name || strings.HasPrefix(name, f.Name+".") {
			return true
		}
	}
	return false
}

var (
	dayTyped  = regexp.MustCompile(`^\s*(\d{1,2})\D(\d{1,2})\D(\d{4})\s*$`)
	timeTyped = regexp.MustCompile(`^\s*(\d{1,2})(?:\D+(\d{1,2}))?\D*$`)
)

// instant joins a day and a time as people write them (7/8/2023, 7h30) into 2023-08-07T07:30. What
// cannot be read stays as typed, for the check to refuse.
func instant(day, hour string) string {
	d, t := dayTyped.FindStringSubmatch(day), timeTyped.FindStringSubmatch(hour)
	if d == nil || t == nil {
		return strings.TrimSpace(day + " " + hour)
	}
	if t[2] == "" {
		t[2] = "00"
	}
	return d[3] + "-" + two(d[2]) + "-" + two(d[1]) + "T" + two(t[1]) + ":" + two(t[2])
}

func two(digits string) string { return strings.Repeat("0", 2-len(digits)) + digits }

// takeOver copies an address the person said to be the same as another; a part typed all the same
// stands.
func takeOver(form url.Values, s sheet, from func(like string) map[string]string, typed catalog.Values) {
	for _, f := range s.Fields {
		like := form.Get(likeName(f.Name))
		if f.Type != catalog.Address || like == "" {
			continue
		}
		for level, value := range from(like) {
			if name := f.Name + "." + level; value != "" && strings.TrimSpace(typed.One(name)) == "" {
				typed[name] = []string{value}
			}
		}
	}
}

// addressParts are the parts of an address by their level.
func addressParts(form []catalog.Field, name string, v catalog.Values) map[string]string {
	out := map[string]string{}
	for _, f := range form {
		if f.Name == name && f.Type == catalog.Address {
			for _, part := range f.AddressParts() {
				out[strings.TrimPrefix(part, name+".")] = v.One(part)
			}
		}
	}
	return out
}

// fillIn returns the form's values with the page's answers in the place of the earlier ones.
func fillIn(saved catalog.Values, s sheet, typed catalog.Values) catalog.Values {
	out := maps.Clone(saved)
	if out == nil {
		out = catalog.Values{}
	}
	var plain []catalog.Field
	for _, f := range s.Fields {
		if f.Type == catalog.File || f.ShowIf != "" && !typedAt(typed, f) { // files come by another way; what was not asked stays
			continue
		}
		maps.DeleteFunc(out, func(name string, _ []string) bool { return name == f.Name || strings.HasPrefix(name, f.Name+".") })
		plain = append(plain, f)
	}
	maps.Copy(out, catalog.Tidy(always(plain), typed))
	return out
}

// without takes a row out of a group; those behind it move up.
func without(form []catalog.Field, v catalog.Values, row string) catalog.Values {
	out := maps.Clone(v)
	maps.DeleteFunc(out, func(name string, _ []string) bool { return strings.HasPrefix(name, row+".") })
	return catalog.Tidy(always(form), out)
}

// likeOf is the first address given before this one, when this one is still empty.
func likeOf(form []catalog.Field, f catalog.Field, v catalog.Values, label func(catalog.Field) string) *same {
	if f.Type != catalog.Address || oneLine(f, v) != "" {
		return nil
	}
	for _, other := range form {
		if other.Name == f.Name {
			return nil
		}
		if other.Type == catalog.Address && oneLine(other, v) != "" {
			return &same{From: other.Name, Label: label(other), Text: oneLine(other, v)}
		}
	}
	return nil
}
