package catalog

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// wordFile is a DOCX with one paragraph.
func wordFile(t *testing.T, words string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(`<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>` + words + `</w:t></w:r></w:p></w:body></w:document>`))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// office is a program that stands in for LibreOffice: its "PDF" has the file in it.
func office(t *testing.T) result.Converter {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soffice")
	script := "#!/bin/sh\n{ printf '%%PDF-1.7 '; cat \"$7\"; } > \"$6/result.pdf\"\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return result.Converter{Command: path}
}

// documentIn is the body of a DOCX.
func documentIn(t *testing.T, raw []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatalf("%v: %q", err, raw)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

var noOffice = result.Converter{Command: "/nowhere/soffice"}

func TestAFileHoldsInPlaceOfTheText(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		b.Office = office(t)
		draft := b.template(t, birth, "", confirmation)
		raw := wordFile(t, "Xác nhận {{child_full_name}}, {{ho_so.ma}}")
		if err := b.EditResult(b.ctx, draft.ID, draft.Edition, ResultWords{Name: "Giấy", Body: draft.Body, Docx: raw, DocxName: "mẫu.docx"}); err != nil {
			t.Fatal(err)
		}
		now := b.reread(t, draft)
		if !now.IsFile() || !bytes.Equal(now.Docx, raw) || len(now.Fields()) != 2 || now.Body != confirmation {
			t.Fatalf("the draft is %+v", now)
		}
		_, pdf, err := b.PreviewResult(b.ctx, now.ID)
		if err != nil {
			t.Fatal(err)
		}
		if said := documentIn(t, bytes.TrimPrefix(pdf, []byte("%PDF-1.7 "))); !strings.Contains(said, "Xác nhận [Họ, chữ đệm, tên người được khai sinh], X00.000") {
			t.Errorf("LibreOffice was given %q", said)
		}
		if err := b.PublishResult(b.ctx, now.ID, now.Edition, "x"); err != nil {
			t.Fatal(err)
		}
		held, err := b.ResultFor(b.ctx, now.ProcedureID, "")
		if err != nil || !bytes.Equal(held.Docx, raw) {
			t.Errorf("in use is %+v, %v", held, err)
		}
		next, err := b.BeginResult(b.ctx, now.ProcedureID, "")
		if err != nil || !bytes.Equal(next.Docx, raw) || next.Number != 2 {
			t.Fatalf("the next draft is %+v, %v", next, err)
		}
		if err := b.EditResult(b.ctx, next.ID, next.Edition, ResultWords{Name: "Giấy", Body: confirmation, AsText: true}); err != nil {
			t.Fatal(err)
		}
		if got := b.reread(t, next); got.IsFile() || got.Docx != nil || got.Body != confirmation {
			t.Errorf("back to the text it is %+v", got)
		}
	})
}

func TestWithoutLibreOfficeAFileIsNotPublished(t *testing.T) {
	onBoth(t, func(t *testing.T, b bench) {
		b.full(t)
		b.Office = noOffice
		draft := b.template(t, birth, "", confirmation)
		for what, raw := range map[string][]byte{"no DOCX": []byte("xin chào"), "an empty file": {}} {
			if err := b.EditResult(b.ctx, draft.ID, draft.Edition, ResultWords{Name: "Giấy", Body: draft.Body, Docx: raw}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s was taken: %v", what, err)
			}
		}
		if err := b.EditResult(b.ctx, draft.ID, draft.Edition, ResultWords{Name: "Giấy", Body: draft.Body, Docx: wordFile(t, "{{chu.ho_ten}} {{sai_ten}}")}); err != nil {
			t.Fatal(err)
		}
		now := b.reread(t, draft)
		troubles, err := b.ResultTroubles(b.ctx, now)
		if err != nil || len(troubles) != 2 || troubles[0].Args["field"] != "sai_ten" || troubles[1].Key != "catalog.result.no-office" {
			t.Errorf("troubles %+v, %v", troubles, err)
		}
		if err := b.PublishResult(b.ctx, now.ID, now.Edition, "x"); !fault.Is(err, fault.Conflict) {
			t.Errorf("publishing it: %v", err)
		}
		if _, _, err := b.PreviewResult(b.ctx, now.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("the preview: %v", err)
		}
	})
}

func TestAFileIsPutUpInTheBrowser(t *testing.T) {
	s := newSite(t)
	s.full(t)
	s.Office = noOffice
	draft := s.template(t, birth, "", confirmation)
	path := resultPath(draft)
	keeper := s.browser(t, "keeper").open(path).says("Tệp DOCX thay cho nội dung chữ").says("chưa cài LibreOffice")
	form := map[string]string{"an-ban": "1", "name": "Tên đã gõ", "body": "Chữ đã gõ"}
	keeper.upload(path, form, map[string][]byte{"docx": []byte("không phải")}).says("Tệp không phải DOCX", "Tên đã gõ", "Chữ đã gõ")
	keeper.upload(path, form, map[string][]byte{"docx": wordFile(t, "{{chu.ho_ten}}")}).says("Đã lưu", "chưa cài LibreOffice", "Tải tệp docx.txt", "Đang dùng tệp docx.txt").lacks("<textarea")
	if file := keeper.open(path + "/tep"); !strings.HasPrefix(file.raw, "PK") {
		t.Errorf("the file comes back as %.20q", file.raw)
	}
	keeper.post(path, map[string][]string{"an-ban": {"2"}, "name": {"Giấy"}, "as-text": {"1"}}).says("<textarea", "Chữ đã gõ")
}
