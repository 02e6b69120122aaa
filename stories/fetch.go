package stories

import (
	"io"
	"net/http"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Fetch gets a file, such as a slip in PDF, as the person at the browser would: with their cookies.
func (b *Browser) Fetch(path string) (status int, header http.Header, body []byte) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.cookies() {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatalf("fetching %s: %v", path, err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(answer.Body); err != nil {
		b.t.Fatalf("fetching %s: %v", path, err)
	}
	return answer.StatusCode, answer.Header, body
}

// cookies are those that the browser sends to the program.
func (b *Browser) cookies() (out []*http.Cookie) {
	b.t.Helper()
	kept, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{b.base}})
	if err != nil {
		b.t.Fatalf("reading the cookies: %v", err)
	}
	for _, c := range kept.Cookies {
		out = append(out, &http.Cookie{Name: c.Name, Value: c.Value})
	}
	return out
}
