package catalog

import (
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// wrong says what is wrong with something that came in: a message key under catalog.import and
// what to put into it.
type wrong struct {
	key  string
	args []any
}

func wrongly(key string, args ...any) wrong { return wrong{key, args} }

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// checkFields says what is wrong with a form itself, so that no form that cannot be filled in is
// ever published.
func checkFields(fields []Field) []wrong {
	found := twice(fields)
	seen := map[string]FieldType{}
	for _, f := range fields {
		found = append(found, f.wrongShow(seen)...)
		seen[f.Name] = f.Type
	}
	for _, f := range fields {
		found = append(found, f.wrongs(seen)...)
		found = append(found, f.wrongGroup(seen)...)
	}
	return found
}

// twice wants each name once in a form, groups included.
func twice(fields []Field) (found []wrong) {
	seen := map[string]bool{}
	for _, f := range fields {
		for _, one := range append([]Field{f}, f.Fields...) {
			if seen[one.Name] {
				found = append(found, wrongly("field-twice", "field", one.Name))
			}
			seen[one.Name] = true
		}
	}
	return found
}

// wrongShow wants the question on which this one hangs to stand before it, so that nobody is asked
// backwards and no two hang on each other.
func (f Field) wrongShow(before map[string]FieldType) []wrong {
	name, _, ok := strings.Cut(f.ShowIf, "=")
	if f.ShowIf == "" || ok && before[name] != "" && before[name] != Group {
		return nil
	}
	return []wrong{wrongly("field-show", "field", f.Name, "value", f.ShowIf)}
}

// wrongGroup says what is wrong with a group: none in another, none without questions, no uploads.
func (f Field) wrongGroup(form map[string]FieldType) (found []wrong) {
	if f.Type != Group {
		if len(f.Fields) > 0 {
			return []wrong{wrongly("field-group", "field", f.Name)}
		}
		return nil
	}
	if len(f.Fields) == 0 || f.Rules.MaxRows > groupLimit || f.Rules.MaxRows > 0 && f.Rules.MinRows > f.MostRows() {
		found = append(found, wrongly("field-group", "field", f.Name))
	}
	inside := maps.Clone(form)
	for _, one := range f.Fields {
		if one.Type == Group || one.Type == File {
			found = append(found, wrongly("field-group-kind", "field", one.Name))
		}
		found = append(found, one.wrongShow(inside)...)
		inside[one.Name] = one.Type
	}
	for _, one := range f.Fields {
		found = append(found, one.wrongs(inside)...)
	}
	return found
}

// takesOptions are the types that are chosen from a list.
var takesOptions = map[FieldType]bool{Select: true, Radio: true, MultiSelect: true}

func (f Field) wrongs(form map[string]FieldType) (found []wrong) {
	say := func(key string, args ...any) {
		found = append(found, wrongly(key, append([]any{"field", f.Name}, args...)...))
	}
	if !fieldName.MatchString(f.Name) {
		say("field-name")
	}
	if f.LabelVi == "" {
		say("field-label")
	}
	if !knownTypes[f.Type] {
		say("field-type", "value", string(f.Type))
	}
	if takesOptions[f.Type] && len(f.Rules.Options) == 0 && f.Rules.OptionsFrom == "" {
		say("field-options")
	}
	for _, pattern := range []string{f.Rules.Pattern, f.Rules.NotPattern} {
		if _, err := regexp.Compile("(?i)" + pattern); err != nil {
			say("field-pattern", "value", pattern)
		}
	}
	for _, bound := range []Bound{f.Rules.Min, f.Rules.Max} {
		if !bound.known(form) {
			say("field-bound", "value", string(bound))
		}
	}
	if other, _, ok := strings.Cut(f.Rules.RequiredIf, "="); f.Rules.RequiredIf != "" && (!ok || form[other] == "") {
		say("field-condition", "value", f.Rules.RequiredIf)
	}
	if box := f.Rules.RequiredUnless; box != "" && form[box] != Checkbox {
		say("field-condition", "value", box)
	}
	return found
}

var knownTypes = map[FieldType]bool{
	Address: true, Checkbox: true, DateField: true, DateTime: true, Email: true, File: true, Group: true, IDNumber: true,
	Money: true, MultiSelect: true, Number: true, Phone: true, Radio: true, Select: true, Table: true,
	Text: true, TextArea: true, Year: true,
}

// known tells whether the bound can be read: a number, a date, now, today and so many days, or
// another field of the form.
func (b Bound) known(form map[string]FieldType) bool {
	_, number := strconv.ParseFloat(string(b), 64)
	_, date := clock.ParseDate(string(b))
	return b == "" || b == "now" || number == nil || date == nil || form[string(b)] != "" ||
		fromToday.MatchString(string(b))
}
