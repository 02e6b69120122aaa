package scan_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

// printed is a page of print at 200 dpi.
func printed(t testing.TB, html string) image.Image {
	t.Helper()
	raw, err := pdf.Render(t.Context(), pdf.Paper{Title: "Trang", HTML: html})
	if err != nil {
		t.Fatal(err)
	}
	var out image.Image
	err = scan.Pages(t.Context(), raw, func(p scan.Picture) (err error) {
		if out == nil {
			out, err = jpeg.Decode(bytes.NewReader(p.JPEG))
		}
		return err
	})
	if err != nil || out == nil {
		t.Fatal(err)
	}
	plain := image.NewRGBA(out.Bounds()) // turned many times, and quicker so
	draw.Draw(plain, plain.Rect, out, image.Point{}, draw.Src)
	return plain
}

// kinds of pages that lie in folders.
func kindsOfPages(t testing.TB) map[string]image.Image {
	line := "<p>Ủy ban nhân dân xã Phú Nghĩa chứng nhận bà Bùi Thị Lan đã đăng ký khai sinh cho con là Quách Minh An tại xã.</p>"
	rows := ""
	for i := range 12 {
		rows += fmt.Sprintf("<tr><td>%d</td><td>Bùi Thị Lan</td><td>Thôn Đồng Phú</td></tr>", i)
	}
	return map[string]image.Image{
		"a page full of print":   printed(t, "<h1>Giấy khai sinh</h1>"+strings.Repeat(line, 12)),
		"a certificate of a few": printed(t, "<h1>Giấy khai sinh</h1><p>Số: 112/2019</p><p>Họ, chữ đệm, tên: Bùi Thị Lan</p><p>Ngày sinh: 20/7/2023</p>"),
		"a table":                printed(t, "<h1>Sổ đăng ký</h1><table border=1>"+rows+"</table>"),
	}
}

// turned is a page turned clockwise on the glass, with the noise of a scanner.
func turned(img image.Image, degrees float64) image.Image {
	b := img.Bounds()
	to := image.NewRGBA(b)
	draw.Draw(to, b, image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	draw.BiLinear.Transform(to, f64.Aff3{cos, -sin, cx - cos*cx + sin*cy, sin, cos, cy - sin*cx - cos*cy}, img, b, draw.Over, nil)
	some := rand.New(rand.NewPCG(1, 2))
	for range b.Dx() * b.Dy() / 500 {
		to.Set(some.IntN(b.Dx()), some.IntN(b.Dy()), color.Gray{uint8(some.IntN(256))})
	}
	return to
}

func taken(t testing.TB, img image.Image) scan.Picture {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	p, err := scan.Take(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestATurnedPageIsFoundAndSetUpright(t *testing.T) {
	worst := 0.0
	for name, img := range kindsOfPages(t) {
		for _, by := range []float64{-5, -2, -0.5, 1.1, 3.7} {
			p := taken(t, turned(img, by))
			straight, said, err := scan.Straighten(p)
			no(t, err)
			worst = max(worst, math.Abs(said-by))
			if math.Abs(said-by) > 0.2 {
				t.Errorf("%s turned by %.1f°: found %.2f°", name, by, said)
			}
			if straight.Width != p.Width || straight.Height != p.Height {
				t.Errorf("%s became %d × %d pixels of %d × %d", name, straight.Width, straight.Height, p.Width, p.Height)
			}
			if _, left, err := scan.Straighten(straight); err != nil || left != 0 {
				t.Errorf("%s turned by %.1f° and set upright lies at %.2f° still (%v)", name, by, left, err)
			}
		}
	}
	t.Logf("furthest off: %.3f°", worst)
}

func TestAPageThatLiesRightStaysBitForBit(t *testing.T) {
	pages := kindsOfPages(t)
	blank := image.NewGray(image.Rect(0, 0, 1654, 2339))
	for i := range blank.Pix {
		blank.Pix[i] = 255
	}
	pages["an empty page"] = blank
	shades := image.NewGray(image.Rect(0, 0, 1654, 2339)) // a photograph without a line in it
	for i := range shades.Pix {
		x, y := float64(i%shades.Stride), float64(i/shades.Stride)
		shades.Pix[i] = uint8(128 + 100*math.Sin(x/90)*math.Cos(y/70))
	}
	pages["a photograph"] = shades
	full := pages["a page full of print"]
	b := full.Bounds()
	side := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			side.Set(b.Dy()-1-y, x, full.At(x, y))
		}
	}
	pages["a page on its side"] = side
	pages["a page turned too far"] = turned(full, 9)
	pages["a page turned by what nobody sees"] = turned(full, 0.1)
	for name, img := range pages {
		p := taken(t, img)
		got, by, err := scan.Straighten(p)
		if err != nil || by != 0 || !bytes.Equal(got.JPEG, p.JPEG) {
			t.Errorf("%s was turned by %.2f° (%v)", name, by, err)
		}
	}
}

func TestAGreyPageStaysGrey(t *testing.T) {
	img := turned(printed(t, strings.Repeat("<p>Ủy ban nhân dân xã Phú Nghĩa chứng nhận bà Bùi Thị Lan.</p>", 8)), 2)
	grey := image.NewGray(img.Bounds())
	draw.Draw(grey, grey.Bounds(), img, image.Point{}, draw.Src)
	if got, by, err := scan.Straighten(taken(t, grey)); err != nil || by == 0 || !got.Grey {
		t.Errorf("turned by %.2f°, grey %v (%v)", by, got.Grey, err)
	}
	if _, _, err := scan.Straighten(scan.Picture{JPEG: []byte("none")}); err == nil {
		t.Error("what is no picture is straightened")
	}
}
