package check

import (
	"regexp"
	"strings"
)

var (
	mobile   = regexp.MustCompile(`^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$`)
	landline = regexp.MustCompile(`^02\d{9}$`)
	email    = regexp.MustCompile(`^[A-Za-z0-9._%+'-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$`)
)

// Phone returns the number as it is dialled at home, "0…", and whether such a number can exist,
// mobile or not. The operator cannot be told from it: numbers are ported.
func Phone(s string) (home string, ok bool) {
	home = strings.NewReplacer("(", "", ")", "").Replace(Bare(s))
	if rest, abroad := strings.CutPrefix(home, "+84"); abroad {
		home = "0" + strings.TrimPrefix(rest, "0")
	}
	return home, mobile.MatchString(home) || landline.MatchString(home)
}

// Mobile tells whether a text message can be sent to s.
func Mobile(s string) bool {
	home, _ := Phone(s)
	return mobile.MatchString(home)
}

// E164 returns the number as it is stored and sent abroad, "+84…"; "" when it is no number.
func E164(s string) string {
	home, ok := Phone(s)
	if !ok {
		return ""
	}
	return "+84" + home[1:]
}

// ShowPhone writes a stored phone, "+84…", the way people read it aloud: 0912 345 678.
func ShowPhone(stored string) string {
	rest, ok := strings.CutPrefix(stored, "+84")
	if !ok || len(rest) < 9 {
		return stored
	}
	rest = "0" + rest
	return rest[:4] + " " + rest[4:7] + " " + rest[7:]
}

// Email tells whether s has the form of an e-mail address.
func Email(s string) bool {
	local, _, _ := strings.Cut(s, "@")
	return len(s) <= 254 && len(local) <= 64 && email.MatchString(s) && !strings.Contains(s, "..")
}
