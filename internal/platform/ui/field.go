package ui

import (
	"context"
	"io"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// TextField is one line of typing. ID defaults to Name, Type to text.
type TextField struct {
	ID, Name, Label, Hint, Value, Error string

	Type         string // text, tel, email, password, search, number
	InputMode    string // numeric, decimal, tel, email
	Autocomplete string // the browser's word for it: name, tel, bday, street-address, off
	Width        string // characters it is made for: 2 3 4 5 10 20 30; empty is the whole width
	Prefix       string // unit before or after what is typed
	Suffix       string
	MaxLength    int
	Required     bool // said aloud and shown; the server checks
	Disabled     bool
	AsHeading    bool // the label is the heading of a page that asks one thing

	isDate bool
}

// TextArea is several lines of typing; Rows defaults to 5.
type TextArea struct {
	ID, Name, Label, Hint, Value, Error string

	Autocomplete string
	Rows         int
	MaxLength    int // counted aloud by the script; the server checks
	Required     bool
	Disabled     bool
	AsHeading    bool
}

// DateField is a day typed as dd/mm/yyyy into one box. Hint defaults to an example.
type DateField struct {
	ID, Name, Label, Hint, Value, Error string

	Autocomplete string // bday for a birthday
	Required     bool
	Disabled     bool
	AsHeading    bool
}

// FileField takes one file or several. The hint says kinds and size; the script shows names and
// warns of files that are too large before they travel.
type FileField struct {
	ID, Name, Label, Hint, Error string

	Accept   string // ".pdf,.jpg,.png"
	MaxMB    int
	Multiple bool
	Required bool
	Disabled bool
	Camera   bool // phones offer the camera
	Look     bool // pictures are looked at, cut out and set straight before they are sent; the form says Looks
}

// Render writes the field.
func (v TextField) Render(ctx context.Context, w io.Writer) error { return textField(v).Render(ctx, w) }

// Render writes the field.
func (v TextArea) Render(ctx context.Context, w io.Writer) error { return textArea(v).Render(ctx, w) }

// Render writes the field.
func (v FileField) Render(ctx context.Context, w io.Writer) error { return fileField(v).Render(ctx, w) }

// Render writes the field: a text field made for days.
func (v DateField) Render(ctx context.Context, w io.Writer) error {
	if v.Hint == "" {
		v.Hint = text.T(ctx, "ui.date-hint")
	}
	return textField(TextField{
		ID: v.ID, Name: v.Name, Label: v.Label, Hint: v.Hint, Value: v.Value, Error: v.Error,
		InputMode: "numeric", Autocomplete: v.Autocomplete, Width: "10", MaxLength: len("dd/mm/yyyy"),
		Required: v.Required, Disabled: v.Disabled, AsHeading: v.AsHeading, isDate: true,
	}).Render(ctx, w)
}

// group is what every field has around it.
type group struct {
	ID, Label, Hint, Error        string
	Required, AsHeading, Disabled bool
}

func (v TextField) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, v.AsHeading, v.Disabled}
}

func (v TextArea) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, v.AsHeading, v.Disabled}
}

func (v FileField) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, false, v.Disabled}
}

// describedBy names the hint and the error of the field, in the order in which they are read.
func (g group) describedBy() string {
	switch {
	case g.Hint != "" && g.Error != "":
		return g.ID + "-goi-y " + g.ID + "-loi"
	case g.Hint != "":
		return g.ID + "-goi-y"
	case g.Error != "":
		return g.ID + "-loi"
	}
	return ""
}

// must draws the star of a required field; screen readers hear aria-required instead.
func (g group) must() string {
	if g.Required {
		return "ns-must"
	}
	return ""
}

func (v TextField) kind() string {
	if v.Type == "" {
		return "text"
	}
	return v.Type
}

func (v TextField) widthClass() string {
	if v.Width == "" {
		return ""
	}
	return "govuk-input--width-" + v.Width
}

func (v TextArea) rows() string {
	if v.Rows == 0 {
		v.Rows = 5
	}
	return strconv.Itoa(v.Rows)
}

func orName(id, name string) string {
	if id == "" {
		return name
	}
	return id
}
