package catalog

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// preview shows a version as citizens will read it.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	view := &View{Procedure: *one, FieldEn: FieldEn(one.Field), Version: *v, InForce: true, Page: versionPath(one.ID, v.Number) + "/xem-truoc"}
	for _, key := range remarks(*one, v) {
		view.Remarks = append(view.Remarks, text.T(ctx, key))
	}
	page := pageOf(ctx, view, choiceOf(r))
	page.Frame = versionFrame(ctx, one, v, say(ctx, "preview.title"))
	page.Frame.Wide = false
	page.Notices = []ui.Notice{{Title: say(ctx, "preview.title"), Text: say(ctx, "preview.lead", "n", v.Number)}}
	page.Apply = &ui.Button{Text: say(ctx, "edit.try-form"), Href: view.Page + "/to-khai", Kind: ui.Secondary}
	page.JSON = ui.Link{Text: say(ctx, "preview.back"), Href: versionPath(one.ID, v.Number)}
	page.AsOf = ""
	return web.Show(w, r, procedurePage(page))
}

// tryView is the form of a version, to try it: it checks and keeps nothing.
type tryView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Notice   ui.Notice
	Problems ui.ErrorSummary
	Action   string
	Fields   []templ.Component
	Submit   ui.Button
	Back     ui.Link
}

// tryForm shows the form of a version and, once something was typed, what it would say to that. What is
// typed stays in the address and is nowhere kept.
func (p *Pages) tryForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	path := versionPath(one.ID, v.Number)
	page := tryView{Frame: versionFrame(ctx, one, v, say(ctx, "edit.try-form")), Heading: ui.Heading{Title: say(ctx, "edit.try-form"), Caption: one.Name, Lead: say(ctx, "preview.form-lead")},
		Action: path + "/xem-truoc/to-khai", Submit: ui.Button{Text: say(ctx, "preview.check"), Name: "thu", Value: "1"},
		Back: ui.Link{Text: say(ctx, "preview.back"), Href: path}}
	page.Frame.Wide = false
	if wrong := checkFields(v.Fields); len(wrong) > 0 {
		page.Notice = ui.Notice{Kind: ui.Danger, Text: troubleText(ctx, Trouble{partForm, "catalog.import." + wrong[0].key, fault.Args(wrong[0].args...)})}
		return web.Show(w, r, tryPage(page))
	}
	tried := r.URL.Query().Get("thu") != ""
	values := Defaults(v.Fields)
	var found Findings
	page.Notice = ui.Notice{Text: say(ctx, "preview.form-notice")}
	if tried {
		values = Tidy(v.Fields, Values(r.URL.Query()))
		found = CheckForm(v.Fields, values, Env{Now: p.svc.Clock.Now(), Lang: text.LangOf(ctx)})
		page.Notice = ui.Notice{Kind: ui.Success, Text: say(ctx, "preview.form-good")}
	}
	wrong := fault.As(fault.OnFields(found.Errors()))
	if wrong != nil {
		page.Notice = ui.Notice{Kind: ui.Caution, Text: say(ctx, "preview.form-wrong", "n", len(wrong.Fields))}
	}
	page.Problems = ui.Problems(ctx, wrong)
	page.Frame.Failed = wrong != nil
	page.Fields = sheetFields(ctx, v.Fields, values, wrong)
	return web.Show(w, r, tryPage(page))
}

// sheetFields draws the questions that are asked; each group offers a row more than is filled in.
func sheetFields(ctx context.Context, fields []Field, values Values, wrong *fault.Error) (out []templ.Component) {
	for _, f := range fields {
		switch {
		case !f.Shown(values):
		case f.Type == Group:
			rows := f.RowsShown(values)
			if values.Rows(f.Name) == rows && rows < f.MostRows() {
				rows++
			}
			for n := 1; n <= rows; n++ {
				legend := f.Label(text.LangOf(ctx)) + " " + strconv.Itoa(n)
				out = append(out, rowPart(legend, sheetFields(ctx, f.Row(n), values, wrong)))
			}
		default:
			out = append(out, sheetField(ctx, f, values, wrong))
		}
	}
	return out
}

func sheetField(ctx context.Context, f Field, values Values, all *fault.Error) templ.Component {
	wrong := ui.Problem(ctx, all, f.Name)
	lang := text.LangOf(ctx)
	label, help, value := f.Label(lang), f.Help(lang), values.One(f.Name)
	var options []ui.Option
	for _, one := range f.Rules.Options {
		options = append(options, ui.Option{Value: one, Text: f.Option(lang, one)})
	}
	switch f.Type {
	case TextArea, Table:
		return ui.TextArea{Name: f.Name, Label: label, Hint: help, Value: strings.Join(values[f.Name], "\n"), Error: wrong, Required: f.Required, MaxLength: f.Rules.MaxLength}
	case Checkbox:
		return ui.Checkboxes{Name: f.Name, Values: []string{value}, Error: wrong, Hint: help, Options: []ui.Option{{Value: "true", Text: label}}}
	case MultiSelect:
		return ui.Checkboxes{Name: f.Name, Label: label, Hint: help, Values: values[f.Name], Error: wrong, Options: options, Required: f.Required}
	case Select, Radio:
		if f.Type == Radio && len(options) > 0 {
			return ui.Radios{Name: f.Name, Label: label, Hint: help, Value: value, Error: wrong, Options: options, Required: f.Required}
		}
		return ui.Select{Name: f.Name, Label: label, Hint: help, Value: value, Error: wrong, Options: options, Required: f.Required, Empty: say(ctx, "preview.choose")}
	case DateField:
		return ui.DateField{Name: f.Name, Label: label, Hint: help, Value: dayText(value), Error: wrong, Required: f.Required}
	case Address:
		return rowPart(label, addressFields(ctx, f, values, all))
	case File:
		return ui.FileField{Name: f.Name, Label: label, Hint: help, Disabled: true, Required: f.Required}
	}
	return ui.TextField{Name: f.Name, Label: label, Hint: help, Value: value, Error: wrong, Required: f.Required, Autocomplete: "off", MaxLength: f.Rules.MaxLength}
}

func addressFields(ctx context.Context, f Field, values Values, wrong *fault.Error) (out []templ.Component) {
	for _, part := range slices.Backward(f.AddressParts()) {
		out = append(out, ui.TextField{Name: part, Label: say(ctx, "address."+strings.TrimPrefix(part, f.Name+".")), Value: values.One(part), Error: ui.Problem(ctx, wrong, part), Autocomplete: "off"})
	}
	return out
}

// dayText writes a day as people type it; what is no day stays as it was typed.
func dayText(value string) string {
	if len(value) == len("2006-01-02") && value[4] == '-' && value[7] == '-' {
		return value[8:] + "/" + value[5:7] + "/" + value[:4]
	}
	return value
}
