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

// lighter writes a PNG anew, cut off at the height and with the colours that it uses most, each other
// one being the nearest of them. Pages have few colours, and the repository keeps their pictures.
func lighter(picture []byte, height int) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	size := from.Bounds()
	size.Max.Y = min(size.Max.Y, size.Min.Y+height)
	to := image.NewPaletted(size, palette(from))
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

// colours is how many colours a picture keeps: what a byte can count.
const colours = 256

// palette returns the most used colours of a picture.
func palette(of image.Image) color.Palette {
	used := map[color.Color]int{}
	for y := of.Bounds().Min.Y; y < of.Bounds().Max.Y; y++ {
		for x := of.Bounds().Min.X; x < of.Bounds().Max.X; x++ {
			used[of.At(x, y)]++
		}
	}
	all := slices.SortedFunc(maps.Keys(used), func(a, b color.Color) int { return cmp.Compare(used[b], used[a]) })
	return all[:min(colours, len(all))]
}
