package insight

import "testing"

// FuzzAddressesOfFigures reads periods and places in lists from addresses: each has one name.
func FuzzAddressesOfFigures(f *testing.F) {
	for _, s := range []string{"2023-08", "2023-Q3", "bc-2023", "2023-01-05..2023-02-28", "2023-Q0", "2023-13", "9999", "1691600000000~018f0000-0000-7000-8000-000000000001", "~", "5/8/2023"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if span, ok := ParseSpan(s); ok {
			from, to := span.Days(ReportCut)
			if span.Name() != s || to < from {
				t.Errorf("%q is %s, from %s to %s", s, span.Name(), from, to)
			}
		}
		if b, err := parseBehind(s); err == nil && s != "" {
			if again, err := parseBehind(b.String()); err != nil || again != b {
				t.Errorf("%q is %+v, and again %+v (%v)", s, b, again, err)
			}
		}
		if d, ok := typedDay(s); ok && (d < "1900-01-01" || d >= "2200-01-01") {
			t.Errorf("%q is %s", s, d)
		}
	})
}
