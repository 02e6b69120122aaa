package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Heading is the h1 of a page, with a line above (Caption) and a paragraph below (Lead). Beside
// stands next to it: tags of a dossier.
type Heading struct {
	Title, Caption, Lead string

	Beside templ.Component
}

// The kinds of notice. Info is the default.
const (
	Info    = "info"
	Success = "success"
	Caution = "caution"
	Danger  = "danger"
)

// Notice says something across the page: Title, Text, Body, any of them.
type Notice struct {
	Kind, Title, Text string

	Body    templ.Component
	Dismiss bool // can be put away; the layout's own notices always can
}

// Panel confirms that a thing is done and shows the code to keep.
type Panel struct {
	Title, CodeLabel, Code, Text string

	Body templ.Component
}

// Empty stands where a list has nothing.
type Empty struct {
	Title, Text string

	Action templ.Component
}

// Copyable is a code or address with a button that copies it; without script only the code.
type Copyable struct{ ID, Value string }

// Render writes the heading.
func (v Heading) Render(ctx context.Context, w io.Writer) error { return heading(v).Render(ctx, w) }

// Render writes the notice.
func (v Notice) Render(ctx context.Context, w io.Writer) error {
	if v.Kind == "" {
		v.Kind = Info
	}
	return notice(v).Render(ctx, w)
}

// Render writes the panel.
func (v Panel) Render(ctx context.Context, w io.Writer) error { return panel(v).Render(ctx, w) }

// Render writes what is said instead of a list.
func (v Empty) Render(ctx context.Context, w io.Writer) error { return empty(v).Render(ctx, w) }

// Render writes the value.
func (v Copyable) Render(ctx context.Context, w io.Writer) error { return copyable(v).Render(ctx, w) }

// role makes screen readers say what went well or wrong at once.
func (v Notice) role() string {
	if v.Kind == Success || v.Kind == Danger {
		return "alert"
	}
	return "note"
}

func (v Notice) dismissable() Notice { v.Dismiss = true; return v }

// slug makes an id out of words: "Ký số" is ky-so.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
