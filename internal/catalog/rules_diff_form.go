package catalog

import (
	"context"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// form tells what became of the questions.
func (d *differ) form(a, b Content) {
	d.asked = b.Fields
	d.fields("", a.Fields, b.Fields)
}

func (d *differ) fields(in string, was, is []Field) {
	name := func(f Field) string { return f.Name }
	paired(was, is, name, func(Field) string { return "" }, func(was, is *Field) {
		switch {
		case was == nil:
			d.say("field-added", "name", joined(in, is.Label(d.lang)), "kind", say(d.ctx, "type."+string(is.Type)), "must", mustText(d.ctx, *is))
		case is == nil:
			d.say("field-gone", "name", joined(in, was.Label(d.lang)))
		default:
			d.field(in, *was, *is)
		}
	})
	if moved(was, is, name) {
		d.say("fields-moved", "name", in)
	}
}

func mustText(ctx context.Context, f Field) string {
	if f.Required {
		return say(ctx, "edit.must")
	}
	return say(ctx, "edit.may")
}

func (d *differ) field(in string, was, is Field) {
	name := joined(in, is.Label(d.lang))
	if was.LabelVi != is.LabelVi {
		d.say("field-renamed", "was", joined(in, was.LabelVi), "is", is.LabelVi)
	}
	about := func(key string) string { return say(d.ctx, "diff.of", "what", say(d.ctx, key), "name", name) }
	d.value(about("edit.label-en"), was.LabelEn, is.LabelEn)
	d.flag("field-required", was.Required, is.Required, "name", name)
	if was.Type != is.Type {
		d.say("field-type", "name", name, "was", say(d.ctx, "type."+string(was.Type)), "is", say(d.ctx, "type."+string(is.Type)))
	}
	if was.ShowIf != is.ShowIf {
		d.say(map[bool]string{true: "field-always", false: "field-when"}[is.ShowIf == ""], "name", name, "condition", conditionWords(d.ctx, d.asked, is.ShowIf))
	}
	d.value(about("edit.help"), was.HelpVi, is.HelpVi)
	d.value(about("label.rules"), ruleText(d.ctx, was), ruleText(d.ctx, is))
	d.fields(is.Label(d.lang), was.Fields, is.Fields)
}

// ruleText writes the rules of a field in words, those that are set.
func ruleText(ctx context.Context, f Field) string {
	r, w := f.Rules, rulebook{ctx: ctx}
	w.count("min-length", r.MinLength)
	w.count("max-length", r.MaxLength)
	w.add("pattern", r.Pattern)
	w.add("not-pattern", r.NotPattern)
	w.add("message", r.MessageVi)
	w.add("min", string(r.Min))
	w.add("max", string(r.Max))
	w.number("min-age", r.MinAge)
	w.number("max-age", r.MaxAge)
	w.add("options", strings.Join(r.Options, ", "))
	w.add("options-from", r.OptionsFrom)
	w.add("levels", levelWords(ctx, r.Levels))
	w.add("default", r.Default)
	w.add("required-if", r.RequiredIf)
	w.add("required-unless", r.RequiredUnless)
	w.add("accept", strings.Join(r.Accept, ", "))
	w.count("max-mb", r.MaxMB)
	w.count("min-rows", r.MinRows)
	w.count("max-rows", r.MaxRows)
	w.flag("uppercase", r.Uppercase)
	w.flag("must-be-true", r.MustBeTrue)
	return strings.Join(w.said, "; ")
}

// rulebook gathers rules in words.
type rulebook struct {
	ctx  context.Context
	said []string
}

func (w *rulebook) add(key, value string) {
	if value != "" {
		w.said = append(w.said, say(w.ctx, "rule."+key, "value", value))
	}
}

func (w *rulebook) count(key string, n int) {
	if n != 0 {
		w.add(key, text.Integer(text.LangOf(w.ctx), int64(n)))
	}
}

func (w *rulebook) number(key string, n *int) {
	if n != nil {
		w.add(key, strconv.Itoa(*n))
	}
}

func (w *rulebook) flag(key string, set bool) {
	if set {
		w.said = append(w.said, say(w.ctx, "rule."+key))
	}
}

func levelWords(ctx context.Context, levels []string) string {
	out := make([]string, len(levels))
	for i, l := range levels {
		out[i] = say(ctx, "address."+l)
	}
	return strings.Join(out, ", ")
}
