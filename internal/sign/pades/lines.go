package pades

import (
	"bytes"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

// drawLines writes the lines of a look from the top of its box.
func drawLines(w *bytes.Buffer, l Look, height float64) error {
	size := l.Size
	if size == 0 {
		size = 10
	}
	for i, line := range l.Lines {
		if err := pdf.Outline(w, line, size, l.Indent, height-size-float64(i)*size*1.2); err != nil {
			return err
		}
	}
	return nil
}
