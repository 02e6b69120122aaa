package stories

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/internal/sign/trial"
)

const sealPassword = "mật khẩu con dấu"

// seals is the administrator, who enters the commune's seal, and the clerk, who numbers one of the results with it.
func (s *signing) seals() {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		s.t.Fatal(err)
	}
	cert, err := s.near.Issue(trial.Person{Name: "Ủy ban nhân dân xã Phú Nghĩa", Public: private.Public(), Until: time.Now().AddDate(5, 0, 0)})
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{s.near.Issuer}, sealPassword)
	key := filepath.Join(s.t.TempDir(), "con-dau.p12")
	if err == nil {
		err = os.WriteFile(key, raw, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	admin := officer(s.t, s.p, "quantri.lac-thuy")
	admin.Open("/quan-tri")
	admin.Press("Con dấu số")
	admin.Screenshot("seals")
	admin.Press("Ủy ban nhân dân xã Phú Nghĩa")
	admin.Upload("Tệp khóa", key)
	admin.Fill("Mật khẩu tệp khóa", sealPassword)
	admin.Upload("picture-file", redSeal(s.t)) // of the form for a key in a file
	admin.Press("Lưu con dấu")
	admin.See("Đã lưu con dấu số.", "CA thử nghiệm")
	admin.Screenshot("seal")

	d := s.desk
	d.Open("/lam-viec?o=all&q=" + s.codes[5])
	d.Press(s.codes[5])
	d.Press("Cấp số, phát hành")
	d.Fill("Mật khẩu con dấu của cơ quan", "x")
	d.PressIn("main form", "Cấp số, phát hành")
	d.See("Mật khẩu không đúng")
	d.Screenshot("number-sealed")
	d.Fill("Mật khẩu con dấu của cơ quan", sealPassword)
	d.PressIn("main form", "Cấp số, phát hành")
	d.See("Con dấu số", "Ủy ban nhân dân xã Phú Nghĩa, chứng thư do CA thử nghiệm cấp")
	name, _ := s.fileOf(d)
	s.accepted(name, 2)
	b := Browse(s.t, s.p.URL, How{NoAxe: true})
	b.checks(name)
	b.See("Tệp này có thật, còn giá trị, chưa bị sửa", "UBND xã Phú Nghĩa", "Ủy ban nhân dân xã Phú Nghĩa")
	s.drawn(name)
}

// drawn keeps a picture of the sealed page beside the screens, where it is asked for.
func (s *signing) drawn(name string) {
	s.t.Helper()
	to := filepath.Join(s.t.TempDir(), "trang")
	if out, err := exec.Command("pdftoppm", "-r", "80", "-png", "-singlefile", name, to).CombinedOutput(); err != nil {
		s.t.Fatalf("%v\n%s", err, out)
	}
	if *update {
		raw, err := os.ReadFile(to + ".png")
		if err == nil {
			err = os.WriteFile(filepath.Join("..", "doc", "screenshots", "sealed-paper.png"), raw, 0o644)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// redSeal is the picture of a seal: a red ring on nothing.
func redSeal(t *testing.T) string {
	t.Helper()
	const side = 200
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if d := (x-side/2)*(x-side/2) + (y-side/2)*(y-side/2); d < 98*98 && d > 86*86 || d < 60*60 && d > 55*55 {
				img.Set(x, y, color.NRGBA{R: 200, A: 150})
			}
		}
	}
	name := filepath.Join(t.TempDir(), "dau.png")
	f, err := os.Create(name)
	if err == nil {
		err = png.Encode(f, img)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}
