package identity

import "time"

// class is the sort of session whose limits hold.
type class int

const (
	classCitizen class = iota
	classOfficer
	classAdmin
)

func (s Settings) idle(c class) time.Duration {
	return [...]time.Duration{s.IdleCitizen, s.IdleOfficer, s.IdleAdmin}[c]
}

func (s Settings) absolute(c class) time.Duration {
	return [...]time.Duration{s.AbsoluteCitizen, s.AbsoluteOfficer, s.AbsoluteAdmin}[c]
}

// over tells why a session of class c has reached its end by now, "" when it goes on.
// law: security/level-3-baseline
func (s Settings) over(x Session, c class, now time.Time) string {
	switch {
	case now.Sub(x.CreatedAt) >= s.absolute(c):
		return EndAbsolute
	case now.Sub(x.SeenAt) >= s.idle(c):
		return EndIdle
	}
	return ""
}

// seenStep is how often a session's last request is written down: not at each one. A session may
// so end this much before its idle limit, never after it.
func (s Settings) seenStep(c class) time.Duration { return min(s.idle(c)/20, time.Minute) }

// owed is what an officer must do before anything else.
type owed string

const (
	owesNothing  owed = ""
	owesPassword owed = "password" // it was given by somebody else, or is too old
	owesCode     owed = "code"     // no second factor yet
)

func (s Settings) owes(o Officer, c class, now time.Time) owed {
	switch {
	case o.OneTime, c == classAdmin && now.Sub(o.PasswordAt) >= s.AdminPasswordAge:
		return owesPassword
	case !o.hasSecond() && !s.AllowWithoutCode:
		return owesCode
	}
	return owesNothing
}

// dormant tells whether an officer's account has been unused for too long.
func (s Settings) dormant(a Account, now time.Time) bool {
	return now.Sub(a.UnusedSinceAt) >= s.DormantAfter
}

// asksCode tells whether a second factor stands behind the password, which may then be shorter.
func (s Settings) asksCode(o Officer) bool { return o.hasSecond() || !s.AllowWithoutCode }

// hasSecond tells whether there is a second factor of any sort.
func (o Officer) hasSecond() bool { return o.HasCode || o.Passkeys > 0 }
