package ledger

import (
	"testing"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
)

// FuzzParseTile reads addresses of tiles: each tile has one.
func FuzzParseTile(f *testing.F) {
	for _, s := range []string{"0/000", "0/x001/234", "entries/000.p/7", "7/999", "8/000", "0/000.p/256", "-1/000", "0/x000/000", "0/x999/x999/x999/x999/999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tl, err := parseTile(s)
		if err != nil {
			return
		}
		if tl.n < 0 || tl.width < 1 || tl.width > Width || reader.TilePath(tl.n, Width) == "" {
			t.Errorf("%q is %+v", s, tl)
		}
		if tl.within(0) {
			t.Errorf("%q is in an empty tree", s)
		}
	})
}

// FuzzParseWitness reads witnesses from settings.
func FuzzParseWitness(f *testing.F) {
	f.Add("example.com/w+00000000+BA== https://w.example.com/")
	f.Add(" ")
	f.Fuzz(func(t *testing.T, s string) {
		if w, err := ParseWitness(s); err == nil && (w.Key == "" || w.URL == "") {
			t.Errorf("%q is %+v", s, w)
		}
	})
}
