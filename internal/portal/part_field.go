package portal

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// question is a field of the catalogue as it stands on a page.
type question struct {
	catalog.Field
	Form    []catalog.Field          // all fields, to name others in conditions
	Value   func(name string) string // of one value, as typed or as saved
	Rows    []string                 // of a table, or a choice of several
	Wrong   func(name string) string // what is wrong with a value
	Asked   []string                 // what an officer wants corrected here
	Self    bool                     // about whoever fills in: the browser may help
	Alone   bool                     // the only question of its page: its label is the heading
	Choices []string                 // of a list kept elsewhere
	Like    *same                    // an address already given, to be taken over
	Files   []fileView
	MaxMB   int

	RowsShown int // of a group
}

// same is an address that this one may be equal to: where it comes from, and what it says.
type same struct{ From, Label, Text string }

// part builds the question's part of the page.
func (q question) part(ctx context.Context) templ.Component {
	switch q.Type {
	case catalog.Address:
		return addressPart(q.address(ctx))
	case catalog.Table:
		return tablePart(q.table(ctx))
	case catalog.Group:
		return groupPart(q.group(ctx))
	case catalog.File:
		return q.file(ctx)
	case catalog.DateTime:
		return dateTimePart(q.dateTime(ctx))
	case catalog.Select, catalog.Radio, catalog.MultiSelect, catalog.Checkbox:
		return q.choice(ctx)
	}
	return q.typing(ctx)
}

func (q question) label(ctx context.Context) string { return q.Label(text.LangOf(ctx)) }

// hint says when an answer is needed, and repeats what an officer wrote about it.
func (q question) hint(ctx context.Context) string {
	var out []string
	for _, a := range q.Asked {
		out = append(out, text.T(ctx, "portal.field.asked", "text", a))
	}
	if help := q.Help(text.LangOf(ctx)); help != "" {
		out = append(out, help)
	}
	if name, value, ok := strings.Cut(q.Rules.RequiredIf, "="); ok {
		out = append(out, text.T(ctx, "portal.field.if", "field", labelOf(ctx, q.Form, name), "value", value))
	}
	if box := q.Rules.RequiredUnless; box != "" {
		out = append(out, text.T(ctx, "portal.field.unless", "field", labelOf(ctx, q.Form, box)))
	}
	if key := "portal.hint." + string(q.Type); text.Has(text.Vi, key) {
		out = append(out, text.T(ctx, key))
	}
	return strings.Join(out, " ")
}

func labelOf(ctx context.Context, fields []catalog.Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Label(text.LangOf(ctx))
		}
	}
	return name
}

// typing builds what is answered on a line, or several.
func (q question) typing(ctx context.Context) templ.Component {
	label, hint, value, wrong := q.label(ctx), q.hint(ctx), q.Value(q.Name), q.Wrong(q.Name)
	switch q.Type {
	case catalog.TextArea:
		return ui.TextArea{Name: q.Name, Label: label, Hint: hint, Value: value, Error: wrong, Required: q.Required,
			MaxLength: q.Rules.MaxLength, AsHeading: q.Alone}
	case catalog.DateField:
		return ui.DateField{Name: q.Name, Label: label, Hint: hint, Value: shownDate(value), Error: wrong, Required: q.Required,
			AsHeading: q.Alone, Autocomplete: q.autocomplete()}
	}
	f := ui.TextField{Name: q.Name, Label: label, Hint: hint, Value: value, Error: wrong, Required: q.Required,
		AsHeading: q.Alone, Autocomplete: q.autocomplete()}
	switch q.Type {
	case catalog.Phone:
		f.Type, f.InputMode, f.Width = "tel", "tel", "20"
	case catalog.Email:
		f.Type, f.InputMode = "email", "email"
	case catalog.IDNumber:
		f.Width = "20"
	case catalog.Money:
		f.InputMode, f.Width, f.Suffix = "numeric", "20", "đ"
	case catalog.Number:
		f.InputMode, f.Width, f.Value = "decimal", "10", commaFor(ctx, value)
	case catalog.Year:
		f.InputMode, f.Width, f.MaxLength = "numeric", "4", 4
	case catalog.Select: // a list kept elsewhere of which nothing is known here
	default:
		f.MaxLength = q.Rules.MaxLength
	}
	return f
}

// autocomplete is the browser's word for what it may know about whoever fills in the form.
func (q question) autocomplete() string {
	if !q.Self {
		return ""
	}
	for end, word := range map[string]string{"_full_name": "name", "_birth_date": "bday", "_phone": "tel", "_email": "email"} {
		if strings.HasSuffix(q.Name, end) {
			return word
		}
	}
	return ""
}

func (q question) choice(ctx context.Context) templ.Component {
	label, hint, wrong := q.label(ctx), q.hint(ctx), q.Wrong(q.Name)
	values := q.Rules.Options
	if len(q.Choices) > 0 {
		values = q.Choices
	}
	switch {
	case q.Type == catalog.Checkbox:
		var ticked []string
		if (catalog.Values{"": {q.Value(q.Name)}}).Ticked("") {
			ticked = []string{"true"}
		}
		return ui.Checkboxes{Name: q.Name, Hint: hint, Error: wrong, Values: ticked, Required: q.Rules.MustBeTrue,
			Options: []ui.Option{{Value: "true", Text: label}}}
	case len(values) == 0:
		return q.typing(ctx)
	case q.Type == catalog.MultiSelect:
		return ui.Checkboxes{Name: q.Name, Label: label, Hint: hint, Error: wrong, Values: q.Rows, Required: q.Required,
			Options: q.options(ctx, values), AsHeading: q.Alone}
	case q.Type == catalog.Radio:
		return ui.Radios{Name: q.Name, Label: label, Hint: hint, Error: wrong, Value: q.Value(q.Name), Required: q.Required,
			Options: q.options(ctx, values), Inline: len(values) == 2 && len(values[0]+values[1]) < 20, AsHeading: q.Alone}
	}
	return ui.Select{Name: q.Name, Label: label, Hint: hint, Error: wrong, Value: q.Value(q.Name), Required: q.Required,
		Empty: text.T(ctx, "portal.choose"), Options: q.options(ctx, values), AsHeading: q.Alone}
}

// options are the choices, named in the reader's language; what is kept is the Vietnamese name.
func (q question) options(ctx context.Context, values []string) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: v, Text: q.Option(text.LangOf(ctx), v)}
	}
	return out
}

// shownDate writes a day that could be read as dd/mm/yyyy; anything else as it was typed.
func shownDate(value string) string {
	if d, err := clock.ParseDate(value); err == nil {
		return text.Date(d)
	}
	return value
}

// commaFor writes the decimal point of a kept number in the reader's way.
func commaFor(ctx context.Context, value string) string {
	if text.LangOf(ctx) == text.Vi {
		return strings.Replace(value, ".", ",", 1)
	}
	return value
}
