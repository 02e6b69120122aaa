package pdf

import (
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

var serif = sync.OnceValue(func() *sfnt.Font {
	raw, err := fonts.ReadFile(regular)
	if err != nil {
		panic(err) // embedded
	}
	f, err := sfnt.Parse(raw)
	if err != nil {
		panic(err)
	}
	return f
})

// Outline draws a line of text as filled shapes from (x, y), its base line, in points: a file that gets it needs no
// font of its own, and an archive's file stays one.
func Outline(w io.Writer, text string, size, x, y float64) error {
	var b sfnt.Buffer
	f := serif()
	unit := int(f.UnitsPerEm())
	scale := size / float64(unit)
	for _, r := range printable(norm.NFC.String(text)) {
		g, err := f.GlyphIndex(&b, r)
		if err != nil {
			return err
		}
		// At one pixel a unit of the font, positions come out in units.
		shape, err := f.LoadGlyph(&b, g, fixed.I(unit), nil)
		if err != nil {
			return err
		}
		p := pen{w: w, scale: scale / 64, x: x, y: y}
		for _, s := range shape {
			p.draw(s)
		}
		if len(shape) > 0 {
			fmt.Fprint(w, "f\n")
		}
		wide, err := f.GlyphAdvance(&b, g, fixed.I(unit), font.HintingNone)
		if err != nil {
			return err
		}
		x += float64(wide) * scale / 64
	}
	return nil
}

// Width is how wide Outline draws a line, in points.
func Width(text string, size float64) float64 {
	var b sfnt.Buffer
	f, wide := serif(), fixed.Int26_6(0)
	for _, r := range printable(norm.NFC.String(text)) {
		if g, err := f.GlyphIndex(&b, r); err == nil {
			one, _ := f.GlyphAdvance(&b, g, fixed.I(int(f.UnitsPerEm())), font.HintingNone) // of a glyph that is there
			wide += one
		}
	}
	return float64(wide) / 64 * size / float64(f.UnitsPerEm())
}

// pen writes the shapes of a glyph as operators of a page.
type pen struct {
	w           io.Writer
	scale, x, y float64
	at          [2]float64
}

func (p *pen) point(q fixed.Point26_6) [2]float64 {
	return [2]float64{p.x + float64(q.X)*p.scale, p.y - float64(q.Y)*p.scale}
}

func (p *pen) draw(s sfnt.Segment) {
	a := p.point(s.Args[0])
	switch s.Op {
	case sfnt.SegmentOpMoveTo:
		fmt.Fprintf(p.w, "%.3f %.3f m ", a[0], a[1])
		p.at = a
	case sfnt.SegmentOpLineTo:
		fmt.Fprintf(p.w, "%.3f %.3f l ", a[0], a[1])
		p.at = a
	case sfnt.SegmentOpQuadTo: // pages know curves of the third degree only
		e := p.point(s.Args[1])
		p.curve(third(p.at, a), third(e, a), e)
	case sfnt.SegmentOpCubeTo:
		p.curve(a, p.point(s.Args[1]), p.point(s.Args[2]))
	}
}

// third returns the point two thirds of the way from an end to the middle handle.
func third(from, to [2]float64) [2]float64 {
	return [2]float64{from[0] + (to[0]-from[0])*2/3, from[1] + (to[1]-from[1])*2/3}
}

func (p *pen) curve(a, b, e [2]float64) {
	fmt.Fprintf(p.w, "%.3f %.3f %.3f %.3f %.3f %.3f c ", a[0], a[1], b[0], b[1], e[0], e[1])
	p.at = e
}
