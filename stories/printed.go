package stories

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Printed prints the page as it is now on paper of that size, in millimetres, and returns the words on each
// sheet.
func (b *Browser) Printed(wide, high float64) (sheets []string) {
	b.t.Helper()
	const inch = 25.4
	css := true // margins and all are as the style sheet wants them
	made, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: wide / inch, PaperHeight: high / inch, PreferCSSPageSize: &css})
	if err != nil {
		b.t.Fatalf("printing %s: %v", b.where(), err)
	}
	file := filepath.Join(b.t.TempDir(), "printed.pdf")
	if err := os.WriteFile(file, made.Data, 0o600); err != nil {
		b.t.Fatal(err)
	}
	words, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		b.t.Fatalf("reading what was printed: %v (pdftotext is part of poppler-utils)", err)
	}
	for _, sheet := range bytes.Split(bytes.TrimSuffix(words, []byte("\f")), []byte("\f")) {
		sheets = append(sheets, plain(string(sheet)))
	}
	return sheets
}
