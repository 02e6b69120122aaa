package reader_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
)

func TestABundleIsTakenApart(t *testing.T) {
	got, err := reader.Split([]byte("\x00\x01a\x00\x02bc"), 2)
	if err != nil || len(got) != 2 || string(got[1]) != "bc" {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"\x00", "\x00\x05a", "\x00\x01a"} {
		if _, err := reader.Split([]byte(bad), 2); err == nil {
			t.Errorf("%q was taken for two entries", bad)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x02bc"), 2)
	f.Add([]byte("\xff\xff"), 1)
	f.Fuzz(func(t *testing.T, raw []byte, n int) {
		got, err := reader.Split(raw, min(max(n, 0), 256))
		size := 0
		for _, e := range got {
			size += 2 + len(e)
		}
		if err == nil && size != len(raw) {
			t.Errorf("%d bytes became %d", len(raw), size)
		}
	})
}

func FuzzParseStand(f *testing.F) {
	f.Add("x.example/so-cai\n3\nvIcHKdBkFpinCyFujah79+NxsxawX4LndUSuTxtcxPk=\n")
	f.Add("x\n03\n=\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := reader.ParseStand(text)
		if err == nil && (s.Size < 0 || s.Origin == "" || !strings.HasPrefix(text, s.Origin+"\n")) {
			t.Errorf("%q was read as %+v", text, s)
		}
	})
}

func TestACopyIsKept(t *testing.T) {
	house := httptest.NewServer(http.StripPrefix("/so-cai/", http.FileServerFS(os.DirFS(served(t)))))
	defer house.Close()
	ctx, at := context.Background(), t.TempDir()
	kept := reader.Kept{Source: reader.Lies(house.URL + "/so-cai/"), Folder: at}
	if got, err := kept.Get(ctx, "tile/0/000"); err != nil || string(got) != "x" {
		t.Fatalf("%q, %v", got, err)
	}
	if got, err := reader.Lies(at).Get(ctx, "tile/0/000"); err != nil || string(got) != "x" {
		t.Errorf("the copy says %q, %v", got, err)
	}
	for _, src := range []reader.Source{kept, reader.Lies(at)} {
		if _, err := src.Get(ctx, "tile/0/001"); !errors.Is(err, reader.ErrNotThere) {
			t.Errorf("of a path that is not there was said %v", err)
		}
	}
}

func served(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "tile", "0"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tile", "0", "000"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}
