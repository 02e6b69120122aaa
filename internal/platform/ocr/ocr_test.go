package ocr_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/ocr"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

func TestVietnameseIsReadFromAPicture(t *testing.T) {
	raw, err := pdf.Render(t.Context(), pdf.Paper{Title: "Giấy khai sinh", HTML: `<h1>Giấy khai sinh</h1><p>Số: 112/2019</p><p>Họ, chữ đệm, tên: Bùi Thị Lan</p>`})
	if err != nil {
		t.Fatal(err)
	}
	var page scan.Picture
	if err := scan.Pages(t.Context(), raw, func(p scan.Picture) error { page = p; return nil }); err != nil {
		t.Fatal(err)
	}
	reader, err := ocr.Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	words, err := reader.Read(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
		if w.Sure < 0 || w.Sure > 1 || w.W <= 0 || w.H <= 0 || w.Line < 1 {
			t.Errorf("word %+v", w)
		}
	}
	if said := strings.Join(all, " "); !strings.Contains(said, "112/2019") || !strings.Contains(said, "Bùi Thị Lan") {
		t.Errorf("it reads %q", said)
	}
}

func TestAMachineWithoutTesseractSaysSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := ocr.Find(context.Background()); err != ocr.ErrMissing {
		t.Errorf("without Tesseract: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tesseract"), []byte("#!/bin/sh\necho 'List of languages (1):'\necho eng\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	if found, _ := exec.LookPath("tesseract"); !strings.HasPrefix(found, dir) {
		t.Fatal("the other Tesseract is found")
	}
	if _, err := ocr.Find(context.Background()); err != ocr.ErrMissing {
		t.Errorf("with a Tesseract that knows no Vietnamese: %v", err)
	}
}
