package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// usualDPI is below what any scanner writes: photographs and drawings say 72 or 96 of themselves and mean nothing.
const usualDPI = 100

// Fine is the resolution that an uploaded JPEG or PNG says it was scanned at, in dpi; 0 when it says none, or one that no
// scanner has.
func Fine(raw []byte) int {
	dpi := 0
	switch at := bytes.Index(raw[:min(len(raw), 4096)], []byte("pHYs")); {
	case len(raw) > 16 && bytes.HasPrefix(raw, []byte{0xFF, 0xD8}) && string(raw[6:11]) == "JFIF\x00" && raw[13] == 1:
		dpi = int(binary.BigEndian.Uint16(raw[14:])) // dots an inch (JFIF 1.02)
	case bytes.HasPrefix(raw, []byte("\x89PNG")) && at > 0 && at+13 <= len(raw) && raw[at+12] == 1:
		dpi = int(float64(binary.BigEndian.Uint32(raw[at+4:]))*0.0254 + 0.5) // pixels a metre (PNG 11.3.5.3)
	}
	if dpi < usualDPI || dpi > 2400 {
		return 0
	}
	return dpi
}

// FineOfPDF tells how finely each page of a scanned PDF was scanned, in dpi: its largest picture, as it stands on the page.
// Pages without a picture are not named.
func FineOfPDF(ctx context.Context, pdf []byte) (map[int]int, error) {
	program, err := exec.LookPath("pdfimages")
	if err != nil {
		return nil, ErrNoPoppler
	}
	dir, err := os.MkdirTemp("", "scan-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, pdfTime)
	defer stop()
	said, err := exec.CommandContext(ctx, program, "-list", in).Output()
	if err != nil {
		return nil, fmt.Errorf("pdfimages: %w", err)
	}
	out, largest := map[int]int{}, map[int]int{}
	for line := range strings.Lines(string(said)) {
		// page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
		f := strings.Fields(line)
		if len(f) < 14 || f[2] != "image" {
			continue
		}
		var n [5]int
		for i, at := range []int{0, 3, 4, 12, 13} {
			if n[i], err = strconv.Atoi(f[at]); err != nil {
				return nil, fmt.Errorf("pdfimages: %q", line)
			}
		}
		if size := n[1] * n[2]; size > largest[n[0]] {
			largest[n[0]], out[n[0]] = size, min(n[3], n[4])
		}
	}
	return out, nil
}

// A pixel is coloured when a colour difference of it is further from none than what a JPEG makes of a grey; a picture is, when
// one of ten thousand of its pixels are.
const (
	greyAbout   = 4
	colouredOne = 10_000
)

// Colourless tells whether there is no colour in the picture, whatever its kind: a scan in grey, or in black and white.
func (p Picture) Colourless() bool {
	if p.Grey {
		return true
	}
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		return false
	}
	c, ok := img.(*image.YCbCr)
	if !ok {
		return false
	}
	coloured := 0
	for i := range c.Cb {
		if off(c.Cb[i]) > greyAbout || off(c.Cr[i]) > greyAbout {
			coloured++
		}
	}
	return coloured*colouredOne < len(c.Cb)
}

func off(v uint8) int { return max(int(v)-128, 128-int(v)) }
