package ui

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// SearchBox asks one question of a list by GET. ID defaults to Name, Name to q.
type SearchBox struct {
	Action, ID, Name, Value, Label, Placeholder string

	Hint string // under the box of a Big one: an example
	Big  bool   // the first thing on a home page

	Focus bool // typing begins here: for a page that is opened all day to search
}

// FilterSpec is what a filter bar says about itself; Clear is the address without filters, shown
// when any is set.
type FilterSpec struct{ Action, Clear string }

// Tabs are links to sides of one thing, or slices of one list.
type Tabs struct {
	Label string // names the group for screen readers
	Items []Tab
}

// Tab is one of them.
type Tab struct {
	Text, Href string

	Current bool
	Count   *int // shown when known, 0 too
	More    bool // there are more than Count: counting stopped there
}

// Breadcrumbs is the way to this page.
type Breadcrumbs struct{ Crumbs []Crumb }

// count says how many; a count that stopped says so.
func (t Tab) count(ctx context.Context) string {
	if t.More {
		return text.T(ctx, "ui.count-more", "n", *t.Count-1)
	}
	return text.T(ctx, "ui.count", "n", *t.Count)
}

// Render writes the box.
func (v SearchBox) Render(ctx context.Context, w io.Writer) error {
	if v.Name == "" {
		v.Name = "q"
	}
	v.ID = orName(v.ID, v.Name)
	return searchBox(v).Render(ctx, w)
}

// Render writes the tabs.
func (v Tabs) Render(ctx context.Context, w io.Writer) error { return tabs(v).Render(ctx, w) }

// Render writes the way.
func (v Breadcrumbs) Render(ctx context.Context, w io.Writer) error {
	return breadcrumbs(v).Render(ctx, w)
}
