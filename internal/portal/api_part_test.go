package portal

import (
	"net/url"
	"strconv"
	"testing"
)

func FuzzOffset(f *testing.F) {
	for _, seed := range []string{"tu=0", "tu=65536", "tu=-1", "tu=9223372036854775808", "tu=1&tu=2", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		query, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		at, err := offsetIn(query)
		if err == nil && (at < 0 || at != must(strconv.ParseInt(query.Get("tu"), 10, 64))) {
			t.Errorf("%q is read as %d", raw, at)
		}
	})
}

func FuzzAnnounced(f *testing.F) {
	f.Add("name=a.jpg&size=10&sha256=00")
	f.Add("size=1e3")
	f.Fuzz(func(t *testing.T, raw string) {
		form, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		a, err := announcedIn(form)
		if err == nil && strconv.FormatInt(a.Size, 10) != trimmed(form.Get("size")) {
			t.Errorf("%q announces %d bytes", raw, a.Size)
		}
	})
}

// trimmed writes a number as strconv does.
func trimmed(s string) string { return strconv.FormatInt(must(strconv.ParseInt(s, 10, 64)), 10) }

func must(n int64, err error) int64 {
	if err != nil {
		panic(err)
	}
	return n
}
