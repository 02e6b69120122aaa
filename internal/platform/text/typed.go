package text

import (
	"regexp"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

var dateTyped = regexp.MustCompile(`^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$|^(\d{2})(\d{2})(\d{4})$`)

// earliest bounds what is taken for a day in somebody's life.
const earliest = "1850-01-01"

// TypedDate reads 5/3/1950, 05031950 or 1950-03-05; what is none of them comes back as it is, and ok is false.
func TypedDate(s string) (day clock.Date, ok bool) {
	iso := s
	if m := dateTyped.FindStringSubmatch(s); m != nil {
		two := func(s string) string { return ("0" + s)[len(s)-1:] }
		iso = m[3] + m[6] + "-" + two(m[2]+m[5]) + "-" + two(m[1]+m[4])
	}
	day, err := clock.ParseDate(iso)
	if err != nil || day < earliest {
		return clock.Date(s), false
	}
	return day, true
}
