package insight

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/sheet"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// digitalView is what is electronic, and how to take it away.
type digitalView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Hidden   []hiddenField
	Shares   ui.Table
	Worth    []string
	Tabs     ui.Tabs
	Rows     ui.Table
	SomeOld  bool
	Old      ui.Table
	Notes    []string
	Files    []ui.Button
	Back     ui.Link
}

// digital shows what is electronic, or hands it out as a workbook or a list for programs, in Vietnamese.
func (p *Pages) digital(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), r.URL.Query()
	ask, wrong := p.askOf(v)
	d, err := p.s.Digital(ctx, ask)
	if err != nil {
		return err
	}
	d.UnitID = d.Unit.ID
	switch v.Get("dang") {
	case "xlsx":
		return digitalSheet(text.WithLang(ctx, text.Vi), w, d)
	case "csv":
		return digitalCSV(text.WithLang(ctx, text.Vi), w, d)
	}
	out := digitalOf(ctx, d)
	out.Problems, out.Frame.Failed = ui.Problems(ctx, wrong), wrong != nil
	if out.Fields, err = p.fields(ctx, &d.Board, v, wrong); err != nil {
		return err
	}
	return web.Show(w, r, digitalPage(out))
}

func digitalOf(ctx context.Context, d *Digital) digitalView {
	title := text.T(ctx, "insight.digital")
	v := digitalView{Frame: frameOf(ctx, title, d.Ask), Heading: ui.Heading{Title: title, Caption: d.Unit.FullName, Lead: upper(d.Span.Title(ctx, ReportCut))},
		Filter: ui.FilterSpec{Action: pathDigital, Clear: pathDigital}, Hidden: []hiddenField{{"theo", wordOf(d.By)}}, Shares: shareTable(ctx, d.Ask, d.Now),
		Worth: worthWords(ctx, d), Tabs: tabsAt(ctx, d.Ask, pathDigital), Rows: digitalRows(ctx, d), SomeOld: len(d.OldPapers) > 0, Old: oldTable(ctx, d.OldPapers),
		Notes: digitalNotes(ctx, d), Back: ui.Link{Text: text.T(ctx, "insight.back"), Href: d.at(PathBoard)}}
	if d.Procedure != "" {
		v.Hidden = append(v.Hidden, hiddenField{"thu-tuc", d.Procedure})
	}
	for _, kind := range []string{"xlsx", "csv"} {
		v.Files = append(v.Files, ui.Button{Text: text.T(ctx, "insight.file."+kind), Kind: ui.Secondary, Href: d.at(pathDigital) + "&dang=" + kind, Download: true})
	}
	return v
}

// shareTable is each figure with both numbers, which lead to their dossiers.
func shareTable(ctx context.Context, ask Ask, f count.Figures) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.digital"), HideCaption: true, Dense: true, Head: heads(ctx, "indicator", "part", "of", "value")}
	n := func(v int, c Column) ui.Cell {
		cell := ui.Cell{Text: text.Integer(text.LangOf(ctx), int64(v)), Whole: true}
		if v > 0 && c != "" {
			cell.Href = ask.list(c)
		}
		return cell
	}
	for _, x := range shares(f) {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.T(ctx, "insight.share."+x.Key), Header: true}, n(x.Rate.Part, x.Part), n(x.Rate.Of, x.Of), {Text: x.In(ctx), Whole: true}}})
	}
	return t
}

// worthWords say what the signatures are worth.
func worthWords(ctx context.Context, d *Digital) []string {
	if d.Worth.Signed == 0 {
		return []string{text.T(ctx, "insight.worth.none")}
	}
	var out []string
	for _, x := range worths(d.Worth) {
		out = append(out, text.T(ctx, "insight.worth."+x.Key, "rate", x.In(ctx)))
	}
	return append(out, text.T(ctx, "insight.worth.note"))
}

func worths(w Worth) []NamedRate {
	return []NamedRate{{"valid", true, Rate{w.Valid, w.Signed}}, {"cannot-tell", true, Rate{w.CannotTell, w.Signed}}, {"invalid", true, Rate{w.Invalid, w.Signed}},
		{"unlooked", true, Rate{w.Unlooked, w.Signed}}}
}

// digitalRows is the breakdown.
func digitalRows(ctx context.Context, d *Digital) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.by."+string(d.By)), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "insight.head."+string(d.By))}}}
	for _, x := range shares(d.Now) {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "insight.share-short."+x.Key), Numeric: true})
	}
	for _, r := range append([]Row{{Name: text.T(ctx, "insight.total"), Figures: d.Now}}, d.Rows...) {
		name := ui.Cell{Text: r.Name, Header: true}
		switch {
		case r.Alone:
			name.Text = text.T(ctx, "insight.alone", "unit", r.Name)
		case r.Key != "":
			name.Href = d.with(d.By, r).at(pathDigital)
		}
		row := ui.TableRow{Cells: []ui.Cell{name}}
		for _, x := range shares(r.Figures) {
			row.Cells = append(row.Cells, ui.Cell{Text: x.Cell(ctx)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func oldTable(ctx context.Context, all []Old) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.old-papers"), HideCaption: true, Dense: true, Head: heads(ctx, "paper-kind", "value")}
	for _, o := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: o.Kind, Header: true}, {Text: o.In(ctx)}}})
	}
	return t
}

func digitalNotes(ctx context.Context, d *Digital) []string {
	out := []string{text.T(ctx, "insight.as-of", "at", text.DateTime(ctx, d.AsOf)), text.T(ctx, "insight.digital-note")}
	if n := d.Now.Flagged.Untold; n > 0 {
		out = append(out, text.T(ctx, "insight.digital-untold", "rate", Rate{n, d.Now.Flagged.Done}.In(ctx)))
	}
	return out
}

// digitalLines are the figures of the whole and of each row for programs: both numbers, then the rate.
func digitalLines(ctx context.Context, d *Digital) [][]string {
	var out [][]string
	line := func(name, label string, r Rate) {
		out = append(out, []string{name, label, strconv.Itoa(r.Part), strconv.Itoa(r.Of), r.Short(ctx)})
	}
	for _, r := range append([]Row{{Name: text.T(ctx, "insight.total"), Figures: d.Now}}, d.Rows...) {
		for _, x := range shares(r.Figures) {
			line(r.Name, text.T(ctx, "insight.share."+x.Key), x.Rate)
		}
	}
	for _, x := range worths(d.Worth) {
		line(text.T(ctx, "insight.total"), text.T(ctx, "insight.worth-short."+x.Key), x.Rate)
	}
	for _, o := range d.OldPapers {
		line(o.Kind, text.T(ctx, "insight.old-papers"), o.Rate)
	}
	return out
}

func digitalHeads(ctx context.Context, d *Digital) []string {
	var out []string
	for _, h := range []string{string(d.By), "indicator", "part", "of", "rate"} {
		out = append(out, text.T(ctx, "insight.head."+h))
	}
	return out
}

func digitalName(d *Digital, ending string) string {
	return "so-hoa-" + strings.ReplaceAll(text.Fold(d.Unit.FullName), " ", "-") + "-" + strings.ReplaceAll(d.Span.Name(), "..", "_") + ending
}

func digitalSheet(ctx context.Context, w http.ResponseWriter, d *Digital) error {
	title := append([]string{strings.ToUpper(d.Unit.FullName), text.T(ctx, "insight.digital"), upper(d.Span.Title(ctx, ReportCut))}, digitalNotes(ctx, d)...)
	t := sheet.Table{Name: text.T(ctx, "insight.digital"), Title: title, Head: digitalHeads(ctx, d), Widths: []float64{40, 60, 12, 12, 12}, Author: d.Unit.FullName, Foot: "Trang &P/&N"}
	var b bytes.Buffer
	if err := t.Write(&b, rows(digitalLines(ctx, d))); err != nil {
		return err
	}
	attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", digitalName(d, ".xlsx"))
	_, err := w.Write(b.Bytes())
	return err
}

// digitalCSV begins with the mark by which spreadsheets know the letters.
func digitalCSV(ctx context.Context, w http.ResponseWriter, d *Digital) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	if err := csv.NewWriter(&b).WriteAll(append([][]string{digitalHeads(ctx, d)}, digitalLines(ctx, d)...)); err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", digitalName(d, ".csv"))
	_, err := w.Write(b.Bytes())
	return err
}
