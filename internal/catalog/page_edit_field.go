package catalog

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// fieldItems are the questions of the form, or of a group in it.
var fieldItems = items[Field]{
	at: questions,
	name: func(ctx context.Context, c *Content, f Field) (string, string) {
		return f.Label(text.LangOf(ctx)), joined(say(ctx, "type."+string(f.Type)), mustText(ctx, f), showText(ctx, c.Fields, f), ruleText(ctx, f))
	},
	form: askField, take: readField,
}

func questions(c *Content, in string) *[]Field {
	if in == "" {
		return &c.Fields
	}
	for i := range c.Fields {
		if c.Fields[i].Name == in && c.Fields[i].Type == Group {
			return &c.Fields[i].Fields
		}
	}
	return nil
}

// fieldTypes are the types in the order in which people choose them.
var fieldTypes = []FieldType{Text, TextArea, Number, Money, DateField, DateTime, Year, Select, Radio, MultiSelect, Checkbox,
	Address, IDNumber, Phone, Email, File, Table, Group}

func askField(a asker, c *Content, f Field) []editPart {
	types := []ui.Option{}
	for _, t := range fieldTypes {
		types = append(types, ui.Option{Value: string(t), Text: say(a.ctx, "type."+string(t))})
	}
	name, value, _ := strings.Cut(f.ShowIf, "=")
	kind := string(f.Type)
	if kind == "" {
		kind = string(Text)
	}
	var ticked []string
	for key, set := range map[string]bool{"required": f.Required, "uppercase": f.Rules.Uppercase, "must-be-true": f.Rules.MustBeTrue} {
		if set {
			ticked = append(ticked, key)
		}
	}
	r := f.Rules
	return []editPart{
		{Fields: []templ.Component{a.line("label_vi", "edit.label-vi", f.LabelVi), a.line("label_en", "edit.label-en", f.LabelEn),
			a.choice("type", "edit.type", kind, types), a.line("help_vi", "edit.help", f.HelpVi), a.line("help_en", "edit.help-en", f.HelpEn),
			a.ticks("marks", "edit.field-marks", ticked, "required", "uppercase", "must-be-true")}},
		{Title: say(a.ctx, "edit.show"), Fields: []templ.Component{a.choice("show_field", "edit.show-field", name, conditionFields(a.ctx, c, f)),
			a.line("show_value", "edit.show-value", value)}},
		{Title: say(a.ctx, "edit.options"), Fields: []templ.Component{a.area("options", "edit.options-vi", strings.Join(r.Options, "\n"), 5),
			a.area("options_en", "edit.options-en", strings.Join(r.OptionsEn, "\n"), 5)}},
		{Title: say(a.ctx, "label.rules"), Fields: []templ.Component{a.short("min_length", "edit.min-length", countText(r.MinLength), "5"),
			a.short("max_length", "edit.max-length", countText(r.MaxLength), "5"), a.short("min", "edit.min", string(r.Min), "10"), a.short("max", "edit.max", string(r.Max), "10"),
			a.short("min_age", "edit.min-age", ageText(r.MinAge), "3"), a.short("max_age", "edit.max-age", ageText(r.MaxAge), "3"),
			a.short("min_rows", "edit.min-rows", countText(r.MinRows), "3"), a.short("max_rows", "edit.max-rows", countText(r.MaxRows), "3"),
			a.line("accept", "edit.accept", strings.Join(r.Accept, ", ")), a.short("max_mb", "edit.max-mb", countText(r.MaxMB), "3"),
			a.line("pattern", "edit.pattern", r.Pattern), a.line("message_vi", "edit.message", r.MessageVi), a.line("default", "edit.default", r.Default)}},
	}
}

// conditionFields are the questions on which this one can hang: those before it.
func conditionFields(ctx context.Context, c *Content, f Field) []ui.Option {
	out := []ui.Option{{Value: "", Text: say(ctx, "edit.always")}}
	for _, other := range c.Fields {
		if other.Name == f.Name {
			break
		}
		if other.Type == Group {
			for _, one := range other.Fields {
				if slices.ContainsFunc(other.Fields, func(x Field) bool { return x.Name == f.Name }) && one.Name != f.Name {
					out = append(out, ui.Option{Value: one.Name, Text: one.LabelVi})
				}
			}
			continue
		}
		out = append(out, ui.Option{Value: other.Name, Text: other.LabelVi})
	}
	return out
}

func ageText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func readField(c *Content, in string, f *Field, v url.Values) []fault.Field {
	wrong := missingIn(v, "label_vi")
	f.LabelVi, f.LabelEn, f.Type = oneLine(v.Get("label_vi")), oneLine(v.Get("label_en")), FieldType(v.Get("type"))
	f.HelpVi, f.HelpEn = oneLine(v.Get("help_vi")), oneLine(v.Get("help_en"))
	has := func(key string) bool { return slices.Contains(v["marks"], key) }
	f.Required, f.Rules.Uppercase, f.Rules.MustBeTrue = has("required"), has("uppercase"), has("must-be-true")
	f.ShowIf = ""
	if name := v.Get("show_field"); name != "" {
		f.ShowIf = name + "=" + oneLine(v.Get("show_value"))
		wrong = append(wrong, missingIn(v, "show_value")...)
	}
	if f.Name == "" {
		f.Name = freeName(c, f.LabelVi)
	}
	switch {
	case !knownTypes[f.Type], in != "" && (f.Type == Group || f.Type == File):
		wrong = append(wrong, fault.Field{Name: "type", Key: "catalog.edit.type-wrong"})
	case f.Type == Group && f.Fields == nil:
		f.Fields = []Field{}
	case f.Type != Group && len(f.Fields) > 0:
		wrong = append(wrong, fault.Field{Name: "type", Key: "catalog.edit.group-full"})
	}
	return append(wrong, readRules(f, v)...)
}

func readRules(f *Field, v url.Values) (wrong []fault.Field) {
	r := &f.Rules
	r.Options, r.OptionsEn = linesIn(v.Get("options")), linesIn(v.Get("options_en"))
	if len(r.OptionsEn) > 0 && len(r.OptionsEn) != len(r.Options) {
		wrong = append(wrong, fault.Field{Name: "options_en", Key: "catalog.edit.options-en-count", Args: fault.Args("n", len(r.OptionsEn), "want", len(r.Options))})
	}
	if takesOptions[f.Type] && len(r.Options) == 0 && r.OptionsFrom == "" {
		wrong = append(wrong, fault.Field{Name: "options", Key: "catalog.edit.options-missing"})
	}
	for name, n := range map[string]*int{"min_length": &r.MinLength, "max_length": &r.MaxLength, "min_rows": &r.MinRows, "max_rows": &r.MaxRows, "max_mb": &r.MaxMB} {
		count, bad := countIn(v, name, 20_000)
		*n, wrong = count, append(wrong, bad...)
	}
	for name, n := range map[string]**int{"min_age": &r.MinAge, "max_age": &r.MaxAge} {
		count, bad := countIn(v, name, 150)
		*n, wrong = nil, append(wrong, bad...)
		if oneLine(v.Get(name)) != "" {
			*n = &count
		}
	}
	r.Min, r.Max = Bound(oneLine(v.Get("min"))), Bound(oneLine(v.Get("max")))
	r.Pattern, r.MessageVi, r.Default = oneLine(v.Get("pattern")), oneLine(v.Get("message_vi")), oneLine(v.Get("default"))
	if _, err := regexp.Compile("(?i)" + r.Pattern); err != nil {
		wrong = append(wrong, fault.Field{Name: "pattern", Key: "catalog.edit.pattern-wrong"})
	}
	r.Accept = nil
	for _, ending := range strings.FieldsFunc(strings.ToLower(v.Get("accept")), func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
		r.Accept = append(r.Accept, strings.TrimPrefix(ending, "."))
	}
	return wrong
}

// freeName makes the name under which answers are kept out of the question; once given it stays.
func freeName(c *Content, label string) string {
	base := strings.ReplaceAll(hyphened(label), "-", "_")
	if base == "" || base[0] < 'a' || base[0] > 'z' {
		base = "cau_" + base
	}
	base = strings.TrimRight(base[:min(len(base), 50)], "_")
	taken := func(name string) bool {
		return slices.ContainsFunc(c.Fields, func(f Field) bool {
			return f.Name == name || slices.ContainsFunc(f.Fields, func(one Field) bool { return one.Name == name })
		})
	}
	for name, n := base, 2; ; n++ {
		if !taken(name) {
			return name
		}
		name = base + "_" + strconv.Itoa(n)
	}
}
