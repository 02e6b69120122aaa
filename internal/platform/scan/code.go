package scan

import (
	"bytes"
	"image"
	"image/jpeg"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// Separator is what the square of a separator sheet says.
const Separator = "NHASAN:TACH"

// lookAt is the long side at which squares are looked for, in pixels: the one of a separator sheet is large.
const lookAt = 1000

// IsSeparator tells whether the page is a separator sheet.
func (p Picture) IsSeparator() bool {
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		return false
	}
	return codeIn(img) == Separator
}

// codeIn is what a square in the picture says, "" when none is found.
func codeIn(img image.Image) string {
	b := img.Bounds()
	if long := max(b.Dx(), b.Dy()); long > lookAt {
		small := image.NewGray(image.Rect(0, 0, b.Dx()*lookAt/long, b.Dy()*lookAt/long))
		draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
		img = small
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return ""
	}
	found, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	return found.GetText()
}
