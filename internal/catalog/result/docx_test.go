package result

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// docx is a file with these parts.
func docx(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// letter is a file whose body has these paragraphs.
func letter(t testing.TB, inside string) []byte {
	t.Helper()
	return docx(t, map[string]string{"[Content_Types].xml": `<Types/>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + inside + `</w:body></w:document>`})
}

// partOf is a part of a file.
func partOf(t testing.TB, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestFieldsAreFilledInHoweverTheyAreCutIntoRuns(t *testing.T) {
	const kept = `<w:t xml:space="preserve">`
	for inside, want := range map[string]string{
		`<w:p><w:r><w:t>Ông {{chu.ho_ten}}.</w:t></w:r></w:p>`:                                               `<w:p><w:r>` + kept + `Ông An &lt;&amp;&gt;.</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t>Ông {</w:t></w:r><w:r><w:t>{chu.</w:t></w:r><w:r><w:t>ho_ten}} và</w:t></w:r></w:p>`: `<w:p><w:r>` + kept + `Ông An &lt;&amp;&gt;</w:t></w:r><w:r>` + kept + `</w:t></w:r><w:r>` + kept + ` và</w:t></w:r></w:p>`,
		`<w:p><w:t xml:space="preserve"> {{a}}</w:t></w:p>`:                                                  `<w:p>` + kept + ` một</w:t></w:p>`,
		`<w:p><w:t>x<![CDATA[{{a}}]]>{{a}}</w:t></w:p>`:                                                      `<w:p>` + kept + `xmộtmột</w:t></w:p>`,
		`<w:p><w:r><w:t>{{a}}{{a}}</w:t></w:r></w:p>`:                                                        `<w:p><w:r>` + kept + `mộtmột</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t>x {{</w:t></w:r></w:p><w:p><w:r><w:t>a}}</w:t></w:r></w:p>`:                          `<w:p><w:r><w:t>x {{</w:t></w:r></w:p><w:p><w:r><w:t>a}}</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t>&lt;{{b?}}&gt;</w:t></w:r></w:p>`:                                                    `<w:p><w:r>` + kept + `&lt;` + dots + `&gt;</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t>{{</w:t><w:p><w:r><w:t>{{a}}</w:t></w:r></w:p><w:t>a}}</w:t></w:r></w:p>`:            `<w:p><w:r>` + kept + `một</w:t><w:p><w:r>` + kept + `một</w:t></w:r></w:p>` + kept + `</w:t></w:r></w:p>`,
		`<w:p><w:r><w:t/></w:r><w:r><w:t>Số: {{so_van_ban}}</w:t></w:r></w:p>`:                               `<w:p><w:r><w:t/></w:r><w:r>` + kept + `Số: ……</w:t></w:r></w:p>`,
	} {
		d, problems := ReadDocx(letter(t, inside))
		if len(problems) > 0 {
			t.Errorf("%s: %+v", inside, problems)
			continue
		}
		filled, err := d.Fill(Data{OwnerName: "An <&>", "a": "một"})
		if err != nil {
			t.Fatal(err)
		}
		_, got, _ := strings.Cut(partOf(t, filled, "word/document.xml"), "<w:body>")
		if diff := cmp.Diff(want, strings.TrimSuffix(got, "</w:body></w:document>")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", inside, diff)
		}
	}
}

func TestHeadsAndFeetAreFilledInTooAndTheRestStays(t *testing.T) {
	raw := docx(t, map[string]string{"word/document.xml": `<w:document><w:p><w:t>{{hỏi: Căn cứ}}</w:t></w:p></w:document>`,
		"word/header1.xml": `<w:hdr><w:p><w:t>{{ho_so.ma}}</w:t></w:p></w:hdr>`, "word/styles.xml": `<w:styles>{{a}}</w:styles>`, "word/media/seal.png": "\x89PNG{{a}}"})
	d, problems := ReadDocx(raw)
	if len(problems) > 0 || len(d.Fields()) != 2 {
		t.Fatalf("fields %+v, problems %+v", d.Fields(), problems)
	}
	filled, err := d.Fill(Data{"hỏi:Căn cứ": "Luật", Code: "X1"})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"word/document.xml": "Luật", "word/header1.xml": "X1", "word/styles.xml": "<w:styles>{{a}}</w:styles>", "word/media/seal.png": "\x89PNG{{a}}"} {
		if got := partOf(t, filled, name); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", name, got, want)
		}
	}
}

func TestFilesThatRunReachOutOrGrowAreRefused(t *testing.T) {
	body := `<w:document><w:p><w:t>x</w:t></w:p></w:document>`
	with := func(name, part string) []byte {
		return docx(t, map[string]string{"word/document.xml": body, name: part})
	}
	many := map[string]string{"word/document.xml": body}
	for i := range maxParts {
		many["word/media/"+strings.Repeat("x", i+1)] = ""
	}
	for what, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"no archive":          {[]byte("xin chào"), "docx"},
		"another archive":     {docx(t, map[string]string{"a.txt": "x"}), "docx"},
		"half a file":         {letter(t, "")[:100], "docx"},
		"broken XML":          {letter(t, "<w:p"), "docx"},
		"a declaration":       {docx(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aa">]>` + body}), "docx"},
		"no name":             {letter(t, "<w:p><w:t>{{Họ tên}}</w:t></w:p>"), "field"},
		"macros":              {with("word/vbaProject.bin", "x"), "docx-alive"},
		"a document in it":    {with("word/embeddings/x.xlsx", "x"), "docx-alive"},
		"a picture far away":  {with("word/_rels/document.xml.rels", `<R><R Type="http://x/image" Target="http://10.0.0.1/x.png" TargetMode="External"/></R>`), "docx-reaches"},
		"a file of ours":      {letter(t, `<w:p><w:instrText> INCLUDETEXT "/etc/passwd" </w:instrText></w:p>`), "docx-reaches"},
		"the same, short":     {letter(t, `<w:fldSimple w:instr="includepicture x"/>`), "docx-reaches"},
		"another part, whole": {letter(t, `<w:altChunk r:id="x"/>`), "docx-reaches"},
		"a bomb":              {with("word/media/x.png", strings.Repeat("\x00", maxUnpacked)), "docx-bomb"},
		"a swarm":             {docx(t, many), "docx-bomb"},
		"a large file":        {make([]byte, MaxDocx+1), "docx-large"},
	} {
		_, problems := ReadDocx(c.raw)
		if len(problems) == 0 || strings.TrimPrefix(problems[0].Key, "catalog.result.wrong.") != c.want {
			t.Errorf("%s: %+v, want %s", what, problems, c.want)
		}
	}
	if _, problems := ReadDocx(with("word/_rels/document.xml.rels", `<R><R Type="http://x/hyperlink" Target="https://dichvucong.gov.vn" TargetMode="External"/></R>`)); problems != nil {
		t.Errorf("a link for people: %+v", problems)
	}
}

// fake is a program that stands in for LibreOffice.
func fake(t *testing.T, script string) Converter {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return Converter{Command: path, Limit: 2 * time.Second}
}

func TestLibreOfficeIsCalledAsItWantsToBe(t *testing.T) {
	t.Setenv("NHASAN_SECRET", "x")
	o := fake(t, `case "$1" in -env:UserInstallation=file://"$HOME"/profile) ;; *) echo "profile $1" >&2; exit 3;; esac
[ "$2 $3" = "--headless --convert-to" ] || exit 4
case "$4" in pdf:writer_pdf_Export:*SelectPdfVersion*) ;; *) exit 5;; esac
[ "$5" = "--outdir" ] && [ -z "$NHASAN_SECRET" ] && [ "$(pwd)" = "$6" ] || exit 6
{ printf '%%PDF-1.7 '; cat "$7"; } > "$6/result.pdf"`)
	raw, err := o.PDF(t.Context(), []byte("the file"))
	if err != nil || string(raw) != "%PDF-1.7 the file" {
		t.Errorf("it made %q, %v", raw, err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "result-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestAnOfficeThatFailsIsNoPDF(t *testing.T) {
	for what, o := range map[string]Converter{"one that ends with an error": fake(t, "echo hỏng >&2; exit 1"), "one that makes nothing": fake(t, "exit 0"),
		"one that makes something else": fake(t, `echo "<html>" > "$6/result.pdf"`)} {
		if raw, err := o.PDF(t.Context(), nil); err == nil {
			t.Errorf("%s made %q", what, raw)
		}
	}
	slow := fake(t, "sleep 30")
	slow.Limit = 100 * time.Millisecond
	began := time.Now()
	if _, err := slow.PDF(t.Context(), nil); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("one without end: %v after %v", err, time.Since(began))
	}
	none := Converter{Command: filepath.Join(t.TempDir(), "soffice")}
	if _, err := none.PDF(t.Context(), nil); none.Installed() || !errors.Is(err, ErrNoOffice) {
		t.Errorf("none is installed, and it said %v", err)
	}
}

func FuzzDocx(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t>a?}}</w:t></w:r></w:p>`)
	f.Add(`<w:p><w:t>&#x1F600;{{hỏi: b}}<![CDATA[{{c}}]]></w:t></w:p>`)
	f.Fuzz(func(t *testing.T, inside string) {
		d, problems := ReadDocx(letter(t, inside))
		if len(problems) > 0 {
			return
		}
		filled, err := d.Fill(Data{})
		if err != nil {
			t.Fatalf("%q was read and cannot be filled in: %v", inside, err)
		}
		again, problems := ReadDocx(filled)
		if len(problems) > 0 || len(again.Fields()) > 0 {
			t.Errorf("%q filled in has %+v, %+v", inside, again.Fields(), problems)
		}
	})
}
