package backlog

import (
	"strings"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// The names of the fields, as forms and guesses have them.
const (
	FieldNumber   = "number"
	FieldIssued   = "issued_on"
	FieldHolder   = "holder"
	FieldPersonal = "personal_no"
	FieldBirth    = "birth_on"
)

// Counted are the fields by which the work is measured.
var Counted = []string{FieldNumber, FieldIssued, FieldHolder, FieldPersonal, FieldBirth}

// value is a counted field as it is compared.
func (f Fields) value(name string) string {
	switch name {
	case FieldNumber:
		return strings.ToUpper(strings.ReplaceAll(f.Number, " ", ""))
	case FieldIssued:
		return string(f.IssuedOn)
	case FieldHolder:
		return strings.ToUpper(text.Clean(f.Holder))
	case FieldPersonal:
		return strings.ReplaceAll(f.PersonalNo, " ", "")
	case FieldBirth:
		return string(f.BirthOn)
	}
	return ""
}

// differs names the counted fields in which two readings of a paper differ. Upper and lower case do not count, marks do.
func differs(a, b Fields) []string {
	var out []string
	for _, name := range Counted {
		if a.value(name) != b.value(name) {
			out = append(out, name)
		}
	}
	return out
}

// wrong lists what stands against the fields of a paper.
func (f Fields) wrong(today clock.Date) []fault.Field {
	var out []fault.Field
	bad := func(when bool, name, key string) {
		if when {
			out = append(out, fault.Field{Name: name, Key: key})
		}
	}
	bad(f.Number == "", FieldNumber, "backlog.number-missing")
	bad(f.IssuedOn == "", FieldIssued, "backlog.issued-missing")
	bad(f.IssuedOn > today, FieldIssued, "backlog.issued-ahead")
	bad(f.Holder == "", FieldHolder, "backlog.holder-missing")
	_, known := check.PersonalID(f.PersonalNo)
	bad(f.PersonalNo != "" && !known && !check.OldCard(f.PersonalNo), FieldPersonal, "backlog.personal-bad")
	bad(f.BirthOn != "" && f.IssuedOn != "" && f.BirthOn > f.IssuedOn, FieldBirth, "backlog.birth-after")
	bad(f.Until != "" && f.Until < f.IssuedOn, "until", "backlog.until-before")
	return out
}
