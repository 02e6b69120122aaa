// Package scan turns pictures of paper into electronic papers.
//
//	picture.go  Take: an uploaded picture, upright, as a JPEG that a PDF can carry
//	straight.go Straighten: a page that was scanned a little turned
//	split.go    Split: which pages belong together: separator sheets, so many each, both sides
//	code.go     finding the square of a separator sheet
//	read.go     Reader: who recognises words
//	write.go    PDF: pages as PDF/A-2b, the text that was recognised behind the picture
//	sheet.go    a page of words of our own behind the pictures
//	fine.go     how finely a page was scanned, and whether in colour
//	icc.go      the colours that the file promises
//	pages.go    Pages: the pages of a scanned PDF as pictures, where poppler is installed
//
// Sources: ISO 19005-2 (PDF/A-2), ISO 32000-1; DOMAIN.md §5.5 for what scans must be.
package scan
