package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"testing"

	"github.com/nha-san/nhasan/demo"
)

// TestTheFileIsWhatTheProgramDraws holds the committed history against what is drawn now. The numbers of
// what the demonstration receives by itself are those of the flags' defaults.
func TestTheFileIsWhatTheProgramDraws(t *testing.T) {
	want, err := write(defaultLaid, defaultOnline)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := fs.ReadFile(demo.Files, "history.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("demo/history.csv.gz (%d bytes, %v) is not what is drawn (%d bytes): go run ./tools/history", len(got), err, len(want))
	}
}
