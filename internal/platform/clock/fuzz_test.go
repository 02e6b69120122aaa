package clock

import "testing"

// FuzzParseDate reads days: what is taken stands as it was written and can be reckoned with.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2023-08-10", "2023-02-29", "0000-01-01", "9999-12-31", "2023-8-1", "", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if string(d) != s || d.AddDays(1).AddDays(-1) != d && d < "9999-12-31" && d > "0000-01-01" {
			t.Errorf("%q is %q, and a day on and back %q", s, d, d.AddDays(1).AddDays(-1))
		}
		d.Weekday()
		d.Year()
	})
}
