package oidc

import (
	"encoding/json"
	"testing"
)

// FuzzClaims reads what a provider says of a person: nobody comes in without a key and a name, or with a number that is none.
func FuzzClaims(f *testing.F) {
	for _, s := range []string{`{"name":"Bùi Thị Lan","sub":"x"}`, `{"name":1,"birthdate":"31/02/2000"}`, `{"name":{"a":[]},"phone_number":"+84"}`, `{}`} {
		f.Add("subject", []byte(s))
	}
	f.Fuzz(func(t *testing.T, subject string, raw []byte) {
		var said map[string]json.RawMessage
		if json.Unmarshal(raw, &said) != nil {
			return
		}
		for _, c := range []Claims{VNeID, Standard} {
			c.incomplete(said)
			p, err := c.person(subject, said)
			if err == nil && (p.Subject == "" || p.Name == "" || p.PersonalNumber != "" && len(p.PersonalNumber) != 12) {
				t.Errorf("%s is %+v", raw, p)
			}
		}
	})
}
