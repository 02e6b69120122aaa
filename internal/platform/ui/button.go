package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// The kinds of button. A page has one primary button.
const (
	Primary   = "primary" // the default
	Secondary = "secondary"
	Warning   = "warning" // cannot be taken back
	LinkLike  = "link"    // looks like a link
)

// Button sends the form around it, or leads to Href. A button that cannot be pressed yet says Why.
type Button struct {
	Text, Kind string

	Href     string
	Download bool // Href is a file, or the form is answered by one: it may be sent again
	Name     string
	Value    string
	Action   string // sends the form to another address
	Confirm  string // question asked first, by the script
	Disabled bool
	Why      string // shown beside the button while it is disabled
	ID       string // needed when two disabled buttons of a page share name, value and text
	Do       string // what the script does on press: print, copy:#id; the button is of no use without script, so it is hidden then
}

// Render writes the button.
func (v Button) Render(ctx context.Context, w io.Writer) error { return button(v).Render(ctx, w) }

func (v Button) class() string {
	switch v.Kind {
	case Secondary:
		return "govuk-button govuk-button--secondary"
	case Warning:
		return "govuk-button govuk-button--warning"
	case LinkLike:
		return "ns-button-link"
	}
	return "govuk-button"
}

func (v Button) whyID() string {
	if v.ID != "" {
		return v.ID + "-vi-sao"
	}
	return slug(v.Name+" "+v.Value+" "+v.Text) + "-vi-sao"
}

// attributes of a <button>, in the order of their names.
func (v Button) attributes() templ.Attributes {
	a := templ.Attributes{"type": "submit", "disabled": v.Disabled}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("id", v.ID)
	set("name", v.Name)
	set("formaction", v.Action)
	set("data-confirm", v.Confirm)
	set("data-do", v.Do)
	if v.Name != "" {
		a["value"] = v.Value
	}
	if v.Download {
		a["data-file"] = true
	}
	if v.Do != "" {
		a["type"], a["hidden"] = "button", true
	}
	if v.Disabled && v.Why != "" {
		a["aria-describedby"] = v.whyID()
	}
	return a
}
