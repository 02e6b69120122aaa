package ui

import (
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/a-h/templ"
)

// Option is one choice.
type Option struct {
	Value, Text, Hint string

	Disabled bool
	Reveal   templ.Component // asked only when this is chosen; radios and checkboxes
}

// Select is one choice from a list that opens. Width as in TextField.
type Select struct {
	ID, Name, Label, Hint, Value, Error string

	Empty        string // text of "nothing chosen", its value is ""; empty leaves it out
	Options      []Option
	Autocomplete string
	Required     bool
	Disabled     bool
	AsHeading    bool
}

// Radios is one choice of a few, all in sight. Label is the question.
type Radios struct {
	ID, Name, Label, Hint, Value, Error string

	Options   []Option
	Inline    bool // side by side: two short answers
	Required  bool
	AsHeading bool
}

// Checkboxes is any number of choices. A single consent is one Option and no Label.
type Checkboxes struct {
	ID, Name, Label, Hint, Error string

	Values    []string
	Options   []Option
	Required  bool
	AsHeading bool
}

// Render writes the choice.
func (v Select) Render(ctx context.Context, w io.Writer) error { return selectField(v).Render(ctx, w) }

// Render writes the choice.
func (v Radios) Render(ctx context.Context, w io.Writer) error { return radios(v).Render(ctx, w) }

// Render writes the choices.
func (v Checkboxes) Render(ctx context.Context, w io.Writer) error {
	return checkboxes(v).Render(ctx, w)
}

func (v Select) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, v.AsHeading, v.Disabled}
}

func (v Radios) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, v.AsHeading, false}
}

func (v Checkboxes) group() group {
	return group{orName(v.ID, v.Name), v.Label, v.Hint, v.Error, v.Required, v.AsHeading, false}
}

func (v Checkboxes) has(value string) bool { return slices.Contains(v.Values, value) }

// isConsent tells a single box without a question from a list of boxes.
func (v Checkboxes) isConsent() bool { return v.Label == "" && len(v.Options) == 1 }

// role lets screen readers say that an answer is required, which a plain fieldset cannot.
func (v Radios) role() templ.Attributes {
	if !v.Required {
		return nil
	}
	return templ.Attributes{"role": "radiogroup", "aria-required": "true"}
}

// item gives the first option the id of the group, so that the error summary leads to it.
func (g group) item(i int) string {
	if i == 0 {
		return g.ID
	}
	return g.ID + "-" + strconv.Itoa(i+1)
}
