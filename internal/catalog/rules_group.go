package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// groupLimit is how often a group can be filled in where the form sets no limit.
const groupLimit = 50

// rowPrefix begins the names of the values of a row of a group: "child.2." before "name". Rows
// count from 1.
func rowPrefix(group string, row int) string { return group + "." + strconv.Itoa(row) + "." }

// Row returns the fields of a row of a group under the names their values have: "child.2.name". What
// their conditions and bounds name in the same row is named so too.
func (f Field) Row(row int) []Field {
	prefix := rowPrefix(f.Name, row)
	own := func(name string) string {
		if slices.ContainsFunc(f.Fields, func(one Field) bool { return one.Name == name }) {
			return prefix + name
		}
		return name
	}
	out := make([]Field, len(f.Fields))
	for i, one := range f.Fields {
		one.Name = prefix + one.Name
		one.ShowIf = namingBy(own, one.ShowIf)
		one.Rules.RequiredIf = namingBy(own, one.Rules.RequiredIf)
		one.Rules.RequiredUnless = own(one.Rules.RequiredUnless)
		one.Rules.Min, one.Rules.Max = Bound(own(string(one.Rules.Min))), Bound(own(string(one.Rules.Max)))
		out[i] = one
	}
	return out
}

// rowNamed is Row with the number of the row in every question, for where they stand apart from each
// other: errors, and what officers read.
func (f Field) rowNamed(row int) []Field {
	out := f.Row(row)
	for i := range out {
		out[i].LabelVi = fmt.Sprintf("%s %d: %s", f.LabelVi, row, out[i].LabelVi)
		if f.LabelEn != "" && out[i].LabelEn != "" {
			out[i].LabelEn = fmt.Sprintf("%s %d: %s", f.LabelEn, row, out[i].LabelEn)
		}
	}
	return out
}

// namingBy puts another name into a condition "field=value".
func namingBy(own func(string) string, condition string) string {
	name, value, ok := strings.Cut(condition, "=")
	if !ok {
		return condition
	}
	return own(name) + "=" + value
}

// Rows tells how many rows of a group were filled in: up to the last one that has a value.
func (v Values) Rows(group string) int {
	last := 0
	for name, values := range v {
		rest, ok := strings.CutPrefix(name, group+".")
		if !ok || len(values) == 0 {
			continue
		}
		number, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); err == nil && n <= groupLimit && strconv.Itoa(n) == number {
			last = max(last, n)
		}
	}
	return last
}

// RowsShown is how many rows of a group a page has to offer: what is filled in, and as many as must
// be, one at least.
func (f Field) RowsShown(values Values) int { return max(values.Rows(f.Name), f.Rules.MinRows, 1) }

// MostRows is how often a group can be filled in.
func (f Field) MostRows() int {
	if f.Rules.MaxRows > 0 {
		return min(f.Rules.MaxRows, groupLimit)
	}
	return groupLimit
}

// tidyGroup keeps the rows that have a value, numbered anew without gaps.
func (v Values) tidyGroup(f Field, typed Values, outside Values) {
	row := 1
	for n := 1; n <= typed.Rows(f.Name); n++ {
		kept := tidy(f.Row(n), typed, outside)
		if len(kept) == 0 {
			continue
		}
		for name, values := range kept {
			v[rowPrefix(f.Name, row)+strings.TrimPrefix(name, rowPrefix(f.Name, n))] = values
		}
		row++
	}
}

// group checks each row for itself. A form that wants the group wants one row at least.
func (s *sheet) group(f Field) {
	rows, least := s.values.Rows(f.Name), f.Rules.MinRows
	if s.required(f) {
		least = max(least, 1)
	}
	switch {
	case rows < least:
		s.fail(f, "rows", "n", least)
	case rows > f.MostRows():
		s.fail(f, "too-many-rows", "n", f.MostRows())
	}
	for n := 1; n <= min(rows, f.MostRows()); n++ {
		fields := f.rowNamed(n)
		in := sheet{fields: append(slices.Clone(s.fields), fields...), values: s.values, env: s.env}
		for _, one := range fields {
			in.check(one)
		}
		s.found = append(s.found, in.found...)
	}
}
