package dossier_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// photograph is a picture of a page.
func photograph(t testing.TB, grey byte) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 300, 424))
	for i := range img.Pix {
		img.Pix[i] = grey
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photographed is a dossier taken in with two pictures of a certificate of birth and a PDF of another paper.
func (h *house) photographed() *dossier.Dossier {
	h.t.Helper()
	desk := as("reception", h.commune)
	dr := h.counterDraft(desk)
	for i, name := range []string{"a.jpg", "b.jpg"} {
		_, err := h.Attach(desk, dr.ID, dossier.Paper{Key: h.firstPaper(dr), Name: "Giấy chứng sinh", Form: "original", Count: 1}, name, bytes.NewReader(photograph(h.t, byte(100+i))))
		h.no(err)
	}
	_, err := h.Attach(desk, dr.ID, dossier.Paper{Name: "Giấy khác", Form: "copy", Count: 1}, "khac.pdf", bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
	h.no(err)
	d, err := h.TakeIn(desk, dr.ID)
	h.no(err)
	return d
}

func TestPapersBecomeSignedFilesAtReception(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d := h.photographed()
		at := dossier.At{ID: d.ID}
		_, err := h.AskDigitising(desk, at, []int{2, 1})
		h.refuses(err, fault.Conflict, "sign.no-key")
		h.enters(desk)
		_, err = h.AskDigitising(desk, at, []int{3, 1})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != "trang-1" || f.Fields[0].Key != "dossier.digitise.pages-differ" {
			t.Fatalf("a paper of three pages with two pictures: %v", err)
		}
		b, err := h.AskDigitising(desk, at, []int{2, 1})
		h.no(err)
		h.no(h.Sign.SignWith(desk, b, keyPassword))
		n, err := h.TakeDigitised(desk, b)
		h.no(err)
		v, err := h.Unmask(desk, d.ID, "xem ảnh cũ")
		h.no(err)
		p := v.Papers[0]
		if n != 2 || p.Digitised == nil || p.Digitised.Pages != 2 || len(p.Files) != 1 || p.Files[0].Type != blob.PDF || v.State != dossier.Received {
			t.Fatalf("%d were digitised, the first is %+v", n, p)
		}
		if first := v.Events[0].Facts.Opening.Papers[0]; len(first.Files) != 2 || first.Digitised != nil {
			t.Errorf("the pictures are gone from the event that brought them: %+v", first)
		}
		h.isASignedPDFA(p.Files[0])
		_, err = h.AskDigitising(desk, at, nil)
		h.refuses(err, fault.Conflict, "dossier.digitise.nothing")
		if _, err := h.AskDigitising(lan, at, nil); err == nil {
			t.Error("a citizen digitises")
		}
	})
}

// isASignedPDFA says so of a file.
func (h *house) isASignedPDFA(f dossier.File) {
	h.t.Helper()
	raw := h.bytesOf(f)
	path := filepath.Join(h.t.TempDir(), "x.pdf")
	h.no(os.WriteFile(path, raw, 0o600))
	for _, cmd := range [][]string{{"qpdf", "--check", path}, {"pdfsig", "-nocert", path}} {
		out, err := exec.Command(cmd[0], cmd[1:]...).CombinedOutput()
		if err != nil || cmd[0] == "pdfsig" && !strings.Contains(string(out), "Signature is Valid") {
			h.t.Errorf("%s: %s", cmd[0], out)
		}
	}
	if !bytes.Contains(raw, []byte("<pdfaid:part>2")) {
		h.t.Error("it is no PDF/A-2")
	}
}

func TestWhoeverDigitisesSaysHowManyPages(t *testing.T) {
	d := newDesk(t)
	d.enters(as("reception", d.commune))
	x := d.photographed()
	home := "/lam-viec/ho-so/" + x.ID
	front := d.sit("reception").open(home).reads("Số hóa giấy tờ")
	front.open(home+"/digitise").reads("Giấy chứng sinh", "đang có 2 tệp", "a.jpg")
	front.send(home+"/digitise", map[string][]string{"trang-1": {"5"}, "trang-2": {"1"}}).reads("Tệp có 2 trang", `value="5"`)
	front.send(home+"/digitise", map[string][]string{"trang-1": {"2"}, "trang-2": {"1"}}).reads("Ký số giấy tờ đã số hóa", "2 tệp chờ ký", "đúng và đủ trang")
	front.send(front.at, map[string][]string{"password": {"sai"}}).reads("Mật khẩu")
	front.send(front.at, map[string][]string{"password": {keyPassword}}).reads("Đã số hóa 2 giấy tờ", "Đã ký 2 trên 2 tệp")
	front.open(home).reads("Đã số hóa 2 trang", "Số hóa: Giấy chứng sinh, 2 trang").lacks("/digitise\"")
}
