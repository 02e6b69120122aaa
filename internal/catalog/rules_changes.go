package catalog

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Change is what differs between two versions in one part of them.
type Change struct {
	Part    string   // key under catalog.part
	Gone    []string // lines that were and are not
	Arrived []string // lines that are and were not
}

// Changes lists what differs from one content to the next, part by part, in the words of the reader.
// A line that was changed is one gone and one arrived.
func Changes(ctx context.Context, before, after Content) []Change {
	var out []Change
	for _, part := range parts {
		was, is := part.lines(ctx, before), part.lines(ctx, after)
		c := Change{Part: part.key, Gone: without(was, is), Arrived: without(is, was)}
		if len(c.Gone)+len(c.Arrived) > 0 {
			out = append(out, c)
		}
	}
	return out
}

func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(others, l) })
}

// parts are the parts of a content, each written as lines.
var parts = []struct {
	key   string
	lines func(context.Context, Content) []string
}{
	{"service-level", func(ctx context.Context, c Content) []string {
		return []string{say(ctx, "service-level."+string(c.ServiceLevel))}
	}},
	{"handling-unit", func(_ context.Context, c Content) []string { return []string{c.HandlingUnit} }},
	{"channels", channelLines},
	{"papers", paperLines},
	{"steps", stepLines},
	{"form", fieldLines},
	{"result", func(_ context.Context, c Content) []string { return []string{c.Result} }},
	{"legal-bases", func(_ context.Context, c Content) []string { return c.LegalBases }},
	{"requirements", func(_ context.Context, c Content) []string { return c.Requirements }},
	{"supplement-reasons", func(_ context.Context, c Content) []string { return c.SupplementReasons }},
	{"notes", func(_ context.Context, c Content) []string { return c.Notes }},
}

func channelLines(ctx context.Context, c Content) (lines []string) {
	for _, k := range c.Cases {
		for _, ch := range k.Channels {
			lines = append(lines, joined(k.Name, say(ctx, "channel."+string(ch.Kind)), ch.Term.In(ctx), feeText(ctx, ch.FeeDong), ch.FeeNote, ch.Note))
		}
	}
	return lines
}

func paperLines(ctx context.Context, c Content) (lines []string) {
	for _, k := range c.Cases {
		for _, p := range k.Components {
			lines = append(lines, joined(k.Name, p.Name, conditionText(ctx, p), numbers(ctx, p), p.FormFile))
		}
	}
	return lines
}

func stepLines(ctx context.Context, c Content) (lines []string) {
	for _, s := range c.Steps {
		lines = append(lines, joined(fmt.Sprintf("%d. %s", s.Order, s.RoleName), s.UnitName, s.Action, hoursText(ctx, s.Hours), s.Output))
	}
	return lines
}

func fieldLines(ctx context.Context, c Content) (lines []string) {
	for _, f := range c.Fields {
		required := ""
		if f.Required {
			required = say(ctx, "label.required")
		}
		lines = append(lines, joined(f.LabelVi, f.LabelEn, f.Name, say(ctx, "type."+string(f.Type)), required, f.Rules.shown()))
	}
	return lines
}

// shown writes rules without what is not set.
func (r Rules) shown() string {
	var b []string
	add := func(name, value string) {
		if value != "" && value != "0" {
			b = append(b, strings.TrimSpace(name+" "+value))
		}
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	add("≥ ký tự", strconv.Itoa(r.MinLength))
	add("≤ ký tự", strconv.Itoa(r.MaxLength))
	add("mẫu", r.Pattern)
	add("không chứa", r.NotPattern)
	add("báo", r.MessageVi)
	add("≥", string(r.Min))
	add("≤", string(r.Max))
	add("tuổi ≥", number(r.MinAge))
	add("tuổi ≤", number(r.MaxAge))
	add("gồm", strings.Join(r.Options, ", "))
	add("danh sách", r.OptionsFrom)
	add("cấp", strings.Join(r.Levels, ", "))
	add("mặc định", r.Default)
	add("bắt buộc khi", r.RequiredIf)
	add("trừ khi", r.RequiredUnless)
	add("tệp", strings.Join(r.Accept, ", "))
	add("MB", strconv.Itoa(r.MaxMB))
	add("≥ dòng", strconv.Itoa(r.MinRows))
	add("", flag(r.Uppercase, "viết hoa"))
	add("", flag(r.MustBeTrue, "phải đồng ý"))
	return strings.Join(b, "; ")
}

func flag(set bool, word string) string {
	if set {
		return word
	}
	return ""
}

// joined writes the parts that there are.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
