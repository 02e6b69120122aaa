package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Table is rows under heads. On a phone each row becomes a card in which every value stands beside
// its head.
type Table struct {
	Caption      string // always given: it names the table
	HideCaption  bool   // only for screen readers, where a heading already says it
	Head         []Head
	Rows         []TableRow
	Dense        bool // officers' lists
	KeyboardList bool // j and k move between rows, Enter opens
	Picks        bool // the first cell of each row is a box that picks it
}

// Head is the name of a column.
type Head struct {
	Text    string
	Numeric bool
	Hidden  bool   // only for screen readers
	Href    string // sorts by this column
	Sorted  string // "ascending" or "descending" when the list is sorted by it
}

// TableRow is a row. Kind Alert or Current marks it at its edge.
type TableRow struct {
	Cells []Cell
	Kind  string
	ID    string // where something else speaks of the row
}

// Cell is a value: Text (with Href a link) or Body. Header makes it the name of the row. A Whole link,
// such as a code, stays on one line.
type Cell struct {
	Text, Href string

	Body   templ.Component
	Header bool
	Whole  bool
}

// Pager leads to the pages before and after; an empty address shows nothing.
type Pager struct{ PrevHref, NextHref string }

// Render writes the table.
func (v Table) Render(ctx context.Context, w io.Writer) error { return table(v).Render(ctx, w) }

// Render writes the links.
func (v Pager) Render(ctx context.Context, w io.Writer) error { return pager(v).Render(ctx, w) }

// head returns the head of column i; a cell too many has none.
func (v Table) head(i int) Head {
	if i < len(v.Head) {
		return v.Head[i]
	}
	return Head{}
}

func (r TableRow) class() string {
	if r.Kind == "" {
		return "govuk-table__row"
	}
	return "govuk-table__row ns-row--" + r.Kind
}
