package number

import (
	"net/mail"
	"regexp"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

var (
	mobile   = regexp.MustCompile(`^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$`)
	landline = regexp.MustCompile(`^02\d{9}$`)
)

// ParsePhone reads a Vietnamese mobile or land line as people write it and returns it in the form
// +84…, in which it is stored. The operator is never derived from it: numbers move.
func ParsePhone(s string) (string, error) {
	s = strings.NewReplacer("(", "", ")", "").Replace(nonWord.Replace(s))
	for _, prefix := range []string{"+84", "0084"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			s = "0" + strings.TrimPrefix(rest, "0")
		}
	}
	if !mobile.MatchString(s) && !landline.MatchString(s) {
		return "", fault.New(fault.Invalid, "identity.number.phone")
	}
	return "+84" + s[1:], nil
}

// IsMobile tells whether a stored phone can take text messages.
func IsMobile(stored string) bool {
	rest, ok := strings.CutPrefix(stored, "+84")
	return ok && mobile.MatchString("0"+rest)
}

// ShowPhone writes a stored phone the way people read it aloud: 0912 345 678.
func ShowPhone(stored string) string {
	rest, ok := strings.CutPrefix(stored, "+84")
	if !ok || len(rest) < 9 {
		return stored
	}
	rest = "0" + rest
	return rest[:4] + " " + rest[4:7] + " " + rest[7:]
}

// ParseEmail reads a bare e-mail address, in lower case.
func ParseEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || !strings.Contains(s[strings.LastIndex(s, "@"):], ".") {
		return "", fault.New(fault.Invalid, "identity.number.email")
	}
	return s, nil
}
