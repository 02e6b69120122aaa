package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures come as JPEG or PNG

	"github.com/nha-san/nhasan/internal/platform/blob"
)

// quality is that of pictures written anew: fine print stays readable, a page has about half a megabyte.
const quality = 85

// mostPixels bounds a picture: an A3 sheet at 600 dpi.
const mostPixels = 80_000_000

// a4 is the long side of the paper that a page is taken for, in inches and points.
const (
	a4Inches = 11.69
	a4Points = 841.89
)

// Picture is one side of a sheet, upright.
type Picture struct {
	JPEG          []byte
	Width, Height int // pixels
	Grey          bool
}

// DPI is how finely it was scanned, if the sheet is A4.
func (p Picture) DPI() int { return int(float64(max(p.Width, p.Height))/a4Inches + 0.5) }

// Take reads an uploaded JPEG or PNG. A JPEG that lies right is kept byte for byte; what has to be turned, or is of
// another kind, is written anew.
func Take(raw []byte) (Picture, error) {
	c, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return Picture{}, fmt.Errorf("picture: %w", err)
	}
	if c.Width < 1 || c.Height < 1 || c.Width*c.Height > mostPixels {
		return Picture{}, fmt.Errorf("picture of %d × %d pixels", c.Width, c.Height)
	}
	turn := blob.Orientation(raw)
	grey, plain := c.ColorModel == color.GrayModel, c.ColorModel == color.GrayModel || c.ColorModel == color.YCbCrModel
	if kind == "jpeg" && turn <= 1 && plain {
		return Picture{raw, c.Width, c.Height, grey}, nil
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Picture{}, fmt.Errorf("picture: %w", err)
	}
	return encode(turned(img, turn))
}

func encode(img image.Image) (Picture, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return Picture{}, err
	}
	_, grey := img.(*image.Gray)
	return Picture{out.Bytes(), img.Bounds().Dx(), img.Bounds().Dy(), grey}, nil
}

// turned sets a picture upright that lies as Exif says: 2 to 8. Transparent parts become white.
func turned(img image.Image, exif byte) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if exif >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch exif {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			r, g, bl, a := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			white := 0xffff - a
			to.SetRGBA(tx, ty, color.RGBA{uint8((r + white) >> 8), uint8((g + white) >> 8), uint8((bl + white) >> 8), 255})
		}
	}
	return to
}
