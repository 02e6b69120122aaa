package notify

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// leavesAt is when something told at now leaves the house: at once by day, in the morning when it is
// told at night. Urgent things leave at once. Equal hours mean that there is no night.
func (s Settings) leavesAt(now time.Time, urgent bool) time.Time {
	local := now.In(clock.Zone)
	if urgent || s.QuietFrom == s.QuietTo || !s.quiet(local.Hour()) {
		return now
	}
	morning := time.Date(local.Year(), local.Month(), local.Day(), s.QuietTo, 0, 0, 0, clock.Zone)
	if !morning.After(local) {
		morning = morning.AddDate(0, 0, 1)
	}
	return clock.Whole(morning)
}

// quiet tells whether hour lies in the night, which may or may not pass midnight.
func (s Settings) quiet(hour int) bool {
	if s.QuietFrom < s.QuietTo {
		return hour >= s.QuietFrom && hour < s.QuietTo
	}
	return hour >= s.QuietFrom || hour < s.QuietTo
}
