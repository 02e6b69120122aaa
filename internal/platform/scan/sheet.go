package scan

import (
	"bytes"

	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/pdf/object"
)

// The sides of an A4 page, in points.
const (
	SheetWide = 595.28
	SheetHigh = a4Points
)

// Line is a line of words on a page of our own: its base line begins at (X, Y), in points from the lower left corner.
type Line struct {
	Text       string
	Size, X, Y float64 // points
}

// sheet writes a page of lines: drawn without a font, their text unseen behind them to be searched and copied.
func (w *writer) sheet(p Page, tree, font object.Ref) (object.Ref, error) {
	var b bytes.Buffer
	b.WriteString("0 g\n")
	for _, l := range p.Lines {
		if err := pdf.Outline(&b, l.Text, l.Size, l.X, l.Y); err != nil {
			return object.Ref{}, err
		}
	}
	b.WriteString("BT 3 Tr\n")
	for _, l := range p.Lines {
		unseen(&b, l.Text, l.X, l.Y, pdf.Width(l.Text, l.Size), l.Size)
	}
	b.WriteString("ET\n")
	page, content := w.ref(), w.ref()
	w.stream(content, object.Dict{}, b.Bytes(), true)
	w.put(page, object.Dict{"Type": object.Name("Page"), "Parent": tree, "MediaBox": object.Array{0, 0, SheetWide, SheetHigh},
		"Contents": content, "Resources": object.Dict{"Font": object.Dict{"F": font}}})
	return page, nil
}
