package stories

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// keepPDF lays a PDF that a story got out of the program into the folder $NHASAN_PDFS, for `make verapdf`; without it nothing is kept.
// Kind begins the name of the file: "slip", "result", "scan".
func keepPDF(t testing.TB, kind string, raw []byte) {
	t.Helper()
	dir := os.Getenv("NHASAN_PDFS")
	if dir == "" {
		return
	}
	sum := sha256.Sum256(raw)
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%x.pdf", kind, sum[:6])), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}
