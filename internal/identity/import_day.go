package identity

import (
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

// dayTyped reads a day as people and spreadsheets write it: 05/03/2026, 5.3.2026, 2026-03-05.
func dayTyped(s string) (clock.Date, bool) {
	for _, form := range []string{"2/1/2006", "2-1-2006", "2.1.2006", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return clock.Date(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}
