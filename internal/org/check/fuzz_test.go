package check

import (
	"strings"
	"testing"
)

// FuzzNumbers checks numbers and addresses of people as they are typed: none panics, and what is right is written one way.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"017195001234", "0912 345 601", "+84 912345601", "0100109106-001", "C1234567", "a@b.vn", "１２３", "\x00", "", strings.Repeat("9", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if home, ok := Phone(s); ok {
			if again, ok := Phone(home); !ok || again != home {
				t.Errorf("%q is %q, and that %q", s, home, again)
			}
			Mobile(home)
			if ShowPhone(E164(home)) == "" {
				t.Errorf("%q is shown as nothing", home)
			}
		}
		if p, ok := PersonalID(s); ok && len(Bare(s)) != 12 {
			t.Errorf("%q names %+v", s, p)
		}
		if hidden := strings.Count(Mask(s), "*") - strings.Count(s, "*"); len([]rune(s)) >= leastHidden && hidden < leastHidden && !strings.Contains(s, "*") {
			t.Errorf("of %q %d letters are hidden: %q", s, hidden, Mask(s))
		}
		OldCard(s)
		Passport(s)
		TaxCode(s)
		Email(s)
		ProcedureCode(s)
		DossierCode(s)
	})
}
