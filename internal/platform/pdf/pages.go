package pdf

import (
	"context"
	"errors"
	"strings"

	"github.com/carlos7ags/folio/document"
	foliohtml "github.com/carlos7ags/folio/html"
	"github.com/carlos7ags/folio/layout"
)

var (
	errRemote = errors.New("it asks for something outside of it")
	errFixed  = errors.New("it places something at a fixed position, which is not supported")
)

// flow puts a paper's HTML into the document and returns the upper margin it asks for, in points.
func flow(ctx context.Context, doc *document.Document, p Paper) (float64, error) {
	denied := false
	page := p.Size.page()
	content, err := foliohtml.ConvertFullWithContext(ctx, frame(p), &foliohtml.Options{
		BaseFS: fonts, FallbackFontPath: regular, StrictAssets: true,
		PageWidth: page.Width, PageHeight: page.Height,
		MaxElements: maxElements, MaxDepth: maxDepth,
		URLPolicy: func(string) error { denied = true; return errRemote },
	})
	switch {
	case err != nil:
		return 0, err
	case denied:
		return 0, errRemote
	case len(content.Absolutes) > 0:
		return 0, errFixed
	}
	c := content.PageConfig // frame sets it
	doc.SetMargins(layout.Margins{Top: c.MarginTop, Right: c.MarginRight, Bottom: c.MarginBottom, Left: c.MarginLeft})
	for _, e := range content.Elements {
		doc.Add(unbroken(e, page.Height-c.MarginTop-c.MarginBottom))
	}
	return c.MarginTop, nil
}

// unbroken wraps the elements whose breaking the engine gets wrong: it cuts what stands beside
// something in a row, and prints a table's first row below the page's end.
func unbroken(e layout.Element, page float64) layout.Element {
	switch e.(type) {
	case *layout.Div, *layout.Flex, *layout.Grid:
		return block{e, page, true}
	case *layout.Table:
		return block{e, page, false}
	}
	return e
}

// block is an element that moves to the next page rather than losing something on this one.
type block struct {
	layout.Element
	page  float64 // height of an empty page, in points
	whole bool    // not to be broken at all while a page can hold it
}

const endless = 1e6 // points

// PlanLayout implements layout.Element.
func (b block) PlanLayout(area layout.LayoutArea) layout.LayoutPlan {
	all := b.Element.PlanLayout(layout.LayoutArea{Width: area.Width, Height: endless})
	if all.Consumed <= area.Height {
		return all
	}
	freshPage := area.Height >= b.page-1
	if !freshPage && b.whole && all.Consumed <= b.page {
		return layout.LayoutPlan{Status: layout.LayoutNothing}
	}
	some := b.Element.PlanLayout(area)
	if !freshPage && some.Consumed > area.Height {
		return layout.LayoutPlan{Status: layout.LayoutNothing}
	}
	if some.Overflow != nil {
		some.Overflow = unbroken(some.Overflow, b.page)
	}
	return some
}

// pageCount counts the pages of a file that the engine wrote.
func pageCount(file []byte) int { return strings.Count(string(file), "<< /Type /Page /") }
