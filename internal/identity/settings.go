package identity

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Settings are the limits of signing in. The zero value means the defaults, which are the floor of
// the baseline for level 2 and stricter where level 3 is. law: security/level-3-baseline
type Settings struct {
	IdleOfficer     time.Duration `help:"an officer's session ends after this long without a request"`
	IdleAdmin       time.Duration `help:"the same for administrators"`
	IdleCitizen     time.Duration `help:"the same for citizens"`
	AbsoluteOfficer time.Duration `help:"an officer's session ends this long after sign-in, whatever happens"`
	AbsoluteAdmin   time.Duration `help:"the same for administrators"`
	AbsoluteCitizen time.Duration `help:"the same for citizens"`

	Tries        int           `help:"wrong passwords or codes before an account is locked"`
	AddressTries int           `help:"wrong passwords or codes from one address before it is locked; an office shares one"`
	LockFor      time.Duration `help:"how long a lock holds, and how long wrong tries are remembered"`

	PasswordWithCode int           `help:"least letters of a password when a second factor is asked too"`
	PasswordAlone    int           `help:"least letters of a password without a second factor"`
	AdminPasswordAge time.Duration `help:"administrators choose a new password after this long"`
	OneTimeFor       time.Duration `help:"a password given by an administrator works this long"`
	DormantAfter     time.Duration `help:"an officer's account unused this long is disabled"`
	AllowWithoutCode bool          `help:"officers may work without a second factor; for demonstrations"`

	TokenFor    time.Duration `help:"a program's token may be valid at most this long"`
	HashMemory  int           `help:"memory of one password hashing, in KiB"`
	HashRounds  int           `help:"rounds of one password hashing"`
	HashThreads int           `help:"threads of one password hashing"`
	HashAtOnce  int           `help:"password hashings at the same time; the others queue"`
}

const day = 24 * time.Hour

var defaults = Settings{
	IdleOfficer: 15 * time.Minute, IdleAdmin: 5 * time.Minute, IdleCitizen: 30 * time.Minute,
	AbsoluteOfficer: 12 * time.Hour, AbsoluteAdmin: 8 * time.Hour, AbsoluteCitizen: 12 * time.Hour,
	Tries: 5, AddressTries: 50, LockFor: 15 * time.Minute,
	PasswordWithCode: 8, PasswordAlone: 14,
	AdminPasswordAge: 60 * day, OneTimeFor: 3 * day, DormantAfter: 45 * day,
	TokenFor:   365 * day,
	HashMemory: 19 * 1024, HashRounds: 2, HashThreads: 1, HashAtOnce: 2,
}

// Filled returns the settings with every zero replaced by its default.
func (s Settings) Filled() Settings {
	v, d := reflect.ValueOf(&s).Elem(), reflect.ValueOf(defaults)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			v.Field(i).Set(d.Field(i))
		}
	}
	return s
}

// String prints every setting in force with what it means, one a line.
func (s Settings) String() string {
	v := reflect.ValueOf(s.Filled())
	var b strings.Builder
	for i := range v.NumField() {
		f := v.Type().Field(i)
		fmt.Fprintf(&b, "identity.%-18s %-9v # %s\n", dashed(f.Name), v.Field(i).Interface(), f.Tag.Get("help"))
	}
	return b.String()
}

// dashed writes IdleOfficer as idle-officer.
func dashed(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' && name[i-1] >= 'a' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
