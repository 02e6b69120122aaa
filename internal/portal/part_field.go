package portal

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
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
			Options: options(values), AsHeading: q.Alone}
	case q.Type == catalog.Radio:
		return ui.Radios{Name: q.Name, Label: label, Hint: hint, Error: wrong, Value: q.Value(q.Name), Required: q.Required,
			Options: options(values), Inline: len(values) == 2 && len(values[0]+values[1]) < 20, AsHeading: q.Alone}
	}
	return ui.Select{Name: q.Name, Label: label, Hint: hint, Error: wrong, Value: q.Value(q.Name), Required: q.Required,
		Empty: text.T(ctx, "portal.choose"), Options: options(values), AsHeading: q.Alone}
}

func options(values []string) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: v, Text: v}
	}
	return out
}

// addressView is a place, asked in parts.
type addressView struct {
	Legend string // empty where the page's heading says it
	Hint   string
	Like   *ui.Checkboxes
	Parts  []ui.TextField
}

func (q question) address(ctx context.Context) addressView {
	v := addressView{Hint: q.hint(ctx)}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	if q.Like != nil {
		v.Like = &ui.Checkboxes{ID: q.Name + "-giong", Name: likeName(q.Name), Options: []ui.Option{{Value: q.Like.From,
			Text: q.Like.Label, Hint: q.Like.Text}}}
	}
	for i, name := range q.AddressParts() {
		level := strings.TrimPrefix(name, q.Name+".")
		part := ui.TextField{Name: name, Label: text.T(ctx, "portal.address."+level), Value: q.Value(name), Error: q.Wrong(name),
			Required: q.Required && (level == "province" || level == "commune")}
		if i == 0 && part.Error == "" {
			part.Error = q.Wrong(q.Name)
		}
		if q.Self {
			part.Autocomplete = map[string]string{"province": "address-level1", "district": "address-level2",
				"commune": "address-level3", "detail": "street-address"}[level]
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

// likeName is the box by which an address is taken over from another.
func likeName(field string) string { return field + ".giong" }

// tableView is rows of words, one a line, with a free one at the end.
type tableView struct {
	Legend, Hint, More, Name string
	Rows                     []ui.TextField
}

func (q question) table(ctx context.Context) tableView {
	v := tableView{Hint: q.hint(ctx), Name: q.Name, More: text.T(ctx, "portal.table.more")}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	for i, row := range append(q.Rows[:len(q.Rows):len(q.Rows)], "") {
		field := ui.TextField{ID: rowID(q.Name, i), Name: q.Name, Label: text.T(ctx, "portal.table.row", "n", i+1), Value: row}
		if i == 0 {
			field.Error, field.Required = q.Wrong(q.Name), q.Required
		}
		v.Rows = append(v.Rows, field)
	}
	return v
}

// rowID is the id of a row; the first one has the name of the table, so that errors lead to it.
func rowID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}

// dateTimeView is a day and a time of day.
type dateTimeView struct {
	Legend string
	Day    ui.DateField
	Time   ui.TextField
}

func (q question) dateTime(ctx context.Context) dateTimeView {
	day, hour, _ := strings.Cut(q.Value(q.Name), "T")
	v := dateTimeView{
		Day: ui.DateField{ID: q.Name, Name: q.Name + ".date", Label: text.T(ctx, "portal.field.day"), Value: shownDate(day),
			Error: q.Wrong(q.Name), Required: q.Required},
		Time: ui.TextField{Name: q.Name + ".time", Label: text.T(ctx, "portal.field.time"), Hint: text.T(ctx, "portal.field.time-hint"),
			Value: hour, Width: "5", InputMode: "numeric", Required: q.Required},
	}
	if typed := q.Value(q.Name + ".date"); typed != "" {
		v.Day.Value = typed
	}
	if typed := q.Value(q.Name + ".time"); typed != "" {
		v.Time.Value = typed
	}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	return v
}

func (q question) file(ctx context.Context) templ.Component {
	label, hint := q.label(ctx), text.T(ctx, "portal.file.hint", "mb", q.mostMB())
	if q.Alone {
		label = text.T(ctx, "portal.file.pick")
	}
	var accept []string
	for _, ending := range q.Rules.Accept {
		accept = append(accept, "."+ending)
	}
	if len(accept) > 0 {
		kinds := strings.ToUpper(strings.Join(q.Rules.Accept, ", "))
		hint = text.T(ctx, "portal.file.kinds", "kinds", kinds, "mb", q.mostMB())
	}
	return filePart(filePartView{Files: q.Files, Input: ui.FileField{Name: q.Name, Label: label, Error: q.Wrong(q.Name), Hint: hint,
		Accept: strings.Join(accept, ","), MaxMB: q.mostMB(), Multiple: true, Required: q.Required && len(q.Files) == 0}})
}

// mostMB bounds a file: by the form, and by the house.
func (q question) mostMB() int {
	if q.Rules.MaxMB > 0 {
		return min(q.MaxMB, q.Rules.MaxMB)
	}
	return q.MaxMB
}

type filePartView struct {
	Files []fileView
	Input ui.FileField
}

// fileView is an uploaded file, with the button that takes it away while that is possible.
type fileView struct {
	Name, Href, Meta, SHA256 string
	Remove                   string // words of the button; empty: it stays
}

func filesOf(ctx context.Context, files []dossier.File, at string, removable bool) []fileView {
	out := make([]fileView, len(files))
	for i, f := range files {
		out[i] = fileView{Name: f.Name, Href: at + "/tep/" + f.SHA256, Meta: size(ctx, f.Size), SHA256: f.SHA256}
		if removable {
			out[i].Remove = text.T(ctx, "portal.file.remove")
		}
	}
	return out
}

// size writes a number of bytes as kB or MB.
func size(ctx context.Context, n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, n>>10), 10) + " kB"
	}
	return text.Decimal(ctx, float64(n*10>>20)/10) + " MB"
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
