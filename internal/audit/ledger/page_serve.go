package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Width is how many hashes a whole tile holds, and how many entries a whole bundle.
const Width = 256

// forever is said of what can never change.
const forever = "public, max-age=31536000, immutable"

func (l *Ledger) serveCheckpoint(w http.ResponseWriter, r *http.Request) error {
	c, err := l.Checkpoint(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "no-cache", "text/plain; charset=utf-8", []byte(c))
}

func (l *Ledger) serveWitnessed(w http.ResponseWriter, r *http.Request) error {
	c, err := l.Witnessed(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "no-cache", "text/plain; charset=utf-8", []byte(c))
}

func (l *Ledger) serveKey(w http.ResponseWriter, r *http.Request) error {
	key, err := l.VerifierKey(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "no-cache", "text/plain; charset=utf-8", []byte(key+"\n"))
}

// serveTile answers tile/<level>/<n>[.p/<width>] with hashes and tile/entries/<n>[.p/<width>] with entries.
func (l *Ledger) serveTile(w http.ResponseWriter, r *http.Request) error {
	t, err := parseTile(r.PathValue("path"))
	if err != nil {
		return fault.New(fault.NotFound, "ledger.not-found").Because(err)
	}
	tree, err := store{l.DB.Read()}.tree(r.Context())
	if err != nil {
		return err
	}
	if !t.within(tree.Size) {
		return fault.New(fault.NotFound, "ledger.not-found")
	}
	body, err := l.tile(r.Context(), t)
	if err != nil {
		return err
	}
	return plain(w, forever, "application/octet-stream", body)
}

func plain(w http.ResponseWriter, cache, kind string, body []byte) error {
	w.Header().Set("Cache-Control", cache)
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Access-Control-Allow-Origin", "*") // public, and meant to be checked from elsewhere
	_, _ = w.Write(body)
	return nil
}

// tile names a piece of the ledger.
type tile struct {
	level   int // of hashes
	n       int64
	width   int
	entries bool
}

// Tile paths of the ledger's hashes and entries, as C2SP tlog-tiles writes them.
func parseTile(path string) (t tile, err error) {
	kind, rest, ok := strings.Cut(path, "/")
	if !ok {
		return t, fmt.Errorf("%q is no tile", path)
	}
	if kind == "entries" {
		t.entries = true
	} else if t.level, err = strconv.Atoi(kind); err != nil || t.level < 0 || t.level > 7 || kind != strconv.Itoa(t.level) {
		return t, fmt.Errorf("%q is no level", kind)
	}
	t.width = Width
	if number, width, partial := strings.Cut(rest, ".p/"); partial {
		rest = number
		if t.width, err = strconv.Atoi(width); err != nil || t.width < 1 || t.width >= Width || width != strconv.Itoa(t.width) {
			return t, fmt.Errorf("%q is no width", width)
		}
	}
	parts := strings.Split(rest, "/")
	for i, p := range parts {
		digits, more := strings.CutPrefix(p, "x")
		if more == (i == len(parts)-1) || len(digits) != 3 || len(parts) > 5 {
			return t, fmt.Errorf("%q is no number of a tile", rest)
		}
		d, err := strconv.ParseUint(digits, 10, 16)
		if err != nil {
			return t, err
		}
		t.n = t.n*1000 + int64(d)
	}
	if reader.TilePath(t.n, Width) != rest {
		return t, fmt.Errorf("%q is not how tile %d is written", rest, t.n)
	}
	return t, nil
}

// within tells whether a tree of that size has the tile.
func (t tile) within(size int64) bool {
	if !t.entries {
		size >>= 8 * t.level
	}
	return t.n*Width+int64(t.width) <= size
}

func (l *Ledger) tile(ctx context.Context, t tile) ([]byte, error) {
	if t.entries {
		return l.bundle(ctx, t)
	}
	return tlog.ReadTileData(tlog.Tile{H: 8, L: t.level, N: t.n, W: t.width}, l.read(ctx))
}

// bundle is entries one after the other, each with its length in two bytes before it.
func (l *Ledger) bundle(ctx context.Context, t tile) ([]byte, error) {
	leaves, err := store{l.DB.Read()}.between(ctx, t.n*Width, t.n*Width+int64(t.width))
	if err != nil {
		return nil, err
	}
	if len(leaves) != t.width {
		return nil, fmt.Errorf("the ledger has %d of the %d leaves from %d on", len(leaves), t.width, t.n*Width)
	}
	var out []byte
	for _, leaf := range leaves {
		out = binary.BigEndian.AppendUint16(out, uint16(len(leaf.Entry)))
		out = append(out, leaf.Entry...)
	}
	return out, nil
}
