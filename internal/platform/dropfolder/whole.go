package dropfolder

import "bytes"

// tail is how far from its end a PDF may say that it ends; some scanners write a little behind it.
const tail = 2048

// Whole tells whether a PDF, JPEG or PNG has its end. Of other kinds nothing is known: they count as whole.
func Whole(raw []byte) bool {
	switch {
	case len(raw) == 0:
		return false
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return bytes.Contains(raw[max(0, len(raw)-tail):], []byte("%%EOF"))
	case bytes.HasPrefix(raw, []byte{0xFF, 0xD8}):
		return bytes.HasSuffix(bytes.TrimRight(raw, "\x00"), []byte{0xFF, 0xD9}) // ISO 10918-1: EOI; scanners fill up with zeros
	case bytes.HasPrefix(raw, []byte("\x89PNG")):
		return bytes.Contains(raw[max(0, len(raw)-12):], []byte("IEND"))
	}
	return true
}
