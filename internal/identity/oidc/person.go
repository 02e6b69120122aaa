package oidc

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Person is who the provider says came back. Facts it does not tell are empty.
type Person struct {
	Subject        string // the provider's key of the person
	Name           string
	PersonalNumber string
	BornOn         clock.Date
	Phone          string // +84…
	Email          string
	Level          string // of the identification account
}

// incomplete tells whether a fact that the provider can tell is missing.
func (c Claims) incomplete(said map[string]json.RawMessage) bool {
	for _, name := range []string{c.Name, c.Number, c.Birth, c.Phone, c.Email} {
		if _, ok := said[name]; name != "" && !ok {
			return true
		}
	}
	return false
}

// person reads the claims. A person without a name, or with a personal number that is none, cannot
// be served; a phone or date that does not read is left out, because the form asks for it anyway.
func (c Claims) person(subject string, said map[string]json.RawMessage) (Person, error) {
	if c.Kind != "" && value(said, c.Kind) != c.Citizen {
		return Person{}, fault.New(fault.Forbidden, "identity.provider.not-a-person")
	}
	p := Person{Subject: subject, Name: text.Clean(value(said, c.Name)), Level: value(said, c.Level)}
	if p.Level == "" {
		p.Level = c.Silent
	}
	if subject == "" || p.Name == "" {
		return Person{}, fault.New(fault.Conflict, "identity.provider.incomplete")
	}
	if n := value(said, c.Number); n != "" {
		if _, ok := check.PersonalID(n); !ok {
			return Person{}, fault.New(fault.Conflict, "identity.provider.incomplete")
		}
		p.PersonalNumber = check.Bare(n)
	}
	if born, err := time.Parse(c.BirthForm, value(said, c.Birth)); err == nil && c.Birth != "" {
		p.BornOn = clock.Date(born.Format(time.DateOnly))
	}
	p.Phone = check.E164(value(said, c.Phone))
	if email := strings.ToLower(strings.TrimSpace(value(said, c.Email))); check.Email(email) {
		p.Email = email
	}
	return p, nil
}

// value reads a claim as text; providers write the same fact as text or as a number.
func value(said map[string]json.RawMessage, name string) string {
	raw := said[name]
	if name == "" || len(raw) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}
