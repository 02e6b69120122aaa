package dossier

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// formPrefix sets the fields of a procedure's form apart from those of the page around it. Their
// ids go without, so that what the catalogue says of a field leads to it.
const formPrefix = "f."

// fewOptions is up to how many choices stand in sight; more go into a list that opens.
const fewOptions = 5

// formSheet is a procedure's form with what was filled in.
type formSheet struct {
	ctx     context.Context
	values  catalog.Values
	problem func(name string) string
}

// fields lays questions out for the counter. Files are not asked for here: scans lie with the papers.
func (s formSheet) fields(fields []catalog.Field) []templ.Component {
	var out []templ.Component
	for _, f := range fields {
		switch f.Type {
		case catalog.File:
		case catalog.Group: // a row more than is filled in; what stays empty falls away
			for n := 1; n <= min(s.values.Rows(f.Name)+1, f.MostRows()); n++ {
				out = append(out, grouped(f.Label(text.LangOf(s.ctx))+" "+strconv.Itoa(n), templ.Join(s.fields(f.Row(n))...)))
			}
		default:
			out = append(out, s.field(f))
		}
	}
	return out
}

func (s formSheet) field(f catalog.Field) templ.Component {
	label, value, name := f.Label(text.LangOf(s.ctx)), s.values.One(f.Name), formPrefix+f.Name
	switch f.Type {
	case catalog.Address:
		return s.address(f, label)
	case catalog.Checkbox:
		return ui.Checkboxes{ID: f.Name, Name: name, Values: s.values[f.Name], Error: s.problem(f.Name), Required: f.Required,
			Options: []ui.Option{{Value: "true", Text: label}}}
	case catalog.MultiSelect:
		return ui.Checkboxes{ID: f.Name, Name: name, Label: label, Values: s.values[f.Name], Error: s.problem(f.Name),
			Required: f.Required, Options: plainOptions(f.Rules.Options)}
	case catalog.DateField:
		return ui.DateField{ID: f.Name, Name: name, Label: label, Value: text.Date(clock.Date(value)), Error: s.problem(f.Name),
			Required: f.Required, Hint: text.T(s.ctx, "dossier.date-hint")}
	case catalog.Table:
		return ui.TextArea{ID: f.Name, Name: name, Label: label, Value: strings.Join(s.values[f.Name], "\n"), Rows: 3,
			Hint: text.T(s.ctx, "dossier.rows-hint"), Error: s.problem(f.Name), Required: f.Required}
	case catalog.TextArea:
		return ui.TextArea{ID: f.Name, Name: name, Label: label, Value: value, Rows: 3, Error: s.problem(f.Name), Required: f.Required}
	}
	if options := plainOptions(f.Rules.Options); len(options) > 0 {
		return s.choice(f, label, options)
	}
	return s.line(f, label)
}

func (s formSheet) choice(f catalog.Field, label string, options []ui.Option) templ.Component {
	name, value := formPrefix+f.Name, s.values.One(f.Name)
	if f.Type == catalog.Radio && len(options) <= fewOptions {
		return ui.Radios{ID: f.Name, Name: name, Label: label, Value: value, Error: s.problem(f.Name), Options: options,
			Required: f.Required, Inline: true}
	}
	return ui.Select{ID: f.Name, Name: name, Label: label, Value: value, Error: s.problem(f.Name), Options: options,
		Required: f.Required, Empty: text.T(s.ctx, "dossier.choose")}
}

// typing is how each type is typed: the input's type, its keyboard, its width.
var typing = map[catalog.FieldType]struct{ kind, mode, width string }{
	catalog.Email:    {"email", "", "30"},
	catalog.Phone:    {"tel", "tel", "20"},
	catalog.IDNumber: {"", "", "20"},
	catalog.Number:   {"", "decimal", "10"},
	catalog.Money:    {"", "numeric", "20"},
	catalog.Year:     {"", "numeric", "4"},
	catalog.DateTime: {"datetime-local", "", "20"},
}

func (s formSheet) line(f catalog.Field, label string) templ.Component {
	how := typing[f.Type]
	return ui.TextField{ID: f.Name, Name: formPrefix + f.Name, Label: label, Value: s.values.One(f.Name), Error: s.problem(f.Name),
		Type: how.kind, InputMode: how.mode, Width: how.width, MaxLength: f.Rules.MaxLength, Required: f.Required, Autocomplete: "off"}
}

// address asks for the parts of an address, the smallest place first, as people say it.
func (s formSheet) address(f catalog.Field, label string) templ.Component {
	var parts []templ.Component
	all := f.AddressParts()
	for i := len(all) - 1; i >= 0; i-- {
		part := all[i]
		parts = append(parts, ui.TextField{ID: part, Name: formPrefix + part, Value: s.values.One(part), Error: s.problem(part),
			Label:        text.T(s.ctx, "dossier.address."+strings.TrimPrefix(part, f.Name+".")),
			Autocomplete: "off"})
	}
	return grouped(label, inRow(parts))
}

func plainOptions(values []string) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: v, Text: v}
	}
	return out
}

// formValuesOf reads what was typed into a procedure's form, as it will be kept.
func formValuesOf(fields []catalog.Field, form url.Values) catalog.Values {
	typed := catalog.Values{}
	for name, values := range form {
		if field, ok := strings.CutPrefix(name, formPrefix); ok {
			typed[field] = values
		}
	}
	return catalog.Tidy(fields, typed)
}
