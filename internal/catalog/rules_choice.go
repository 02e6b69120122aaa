package catalog

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

func (s *sheet) option(f Field, value string) bool {
	options := s.choices(f)
	return len(options) == 0 || slices.Contains(options, value) || s.fail(f, "choose")
}

// choices are the values a field can take; none when any is good.
func (s *sheet) choices(f Field) []string {
	if f.Rules.OptionsFrom != "" && s.env.Choices != nil {
		return s.env.Choices(f.Rules.OptionsFrom)
	}
	return f.Rules.Options
}

func (s *sheet) options(f Field) {
	if len(s.values[f.Name]) == 0 && s.required(f) {
		s.fail(f, "choose")
	}
	for _, value := range s.values[f.Name] {
		if !s.option(f, value) {
			return
		}
	}
}

func (s *sheet) rows(f Field) {
	rows, least := s.values[f.Name], f.Rules.MinRows
	if s.required(f) {
		least = max(least, 1)
	} else if len(rows) == 0 {
		return
	}
	switch {
	case len(rows) == 0:
		s.fail(f, "required")
	case len(rows) < least:
		s.fail(f, "rows", "n", least)
	case len(rows) > rowsLimit:
		s.fail(f, "too-many-rows", "n", rowsLimit)
	default:
		for i, row := range rows {
			if utf8.RuneCountInString(row) > textLimit {
				s.fail(f, "row-too-long", "row", i+1, "n", textLimit)
				return
			}
		}
	}
}

// address wants province and commune. The district is asked where the form has one, but an address
// written after 1 July 2025 has none; what is smaller than a commune may be left out too.
func (s *sheet) address(f Field) {
	given := false
	for _, part := range f.AddressParts() {
		given = given || s.values.One(part) != ""
	}
	if !given && !s.required(f) {
		return
	}
	for _, part := range f.AddressParts() {
		level := strings.TrimPrefix(part, f.Name+".")
		value := s.values.One(part)
		switch {
		case value == "" && (level == "province" || level == "commune"):
			s.failOn(part, f, "address-"+level)
		case utf8.RuneCountInString(value) > partLimit:
			s.failOn(part, f, "too-long", "n", partLimit)
		}
	}
}

// CheckFile returns what is wrong with a file given for the field: its ending, its size in bytes.
// What the file really is, the upload itself finds out.
func CheckFile(f Field, name string, size int64, env Env) Findings {
	s := &sheet{env: env}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if ending == "jpeg" {
		ending = "jpg"
	}
	switch {
	case len(f.Rules.Accept) > 0 && !slices.Contains(f.Rules.Accept, ending):
		s.fail(f, "file-kind", "kinds", strings.Join(f.Rules.Accept, ", "))
	case f.Rules.MaxMB > 0 && size > int64(f.Rules.MaxMB)<<20:
		s.fail(f, "file-size", "mb", fmt.Sprint(f.Rules.MaxMB))
	}
	return s.found
}
