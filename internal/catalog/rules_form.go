package catalog

import (
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Env is what a form is checked against besides itself. Its zero fields are good: Monday to Friday
// are worked, lists kept elsewhere take any value, labels in messages are Vietnamese.
type Env struct {
	Now      time.Time
	Calendar *term.Calendar
	Choices  func(source string) []string // the values of a list kept elsewhere, nil when not known
	Lang     text.Lang
}

// Finding is something to say about one field.
type Finding struct {
	fault.Field
	Warning bool // worth a second look, never in the way
}

// Findings are all that is to say about a form, in the order of its fields.
type Findings []Finding

// Errors are what must be put right; fault.OnFields takes them.
func (f Findings) Errors() []fault.Field { return f.pick(false) }

// Warnings are what is worth a second look.
func (f Findings) Warnings() []fault.Field { return f.pick(true) }

func (f Findings) pick(warning bool) []fault.Field {
	var out []fault.Field
	for _, one := range f {
		if one.Warning == warning {
			out = append(out, one.Field)
		}
	}
	return out
}

// CheckForm returns all that is wrong or doubtful with the values. Values are tidied first, so what
// people type is checked as it will be kept. At most one error stands on a field.
func CheckForm(fields []Field, values Values, env Env) Findings {
	s := &sheet{fields: fields, values: Tidy(fields, values), env: env}
	for _, f := range fields {
		s.check(f)
	}
	return s.found
}

// sheet is a form being checked.
type sheet struct {
	fields []Field
	values Values
	env    Env
	found  Findings
}

// checks are the rules of each type, for a value that is there.
var checks = map[FieldType]func(*sheet, Field, string) bool{
	Email: (*sheet).email, Phone: (*sheet).phone, IDNumber: (*sheet).idNumber,
	DateField: (*sheet).date, DateTime: (*sheet).dateTime, Year: (*sheet).year,
	Number: (*sheet).number, Money: (*sheet).money,
	Select: (*sheet).option, Radio: (*sheet).option,
	Text: (*sheet).text, TextArea: (*sheet).text,
}

// check takes the kinds of fields apart: those with several values, and those with one.
func (s *sheet) check(f Field) {
	if !f.Shown(s.values) {
		return
	}
	switch f.Type {
	case Group:
		s.group(f)
	case Address:
		s.address(f)
	case Checkbox:
		if f.Rules.MustBeTrue && !s.values.Ticked(f.Name) {
			s.fail(f, "tick")
		}
	case Table:
		s.rows(f)
	case MultiSelect:
		s.options(f)
	default:
		s.single(f)
	}
}

func (s *sheet) single(f Field) {
	value := s.values.One(f.Name)
	if value == "" {
		if s.required(f) {
			s.fail(f, missing(f.Type))
		}
		return
	}
	if check := checks[f.Type]; check == nil || check(s, f, value) {
		s.patterns(f, value)
	}
}

// missing is what to say when nothing was given: type it, or choose it.
func missing(t FieldType) string {
	switch t {
	case Select, Radio, MultiSelect:
		return "choose"
	case File:
		return "attach"
	}
	return "required"
}

// required tells whether the field must be filled in: always, when another field has a value, or
// unless a checkbox is ticked.
func (s *sheet) required(f Field) bool {
	if other, value, ok := strings.Cut(f.Rules.RequiredIf, "="); ok {
		return s.values.Has(other, value)
	}
	if box := f.Rules.RequiredUnless; box != "" {
		return !s.values.Ticked(box)
	}
	return f.Required
}

// fail notes an error and returns false, for rules that end with it.
func (s *sheet) fail(f Field, key string, args ...any) bool {
	s.failOn(f.Name, f, key, args...)
	return false
}

func (s *sheet) failOn(name string, f Field, key string, args ...any) {
	s.found = append(s.found, Finding{Field: s.finding(name, f, key, args)})
}

func (s *sheet) warn(f Field, key string, args ...any) {
	s.found = append(s.found, Finding{Field: s.finding(f.Name, f, key, args), Warning: true})
}

func (s *sheet) finding(name string, f Field, key string, args []any) fault.Field {
	args = append([]any{"field", f.Label(s.env.Lang)}, args...)
	return fault.Field{Name: name, Key: "catalog.form." + key, Args: fault.Args(args...)}
}

func (s *sheet) today() clock.Date { return clock.DateOf(s.env.Now) }
