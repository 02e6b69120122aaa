package stories

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
)

// lighter writes a PNG anew with the 256 colours that it uses most, each other one being the nearest
// of them. Pages have few colours, and the repository keeps their pictures.
func lighter(picture []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	to := image.NewPaletted(from.Bounds(), palette(from))
	known := map[color.Color]uint8{}
	for y := to.Rect.Min.Y; y < to.Rect.Max.Y; y++ {
		for x := to.Rect.Min.X; x < to.Rect.Max.X; x++ {
			c := from.At(x, y)
			i, ok := known[c]
			if !ok {
				i = uint8(to.Palette.Index(c))
				known[c] = i
			}
			to.SetColorIndex(x, y, i)
		}
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, to)
	return out.Bytes(), err
}

// palette returns the colours of a picture, the most used first, at most 256.
func palette(of image.Image) color.Palette {
	used := map[color.Color]int{}
	for y := of.Bounds().Min.Y; y < of.Bounds().Max.Y; y++ {
		for x := of.Bounds().Min.X; x < of.Bounds().Max.X; x++ {
			used[of.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(used), func(a, b color.Color) int { return cmp.Compare(used[b], used[a]) })
	return colours[:min(256, len(colours))]
}
