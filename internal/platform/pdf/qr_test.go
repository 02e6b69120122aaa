package pdf

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

func TestAQRCodeIsASquareWithAQuietZone(t *testing.T) {
	code, err := QR("H28.33.01-230915-0042|Giấy tiếp nhận hồ sơ")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(code))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	if b.Dx() != b.Dy() || b.Dx() < 200 {
		t.Errorf("the code is %v", b)
	}
	for i := range b.Dx() {
		if r, _, _, _ := img.At(i, 2).RGBA(); r != 0xFFFF {
			t.Fatalf("the quiet zone is dark at %d", i)
		}
	}
	if _, err := QR(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes were said to fit")
	}
}
