package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// compressed packs pages and JSON for browsers that take it: brotli first, then gzip. A weak line
// is what most of our readers have.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &packer{ResponseWriter: w, encoding: encodingFor(r.Header.Get("Accept-Encoding"))}
		defer p.close()
		next.ServeHTTP(p, r)
	})
}

// encodingFor is the best encoding that a browser takes, "" for none.
func encodingFor(accept string) string {
	best := ""
	for one := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(one, ";")
		refused := strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") == "" && weight != ""
		switch name = strings.TrimSpace(name); {
		case refused:
		case name == "br":
			return name
		case name == "gzip":
			best = name
		}
	}
	return best
}

// packer decides at the first byte whether an answer is worth packing.
type packer struct {
	http.ResponseWriter
	encoding string
	out      resettable
	begun    bool
}

func (p *packer) WriteHeader(status int) {
	p.begin(status)
	p.ResponseWriter.WriteHeader(status)
}

func (p *packer) Write(b []byte) (int, error) {
	if !p.begun {
		p.WriteHeader(http.StatusOK)
	}
	if p.out != nil {
		return p.out.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *packer) begin(status int) {
	if p.begun {
		return
	}
	p.begun = true
	h := p.Header()
	if status == http.StatusNoContent || status == http.StatusNotModified || status == http.StatusPartialContent || status < 200 ||
		h.Get("Content-Encoding") != "" || !packable(h.Get("Content-Type")) {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	if p.encoding == "" {
		return
	}
	h.Set("Content-Encoding", p.encoding)
	h.Del("Content-Length")
	p.out = packers[p.encoding].Get().(resettable)
	p.out.Reset(p.ResponseWriter)
}

func (p *packer) close() {
	if p.out != nil {
		_ = p.out.Close()
		packers[p.encoding].Put(p.out)
	}
}

type resettable interface {
	io.WriteCloser
	Reset(io.Writer)
}

// packers are kept between answers: making the tables of one costs more than packing a page with it.
var packers = map[string]*sync.Pool{
	"br":   {New: func() any { return brotli.NewWriterOptions(io.Discard, brotli.WriterOptions{Quality: 5, LGWin: 18}) }},
	"gzip": {New: func() any { return gzip.NewWriter(io.Discard) }},
}

func packable(contentType string) bool {
	if strings.HasPrefix(contentType, "text/event-stream") {
		return false // each line is to arrive at once
	}
	return strings.HasPrefix(contentType, "text/") || strings.Contains(contentType, "json") ||
		strings.Contains(contentType, "javascript") || strings.Contains(contentType, "svg")
}
