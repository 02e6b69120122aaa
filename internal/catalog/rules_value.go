package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// What a value may take at most where a form sets no limit of its own.
const (
	textLimit  = 500
	areaLimit  = 10_000
	partLimit  = 300 // of one part of an address
	rowsLimit  = 200
	wholeLimit = 1e15 // numbers a page can still show exactly
)

func (s *sheet) text(f Field, value string) bool {
	n, limit := utf8.RuneCountInString(value), f.Rules.MaxLength
	if limit == 0 {
		limit = textLimit
		if f.Type == TextArea {
			limit = areaLimit
		}
	}
	switch {
	case n < f.Rules.MinLength:
		return s.fail(f, "too-short", "n", f.Rules.MinLength)
	case n > limit:
		return s.fail(f, "too-long", "n", limit)
	case isTaxCode(f):
		return check.TaxCode(value) || s.fail(f, "tax-code")
	}
	return true
}

// isTaxCode tells fields that take a tax code: the files have no type for them, but name them so.
func isTaxCode(f Field) bool {
	return f.Type == Text && (f.Name == "tax_code" || strings.HasSuffix(f.Name, "_tax_code"))
}

func (s *sheet) email(f Field, value string) bool { return check.Email(value) || s.fail(f, "email") }

func (s *sheet) phone(f Field, value string) bool {
	_, ok := check.Phone(value)
	return ok || s.fail(f, "phone")
}

var decimal = regexp.MustCompile(`^-?\d{1,15}(,\d{1,6})?$`)

func (s *sheet) number(f Field, value string) bool {
	if !decimal.MatchString(value) {
		return s.fail(f, "number")
	}
	return s.between(f, value, s.showNumber)
}

func (s *sheet) money(f Field, value string) bool {
	if !wholeNumber.MatchString(value) {
		return s.fail(f, "money")
	}
	return s.between(f, value, showMoney)
}

func (s *sheet) year(f Field, value string) bool {
	year, err := strconv.Atoi(value)
	if err != nil || len(value) != 4 || year < 1850 || year > s.today().Year()+10 {
		return s.fail(f, "year")
	}
	return s.between(f, value, func(v string) any { return v })
}

var wholeNumber = regexp.MustCompile(`^\d{1,15}$`)

func (s *sheet) showNumber(v string) any {
	if s.env.Lang == text.En {
		return strings.Replace(v, ",", ".", 1)
	}
	return strings.Replace(v, ".", ",", 1)
}

func showMoney(v string) any {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return v
	}
	return n
}

// between holds a number against the bounds of its field; a bound that is not known lets it pass.
func (s *sheet) between(f Field, value string, show func(string) any) bool {
	n, _ := figure(value)
	if least, ok := figure(s.spelled(f.Rules.Min)); ok && n < least {
		return s.fail(f, "min", "min", show(s.spelled(f.Rules.Min)))
	}
	if most, ok := figure(s.spelled(f.Rules.Max)); ok && n > most {
		return s.fail(f, "max", "max", show(s.spelled(f.Rules.Max)))
	}
	return true
}

// spelled is a bound as a value: itself, or what stands in the field it names.
func (s *sheet) spelled(b Bound) string {
	if s.has(string(b)) {
		return s.values.One(string(b))
	}
	return string(b)
}

// figure reads a number as it is kept, or as the files write bounds: 12,5 or 0.1.
func figure(value string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	return n, err == nil && n > -wholeLimit && n < wholeLimit
}

func (s *sheet) has(name string) bool {
	return slices.ContainsFunc(s.fields, func(f Field) bool { return f.Name == name })
}

// patterns holds a value against the form's own expressions. Where the form brings no words of its
// own, or none in the reader's language, a plain sentence stands in.
func (s *sheet) patterns(f Field, value string) {
	r := f.Rules
	if isTaxCode(f) || r.Pattern == "" && r.NotPattern == "" {
		return
	}
	met := r.Pattern == "" || expression(r.Pattern).MatchString(value)
	forbidden := r.NotPattern != "" && expression("(?i)"+r.NotPattern).MatchString(value)
	switch {
	case met && !forbidden:
	case r.MessageVi != "" && s.env.Lang != text.En:
		s.fail(f, "own", "message", r.MessageVi)
	default:
		s.fail(f, "pattern")
	}
}

var expressions sync.Map // string → *regexp.Regexp

// expression compiles once. Patterns are checked when they come in, so a bad one is a defect.
func expression(pattern string) *regexp.Regexp {
	if re, ok := expressions.Load(pattern); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(pattern)
	expressions.Store(pattern, re)
	return re
}
