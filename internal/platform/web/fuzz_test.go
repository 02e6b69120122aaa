package web

import (
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// FuzzLocalPath sends people to where a link says: never to another host, whatever a browser makes of the address.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/toi", "//xau.example", `/\xau.example`, "/%2f%2fxau.example", "https://xau.example", "/a\tb", "/\t/xau.example", "javascript:alert(1)", "/a?b=//c#//d"} {
		f.Add(s)
	}
	home, _ := url.Parse("https://nhasan.test/dang-nhap")
	f.Fuzz(func(t *testing.T, s string) {
		got := LocalPath(s, "/")
		seen := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(got) // as browsers read addresses
		to, err := home.Parse(seen)
		if err != nil || to.Host != home.Host || to.Scheme != home.Scheme {
			t.Errorf("%q sends to %q: %v (%v)", s, got, to, err)
		}
	})
}

// FuzzForwardedFor says for whom a proxy asks: an address, and never one that a stranger wrote.
func FuzzForwardedFor(f *testing.F) {
	f.Add("192.0.2.7:80", "203.0.113.9, 10.0.0.2")
	f.Add("10.0.0.1:80", "203.0.113.9, x")
	f.Add("[::1]:1", ",,,")
	ours, err := ParseProxies([]string{"10.0.0.0/8"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, remote, header string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		r.Header["X-Forwarded-For"] = []string{header}
		got := cameFrom(r, ours)
		if at, err := netip.ParseAddrPort(remote); err == nil && !within(ours, at.Addr()) && got != at.Addr().Unmap().WithZone("").String() {
			t.Errorf("%s with %q counts as %s", remote, header, got)
		}
	})
}
