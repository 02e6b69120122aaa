package catalog

import (
	"context"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// Shown tells whether the question is asked, after what was answered to the others. A question that
// is not asked is not required, and an answer to it falls away.
func (f Field) Shown(values Values) bool { return met(f.ShowIf, values) }

// met tells whether "field=value" is so; no condition always is. Of a checkbox, true and false are the
// values.
func met(condition string, values Values) bool {
	name, value, ok := strings.Cut(condition, "=")
	switch {
	case !ok:
		return true
	case value == "false":
		return !values.Ticked(name)
	case value == "true":
		return values.Ticked(name)
	}
	return values.Has(name, value)
}

// Asked returns the questions that are asked after what was answered, those in groups too, each row
// under its own names and with its number in the label. A question that hangs on one that is not asked is not asked either.
func Asked(fields []Field, values Values) []Field {
	return askedOf(fields, Tidy(fields, values))
}

func askedOf(fields []Field, values Values) []Field {
	var out []Field
	for _, f := range fields {
		switch {
		case !f.Shown(values):
		case f.Type == Group:
			for n := 1; n <= f.RowsShown(values); n++ {
				out = append(out, askedOf(f.rowNamed(n), values)...)
			}
		default:
			out = append(out, f)
		}
	}
	return out
}

// conditionWords writes "field=value" as people say it, by the label of the question; what names no
// question of the form stays as it is.
func conditionWords(ctx context.Context, form []Field, condition string) string {
	name, value, _ := strings.Cut(condition, "=")
	for _, f := range form {
		for _, one := range append([]Field{f}, f.Fields...) {
			switch {
			case one.Name != name:
			case one.Type != Checkbox:
				return say(ctx, "edit.when-is", "name", one.Label(text.LangOf(ctx)), "value", one.Option(text.LangOf(ctx), value))
			case value == "false":
				return say(ctx, "edit.when-unticked", "name", one.Label(text.LangOf(ctx)))
			default:
				return say(ctx, "edit.when-ticked", "name", one.Label(text.LangOf(ctx)))
			}
		}
	}
	return condition
}
