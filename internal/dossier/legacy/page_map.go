package legacy

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mapView asks which column is what.
type mapView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Form     ui.FormFrame
	Columns  []ui.Select
	Parts    []mapPart
	Keep     ui.TextField
	Send     ui.Button
}

// mapPart are further questions under a title: what words mean, how days are written.
type mapPart struct {
	Title  string
	Fields []templ.Component
}

// mostWords is how many different words of a column are asked about.
const mostWords = 30

func (p *Pages) match(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	run, err := p.s.Run(ctx, r.PathValue("run"))
	if err != nil {
		return err
	}
	if run.State == Running || run.State == Over {
		return web.SeeOther(w, r, PathOf(run.ID))
	}
	t, err := p.s.Table(ctx, run.ID)
	if err != nil {
		return err
	}
	title := text.T(ctx, "legacy.map.title")
	v := mapView{Frame: ui.Frame{Title: title, Area: ui.Admin, Crumbs: crumbs(ctx, title), Failed: held.Was()},
		Heading: ui.Heading{Title: title, Caption: run.File, Lead: text.T(ctx, "legacy.map.lead")}, Problems: ui.Problems(ctx, held.Err),
		Form: ui.FormFrame{Action: mapPath(run.ID)}, Send: ui.Button{Text: text.T(ctx, "legacy.map.try")},
		Keep: ui.TextField{Name: "luu", Label: text.T(ctx, "legacy.map.keep"), Hint: text.T(ctx, "legacy.map.keep-hint"), Value: held.Value("luu", ""), MaxLength: 40}}
	for _, f := range Fields() {
		v.Columns = append(v.Columns, columnSelect(r, held, t, run.Mapping, f))
	}
	for _, f := range []Field{Channel, Outcome} {
		if part, ok := wordsPart(ctx, held, t, run.Mapping, f); ok {
			v.Parts = append(v.Parts, part)
		}
	}
	v.Parts = append(v.Parts, orderPart(ctx, held, t, run.Mapping))
	return web.Show(w, r, mapPage(v))
}

// columnSelect offers the columns for a field, with an example of the chosen one.
func columnSelect(r *http.Request, held web.Held, t Table, m Mapping, f Field) ui.Select {
	ctx := r.Context()
	v := ui.Select{Name: string(f), Label: text.T(ctx, "legacy.field."+string(f)), Value: held.Value(string(f), m.Columns[f]),
		Empty: text.T(ctx, "legacy.map.none"), Error: held.FieldError(r, string(f)), Required: Needed(f)}
	for _, head := range t.Heads {
		if head != "" {
			v.Options = append(v.Options, ui.Option{Value: head, Text: head})
		}
	}
	if example := t.example(t.column(v.Value)); example != "" {
		v.Hint = text.T(ctx, "legacy.map.example", "value", example)
	}
	return v
}

// example is the first value of a column.
func (t Table) example(column int) string {
	for _, r := range t.Rows {
		if c := r.cell(column); c != "" {
			return short(c)
		}
	}
	return ""
}

// wordsPart asks what the words of a column mean.
func wordsPart(ctx context.Context, held web.Held, t Table, m Mapping, f Field) (mapPart, bool) {
	part := mapPart{Title: text.T(ctx, "legacy.map.values-"+string(f))}
	all, means := m.Words(t, f, mostWords)
	choices := Channels
	if f == Outcome {
		choices = Outcomes
	}
	for i, word := range all {
		name := valueName(f, i)
		v := ui.Select{Name: name, Label: word, Value: held.Value(name, means[word]), Empty: text.T(ctx, "legacy.map.value-none")}
		for _, c := range choices {
			v.Options = append(v.Options, ui.Option{Value: c, Text: text.T(ctx, "legacy.value."+c)})
		}
		part.Fields = append(part.Fields, v)
	}
	return part, len(all) > 0
}

func valueName(f Field, i int) string { return string(f) + "-" + strconv.Itoa(i) }

func orderPart(ctx context.Context, held web.Held, t Table, m Mapping) mapPart {
	order, sure := m.Guess(t)
	hint := "legacy.map.order-unsure"
	if sure {
		hint = "legacy.map.order-sure"
	}
	if m.Order != "" {
		order = m.Order
	}
	return mapPart{Title: text.T(ctx, "legacy.map.order"), Fields: []templ.Component{ui.Radios{Name: "thu-tu", Label: text.T(ctx, "legacy.map.order"),
		Hint: text.T(ctx, hint), Value: held.Value("thu-tu", string(order)), Options: []ui.Option{
			{Value: string(DayFirst), Text: text.T(ctx, "legacy.map.order-dmy")}, {Value: string(MonthFirst), Text: text.T(ctx, "legacy.map.order-mdy")}}}}}
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request) error {
	ctx, runID := r.Context(), r.PathValue("run")
	run, err := p.s.Run(ctx, runID)
	if err != nil {
		return err
	}
	t, err := p.s.Table(ctx, runID)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	m := Mapping{Columns: map[Field]string{}, Values: map[Field]map[string]string{}, Order: Order(r.PostFormValue("thu-tu"))}
	for _, f := range Fields() {
		if head := r.PostFormValue(string(f)); t.column(head) >= 0 {
			m.Columns[f] = head
		}
	}
	for _, f := range []Field{Channel, Outcome} {
		m.Values[f] = map[string]string{}
		all, _ := run.Mapping.Words(t, f, mostWords) // those that were asked about
		for i, word := range all {
			if ours := r.PostFormValue(valueName(f, i)); ours != "" {
				m.Values[f][words(word)] = ours
			}
		}
	}
	if _, err := p.s.Check(ctx, runID, m, r.PostFormValue("luu")); err != nil {
		return again(w, r, err, mapPath(runID))
	}
	web.Say(r, "legacy.said.checked")
	return web.SeeOther(w, r, PathOf(runID))
}
