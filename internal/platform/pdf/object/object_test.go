package object_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

func letter(t testing.TB) []byte {
	t.Helper()
	raw, err := pdf.Render(context.Background(), pdf.Paper{HTML: "<h1>Quyết định</h1><p>Điều 1.</p>", Title: "Quyết định số 1"})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// rewritten is a file as qpdf writes it anew with the options.
func rewritten(t *testing.T, raw []byte, options ...string) []byte {
	t.Helper()
	from, to := filepath.Join(t.TempDir(), "a.pdf"), filepath.Join(t.TempDir(), "b.pdf")
	if err := os.WriteFile(from, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", append(options, from, to)...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf (tools/setup.sh test installs it): %v\n%s", err, out)
	}
	raw, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// seen is what a reader sees of a file: its title, and what is drawn on its pages.
func seen(t *testing.T, raw []byte) string {
	t.Helper()
	f, err := object.Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	v := f.Latest()
	pages := v.Dict(v.Root()["Pages"])
	out := object.Words(v.Resolve(v.Dict(v.Trailer()["Info"])["Title"]))
	for _, p := range v.Array(pages["Kids"]) {
		out += fmt.Sprintf("\n%s", v.Unpack(v.Dict(p)["Contents"]))
	}
	if f.Err != nil {
		t.Fatal(f.Err)
	}
	return out
}

// However a file is written, it says the same: tables or streams of positions, objects packed or not, put in order for
// slow lines.
func TestFilesOfEveryFormSayTheSame(t *testing.T) {
	raw := letter(t)
	want := seen(t, raw)
	if !strings.Contains(want, "Quyết định số 1") || len(want) < 100 {
		t.Fatalf("the letter says %q", want)
	}
	for name, options := range map[string][]string{
		"tables":                   {"--object-streams=disable"},
		"streams":                  {"--object-streams=generate"},
		"streams, in order":        {"--object-streams=generate", "--linearize"},
		"tables, in order":         {"--object-streams=disable", "--linearize"},
		"streams, nothing packed":  {"--object-streams=generate", "--stream-data=uncompress"},
		"streams, packed by lines": {"--object-streams=generate", "--recompress-flate", "--compression-level=1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := seen(t, rewritten(t, raw, options...)); got != want {
				t.Errorf("it says %.200q, wanted %.200q", got, want)
			}
		})
	}
}

func TestAnEncryptedFileIsSaidToBeOne(t *testing.T) {
	if _, err := object.Open(rewritten(t, letter(t), "--encrypt", "", "x", "256", "--")); !errors.Is(err, object.ErrEncrypted) {
		t.Errorf("%v", err)
	}
}

// packed is a stream that unfolds to n zeros.
func packed(n int) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for ; n > 0; n -= len(zeros) {
		_, _ = z.Write(zeros[:min(n, len(zeros))])
	}
	_ = z.Close()
	return b.Bytes()
}

// file writes objects one after another, a table, and a trailer.
func file(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// walk goes through everything that the trailer leads to, each object once.
func walk(v object.View, o any, been map[object.Ref]bool) {
	if r, ok := o.(object.Ref); ok {
		if been[r] {
			return
		}
		been[r] = true
	}
	switch x := v.Resolve(o).(type) {
	case object.Dict:
		for _, e := range x {
			walk(v, e, been)
		}
	case object.Array:
		for _, e := range x {
			walk(v, e, been)
		}
	case object.Stream:
		v.Unpack(x)
		walk(v, x.Dict, been)
	}
}

// Hostile files end in an error of a kind, not in a reader that runs on.
func TestHostileFilesEndInAnError(t *testing.T) {
	loop := file("", "<</Type/Catalog/Pages 2 0 R>>", "<</Kids[]>>")
	start := bytes.LastIndex(loop, []byte("xref\n0"))
	loop = bytes.Replace(loop, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R/Prev %d", start), 1)
	bomb := packed(80 << 20)
	for name, c := range map[string]struct {
		raw  []byte
		want error // nil: it may be read, and must end
	}{
		"nothing":                   {nil, object.ErrBroken},
		"a word":                    {[]byte("%PDF-1.7\nhello"), object.ErrBroken},
		"tables in a circle":        {loop, object.ErrBroken},
		"a table that lies":         {bytes.Replace(file("", "<</Type/Catalog>>"), []byte("0 2\n"), []byte("0 99999999\n"), 1), nil},
		"a start behind the end":    {renumbered(file("", "<</Type/Catalog>>"), "startxref\n", "999999999"), object.ErrBroken},
		"references in a circle":    {file("", "<</Type/Catalog/Pages 2 0 R>>", "3 0 R", "2 0 R"), object.ErrBroken},
		"arrays in arrays":          {file("", "<</Type/Catalog/Pages "+strings.Repeat("[", 100_000)+">>"), nil},
		"a stream that unfolds":     {file("", "<</Type/Catalog/Pages 2 0 R>>", fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", len(bomb), bomb)), object.ErrTooMuch},
		"a length that is a circle": {file("", "<</Type/Catalog/Pages 2 0 R>>", "<</Length 2 0 R>>stream\nx\nendstream"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := object.Open(c.raw)
			if err == nil {
				walk(f.Latest(), f.Latest().Trailer(), map[object.Ref]bool{})
				err = f.Err
			}
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%v, wanted %v", err, c.want)
			}
		})
	}
}

// renumbered puts a number behind a word in the place of the one that stands there.
func renumbered(raw []byte, word, number string) []byte {
	at := bytes.LastIndex(raw, []byte(word)) + len(word)
	end := at + bytes.IndexByte(raw[at:], '\n')
	return append(append(bytes.Clone(raw[:at]), number...), raw[end:]...)
}

// FuzzOpen reads whatever comes and goes through all of it.
func FuzzOpen(f *testing.F) {
	f.Add(letter(f))
	f.Add(file("", "<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]/Count 1>>", "<</Type/Page/Contents 4 0 R>>", "<</Length 3>>stream\nq Q\nendstream"))
	f.Add([]byte("%PDF-1.5\n1 0 obj<</Type/XRef/W[1 2 1]/Size 2/Length 8/Index[0 2]>>stream\n\x01\x00\x09\x00\x01\x00\x09\x00\nendstream\nendobj\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := object.Open(raw)
		if err != nil {
			return
		}
		for i := range file.Revisions {
			v := file.At(i)
			walk(v, v.Trailer(), map[object.Ref]bool{})
		}
	})
}
