package dossier

import (
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/blob"
)

// TestAFileIsCalledWhatItIs reads the names that hostile devices give.
func TestAFileIsCalledWhatItIs(t *testing.T) {
	pdf := blob.Ref{SHA256: strings.Repeat("ab", 32), Type: blob.PDF}
	for typed, want := range map[string]string{
		"giấy chứng sinh.pdf":      "giấy chứng sinh.pdf",
		"GIAY.PDF":                 "GIAY.PDF",
		"../../etc/passwd":         "passwd.pdf",
		`C:\Windows\a.pdf`:         "a.pdf",
		"C:a.pdf":                  "C_a.pdf",
		"trang.html":               "trang.html.pdf",
		"giay.exe":                 "giay.exe.pdf",
		"giay\u202efdp.exe":        "giayfdp.exe.pdf",
		"a\x00b.pdf":               "ab.pdf",
		"a\r\nSet-Cookie: x=1.pdf": "a_Set-Cookie_ x=1.pdf",
		`a";filename="b.exe`:       "a_;filename=_b.exe.pdf",
		"..":                       pdf.Short() + ".pdf",
		"":                         pdf.Short() + ".pdf",
		"\u200b\u202e":             pdf.Short() + ".pdf",
		strings.Repeat("dài", 200): strings.Repeat("dài", 32) + ".pdf",
	} {
		got := label(typed, pdf)
		if typed == strings.Repeat("dài", 200) {
			if len([]rune(got)) > 100 || !strings.HasSuffix(got, ".pdf") {
				t.Errorf("a long name became %d letters: %q", len([]rune(got)), got)
			}
			continue
		}
		if got != want {
			t.Errorf("%q is called %q, want %q", typed, got, want)
		}
	}
	if got := label("anh.jpeg", blob.Ref{Type: blob.JPEG}); got != "anh.jpeg" {
		t.Errorf("anh.jpeg is called %q", got)
	}
}
