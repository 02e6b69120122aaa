package stories

import (
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A man at the edge of the network sends a photograph of a paper. It is made smaller on the phone; the
// line drops while it travels, the server is started anew meanwhile, and nothing that arrived is sent
// twice. The second photograph survives a reload of the page.
func TestAPhotographSurvivesAWeakLine(t *testing.T) {
	p := FreshDemo(t)
	b := Browse(t, p.URL, How{Width: Narrow})
	b.Open("/dang-nhap")
	b.identify("Bạch Đức Sơn")
	b.Open(birthForm)
	b.Choose("Nộp hồ sơ tại", "Xã Phú Nghĩa")
	b.Press("Bắt đầu")
	b.Open(strings.Replace(b.Path(), "phan-1", "giay-to/p2", 1))

	b.Line(60 << 10)
	b.Upload("Hoặc chọn tệp có sẵn", paperOnATable(t, "giay-chung-sinh.jpg"))
	b.See("Đã thấy bốn góc giấy và cắt, nắn thẳng như hình.")
	b.Axe()
	b.Press("Gửi ảnh như đã chụp giay-chung-sinh.jpg")
	b.See("Đang gửi, đã lên máy chủ 10 %")
	b.Axe()
	b.Line(0)
	b.See("Mạng đang yếu hoặc bị ngắt. Phần đã gửi được giữ lại")
	p.restart(t)
	b.Line(600 << 10)
	b.See("Đã lên máy chủ lúc", "Tệp trên máy chủ khớp với tệp trên máy này.")
	kept := b.keptFile("giay-chung-sinh.jpg")
	if shot := sizeOf(t, "giay-chung-sinh.jpg"); int64(len(kept)) >= shot {
		t.Errorf("%d bytes travelled of a photograph of %d: it was not made smaller", len(kept), shot)
	}

	b.Line(60 << 10)
	b.Upload("Hoặc chọn tệp có sẵn", paperOnATable(t, "trang-hai.jpg"))
	b.Press("Gửi ảnh đã cắt thẳng trang-hai.jpg")
	b.See("Đang gửi, đã lên máy chủ 10 %")
	b.Open(b.Path())
	b.Line(600 << 10)
	b.See("Đã lên máy chủ lúc", "Tệp trên máy chủ khớp với tệp trên máy này.")
	if cut := decoded(t, b.keptFile("trang-hai.jpg")).Bounds(); cut.Dx() != 2000 || cut.Dy() != 1414 {
		t.Errorf("the sheet that was cut out has %v dots, want those of A4", cut.Max)
	}
	b.Axe()

	b.Press("Đưa lên trước trang-hai.jpg")
	b.See("Đã đổi thứ tự tệp.")
	if first := b.Text(".ns-files li a"); first != "trang-hai.jpg" {
		t.Errorf("the first page is %s, want trang-hai.jpg", first)
	}
}

// A photograph that nobody could read is not refused, but who sends it is told first.
func TestABlurredPhotographIsAskedAbout(t *testing.T) {
	p := Demo(t)
	b := Browse(t, p.URL, How{Width: Narrow})
	b.Open("/dang-nhap")
	b.identify("Đinh Thị Mai")
	b.Open(birthForm)
	b.Choose("Nộp hồ sơ tại", "Xã Phú Nghĩa")
	b.Press("Bắt đầu")
	b.Open(strings.Replace(b.Path(), "phan-1", "giay-to/p2", 1))
	b.Upload("Chụp ảnh bằng điện thoại", photo(t, "mo.jpg", 0x20))
	b.See("Ảnh này có thể khó đọc:", "Ảnh nhỏ (320 × 240 điểm)", "Ảnh tối.", "Ảnh có vẻ bị nhòe.")
	b.Axe()
	b.Press("Chụp hoặc chọn lại mo.jpg")
	b.SeeNot("mo.jpg")
	b.Upload("Chụp ảnh bằng điện thoại", photo(t, "mo.jpg", 0x20))
	b.Press("Vẫn gửi ảnh này mo.jpg")
	b.See("Đã lên máy chủ lúc")
	b.keptFile("mo.jpg")
	b.Upload("Chụp ảnh bằng điện thoại", paperOnATable(t, "ro.jpg"))
	b.SeeNot("Ảnh này có thể khó đọc:")
	b.Press("Gửi ảnh đã cắt thẳng ro.jpg")
	b.See("Đưa lên trước ro.jpg")
}

// keptFile fetches the file called so and fails unless the page shows its hash.
func (b *Browser) keptFile(name string) []byte {
	b.t.Helper()
	_, _, kept := b.Fetch(b.Link(name))
	b.See(fmt.Sprintf("%x", sha256.Sum256(kept)))
	return kept
}

// taken are photographs already taken, by name.
var taken = map[string]string{}

func sizeOf(t *testing.T, name string) int64 {
	t.Helper()
	about, err := os.Stat(taken[name])
	if err != nil {
		t.Fatal(err)
	}
	return about.Size()
}

// paperOnATable takes a large, sharp picture of a written sheet that lies on a dark table.
func paperOnATable(t *testing.T, name string) string {
	t.Helper()
	luck := rand.New(rand.NewPCG(uint64(len(name)), 7))
	shot := image.NewRGBA(image.Rect(0, 0, 3000, 2200))
	for y := range 2200 {
		for x := range 3000 {
			shade := 60 + luck.IntN(30) // the grain of the wood
			if x > 250 && x < 2750 && y > 200 && y < 2000 {
				shade = 225 + luck.IntN(25)
				if line := y / 24; y > 300 && y < 1900 && line%2 == 0 && x > 400 && x < 2600 && (x/9+line*7)%3 != 0 {
					shade = 20 + luck.IntN(40) // letters
				}
			}
			shot.Set(x, y, color.RGBA{uint8(shade), uint8(shade), uint8(shade - 10), 255})
		}
	}
	taken[name] = filepath.Join(t.TempDir(), name)
	f, err := os.Create(taken[name])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := jpeg.Encode(f, shot, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return taken[name]
}
