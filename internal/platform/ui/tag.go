package ui

import (
	"context"
	"io"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// The colours of tags and figures. Grey is the default.
const (
	Grey   = "grey"
	Blue   = "blue"
	Green  = "green"
	Yellow = "yellow"
	Red    = "red"
	Purple = "purple"
)

// Tag is a state in a word or two.
type Tag struct{ Text, Colour string }

// DueState is how a thing stands to its term.
type DueState string

// The states of due time, open ones first, then closed ones.
const (
	DueNone    DueState = "none" // the law sets no term
	DueOnTrack DueState = "on-track"
	DueNear    DueState = "near"
	Overdue    DueState = "overdue"
	DuePaused  DueState = "paused"
	DoneEarly  DueState = "early"
	DoneOnTime DueState = "on-time"
	DoneLate   DueState = "late"
)

// DueTag is how a dossier stands to its term: colour, sign and words. Text defaults to the words
// of the state and is better said exactly: "Còn 2 ngày làm việc".
type DueTag struct {
	State DueState
	Text  string
}

// Render writes the tag.
func (v Tag) Render(ctx context.Context, w io.Writer) error { return tag(v).Render(ctx, w) }

// Render writes the tag.
func (v DueTag) Render(ctx context.Context, w io.Writer) error {
	if v.State == "" {
		v.State = DueNone
	}
	if v.Text == "" {
		v.Text = text.T(ctx, "ui.due."+string(v.State))
	}
	return dueTag(v).Render(ctx, w)
}

func (v Tag) class() string {
	if v.Colour == "" {
		v.Colour = Grey
	}
	return "ns-tag ns-tag--" + v.Colour
}
