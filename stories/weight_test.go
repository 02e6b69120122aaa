package stories

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestWeighCountsWhatIsSentOnce(t *testing.T) {
	long := strings.Repeat("/* nhà sàn */", 400)
	texts := map[string]string{
		"/": `<!doctype html><link rel="stylesheet" href="a.css"><link rel=icon href=i.svg><script src="/m.js" type="module"></script>
			<script src=m.js></script><img src="p.png">` + "<!--" + long + "-->",
		"/a.css": `@import url("b.css");` + long,
		"/b.css": long,
		"/m.js":  `import {x} from "./n.js"; import "/o.js";` + long,
		"/n.js":  `export * from './n.js'; const y = "import 'z.js'";`,
		"/o.js":  `1`,
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := texts[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case strings.HasSuffix(r.URL.Path, ".css"):
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write([]byte(text))
			_ = z.Close()
		default:
			w.Header().Set("Content-Encoding", "br")
			z := brotli.NewWriter(w)
			_, _ = z.Write([]byte(text))
			_ = z.Close()
		}
	}))
	defer s.Close()
	w, err := Weigh(s.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range w {
		names = append(names, p.Kind+strings.TrimPrefix(p.URL, s.URL))
		if p.Bytes == 0 || p.Bytes > len(long)/2 {
			t.Errorf("%s weighs %d bytes: not what was sent", p.URL, p.Bytes)
		}
	}
	if got, want := strings.Join(names, " "), "html/ css/a.css js/m.js css/b.css js/n.js js/o.js"; got != want {
		t.Errorf("loaded %s\n  want %s", got, want)
	}
	if w.Bytes() < 100 || !strings.Contains(w.String(), "/o.js") {
		t.Errorf("the sum reads %s", w)
	}
}

func TestWeighFailsOnAMissingPart(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(`<script src="/gone.js"></script>`))
	}))
	defer s.Close()
	if _, err := Weigh(s.URL); err == nil || !strings.Contains(err.Error(), "/gone.js answered 404") {
		t.Errorf("came back with %v, want that /gone.js is missing", err)
	}
}
