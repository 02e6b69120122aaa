package stories

import (
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// password is the one of all accounts of the demonstration. source: demo/cast.json
const password = "nha-san-lac-thuy-2023"

// officer signs in at an office screen.
func officer(t *testing.T, p *Program, login string) *Browser {
	t.Helper()
	return signIn(Browse(t, p.URL, How{}), login)
}

func signIn(b *Browser, login string) *Browser {
	b.t.Helper()
	b.Open("/dang-nhap")
	b.Fill("Tên đăng nhập", login)
	b.Fill("Mật khẩu", password)
	b.PressIn("main form", "Đăng nhập")
	if b.Path() != "/lam-viec" && b.Path() != "/quan-tri" {
		b.t.Fatalf("%s signed in and came to %s", login, b.Path())
	}
	return b
}

// identify goes from the sign-in page to the identity provider and back as a citizen.
func (b *Browser) identify(name string) {
	b.t.Helper()
	b.Press("Đăng nhập bằng VNeID (trình diễn)")
	b.Press("Đăng nhập là " + name)
}

// photo takes a picture of a paper, as a phone does, and returns the name of its file.
func photo(t *testing.T, name string, grey byte) string {
	t.Helper()
	paper := image.NewGray(image.Rect(0, 0, 320, 240))
	for i := range paper.Pix {
		paper.Pix[i] = grey
	}
	file := filepath.Join(t.TempDir(), name)
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, paper, nil); err != nil {
		t.Fatal(err)
	}
	return file
}

// sample is a paper of one page in PDF.
const sample = "../demo/giay-to-mau.pdf"

var code = regexp.MustCompile(`\b[A-Z]\d{2}(?:\.\d{1,3}){1,3}-\d{6}-\d{4}\b`)

// dossierCode reads the code of the dossier on the page.
func (b *Browser) dossierCode() string {
	b.t.Helper()
	found := code.FindString(b.Main())
	if found == "" {
		b.t.Fatalf("there is no dossier code%s", b.page())
	}
	return found
}

// value returns what stands in a field.
func (b *Browser) value(field string) string {
	b.t.Helper()
	return value[string](b, "reading "+field, ask("filled", field))
}
