package stories

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// Part is one file that a page loads at once.
type Part struct {
	URL   string
	Kind  string // "html", "css" or "js"
	Bytes int    // as sent over the wire
}

// Weight is what the first visit to a page loads, without fonts and images.
type Weight []Part

// Bytes returns the sum of the parts.
func (w Weight) Bytes() (sum int) {
	for _, p := range w {
		sum += p.Bytes
	}
	return sum
}

func (w Weight) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%.1f KB", float64(w.Bytes())/1024)
	for _, p := range w {
		fmt.Fprintf(&s, "\n\t%6d  %-4s  %s", p.Bytes, p.Kind, p.URL)
	}
	return s.String()
}

// Weigh loads the page at address as a browser without a cache does, and the style sheets and
// scripts that it names, and those that they import. Cookies say who the visitor is.
func Weigh(address string, cookies ...*http.Cookie) (Weight, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	var w Weight
	queue := []Part{{URL: at.String(), Kind: "html"}}
	for ; len(queue) > 0; queue = queue[1:] {
		p := queue[0]
		if slices.ContainsFunc(w, func(q Part) bool { return q.URL == p.URL }) {
			continue
		}
		text, sent, err := load(p.URL, cookies)
		if err != nil {
			return nil, err
		}
		p.Bytes = sent
		w = append(w, p)
		queue = append(queue, named(p, text)...)
	}
	return w, nil
}

// load returns the text of a file and how many bytes were sent for it.
func load(address string, cookies []*http.Cookie) (text []byte, sent int, err error) {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Accept-Encoding", "br, gzip") // set by hand, so that the client leaves the body alone
	for _, c := range cookies {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("%s answered %s", address, answer.Status)
	}
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, 0, fmt.Errorf("loading %s: %w", address, err)
	}
	text, err = unpack(raw, answer.Header.Get("Content-Encoding"))
	return text, len(raw), err
}

func unpack(raw []byte, encoding string) ([]byte, error) {
	switch encoding {
	case "":
		return raw, nil
	case "br":
		return io.ReadAll(brotli.NewReader(bytes.NewReader(raw)))
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(z)
	}
	return nil, fmt.Errorf("unknown encoding %q", encoding)
}

var (
	jsImport  = regexp.MustCompile(`(?:^|[;\s}])(?:import|export)\s*(?:[\w*{}\s,$]+\s*from\s*)?["']([^"']+)["']`)
	cssImport = regexp.MustCompile(`@import\s+(?:url\(\s*)?["']?([^"')\s;]+)`)
)

// named returns the parts that a part loads.
func named(p Part, text []byte) []Part {
	at, err := url.Parse(p.URL)
	if err != nil {
		return nil
	}
	var found []Part
	add := func(kind, ref string) {
		if u, err := at.Parse(ref); err == nil {
			found = append(found, Part{URL: u.String(), Kind: kind})
		}
	}
	switch p.Kind {
	case "html":
		namedInPage(text, add)
	case "js":
		for _, m := range jsImport.FindAllSubmatch(text, -1) {
			add("js", string(m[1]))
		}
	case "css":
		for _, m := range cssImport.FindAllSubmatch(text, -1) {
			add("css", string(m[1]))
		}
	}
	return found
}

func namedInPage(text []byte, add func(kind, ref string)) {
	for z := html.NewTokenizer(bytes.NewReader(text)); z.Next() != html.ErrorToken; {
		t := z.Token()
		a := map[string]string{}
		for _, x := range t.Attr {
			a[x.Key] = x.Val
		}
		switch {
		case t.Type != html.StartTagToken && t.Type != html.SelfClosingTagToken:
		case t.Data == "script" && a["src"] != "":
			add("js", a["src"])
		case t.Data == "link" && slices.Contains(strings.Fields(a["rel"]), "stylesheet"):
			add("css", a["href"])
		case t.Data == "link" && (a["rel"] == "modulepreload" || a["rel"] == "preload" && a["as"] == "script"):
			add("js", a["href"])
		}
	}
}
