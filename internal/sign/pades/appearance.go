package pades

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// Look is what is seen of a signature (Decree 30/2020, appendix I: a personal signature blue, a seal red, both
// without background, or lines alone). law: decree-30-2020/layout
type Look struct {
	Page  int        // from 1, or LastPage
	Box   [4]float64 // left, bottom, right, top, in points of 1/72 inch from the page's lower left corner
	Image []byte     // PNG, scaled to the box, its proportions kept
	Lines []string   // from the box's top, in Size points, over the image
	Size  float64    // 10 when zero

	Square []byte  // PNG at the box's left, as high as the box; the image then stands right of it
	Indent float64 // of the lines from the box's left
}

// LastPage is the last page of a file, as a Look's Page.
const LastPage = -1

const maxPixels = 16 << 20

// draw writes the appearance.
func (l Look) draw(u *object.Update) (object.Ref, error) {
	width, height := l.Box[2]-l.Box[0], l.Box[3]-l.Box[1]
	if width <= 0 || height <= 0 {
		return object.Ref{}, errors.New("the box of the signature is empty")
	}
	var content bytes.Buffer
	resources := object.Dict{}
	pictures := object.Dict{}
	put := func(name object.Name, raw []byte, from float64) error {
		if len(raw) == 0 {
			return nil
		}
		ref, size, err := addPicture(u, raw)
		if err != nil {
			return fmt.Errorf("picture of the signature: %w", err)
		}
		pictures[name] = ref
		room := width - from
		if name == "Sq" {
			room = height
		}
		scale := min(room/float64(size.X), height/float64(size.Y))
		w, h := scale*float64(size.X), scale*float64(size.Y)
		fmt.Fprintf(&content, "q %.3f 0 0 %.3f %.3f %.3f cm /%s Do Q\n", w, h, from+(room-w)/2, (height-h)/2, name)
		return nil
	}
	beside := 0.0
	if len(l.Square) > 0 {
		beside = height
	}
	if err := errors.Join(put("Sq", l.Square, 0), put("Im", l.Image, beside)); err != nil {
		return object.Ref{}, err
	}
	if len(pictures) > 0 {
		resources["XObject"] = pictures
	}
	if err := drawLines(&content, l, height); err != nil {
		return object.Ref{}, err
	}
	raw := object.Pack(content.Bytes())
	return u.Add(object.Stream{Dict: object.Dict{
		"Type": object.Name("XObject"), "Subtype": object.Name("Form"), "BBox": object.Array{0, 0, width, height},
		"Resources": resources, "Filter": object.Name("FlateDecode"), "Length": len(raw),
	}, Raw: raw}), nil
}

// addPicture writes a PNG as an image and, where it lets the paper through, a mask.
func addPicture(u *object.Update, raw []byte) (object.Ref, image.Point, error) {
	var none object.Ref
	head, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return none, image.Point{}, err
	}
	if head.Width < 1 || head.Height < 1 || head.Width > maxPixels/head.Height {
		return none, image.Point{}, errors.New("too large")
	}
	pic, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return none, image.Point{}, err
	}
	colours, alpha, opaque := planes(pic)
	size := pic.Bounds().Size()
	d := pictureDict(size, "DeviceRGB", colours)
	if !opaque {
		mask := object.Pack(alpha)
		d["SMask"] = u.Add(object.Stream{Dict: pictureDict(size, "DeviceGray", mask), Raw: mask})
	}
	packed := object.Pack(colours)
	d["Length"] = len(packed)
	return u.Add(object.Stream{Dict: d, Raw: packed}), size, nil
}

func pictureDict(size image.Point, space object.Name, packed []byte) object.Dict {
	return object.Dict{
		"Type": object.Name("XObject"), "Subtype": object.Name("Image"), "Width": size.X, "Height": size.Y,
		"ColorSpace": space, "BitsPerComponent": 8, "Filter": object.Name("FlateDecode"), "Length": len(packed),
	}
}

// planes parts a picture into its colours, not weakened by transparency, and its transparency.
func planes(pic image.Image) (colours, alpha []byte, opaque bool) {
	b := pic.Bounds()
	opaque = true
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			red, green, blue, a := pic.At(x, y).RGBA()
			for _, c := range [3]uint32{red, green, blue} {
				if a > 0 {
					c = c * 0xFFFF / a
				}
				colours = append(colours, byte(min(c, 0xFFFF)>>8))
			}
			alpha = append(alpha, byte(a>>8))
			opaque = opaque && a == 0xFFFF
		}
	}
	return colours, alpha, opaque
}
