package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed static
var static embed.FS

// kinds are the media types of our files; the machine's own table may say otherwise.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// asset is a file under /static/, in the forms in which it travels.
type asset struct {
	hash, kind string
	plain      []byte
	packed     func() map[string][]byte // encoding → bytes; packed once, when first asked for
}

var assets = sync.OnceValue(readAssets)

// Asset returns the address of a static file. It changes with the content, so that browsers may
// keep it for ever. An unknown name is a defect.
func Asset(name string) string {
	a, ok := assets()[name]
	if !ok {
		panic("ui: no static file " + name)
	}
	return "/static/" + a.hash + "/" + name
}

// Static serves /static/{hash}/{name}. A page of an older version asks for an older hash: it gets
// today's file, but must ask again next time.
func Static() http.Handler {
	files := assets()
	for _, a := range files {
		a.packed()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
		a, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r, hash == a.hash)
	})
}

func (a asset) serve(w http.ResponseWriter, r *http.Request, fresh bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if fresh {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := a.plain
	for _, encoding := range []string{"br", "gzip"} {
		if strings.Contains(r.Header.Get("Accept-Encoding"), encoding) {
			h.Set("Content-Encoding", encoding)
			body = a.packed()[encoding]
			break
		}
	}
	_, _ = w.Write(body) // the reader may have gone; a HEAD answer keeps only the head
}

func readAssets() map[string]asset {
	files := map[string]asset{}
	entries, err := static.ReadDir("static")
	if err != nil {
		panic(err) // embedded: cannot be
	}
	for _, e := range entries {
		raw, err := static.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(raw)
		files[e.Name()] = asset{
			hash:   hex.EncodeToString(sum[:6]),
			kind:   kinds[path.Ext(e.Name())],
			plain:  raw,
			packed: sync.OnceValue(func() map[string][]byte { return pack(raw) }),
		}
	}
	return files
}

// pack compresses as hard as it can: it is done once.
func pack(raw []byte) map[string][]byte {
	var br, gz bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression) // the level is a valid one
	for _, w := range []io.WriteCloser{brotli.NewWriterLevel(&br, brotli.BestCompression), zip} {
		_, _ = w.Write(raw) // into memory
		_ = w.Close()
	}
	return map[string][]byte{"br": br.Bytes(), "gzip": gz.Bytes()}
}
