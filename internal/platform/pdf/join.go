package pdf

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/carlos7ags/folio/reader"
)

// Join puts the pages of files one behind another, for printing in one go. The outcome is for a printer:
// it is no archive file, and what the files said of themselves is not in it.
func Join(files ...[]byte) ([]byte, error) {
	if len(files) == 0 {
		return nil, errors.New("joining: no files")
	}
	parts := make([]*reader.PdfReader, len(files))
	for i, f := range files {
		var err error
		if parts[i], err = reader.Parse(f); err != nil {
			return nil, fmt.Errorf("joining file %d: %w", i+1, err)
		}
	}
	all, err := reader.Merge(parts...)
	if err != nil {
		return nil, fmt.Errorf("joining: %w", err)
	}
	var b bytes.Buffer
	if _, err := all.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("joining: %w", err)
	}
	return b.Bytes(), nil
}
