package legacy

import (
	"testing"
	"time"
)

// FuzzReadTime reads days as other systems write them.
func FuzzReadTime(f *testing.F) {
	for _, s := range []string{"10/08/2023", "2023-08-10T09:00:00+07:00", "45148.375", "ngày 1/8/23 8h30", "1e400", "NaN", "0/0/0", "2023-08-10T09:00+99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, order := range []Order{DayFirst, MonthFirst} {
			at, ok := ReadTime(s, order, 17*time.Hour)
			if ok && (at.Year() < 1899 || at.Year() > 3000) {
				t.Errorf("%q is %s", s, at)
			}
		}
	})
}
