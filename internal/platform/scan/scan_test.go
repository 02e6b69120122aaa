package scan_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/scan"
)

// sheet is a white sheet with a black block in its upper left corner, and what qr says in its middle.
func sheet(t *testing.T, qr string) image.Image {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 827, 1169))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := range 100 {
		for x := range 60 {
			img.Set(x, y, color.Black)
		}
	}
	if qr != "" {
		raw, err := pdf.QR(qr)
		no(t, err)
		code, err := png.Decode(bytes.NewReader(raw))
		no(t, err)
		b := code.Bounds()
		for y := range 400 {
			for x := range 400 {
				img.Set(200+x, 400+y, code.At(b.Min.X+x*b.Dx()/400, b.Min.Y+y*b.Dy()/400))
			}
		}
	}
	return img
}

func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func jpegOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	no(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

// lying puts an Exif block into a JPEG that says how it is to be turned.
func lying(raw []byte, how byte) []byte {
	exif := append([]byte("Exif\x00\x00"), 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, how, 0, 0, 0, 0, 0, 0)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return append(append(out, exif...), raw[2:]...)
}

func TestAPhotographThatLiesOnItsSideIsSetUpright(t *testing.T) {
	upright := sheet(t, "")
	side := image.NewRGBA(image.Rect(0, 0, 1169, 827)) // turned to the left: the camera was held to the right
	for y := range 1169 {
		for x := range 827 {
			side.Set(y, 826-x, upright.At(x, y))
		}
	}
	p, err := scan.Take(lying(jpegOf(t, side), 6))
	no(t, err)
	if p.Width != 827 || p.Height != 1169 || p.DPI() != 100 {
		t.Errorf("it came out as %d × %d, %d dpi", p.Width, p.Height, p.DPI())
	}
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	no(t, err)
	if r, _, _, _ := img.At(20, 30).RGBA(); r > 0x4000 {
		t.Error("the block is not in the upper left corner any more")
	}
	straight := jpegOf(t, upright)
	if p, err := scan.Take(straight); err != nil || !bytes.Equal(p.JPEG, straight) {
		t.Errorf("a JPEG that lies right was not kept as it is (%v)", err)
	}
	if _, err := scan.Take([]byte("no picture")); err == nil {
		t.Error("what is no picture was taken for one")
	}
}

func TestASeparatorSheetIsKnown(t *testing.T) {
	for says, want := range map[string]bool{scan.Separator: true, "https://example.vn": false, "": false} {
		p, err := scan.Take(jpegOf(t, sheet(t, says)))
		no(t, err)
		if got := p.IsSeparator(); got != want {
			t.Errorf("a sheet that says %q: separator %v, want %v", says, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	sides := func(s string) (out []scan.Side) { // a digit is a page of that file, | a separator sheet
		file := 0
		for _, c := range s {
			if c == '|' {
				out = append(out, scan.Side{File: file, Separator: true})
				continue
			}
			file = int(c - '0')
			out = append(out, scan.Side{File: file})
		}
		return out
	}
	for name, c := range map[string]struct {
		sides string
		way   scan.Way
		want  [][]int
	}{
		"each file is a paper":                     {"11233", scan.Way{}, [][]int{{0, 1}, {2}, {3, 4}}},
		"two pages each":                           {"12345", scan.Way{Each: 2}, [][]int{{0, 1}, {2, 3}, {4}}},
		"separators, one before the first":         {"|12|3||4", scan.Way{Separators: true}, [][]int{{1, 2}, {4}, {7}}},
		"what lies before the first separator":     {"1|2", scan.Way{Separators: true}, [][]int{{0}, {2}}},
		"both sides: fronts 1 2, backs 4 3":        {"1234", scan.Way{Each: 2, BothSides: true}, [][]int{{0, 3}, {1, 2}}},
		"both sides with a separator and its back": {"|1234", scan.Way{Separators: true, BothSides: true}, nil},
		"nothing": {"", scan.Way{}, nil},
	} {
		got, err := scan.Split(sides(c.sides), c.way)
		if (err != nil) != (name == "both sides with a separator and its back") || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v (%v), want %v", name, got, err, c.want)
		}
	}
	got, err := scan.Split(sides("|12345"), scan.Way{Separators: true, BothSides: true})
	if want := [][]int{{1, 4, 2, 3}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a separator, two sheets, their backs and the separator's: %v (%v), want %v", got, err, want)
	}
	if _, err := scan.Split(make([]scan.Side, scan.MostPages+1), scan.Way{Separators: true}); err == nil {
		t.Error("a paper without end was taken")
	}
}

func TestTheTextStandsBehindThePicture(t *testing.T) {
	p, err := scan.Take(jpegOf(t, sheet(t, "")))
	no(t, err)
	words := []scan.Word{{Text: "Giấy", X: 100, Y: 200, W: 80, H: 30, Line: 1}, {Text: "khai", X: 190, Y: 200, W: 70, H: 30, Line: 1},
		{Text: "sinh", X: 270, Y: 200, W: 70, H: 30, Line: 1}}
	about := scan.About{Title: "Giấy khai sinh 12/2019 <bản quét>", Agency: "UBND xã Phú Nghĩa", Subject: "Số hóa", At: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)}
	raw, err := scan.PDF(about, []scan.Page{{Picture: p, Words: words}, {Picture: p}})
	no(t, err)
	again, err := scan.PDF(about, []scan.Page{{Picture: p, Words: words}, {Picture: p}})
	no(t, err)
	if !bytes.Equal(raw, again) {
		t.Error("the same pages at the same time are not the same file")
	}
	path := filepath.Join(t.TempDir(), "scan.pdf")
	no(t, os.WriteFile(path, raw, 0o600))
	out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Giấy khai sinh") {
		t.Errorf("pdftotext reads %q (%v)", out, err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", out)
	}
	var pages int
	no(t, scan.Pages(context.Background(), raw, func(p scan.Picture) error { pages++; return nil }))
	if pages != 2 {
		t.Errorf("taken apart again it has %d pages, want 2", pages)
	}
	if _, err := scan.PDF(about, nil); err == nil {
		t.Error("a paper without pages was written")
	}
}

func TestHowFinelyAPageWasScanned(t *testing.T) {
	jfif := func(unit byte, dots uint16) []byte {
		head := append([]byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 16}, "JFIF\x00\x01\x02"...)
		return append(binary.BigEndian.AppendUint16(append(head, unit), dots), 0, 0, 0, 0)
	}
	physical := func(metre uint32, unit byte) []byte {
		out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x09pHYs"), metre)
		return append(binary.BigEndian.AppendUint32(out, metre), unit)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want int
	}{
		"a JPEG of 300 dots an inch":     {jfif(1, 300), 300},
		"a JPEG that says a camera's 72": {jfif(1, 72), 0},
		"a JPEG of dots a centimetre":    {jfif(2, 300), 0},
		"a PNG of 200 dots an inch":      {physical(7874, 1), 200},
		"a PNG of pixels without unit":   {physical(7874, 0), 0},
		"a JPEG that says nothing":       {jpegOf(t, sheet(t, "")), 0},
		"four bytes":                     {[]byte{0xFF, 0xD8, 0xFF, 0xE0}, 0},
	} {
		if got := scan.Fine(c.raw); got != c.want {
			t.Errorf("%s: %d dpi, want %d", name, got, c.want)
		}
	}
}

func TestAPageIsAsLargeAsItsSheetAndEndsWithWords(t *testing.T) {
	p, err := scan.Take(jpegOf(t, sheet(t, ""))) // 827 × 1169 pixels
	no(t, err)
	raw, err := scan.PDF(scan.About{Title: "Thẻ"}, []scan.Page{{Picture: p, Fine: 300}, {Lines: []scan.Line{{Text: "Lời chứng", Size: 13, X: 80, Y: 700}}}})
	no(t, err)
	fine, err := scan.FineOfPDF(context.Background(), raw)
	if err != nil || !reflect.DeepEqual(fine, map[int]int{1: 300}) {
		t.Errorf("pages as fine as %v (%v), want the first 300 dpi and the second without a picture", fine, err)
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	no(t, os.WriteFile(path, raw, 0o600))
	if out, err := exec.Command("pdftotext", path, "-").CombinedOutput(); err != nil || !strings.Contains(string(out), "Lời chứng") {
		t.Errorf("pdftotext reads %q (%v)", out, err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", out)
	}
	if _, err := scan.FineOfPDF(context.Background(), []byte("no PDF")); err == nil {
		t.Error("what is no PDF was looked into")
	}
}

func TestAScanInGreyIsKnown(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 400, 600))
	for i := range grey.Pix {
		grey.Pix[i] = byte(i % 251)
	}
	stamped := image.NewRGBA(grey.Bounds())
	for i := range grey.Pix {
		stamped.Set(i%400, i/400, grey.At(i%400, i/400))
	}
	inRGB := jpegOf(t, stamped)
	for y := range 30 {
		for x := range 30 {
			stamped.Set(200+x, 300+y, color.RGBA{180, 40, 40, 255})
		}
	}
	for name, c := range map[string]struct {
		raw  []byte
		want bool
	}{"grey": {jpegOf(t, grey), true}, "grey written as colours": {inRGB, true}, "a small red stamp": {jpegOf(t, stamped), false}} {
		p, err := scan.Take(c.raw)
		no(t, err)
		if got := p.Colourless(); got != c.want {
			t.Errorf("%s: colourless %v, want %v", name, got, c.want)
		}
	}
}
