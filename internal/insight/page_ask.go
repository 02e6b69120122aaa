package insight

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// askOf reads what an address asks for. Days that are none are said, and this month shown.
func (p *Pages) askOf(v url.Values) (Ask, *fault.Error) {
	ask := Ask{UnitID: v.Get("don-vi"), Field: v.Get("linh-vuc"), Procedure: v.Get("thu-tuc"), Channel: v.Get("kenh"), By: byOf[v.Get("theo")],
		Span: SpanAt(clock.DateOf(p.s.Clock.Now()), 1, false, ReportCut), Mapped: v.Get("che-do") == "quy-doi", Solver: v.Get("can-cu") == "giai-quyet"}
	if s, ok := ParseSpan(v.Get("ky")); ok {
		ask.Span = s
	}
	from, to := text.Clean(v.Get("tu")), text.Clean(v.Get("den"))
	if from == "" && to == "" {
		return ask, nil
	}
	f, okFrom := typedDay(from)
	t, okTo := typedDay(to)
	var wrong []fault.Field
	if !okFrom {
		wrong = append(wrong, fault.Field{Name: "tu", Key: "insight.bad-day"})
	}
	if !okTo {
		wrong = append(wrong, fault.Field{Name: "den", Key: "insight.bad-day"})
	}
	if okFrom && okTo && t < f {
		wrong = append(wrong, fault.Field{Name: "den", Key: "insight.bad-order"})
	}
	if len(wrong) > 0 {
		return ask, fault.As(fault.OnFields(wrong))
	}
	ask.Span = Span{From: f, To: t}
	return ask, nil
}

// typedDay reads dd/mm/yyyy, or the way of addresses.
func typedDay(s string) (clock.Date, bool) {
	if parts := strings.Split(s, "/"); len(parts) == 3 && len(parts[0]) < 3 && len(parts[1]) < 3 {
		s = parts[2] + "-" + strings.Repeat("0", 2-len(parts[1])) + parts[1] + "-" + strings.Repeat("0", 2-len(parts[0])) + parts[0]
	}
	d, err := clock.ParseDate(s)
	return d, err == nil && d >= "1900-01-01" && d < "2200-01-01"
}

// byOf are the breakdowns as addresses have them.
var byOf = map[string]By{"don-vi": ByUnit, "linh-vuc": ByField, "thu-tuc": ByProcedure, "kenh": ByChannel}

func wordOf(by By) string {
	for word, b := range byOf {
		if b == by {
			return word
		}
	}
	return ""
}

// values are the question as an address has it.
func (a Ask) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"don-vi": a.UnitID, "ky": a.Span.Name(), "linh-vuc": a.Field, "thu-tuc": a.Procedure, "kenh": a.Channel, "theo": wordOf(a.By),
		"che-do": ifElse(a.Mapped, "quy-doi", ""), "can-cu": ifElse(a.Solver, "giai-quyet", "")} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (a Ask) at(path string) string { return path + "?" + a.values().Encode() }

// with narrows a question to a row of a breakdown.
func (a Ask) with(by By, r Row) Ask {
	switch by {
	case ByUnit, ByOwn:
		a.UnitID, a.By = r.UnitID, ByUnit
	case ByField:
		a.Field, a.By = r.Key, ByProcedure
	case ByProcedure:
		a.Procedure, a.By = r.Key, ByUnit
	case ByChannel:
		a.Channel, a.By = r.Key, ByUnit
	}
	return a
}

// list is where the dossiers behind a figure stand.
func (a Ask) list(c Column) string {
	v := a.values()
	v.Del("theo")
	v.Set("cot", string(c))
	return pathList + "?" + v.Encode()
}

// fields are the filters above the board.
func (p *Pages) fields(ctx context.Context, b *Board, typed url.Values, wrong *fault.Error) ([]templ.Component, error) {
	units, err := p.s.Choices(ctx)
	if err != nil {
		return nil, err
	}
	known, err := p.s.read().procedures(ctx)
	if err != nil {
		return nil, err
	}
	any := text.T(ctx, "insight.any")
	field := ui.Select{Name: "linh-vuc", Label: text.T(ctx, "insight.field"), Value: b.Field, Empty: any}
	for _, r := range known {
		if o := (ui.Option{Value: r.Field, Text: r.Field}); r.Field != "" && !slices.Contains(field.Options, o) {
			field.Options = append(field.Options, o)
		}
	}
	slices.SortFunc(field.Options, func(a, b ui.Option) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) })
	channel := ui.Select{Name: "kenh", Label: text.T(ctx, "insight.channel"), Value: b.Channel, Empty: any}
	for _, c := range []string{"online", "direct", "post"} {
		channel.Options = append(channel.Options, ui.Option{Value: c, Text: text.T(ctx, "insight.channel."+c)})
	}
	return []templ.Component{unitChoice(ctx, units, b.Unit), p.spanChoice(ctx, b.Span), day("tu", text.T(ctx, "insight.from"), typed, wrong, ctx),
		day("den", text.T(ctx, "insight.to"), typed, wrong, ctx), field, channel, modeChoice(ctx, b.Mapped)}, nil
}

func day(name, label string, typed url.Values, wrong *fault.Error, ctx context.Context) ui.DateField {
	return ui.DateField{Name: name, Label: label, Value: typed.Get(name), Error: ui.Problem(ctx, wrong, name)}
}

// unitChoice offers the units below one another, each as far in as it stands deep.
func unitChoice(ctx context.Context, units []org.Unit, chosen org.Unit) ui.Select {
	out := ui.Select{Name: "don-vi", Label: text.T(ctx, "insight.unit"), Value: chosen.ID}
	least := 99
	for _, u := range units {
		least = min(least, strings.Count(u.Path, "/"))
	}
	found := false
	for _, u := range units {
		found = found || u.ID == chosen.ID
		out.Options = append(out.Options, ui.Option{Value: u.ID, Text: strings.Repeat("– ", strings.Count(u.Path, "/")-least) + u.FullName})
	}
	if !found {
		out.Options = append([]ui.Option{{Value: chosen.ID, Text: chosen.FullName}}, out.Options...)
	}
	return out
}

// spanChoice offers the periods of the last time, and the one that is shown.
func (p *Pages) spanChoice(ctx context.Context, chosen Span) ui.Select {
	today := clock.DateOf(p.s.Clock.Now())
	out := ui.Select{Name: "ky", Label: text.T(ctx, "insight.span"), Value: chosen.Name()}
	add := func(s Span) {
		out.Options = append(out.Options, ui.Option{Value: s.Name(), Text: s.Title(ctx, ReportCut)})
	}
	for _, kind := range []struct {
		months, n int
		report    bool
	}{{1, 13, false}, {3, 5, false}, {12, 3, false}, {3, 5, true}, {12, 2, true}, {1, 3, true}} {
		s := SpanAt(today, kind.months, kind.report, ReportCut)
		for range kind.n {
			add(s)
			s = s.Before()
		}
	}
	if !slices.ContainsFunc(out.Options, func(o ui.Option) bool { return o.Value == out.Value }) {
		add(chosen)
	}
	return out
}
