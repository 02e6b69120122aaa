package blob

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gabriel-vasile/mimetype"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// The media types that are accepted. None of them runs in a browser: no HTML, no SVG.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
	DOC  = "application/msword"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// accepted holds the usual ending of each.
var accepted = map[string]string{
	PDF: ".pdf", JPEG: ".jpg", PNG: ".png", DOC: ".doc", DOCX: ".docx", XLSX: ".xlsx",
}

// Accept is the list for a file field's accept attribute.
const Accept = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xlsx"

// AcceptScans is the list for scans of paper.
const AcceptScans = ".pdf,.jpg,.jpeg,.png"

// maxPixels guards the readers' machines: a small file can unfold into gigabytes of picture.
const maxPixels = 60_000_000

// kindOf tells by content which accepted type f is, "" for none of them.
func kindOf(f io.ReaderAt, size int64) (string, error) {
	found, err := mimetype.DetectReader(io.NewSectionReader(f, 0, size))
	if err != nil {
		return "", err
	}
	for m := found; m != nil; m = m.Parent() { // an animated PNG is a PNG, a Word file a ZIP
		switch {
		case m.Is(JPEG), m.Is(PNG):
			return m.String(), nil
		case m.Is(PDF):
			return plainPDF(f), nil
		case m.Is("application/zip"):
			return officeKind(f, size), nil
		case m.Is("application/x-ole-storage"):
			return oldWord(f), nil
		}
	}
	return "", nil
}

// plainPDF returns PDF when nothing but spaces stands before the file's own first words, "" when
// something else does: such a file is two things at once.
func plainPDF(f io.ReaderAt) string {
	head := make([]byte, 64)
	n, _ := f.ReadAt(head, 0)
	head = bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\uFEFF")), " \t\r\n")
	if bytes.HasPrefix(head, []byte("%PDF-")) {
		return PDF
	}
	return ""
}

// checkPicture refuses a picture that cannot be read or is too big to be shown. Only its head is
// read; other kinds pass.
func checkPicture(r io.Reader, kind string) error {
	var head image.Config
	var err error
	switch kind {
	case JPEG:
		head, err = jpeg.DecodeConfig(r)
	case PNG:
		head, err = png.DecodeConfig(r)
	default:
		return nil
	}
	if err != nil {
		return broken(err)
	}
	if int64(head.Width)*int64(head.Height) > maxPixels {
		return fault.New(fault.Invalid, "blob.image-too-big", "million", maxPixels/1_000_000)
	}
	return nil
}

func broken(err error) error { return fault.New(fault.Invalid, "blob.image-broken").Because(err) }
