package pdf

import (
	"context"
	"crypto/sha256"
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"

	"github.com/carlos7ags/folio/document"
	"golang.org/x/text/unicode/norm"
)

// Size is a size of paper.
type Size int

// The sizes in use.
const (
	A4 Size = iota
	A5
	A5Landscape
	A4Landscape // registers
)

func (s Size) page() document.PageSize {
	switch s {
	case A5:
		return document.PageSizeA5
	case A5Landscape:
		return document.PageSizeA5.Landscape()
	case A4Landscape:
		return document.PageSizeA4.Landscape()
	}
	return document.PageSizeA4
}

// Paper is what Render prints. A block with a margin, border or padding of its own, and a row of
// blocks side by side (display: flex), is kept on one page when a page can hold it; everything else
// flows. Nothing can be placed at a fixed position.
type Paper struct {
	HTML   string // what stands in <body>; <style> elements are heeded, pictures are data: addresses
	Size   Size
	Title  string    // shown by readers in place of the file's name; must be given
	Author string    // the agency
	Lang   string    // a language tag, vi-VN when empty
	At     time.Time // the file's own date; none when zero, never the present time

	// Counted stands at the foot of every page, "Trang %d/%d" with the page and their number, in place
	// of the number in the upper margin. Its pages are counted through, whatever the parts.
	Counted string

	// Mark stands in small letters at the foot of every page, and in the file's subject: who took the paper away.
	Mark string
}

// Part separates parts of a Paper's HTML, such as the copies of a slip: each begins on a new page,
// and its pages are counted from one.
const Part = "<!-- part -->"

// Limits on what is laid out; a slip has some hundreds of elements.
const (
	maxElements = 50_000
	maxDepth    = 100
)

// Render prints a paper. Nothing is fetched: a paper that asks for anything but the fonts of this
// package and data: addresses is an error. Characters that the fonts lack come out as □.
func Render(ctx context.Context, p Paper) ([]byte, error) {
	p.HTML = printable(norm.NFC.String(p.HTML))
	p.Title, p.Author, p.Mark = norm.NFC.String(p.Title), norm.NFC.String(p.Author), norm.NFC.String(p.Mark)
	starts, err := partStarts(ctx, p)
	if err != nil {
		return nil, err
	}
	file, err := lay(ctx, p, starts)
	if err != nil {
		return nil, err
	}
	return amend(file, alternatives(p.HTML))
}

// partStarts returns the index of the page on which each part begins. All parts but the last are
// laid out once on their own to count their pages.
func partStarts(ctx context.Context, p Paper) ([]int, error) {
	starts := []int{0}
	parts := strings.Split(p.HTML, Part)
	for _, part := range parts[:len(parts)-1] {
		alone := p
		alone.HTML = part
		file, err := lay(ctx, alone, nil)
		if err != nil {
			return nil, err
		}
		starts = append(starts, starts[len(starts)-1]+pageCount(file))
	}
	return starts, nil
}

func lay(ctx context.Context, p Paper, starts []int) ([]byte, error) {
	doc := document.NewDocument(p.Size.page())
	doc.Info = document.Info{
		Title: p.Title, Author: p.Author, Subject: p.Mark, Language: lang(p),
		Producer: "Nha San", CreationDate: p.At, ModDate: p.At,
	}
	id := sha256.Sum256([]byte(p.Title + p.HTML))
	doc.SetFileID(id[:16])
	doc.SetPdfA(document.PdfAConfig{Level: document.PdfA2A})
	doc.SetViewerPreferences(document.ViewerPreferences{DisplayDocTitle: true, OpenPage: -1})
	top, err := flow(ctx, doc, p)
	if err != nil {
		return nil, fmt.Errorf("laying out %q: %w", p.Title, err)
	}
	if err := number(doc, numbering{p.Size.page(), top, starts, p.Counted, p.Mark}); err != nil {
		return nil, err
	}
	return doc.ToBytes()
}

func lang(p Paper) string {
	if p.Lang == "" {
		return "vi-VN"
	}
	return p.Lang
}

// frame is the document around the paper's own HTML.
func frame(p Paper) string {
	size := p.Size.page()
	return fmt.Sprintf(`<!doctype html><html lang="%s"><head><style>%s
@page{size:%.2fpt %.2fpt;margin:20mm 15mm 20mm 30mm}
body{font-family:serif;font-size:13pt}</style></head><body>%s</body></html>`,
		html.EscapeString(lang(p)), fontFaces, size.Width, size.Height,
		strings.ReplaceAll(p.HTML, Part, `<div style="page-break-before:always"></div>`))
}

// numbering says where page numbers stand, and on which pages a new count begins.
type numbering struct {
	page   document.PageSize
	top    float64 // upper margin, in points
	starts []int
	words  string // Paper.Counted
	mark   string // Paper.Mark
}

// number prints the number of each page in the middle of the upper margin, except on the first page
// of a part, as Decree 30/2020 wants it; or the paper's own words at the foot of each.
func number(doc *document.Document, n numbering) error {
	font, err := embedded()
	if err != nil {
		return err
	}
	const size, capHeight, foot = 11, 7, 20 // points
	const small, below, side = 7, 9, 20     // of the mark
	mark := fitting(n.mark, func(s string) bool { return font.MeasureString(s, small) <= n.page.Width-2*side })
	doc.SetHeader(func(at document.PageContext, on *document.Page) {
		if mark != "" {
			on.ContentStream().AppendBytes([]byte("/Artifact <</Type /Pagination>> BDC\n"))
			on.AddTextEmbedded(mark, font, small, side, below)
			on.ContentStream().AppendBytes([]byte("\nEMC\n"))
		}
		text, y := numberOf(at.PageIndex, n.starts), n.page.Height-(n.top+capHeight)/2
		if n.words != "" {
			text, y = fmt.Sprintf(n.words, at.PageIndex+1, at.TotalPages), foot
		}
		if text == "" {
			return
		}
		// Marked as no part of the text, or a reader would speak it in mid-sentence.
		on.ContentStream().AppendBytes([]byte("/Artifact <</Type /Pagination>> BDC\n"))
		x := (n.page.Width - font.MeasureString(text, size)) / 2
		on.AddTextEmbedded(text, font, size, x, y)
		on.ContentStream().AppendBytes([]byte("\nEMC\n"))
	})
	return nil
}

// fitting cuts s, at its end, until it fits.
func fitting(s string, fits func(string) bool) string {
	for cut := []rune(s); !fits(s) && len(cut) > 0; s = string(cut) + "…" {
		cut = cut[:len(cut)-1]
	}
	return s
}

func numberOf(page int, starts []int) string {
	for i := len(starts) - 1; i >= 0; i-- {
		if page > starts[i] {
			return strconv.Itoa(page - starts[i] + 1)
		}
		if page == starts[i] {
			break
		}
	}
	return ""
}
