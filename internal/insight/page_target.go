package insight

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// targetView is the targets of a unit, how they stand, and the plans of reports beside them.
type targetView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Some     bool
	Table    ui.Table
	Empty    ui.Empty
	Form     *ui.FormFrame // nil for whoever may not set targets
	Unit     string
	Inputs   []templ.Component
	SomePast bool
	History  ui.Table

	Plans   *planView // nil for whoever may not plan reports
	Back    ui.Link
	Explain string
}

// planView is who gets figures when.
type planView struct {
	Lines  []planLine
	Form   ui.FormFrame
	Inputs []templ.Component
}

type planLine struct {
	Text, Every, Unit string
	Stop              ui.FormFrame
}

// targets shows how targets stand.
func (p *Pages) targets(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ask, wrong := p.askOf(r.URL.Query())
	if wrong == nil && r.URL.Query().Get("ky") == "" && ask.Span.Months > 0 {
		ask.Span = SpanAt(clock.DateOf(p.s.Clock.Now()), 12, false, ReportCut)
	}
	b, aims, history, err := p.s.Targets(ctx, ask)
	if err != nil {
		return err
	}
	units, err := p.s.Choices(ctx)
	if err != nil {
		return err
	}
	held, title := web.Kept(r), text.T(ctx, "insight.targets")
	b.UnitID = b.Unit.ID
	v := targetView{Frame: frameOf(ctx, title, b.Ask), Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Caption: b.Unit.FullName, Lead: upper(b.Span.Title(ctx, ReportCut))},
		Filter: ui.FilterSpec{Action: pathTargets, Clear: pathTargets}, Fields: []templ.Component{unitChoice(ctx, units, b.Unit), p.spanChoice(ctx, b.Span)},
		Some: len(aims) > 0, Table: aimTable(ctx, aims), Empty: ui.Empty{Title: text.T(ctx, "insight.target.none")}, SomePast: len(history) > 0,
		History: historyTable(ctx, history), Unit: b.Unit.ID, Back: ui.Link{Text: text.T(ctx, "insight.back"), Href: b.at(PathBoard)}, Explain: text.T(ctx, "insight.target.explain")}
	v.Frame.Failed = held.Was()
	if mayAt(ctx, CanTarget, b.Unit) {
		v.Form, v.Inputs = &ui.FormFrame{Action: pathTargets}, p.targetInputs(ctx, r, held, b.Span)
	}
	if mayAt(ctx, CanReport, b.Unit) {
		if v.Plans, err = p.plansOf(ctx, r, held, b); err != nil {
			return err
		}
	}
	return web.Show(w, r, targetPage(v))
}

func aimTable(ctx context.Context, aims []Aim) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.targets"), HideCaption: true}
	for _, k := range []string{"indicator", "goal", "reached", "light", "owner"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "insight.head."+k)})
	}
	for _, a := range aims {
		goal := percentOf(ctx, a.Goal)
		if a.OfYear {
			goal = text.T(ctx, "insight.target.of-year", "goal", goal)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.T(ctx, "insight.indicator."+string(a.Indicator)), Header: true}, {Text: goal},
			{Text: a.Reached.In(ctx)}, {Body: lightTag(ctx, a.Light)}, {Text: a.Owner}}})
	}
	return t
}

// lightTag says how a rate stands to its target in colour and words.
func lightTag(ctx context.Context, l Light) ui.Tag {
	colour := map[Light]string{Green: ui.Green, Yellow: ui.Yellow, Red: ui.Red}[l]
	return ui.Tag{Text: text.T(ctx, "insight.light."+string(l)), Colour: colour}
}

func percentOf(ctx context.Context, hundredths int) string {
	return text.Decimal(ctx, float64(hundredths)/100) + "%"
}

func historyTable(ctx context.Context, all []Target) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.target.history"), HideCaption: true, Dense: true}
	for _, k := range []string{"check-at", "indicator", "span", "goal", "owner", "by", "reason"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "insight.head."+k)})
	}
	for _, x := range all {
		goal := percentOf(ctx, x.Goal)
		if x.Gone {
			goal = text.T(ctx, "insight.target.gone")
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.DateTime(ctx, x.At), Header: true}, {Text: text.T(ctx, "insight.indicator."+string(x.Indicator))},
			{Text: x.Span.Title(ctx, ReportCut)}, {Text: goal}, {Text: x.Owner}, {Text: x.By}, {Text: x.Reason}}})
	}
	return t
}

func (p *Pages) targetInputs(ctx context.Context, r *http.Request, held web.Held, span Span) []templ.Component {
	indicator := ui.Select{Name: "indicator", Label: text.T(ctx, "insight.head.indicator"), Value: held.Value("indicator", string(TheOnline)), Error: held.FieldError(r, "indicator"), Required: true}
	for _, i := range Indicators {
		indicator.Options = append(indicator.Options, ui.Option{Value: string(i), Text: text.T(ctx, "insight.indicator."+string(i))})
	}
	when := p.spanChoice(ctx, span)
	when.ID, when.Name, when.Value, when.Error = "span", "span", held.Value("span", span.Name()), held.FieldError(r, "span")
	return []templ.Component{indicator, when,
		ui.TextField{Name: "goal", Label: text.T(ctx, "insight.target.goal"), Hint: text.T(ctx, "insight.target.goal-hint"), Value: held.Value("goal", ""), Error: held.FieldError(r, "goal"), Width: "5", InputMode: "decimal", Suffix: "%", Autocomplete: "off"},
		ui.TextField{Name: "owner", Label: text.T(ctx, "insight.target.owner"), Value: held.Value("owner", ""), Error: held.FieldError(r, "owner"), MaxLength: 200, Autocomplete: "off"},
		ui.TextArea{Name: "reason", Label: text.T(ctx, "insight.target.reason"), Value: held.Value("reason", ""), Error: held.FieldError(r, "reason"), Rows: 2, MaxLength: 500, Required: true}}
}

// setTarget takes a target.
func (p *Pages) setTarget(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	f := r.PostForm
	span, _ := ParseSpan(f.Get("span"))
	err := p.s.SetTarget(r.Context(), NewTarget{UnitID: f.Get("unit"), Indicator: Indicator(f.Get("indicator")), Span: span, Goal: f.Get("goal"), Owner: f.Get("owner"), Reason: f.Get("reason")})
	return p.backToTargets(w, r, err, "insight.target.kept", span)
}

// backToTargets leads back with what was wrong, or with word that it is done.
func (p *Pages) backToTargets(w http.ResponseWriter, r *http.Request, err error, done string, span Span) error {
	switch {
	case fault.Is(err, fault.Invalid):
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		web.Say(r, done)
	}
	ask := Ask{UnitID: r.PostForm.Get("unit"), Span: span}
	if span.Months == 0 {
		ask.Span = SpanAt(clock.DateOf(p.s.Clock.Now()), 12, false, ReportCut)
	}
	return web.SeeOther(w, r, ask.at(pathTargets))
}

func (p *Pages) plansOf(ctx context.Context, r *http.Request, held web.Held, b *Board) (*planView, error) {
	plans, err := p.s.Plans(ctx, b.Unit)
	if err != nil {
		return nil, err
	}
	readers, err := p.s.Readers(ctx, b.Unit)
	if err != nil {
		return nil, err
	}
	v := &planView{Form: ui.FormFrame{Action: pathPlans}}
	for _, x := range plans {
		v.Lines = append(v.Lines, planLine{Text: x.Person, Every: text.T(ctx, "insight.plan.every."+everyOf(x)), Unit: b.Unit.ID, Stop: ui.FormFrame{Action: pathPlans + "/" + x.ID + "/dung"}})
	}
	who := ui.Select{Name: "person", Label: text.T(ctx, "insight.plan.person"), Value: held.Value("person", ""), Error: held.FieldError(r, "person"), Required: true}
	for _, x := range readers {
		who.Options = append(who.Options, ui.Option{Value: x.PersonID, Text: x.Name + " – " + x.Title})
	}
	every := ui.Select{Name: "every", Label: text.T(ctx, "insight.plan.every"), Value: held.Value("every", "3-report")}
	for _, k := range []string{"1", "3", "1-report", "3-report"} {
		every.Options = append(every.Options, ui.Option{Value: k, Text: text.T(ctx, "insight.plan.every."+k)})
	}
	v.Inputs = []templ.Component{who, every}
	return v, nil
}

// plan has a report sent from now on.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	months, report := strings.CutSuffix(r.PostForm.Get("every"), "-report")
	every := map[string]int{"1": 1, "3": 3}[months]
	return p.backToTargets(w, r, p.s.Schedule(r.Context(), r.PostForm.Get("unit"), r.PostForm.Get("person"), every, report), "insight.plan.kept", Span{})
}

// stopPlan has a report sent no more.
func (p *Pages) stopPlan(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return p.backToTargets(w, r, p.s.StopPlan(r.Context(), r.PostForm.Get("unit"), r.PathValue("id")), "insight.plan.stopped", Span{})
}
