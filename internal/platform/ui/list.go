package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Link leads somewhere. About says to screen readers what it is about, where the text alone
// ("Sửa") does not.
type Link struct{ Text, Href, About string }

// SummaryList is keys and values, such as answers to check. Rows without any value are shown with
// a dash.
type SummaryList struct {
	Rows []SummaryRow
}

// SummaryRow is a key with its value: Text (lines kept) or Body.
type SummaryRow struct {
	Key, Text string

	Body   templ.Component
	Action *Link
}

// Timeline is what happened, in the order given.
type Timeline struct{ Items []TimelineItem }

// TimelineItem is one thing that happened, or will.
type TimelineItem struct {
	Title, When, By, Text string

	Body templ.Component
	Kind string // Done (default), Current, Ahead, Alert
}

// The kinds of timeline items and steps.
const (
	Done    = "done"
	Current = "current"
	Ahead   = "ahead"
	Alert   = "alert"
)

// Steps is a process in order, numbered.
type Steps struct{ Items []Step }

// Step is one of them; Meta is who and how long: "Công chức tư pháp · 4 giờ". Kind is Done,
// Current, Ahead, or empty where the process is only described.
type Step struct{ Title, Meta, Text, Kind string }

// Checklist is papers or tasks, each with its state.
type Checklist struct{ Items []CheckItem }

// CheckItem is one of them; Href makes its title a link.
type CheckItem struct {
	Title, Hint, Href string

	Tag  *Tag
	Body templ.Component
}

// CardGrid is cards side by side.
type CardGrid struct{ Cards []Card }

// Card leads somewhere; Meta is a line of small print.
type Card struct{ Title, Href, Text, Meta string }

// Stats is figures side by side.
type Stats struct{ Tiles []StatTile }

// StatTile is one figure, already written in the reader's way.
type StatTile struct{ Label, Value, Hint, Href, Colour string }

// Render writes the list.
func (v SummaryList) Render(ctx context.Context, w io.Writer) error {
	return summaryList(v).Render(ctx, w)
}

// Render writes the timeline.
func (v Timeline) Render(ctx context.Context, w io.Writer) error { return timeline(v).Render(ctx, w) }

// Render writes the steps.
func (v Steps) Render(ctx context.Context, w io.Writer) error { return steps(v).Render(ctx, w) }

// Render writes the list.
func (v Checklist) Render(ctx context.Context, w io.Writer) error { return checklist(v).Render(ctx, w) }

// Render writes the cards.
func (v CardGrid) Render(ctx context.Context, w io.Writer) error { return cardGrid(v).Render(ctx, w) }

// Render writes the card alone.
func (v Card) Render(ctx context.Context, w io.Writer) error { return card(v).Render(ctx, w) }

// Render writes the figures.
func (v Stats) Render(ctx context.Context, w io.Writer) error { return stats(v).Render(ctx, w) }

// Render writes the figure alone.
func (v StatTile) Render(ctx context.Context, w io.Writer) error { return statTile(v).Render(ctx, w) }

func (v SummaryList) hasActions() bool {
	for _, r := range v.Rows {
		if r.Action != nil {
			return true
		}
	}
	return false
}

func orDone(kind string) string {
	if kind == "" {
		return Done
	}
	return kind
}

func (v StatTile) class() string {
	if v.Colour == "" {
		return "ns-stat"
	}
	return "ns-stat ns-stat--" + v.Colour
}
