package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/archive/sip"
)

func TestAPackageForTheArchiveIsCheckedByCommand(t *testing.T) {
	const content = "%PDF-1.7"
	sum := sha256.Sum256([]byte(content))
	p := &sip.Package{Fond: "H28", ID: "018f0000-0000-7000-8000-000000000001", Title: "2023", Made: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		Records: []sip.Record{{Code: "K7Q2M9XWDA", Files: []sip.File{{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}}}}}
	var raw bytes.Buffer
	err := sip.Build(t.Context(), &raw, p, func(context.Context, sip.File) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(raw.Bytes(), []byte(content), []byte("%PDF-1.8"), 1)
	for name, c := range map[string]struct {
		file   []byte
		status int
		says   string
	}{
		"as it was made": {raw.Bytes(), 0, "sound: urn:H28:uuid:018f0000-0000-7000-8000-000000000001, 3 files"},
		"a byte changed": {changed, 1, "nhasan: "},
		"not one at all": {[]byte("hello"), 1, "reading the package"},
	} {
		file := filepath.Join(t.TempDir(), "goi.zip")
		if err := os.WriteFile(file, c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if got := Main([]string{"verify", "sip", file}, &out, &out); got != c.status || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: status %d, %q", name, got, out.String())
		}
	}
}
