package portal_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var fileAddress = regexp.MustCompile(`/nop-ho-so/ban-nhap/[^"/]+/tep/[0-9a-f]{64}`)

// TestHostilePapersAreRefusedInPlainWords uploads to the page of a paper what an attacker sends, and reads what the
// page says and how the file comes back.
func TestHostilePapersAreRefusedInPlainWords(t *testing.T) {
	h := newHouse(t)
	b := h.begun()
	papers := strings.Join(strings.Split(b.path, "/")[:4], "/") + "/giay-to"
	pdf := func(inside string) []byte {
		return []byte("%PDF-1.7\n1 0 obj" + inside + "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	}
	for _, c := range []struct {
		name, called string
		content      []byte
		says         string
	}{
		{"a PDF with script", "giay.pdf", pdf("<</S/JavaScript/JS(x)>>"), "chứa mã chạy được"},
		{"a drawing with script that says it is a photograph", "anh.jpg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), "Loại tệp này không được tiếp nhận"},
		{"a page that says it is a PDF", "giay.pdf", []byte("<!doctype html><script>1</script>"), "Loại tệp này không được tiếp nhận"},
		{"a program", "anh.png", []byte("MZ\x90\x00"), "Loại tệp này không được tiếp nhận"},
	} {
		b.open(papers).link("Giấy chứng sinh").upload("tep", c.called, c.content)
		if !strings.Contains(b.main(), c.says) || fileAddress.MatchString(b.body) {
			t.Errorf("%s: the page says\n%s\nwant %q", c.name, b.main(), c.says)
		}
	}
	b.open(papers).link("Giấy chứng sinh").upload("tep", "../../gi\u202eay.html", append(b.file("giay-to-mau.pdf"), "<script>1</script>"...))
	b.says("/nop-ho-so/ban-nhap/", "Đã tải lên 1 tệp", "giay.html.pdf")
	head := b.head(fileAddress.FindString(b.body))
	for name, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"} {
		if got := head.Get(name); got != want {
			t.Errorf("the file comes back with %s %q, want %q", name, got, want)
		}
	}
}

// head is the head of an answer.
func (b *browser) head(path string) http.Header {
	b.t.Helper()
	r, err := http.NewRequest("GET", b.server.URL+path, nil)
	b.no(err)
	r.Header.Set("X-Who", b.who)
	answer, err := b.client.Do(r)
	b.no(err)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.t.Fatalf("GET %s: %d", path, answer.StatusCode)
	}
	return answer.Header
}
