package tickets

import (
	"maps"
	"net/http"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// figuresDays is the span shown when none is asked for.
const figuresDays = 7

// figures shows waiting and service times, by queue and by hour.
func (p *Pages) figures(w http.ResponseWriter, r *http.Request) error {
	k := readingOf(r)
	title := k.t("tickets.figures.title")
	unit, counters, err := p.myUnit(r, CanSeeFigures)
	if err != nil {
		return err
	}
	if unit == "" {
		return p.noCounter(w, r, title)
	}
	name, err := p.unitName(k.ctx, unit)
	if err != nil {
		return err
	}
	from, until := p.span(r)
	v := sheetView{Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true}, Heading: ui.Heading{Title: title, Caption: name, Lead: k.t("tickets.figures.lead")}}
	v.Parts = some(k.tabs(figuresPath, unit))
	bar, err := p.figuresBar(k, counters, unit, from, until)
	if err != nil {
		return err
	}
	v.Parts = append(v.Parts, filterOf(bar))
	f, err := p.Service.Figures(k.ctx, unit, from, until)
	switch {
	case fault.Is(err, fault.Invalid):
		v.Problems, v.Frame.Failed = ui.Problems(k.ctx, fault.As(err)), true
	case err != nil:
		return err
	case f.All.Given == 0:
		v.Parts = append(v.Parts, ui.Empty{Title: k.t("tickets.figures.none"), Text: k.t("tickets.figures.none-hint")})
	default:
		v.Parts = append(v.Parts, k.tiles(f), section(k.t("tickets.figures.by-queue"), k.byQueue(f)), section(k.t("tickets.figures.by-hour"), k.byHour(f)))
	}
	return web.Show(w, r, sheetPage(v))
}

// span is what is asked for, else the last days.
func (p *Pages) span(r *http.Request) (from, until clock.Date) {
	from, until = dayIn(r.URL.Query().Get("tu")), dayIn(r.URL.Query().Get("den"))
	if until == "" {
		until = p.Service.today()
	}
	if from == "" {
		from = until.AddDays(1 - figuresDays)
	}
	return from, until
}

// barView is a filter bar with fields of its own.
type barView struct {
	Spec      ui.FilterSpec
	Unit      *ui.Select // nil where there is one counter
	From, Til ui.DateField
}

func (p *Pages) figuresBar(k reading, counters []Setting, unit string, from, until clock.Date) (barView, error) {
	v := barView{Spec: ui.FilterSpec{Action: figuresPath}, From: ui.DateField{Name: "tu", Label: k.t("tickets.figures.from"), Value: text.Date(from)},
		Til: ui.DateField{Name: "den", Label: k.t("tickets.figures.until"), Value: text.Date(until)}}
	if len(counters) < 2 {
		return v, nil
	}
	v.Unit = &ui.Select{Name: "noi", Label: k.t("tickets.figures.unit"), Value: unit}
	for _, c := range counters {
		name, err := p.unitName(k.ctx, c.UnitID)
		if err != nil {
			return v, err
		}
		v.Unit.Options = append(v.Unit.Options, ui.Option{Value: c.UnitID, Text: name})
	}
	return v, nil
}

func (k reading) tiles(f *Figures) ui.Stats {
	return ui.Stats{Tiles: []ui.StatTile{
		{Label: k.t("tickets.figures.given"), Value: text.Integer(text.LangOf(k.ctx), int64(f.All.Given)), Hint: k.t("tickets.figures.served", "n", f.All.Served)},
		{Label: k.t("tickets.figures.wait50"), Value: short(f.All.Wait50), Hint: k.t("tickets.figures.nine-in-ten", "time", short(f.All.Wait90))},
		{Label: k.t("tickets.figures.service50"), Value: short(f.All.Service50), Hint: k.t("tickets.figures.nine-in-ten", "time", short(f.All.Service90))},
		{Label: k.t("tickets.figures.missed"), Value: text.Integer(text.LangOf(k.ctx), int64(f.All.Missed)), Hint: k.t("tickets.figures.left-absent", "left", f.All.Left, "absent", f.Absent)},
	}}
}

func (k reading) byQueue(f *Figures) ui.Table {
	t := k.figureTable("tickets.figures.by-queue", "tickets.queue")
	for _, letter := range slices.Sorted(maps.Keys(f.ByQueue)) {
		t.Rows = append(t.Rows, k.figureRow(letter+" – "+k.queue(f.Setting, letter), f.ByQueue[letter]))
	}
	return t
}

func (k reading) byHour(f *Figures) ui.Table {
	t := k.figureTable("tickets.figures.by-hour", "tickets.figures.hour")
	for _, h := range slices.Sorted(maps.Keys(f.ByHour)) {
		t.Rows = append(t.Rows, k.figureRow(k.t("tickets.figures.hours", "from", h, "until", h+1), f.ByHour[h]))
	}
	return t
}

func (k reading) figureTable(caption, first string) ui.Table {
	t := ui.Table{Caption: k.t(caption), HideCaption: true, Dense: true, Head: []ui.Head{{Text: k.t(first)}}}
	for _, key := range []string{"given", "served", "missed", "left", "wait50", "wait90", "service50", "service90"} {
		t.Head = append(t.Head, ui.Head{Text: k.t("tickets.figures." + key + "-head"), Numeric: true})
	}
	return t
}

func (k reading) figureRow(name string, f *Figure) ui.TableRow {
	cells := []ui.Cell{{Text: name, Header: true}}
	for _, n := range []int{f.Given, f.Served, f.Missed, f.Left} {
		cells = append(cells, ui.Cell{Text: text.Integer(text.LangOf(k.ctx), int64(n))})
	}
	waited, served := f.Called > 0, f.Served > 0
	for _, one := range []struct {
		known bool
		text  string
	}{{waited, short(f.Wait50)}, {waited, short(f.Wait90)}, {served, short(f.Service50)}, {served, short(f.Service90)}} {
		c := ui.Cell{}
		if one.known {
			c.Text = one.text
		}
		cells = append(cells, c)
	}
	return ui.TableRow{Cells: cells}
}
