package notify

import "time"

// Settings bound what leaves the house. The zero value means the defaults.
type Settings struct {
	QuietFrom   int           // hour of the evening after which nothing leaves but what is urgent
	QuietTo     int           // hour of the morning at which it leaves
	PerDay      int           // letters to one person over one channel in a day; more leave later
	ForgetAfter time.Duration // letters and addresses are emptied this long after they were told
	KeepFor     time.Duration // lines of an inbox are deleted after this long
}

const day = 24 * time.Hour

var defaults = Settings{QuietFrom: 21, QuietTo: 7, PerDay: 30, ForgetAfter: 30 * day, KeepFor: 800 * day}

func (s Settings) orDefault() Settings {
	if s.QuietFrom == 0 && s.QuietTo == 0 {
		s.QuietFrom, s.QuietTo = defaults.QuietFrom, defaults.QuietTo
	}
	if s.PerDay == 0 {
		s.PerDay = defaults.PerDay
	}
	if s.ForgetAfter == 0 {
		s.ForgetAfter = defaults.ForgetAfter
	}
	if s.KeepFor == 0 {
		s.KeepFor = defaults.KeepFor
	}
	return s
}
