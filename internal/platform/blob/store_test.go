package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func openStore(t *testing.T) (*Store, string) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	dir := filepath.Join(t.TempDir(), "files")
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if left := filesIn(t, os.Getenv("TMPDIR")); len(left) > 0 {
			t.Errorf("uploads left behind in the temporary folder: %v", left)
		}
	})
	return s, dir
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func put(t *testing.T, s *Store, content []byte) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(content), 0)
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	return ref
}

func TestAFileComesBackAsItWent(t *testing.T) {
	s, dir := openStore(t)
	ref := put(t, s, []byte(pdfText))
	if ref.Type != PDF || ref.Size != int64(len(pdfText)) || ref.Ext() != ".pdf" {
		t.Errorf("Put returned %+v", ref)
	}
	again := put(t, s, []byte(pdfText))
	if again != ref {
		t.Errorf("the same bytes are %+v, then %+v", ref, again)
	}
	want := filepath.Join(dir, ref.SHA256[:2], ref.SHA256[2:4], ref.SHA256)
	if got := filesIn(t, dir); len(got) != 1 || got[0] != want {
		t.Errorf("the store holds %v, want only %s", got, want)
	}
	if got := read(t, s, ref); got != pdfText {
		t.Errorf("came back: %q", got)
	}
	if ok, err := s.Has(t.Context(), ref); !ok || err != nil {
		t.Errorf("Has = %v, %v", ok, err)
	}
}

func read(t *testing.T, s *Store, ref Ref) string {
	t.Helper()
	f, err := s.Open(t.Context(), ref)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	defer f.Close()
	got, err := io.ReadAll(f)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	return string(got)
}

func TestTheStoreMayBeAnAddress(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), "file://"+dir+"/kho tệp")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put(t, s, []byte(pdfText))
	if got := filesIn(t, filepath.Join(dir, "kho tệp")); len(got) != 1 {
		t.Errorf("the folder of the address holds %v", got)
	}
	if _, err := Open(t.Context(), "nowhere://x"); err == nil {
		t.Error("an address of an unknown kind was opened")
	}
}

func TestKindsByContent(t *testing.T) {
	svg := `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"pdf":                    {[]byte(pdfText), PDF},
		"photograph":             {jpegWith(t), JPEG},
		"screenshot":             {pngWith(t), PNG},
		"word":                   {zipOf(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"), DOCX},
		"word, parts other way":  {zipOf(t, "docProps/app.xml", "customXml/a.xml", "word/document.xml", "_rels/.rels"), DOCX},
		"excel":                  {zipOf(t, "[Content_Types].xml", "xl/workbook.xml"), XLSX},
		"old word":               {compound(wordClass), DOC},
		"word with macros":       {zipOf(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""},
		"archive":                {zipOf(t, "anh.jpg", "giay.pdf"), ""},
		"old office, other":      {compound([]byte("0123456789abcdef")), ""},
		"svg":                    {[]byte(svg), ""},
		"html":                   {[]byte("<!doctype html><script>alert(1)</script>"), ""},
		"html that says pdf":     {[]byte("<html>%PDF-1.7"), ""},
		"text":                   {[]byte("Giấy khai sinh"), ""},
		"program":                {[]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"), ""},
		"gif":                    {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), ""},
		"archive cut short":      {zipOf(t, "word/document.xml")[:120], ""},
		"old office cut to head": {compound(wordClass)[:600], ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := openStore(t)
			ref, err := s.Put(t.Context(), bytes.NewReader(c.content), 0)
			if c.want == "" {
				wantFault(t, err, fault.Invalid, "blob.type-not-allowed")
				if left := filesIn(t, dir); len(left) > 0 {
					t.Errorf("a refused file was kept: %v", left)
				}
				return
			}
			if err != nil || ref.Type != c.want {
				t.Errorf("Put = %q, %v; want %q", ref.Type, err, c.want)
			}
		})
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	f := fault.As(err)
	if f == nil || f.Kind != kind || f.Key != key {
		t.Fatalf("error is %v, want %s %s", err, kind, key)
	}
	for _, lang := range text.Langs {
		if said := text.In(lang, f.Key); strings.HasPrefix(said, "⟦") {
			t.Errorf("no words for %s in %s", f.Key, lang)
		}
	}
}

func TestLimits(t *testing.T) {
	s, dir := openStore(t)
	exact := []byte(pdfText + strings.Repeat(" ", 1<<20-len(pdfText)))
	if _, err := s.Put(t.Context(), bytes.NewReader(exact), 1<<20); err != nil {
		t.Errorf("a file of exactly the limit: %v", err)
	}
	_, err := s.Put(t.Context(), bytes.NewReader(append(exact, ' ')), 1<<20)
	wantFault(t, err, fault.Invalid, "blob.too-large")
	if said := text.TMap(t.Context(), "blob.too-large", fault.As(err).Args); !strings.Contains(said, "1 MB") {
		t.Errorf("the sentence does not tell the limit: %s", said)
	}
	_, err = s.Put(t.Context(), strings.NewReader(""), 0)
	wantFault(t, err, fault.Invalid, "blob.empty")
	_, err = s.Put(t.Context(), bytes.NewReader(hugePNG()), 0)
	wantFault(t, err, fault.Invalid, "blob.image-too-big")
	_, err = s.Put(t.Context(), bytes.NewReader(jpegWith(t)[:300]), 0)
	wantFault(t, err, fault.Invalid, "blob.image-broken")
	if got := filesIn(t, dir); len(got) != 1 {
		t.Errorf("the store holds %d files, want the one accepted", len(got))
	}
}

func TestABrokenLineLeavesNothing(t *testing.T) {
	s, dir := openStore(t)
	cut := errors.New("the line broke")
	_, err := s.Put(t.Context(), io.MultiReader(strings.NewReader(pdfText), iotest.ErrReader(cut)), 0)
	if !errors.Is(err, cut) {
		t.Errorf("Put = %v, want %v", err, cut)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader(pdfText), 0); err == nil {
		t.Error("Put succeeded for a caller who had gone")
	}
	if left := filesIn(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDamageIsSeenAndHealed(t *testing.T) {
	s, dir := openStore(t)
	ref := put(t, s, []byte(pdfText))
	damage(t, filesIn(t, dir)[0])
	_, err := s.Open(t.Context(), ref)
	wantFault(t, err, fault.Conflict, "blob.damaged")
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("the cause of %v is not ErrDamaged", err)
	}
	if put(t, s, []byte(pdfText)); read(t, s, ref) != pdfText {
		t.Error("the same file handed in again did not replace the damaged one")
	}
}

func TestDamageOfALargeFileIsSeenAtItsEnd(t *testing.T) {
	s, dir := openStore(t)
	large := append([]byte(pdfText), make([]byte, verifyFirst)...)
	ref, err := s.Put(t.Context(), bytes.NewReader(large), 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, ref); len(got) != len(large) {
		t.Errorf("%d of %d bytes came back", len(got), len(large))
	}
	damage(t, filesIn(t, dir)[0])
	f, err := s.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err = io.Copy(io.Discard, f); !errors.Is(err, ErrDamaged) {
		t.Errorf("reading to the end gave %v, want ErrDamaged", err)
	}
}

func damage(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	s, _ := openStore(t)
	for name, sum := range map[string]string{
		"never stored":  strings.Repeat("ab", 32),
		"empty":         "",
		"a way out":     "../../../etc/passwd",
		"capitals":      strings.Repeat("AB", 32),
		"too short":     "abcd",
		"hidden parent": strings.Repeat("..", 32),
	} {
		t.Run(name, func(t *testing.T) {
			ref := Ref{SHA256: sum}
			_, err := s.Open(t.Context(), ref)
			wantFault(t, err, fault.NotFound, "blob.not-found")
			if ok, err := s.Has(t.Context(), ref); ok || err != nil {
				t.Errorf("Has = %v, %v", ok, err)
			}
		})
	}
}
