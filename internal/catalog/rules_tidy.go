package catalog

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Tidy brings typed values to the form in which they are kept: letters composed, spaces and
// thousands' dots gone, dates as 2006-01-02, capitals where the form wants them. What belongs to no
// field falls away. A value that cannot be tidied stays as typed, for the check to refuse.
func Tidy(fields []Field, typed Values) Values { return tidy(fields, typed, Values{}) }

// tidy brings the values of fields into order. Conditions look at them and at those outside.
func tidy(fields []Field, typed, outside Values) Values {
	out := Values{}
	for _, f := range fields {
		out.tidyOne(f, typed)
	}
	for _, f := range fields {
		if f.Type == Group {
			out.tidyGroup(f, typed, out.with(outside))
		}
	}
	out.dropUnasked(fields, outside)
	return out
}

// with is v and, where v says nothing, what others say.
func (v Values) with(others Values) Values {
	all := maps.Clone(others)
	maps.Copy(all, v)
	return all
}

// dropUnasked takes out the answers to questions that are not asked, until nothing changes any more:
// a question can hang on another that hangs on a third.
func (v Values) dropUnasked(fields []Field, outside Values) {
	for gone := true; gone; {
		gone = false
		for _, f := range fields {
			if f.ShowIf != "" && !f.Shown(v.with(outside)) {
				gone = v.drop(f) || gone
			}
		}
	}
}

// drop takes out the values of a field, its parts and rows too, and tells whether there were any.
func (v Values) drop(f Field) bool {
	before := len(v)
	maps.DeleteFunc(v, func(name string, _ []string) bool { return name == f.Name || strings.HasPrefix(name, f.Name+".") })
	return len(v) < before
}

// tidyOne brings the values of one field into order.
func (v Values) tidyOne(f Field, typed Values) {
	switch f.Type {
	case Group:
	case Address:
		for _, part := range f.AddressParts() {
			v.set(part, oneLine(typed.One(part)))
		}
	case Checkbox:
		if typed.Ticked(f.Name) {
			v.set(f.Name, "true")
		}
	case Table:
		v.setAll(f.Name, strings.Split(strings.Join(typed[f.Name], "\n"), "\n"))
	case MultiSelect, File:
		v.setAll(f.Name, typed[f.Name])
	default:
		v.set(f.Name, tidied(f, typed))
	}
}

func (v Values) set(name, value string) {
	if value != "" {
		v[name] = []string{value}
	}
}

// setAll keeps the values that are not empty, each on one line.
func (v Values) setAll(name string, values []string) {
	for _, value := range values {
		if value = oneLine(value); value != "" {
			v[name] = append(v[name], value)
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(text.Clean(s)), " ") }

func tidied(f Field, typed Values) string {
	value := oneLine(typed.One(f.Name))
	switch f.Type {
	case TextArea:
		return text.Clean(typed.One(f.Name))
	case DateField:
		return dateOf(f.Name, value, typed)
	case DateTime:
		return instantOf(f.Name, value, typed)
	case Number:
		return plainNumber(value)
	case Money:
		return plainMoney(value)
	case IDNumber:
		return check.Bare(value)
	case Phone:
		if home, ok := check.Phone(value); ok {
			return home
		}
	}
	return texted(f, value)
}

// Numbers are kept as Vietnamese is written, 1250,5: a dot every three digits is no decimal point,
// so 1.250 is kept as 1250, and 12.5 as 12,5.
var thousands = regexp.MustCompile(`^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$`)

func plainNumber(value string) string {
	plain := strings.ReplaceAll(value, " ", "")
	if thousands.MatchString(plain) {
		plain = strings.ReplaceAll(plain, ".", "")
	}
	if plain = strings.Replace(plain, ".", ",", 1); decimal.MatchString(plain) {
		return plain
	}
	return value
}

var (
	currency = strings.NewReplacer(" ", "", "đồng", "", "vnđ", "", "vnd", "", "đ", "")
	grouped  = regexp.MustCompile(`^\d{1,3}((\.\d{3})+|(,\d{3})+)$`)
)

func plainMoney(value string) string {
	plain := currency.Replace(strings.ToLower(value))
	if grouped.MatchString(plain) {
		plain = strings.NewReplacer(".", "", ",", "").Replace(plain)
	}
	if wholeNumber.MatchString(plain) {
		return plain
	}
	return value
}

func texted(f Field, value string) string {
	switch {
	case isTaxCode(f):
		return check.Bare(value)
	case f.Rules.Uppercase:
		return strings.ToUpper(value)
	}
	return value
}

var written = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// dateOf reads a date from one field, as 2006-01-02 or 2/1/2006, or from three: name.day,
// name.month, name.year.
func dateOf(name, value string, typed Values) string {
	if value == "" {
		day, month, year := typed.One(name+".day"), typed.One(name+".month"), typed.One(name+".year")
		if day+month+year == "" {
			return ""
		}
		value = oneLine(day) + "/" + oneLine(month) + "/" + oneLine(year)
	}
	if m := written.FindStringSubmatch(value); m != nil {
		return m[3] + "-" + two(m[2]) + "-" + two(m[1])
	}
	return value
}

func two(digits string) string { return strings.Repeat("0", 2-len(digits)) + digits }

// instantOf reads 2006-01-02T15:04, or a date as dateOf does with the time in name.time.
func instantOf(name, value string, typed Values) string {
	if value == "" {
		if value = dateOf(name, "", typed); value == "" {
			return ""
		}
		value += "T" + oneLine(typed.One(name+".time"))
	}
	for _, layout := range []string{minuteLayout, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, value); err == nil {
			return at.Format(minuteLayout)
		}
	}
	return value
}

// Defaults are the values a form begins with.
func Defaults(fields []Field) Values {
	out := Values{}
	for _, f := range fields {
		out.set(f.Name, f.Rules.Default)
	}
	return out
}
