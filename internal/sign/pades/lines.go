package pades

import (
	"bytes"

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

// drawLines writes lines of text from the top of a box of some height.
func drawLines(w *bytes.Buffer, lines []string, size, height float64) error {
	if size == 0 {
		size = 10
	}
	for i, line := range lines {
		if err := pdf.Outline(w, line, size, 0, height-size-float64(i)*size*1.2); err != nil {
			return err
		}
	}
	return nil
}
