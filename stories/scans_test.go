package stories

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/ui"
)

func jpegOf(t testing.TB, pic image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, pic, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func decoded(t *testing.T, raw []byte) image.Image {
	t.Helper()
	pic, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return pic
}

// The corners of a sheet are found wherever it lies, and only where there is a sheet.
func TestTheCornersOfASheetAreFound(t *testing.T) {
	g := newGallery(t)
	b := Browse(t, g.URL, How{Width: Wide})
	b.Open("/")
	for name, c := range map[string]struct {
		w, h    int
		corners [4]point
		want    bool
	}{
		"a page by hand":            {1800, 2000, askew, true},
		"turned to the left":        {1800, 2000, [4]point{{500, 300}, {1500, 620}, {1080, 1800}, {90, 1450}}, true},
		"a card":                    {2000, 1500, [4]point{{500, 400}, {1360, 420}, {1340, 970}, {490, 930}}, true},
		"beyond the rim":            {1800, 2000, [4]point{{330, 260}, {2400, 180}, {2500, 1850}, {210, 1720}}, false},
		"too far away to be read":   {1800, 2000, [4]point{{800, 800}, {1000, 810}, {990, 1080}, {790, 1070}}, false},
		"a table and nothing on it": {1800, 2000, [4]point{}, false},
	} {
		pic := slanted(c.w, c.h, c.corners)
		got := value[[][]float64](b, name, fmt.Sprintf(`(async () => {
			const look = await import(%q);
			const picture = await look.pictured(await (await fetch(%q)).blob());
			return look.sheetIn(picture) || [];
		})()`, ui.Asset("look.js"), g.shows(t, pic)))
		if (len(got) == 4) != c.want {
			t.Errorf("%s: corners %v", name, got)
			continue
		}
		for i, at := range got {
			if off := math.Hypot(at[0]-c.corners[i].X, at[1]-c.corners[i].Y); off > 8 {
				t.Errorf("%s: corner %d is found %.0f dots beside %v, at %.0f", name, i+1, off, c.corners[i], at)
			}
		}
	}
}

// An officer photographs papers: what is kept is the sheet alone, seen from above, unless the officer wants the picture as it
// was taken; and a document camera takes page after page.
func TestPapersArePhotographedAtTheCounter(t *testing.T) {
	p := Demo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	desk.Open("/lam-viec/tiep-nhan?" + url.Values{"q": {"dk lai khai sinh"}}.Encode())
	desk.Press("Tiếp nhận: Đăng ký lại khai sinh")
	desk.Choose("paper", "p1")
	dir := t.TempDir()
	photos := []string{filepath.Join(dir, "to-khai-1.jpg"), filepath.Join(dir, "to-khai-2.jpg"), filepath.Join(dir, "to-khai-3.jpg"), filepath.Join(dir, "to-khai-4.jpg")}
	for i, name := range photos {
		lies := askew
		lies[0].X += float64(10 * i) // the same file twice would be kept once
		if err := os.WriteFile(name, jpegOf(t, slanted(1800, 2000, lies)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	desk.Upload("file:p1", photos[0])
	desk.See("Đã cắt theo bốn góc giấy và nắn thẳng.", "Bỏ to-khai-1.jpg")
	desk.Upload("file:p1", photos[1])
	desk.See("Bỏ to-khai-2.jpg")
	desk.PressIn(".ns-upload:last-child", "Giữ ảnh như đã chụp")
	desk.See("Dùng ảnh đã cắt thẳng")
	desk.Look()

	desk.Press("Chụp bằng máy chụp tài liệu")
	desk.See("Thấy đủ bốn góc giấy.")
	desk.Axe()
	desk.Press("Chụp")
	desk.See("Đã chụp 1 trang.")
	desk.Press("Chụp")
	desk.See("Đã chụp 2 trang.")
	value[any](desk, "scrolling up", "scrollTo(0, 0)")
	desk.Screenshot("counter-camera")
	desk.Press("Xong")
	desk.Press("Bỏ trang-02.jpg")
	desk.SeeNot("Bỏ trang-02.jpg")
	desk.Press("Lưu")
	desk.See("to-khai-1.jpg", "to-khai-2.jpg", "trang-01.jpg")
	desk.SeeNot("trang-02.jpg")
	desk.Upload("file:p1", photos[2], photos[3])
	desk.Press("Lưu") // before they were looked at: they go with it
	desk.See("to-khai-3.jpg", "to-khai-4.jpg")

	for name, want := range map[string]bool{"to-khai-1.jpg": true, "to-khai-2.jpg": false, "trang-01.jpg": true, "to-khai-3.jpg": true, "to-khai-4.jpg": true} {
		_, _, raw := desk.Fetch(desk.Link(name))
		if got := fromAbove(decoded(t, raw)); got != want {
			t.Errorf("%s: the sheet alone, seen from above: %v, want %v", name, got, want)
		}
	}
}

// fromAbove tells whether a picture is the sheet of slanted and nothing else: A4, light along all its rims, its mark in the
// upper left corner.
func fromAbove(pic image.Image) bool {
	w, h := pic.Bounds().Dx(), pic.Bounds().Dy()
	shade := func(u, v float64) uint8 {
		return color.GrayModel.Convert(pic.At(int(u*float64(w-1)), int(v*float64(h-1)))).(color.Gray).Y
	}
	if r := float64(h) / float64(w); math.Abs(r-math.Sqrt2) > 0.01 {
		return false
	}
	for i := range 40 {
		t := 0.1 + 0.8*float64(i)/40
		if min(shade(t, 0.004), shade(t, 0.996), shade(0.004, t), shade(0.996, t)) < 180 {
			return false
		}
	}
	return shade(0.03, 0.02) < 80 && shade(0.97, 0.02) > 180 && shade(0.03, 0.98) > 180 && shade(0.97, 0.98) > 180
}
