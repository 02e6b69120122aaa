package blob

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// pdfOf is a PDF with one more object in it.
func pdfOf(object string) []byte {
	return []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction 2 0 R>>endobj\n2 0 obj" + object + "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}

// packed is an object stream that holds the words.
func packed(words string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(words))
	z.Close()
	return fmt.Sprintf("<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream ", b.Len(), b.String())
}

// bomb is a Word file whose one further part unfolds to so many megabytes of nothing.
func bomb(t *testing.T, megabytes int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.Create("word/document.xml")
	w, err := z.Create("word/media/image1.bmp")
	if err != nil {
		t.Fatal(err)
	}
	for range megabytes {
		w.Write(make([]byte, 1<<20))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wideJPEG says in its head that it is 50,000 pixels wide and high.
func wideJPEG(t *testing.T) []byte {
	plain := jpegWith(t)
	at := bytes.Index(plain, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(plain[at+5:], 50_000)
	binary.BigEndian.PutUint16(plain[at+7:], 50_000)
	return plain
}

// TestHostileFilesAreRefusedOrMadeHarmless puts into the store what an attacker sends.
func TestHostileFilesAreRefusedOrMadeHarmless(t *testing.T) {
	script := "<script>alert(1)</script>"
	for name, c := range map[string]struct {
		content []byte
		refused string // the key of the sentence
	}{
		"pdf with script":                        {pdfOf("<</S/JavaScript/JS(app.alert\\(1\\))>>"), "blob.pdf-active"},
		"pdf with script by another spelling":    {pdfOf("<</S/J#61vaScr#69pt/JS(app.alert\\(1\\))>>"), "blob.pdf-active"},
		"pdf with script in a packed object":     {pdfOf(packed("2 0 <</S/JavaScript/JS(x)>>")), "blob.pdf-active"},
		"pdf that unfolds without end":           {pdfOf(packed(strings.Repeat(" ", mostUnpacked+1))), "blob.pdf-active"},
		"pdf that starts a program":              {pdfOf("<</S/Launch/F(cmd.exe)>>"), "blob.pdf-active"},
		"pdf with a file inside":                 {pdfOf("<</Type/EmbeddedFile/Length 0>>stream\n\nendstream "), "blob.pdf-active"},
		"pdf with a film":                        {pdfOf("<</Subtype/RichMedia>>"), "blob.pdf-active"},
		"pdf behind a page":                      {[]byte(script + pdfText), "blob.type-not-allowed"},
		"pdf before a page":                      {[]byte(pdfText + script), ""}, // sent as a PDF, and browsers may not guess
		"plain pdf with a packed object":         {pdfOf(packed("2 0 <</Type/Page>>")), ""},
		"word file that unfolds without end":     {bomb(t, 257), "blob.unfolds"},
		"word file of a usual size":              {bomb(t, 3), ""},
		"word file with a part outside of it":    {zipOf(t, "word/document.xml", "../../x"), "blob.type-not-allowed"},
		"word file with a part on a disk":        {zipOf(t, "word/document.xml", `C:\x`), "blob.type-not-allowed"},
		"photograph of 50,000 × 50,000":          {wideJPEG(t), "blob.image-too-big"},
		"picture of 100,000 × 100,000":           {hugePNG(), "blob.image-too-big"},
		"drawing with script":                    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg">` + script + `</svg>`), "blob.type-not-allowed"},
		"photoshop file of many layers":          {append([]byte("8BPS\x00\x01"), make([]byte, 100)...), "blob.type-not-allowed"},
		"tiff of many pages":                     {append([]byte("II*\x00\x08\x00\x00\x00"), make([]byte, 100)...), "blob.type-not-allowed"},
		"photograph with script in its remarks":  {jpegWith(t, segmentOf(mCOM, "*/alert(1)//"+script)), ""},
		"photograph with a page behind its end":  {append(jpegWith(t), script...), ""},
		"picture with an animation of ten pages": {pngWith(t, "acTL", "\x00\x00\x00\x0a\x00\x00\x00\x00", "tEXt", "a\x00"+script), ""},
		"the test file of scanners, as it is":    {[]byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}` + `$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`), "blob.type-not-allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := openStore(t)
			ref, err := s.Put(t.Context(), bytes.NewReader(c.content), 0)
			if c.refused != "" {
				wantFault(t, err, fault.Invalid, c.refused)
				if left := filesIn(t, dir); len(left) > 0 {
					t.Errorf("kept: %v", left)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if kept := read(t, s, ref); ref.IsImage() && (strings.Contains(kept, "script") || strings.Contains(kept, "acTL")) {
				t.Error("what is active was kept in a picture")
			}
		})
	}
}

func FuzzActivePDF(f *testing.F) {
	f.Add(pdfOf("<</S/J#61vaScript>>"))
	f.Add(pdfOf(packed("2 0 <</S/Launch>>")))
	f.Fuzz(func(_ *testing.T, in []byte) { _ = checkActive(bytes.NewReader(in), int64(len(in)), PDF) })
}
