package insight

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"iter"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/sheet"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// formView is form II.06a on screen, and how to take it away.
type formView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Table    ui.Table
	Notes    []string
	Files    []ui.Button
	Rates    ui.Table
	Back     ui.Link
}

// form shows form II.06a, or hands it out as a workbook, a list for programs or on paper. Files are in
// Vietnamese, whatever the reader's language: they are official papers.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), r.URL.Query()
	ask, wrong := p.askOf(v)
	if v.Get("ky") == "" && wrong == nil && ask.Span.Months > 0 { // official reports have their own cut-offs
		ask.Span = SpanAt(clock.DateOf(p.s.Clock.Now()), 3, true, ReportCut)
	}
	rep, err := p.s.Report(ctx, ask)
	if err != nil {
		return err
	}
	rep.UnitID = rep.Unit.ID
	vi := text.WithLang(ctx, text.Vi)
	switch v.Get("dang") {
	case "xlsx":
		return formSheet(vi, w, rep)
	case "csv":
		return formCSV(w, rep)
	case "pdf":
		return formPDF(vi, w, rep)
	}
	units, err := p.s.Choices(ctx)
	if err != nil {
		return err
	}
	out := formOf(ctx, rep)
	out.Problems, out.Frame.Failed = ui.Problems(ctx, wrong), wrong != nil
	out.Fields = []templ.Component{unitChoice(ctx, units, rep.Unit), p.spanChoice(ctx, rep.Span), day("tu", text.T(ctx, "insight.from"), v, wrong, ctx),
		day("den", text.T(ctx, "insight.to"), v, wrong, ctx), modeChoice(ctx, rep.Mapped), basisChoice(ctx, rep.Solver)}
	return web.Show(w, r, formPage(out))
}

func modeChoice(ctx context.Context, mapped bool) ui.Select {
	return ui.Select{Name: "che-do", Label: text.T(ctx, "insight.mode"), Value: ifElse(mapped, "quy-doi", ""), Options: []ui.Option{
		{Value: "", Text: text.T(ctx, "insight.mode.then")}, {Value: "quy-doi", Text: text.T(ctx, "insight.mode.mapped")}}}
}

func basisChoice(ctx context.Context, solver bool) ui.Select {
	return ui.Select{Name: "can-cu", Label: text.T(ctx, "insight.basis"), Value: ifElse(solver, "giai-quyet", ""), Options: []ui.Option{
		{Value: "", Text: text.T(ctx, "insight.basis.receiving")}, {Value: "giai-quyet", Text: text.T(ctx, "insight.basis.solver")}}}
}

func ifElse(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func formOf(ctx context.Context, r *Report) formView {
	title := text.T(ctx, "insight.form")
	v := formView{Frame: frameOf(ctx, title, r.Ask), Heading: ui.Heading{Title: title, Caption: r.Unit.FullName, Lead: upper(r.Span.Title(ctx, ReportCut))},
		Filter: ui.FilterSpec{Action: pathForm, Clear: pathForm}, Notes: formNotes(ctx, r), Back: ui.Link{Text: text.T(ctx, "insight.back"), Href: r.at(PathBoard)},
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true}, Rates: ui.Table{Caption: text.T(ctx, "insight.rates"), HideCaption: true, Head: heads(ctx, "rate", "value")}}
	for i, h := range FormHeads {
		v.Table.Head = append(v.Table.Head, ui.Head{Text: h, Numeric: i > 1})
	}
	for i, row := range r.Cells(func(n int) string { return text.Integer(text.LangOf(ctx), int64(n)) }) {
		ask := r.Ask
		if i < len(r.Rows) {
			ask.Field = r.Rows[i].Field
		}
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: formCells(ask, row)})
	}
	for _, rate := range r.Rates {
		said := text.T(ctx, "insight.no-data")
		if rate.Known {
			said = rate.In(ctx)
		}
		v.Rates.Rows = append(v.Rates.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.T(ctx, "insight.everyday."+rate.Key), Header: true}, {Text: said}}})
	}
	for _, kind := range []string{"xlsx", "csv", "pdf"} {
		v.Files = append(v.Files, ui.Button{Text: text.T(ctx, "insight.file."+kind), Kind: ui.Secondary, Href: r.at(pathForm) + "&dang=" + kind, Download: true})
	}
	return v
}

// formColumns are the lists behind columns 4 to 13; those that a list does not have lead nowhere.
var formColumns = map[int]Column{3: Online, 5: Carried, 6: Solved, 7: Early, 8: OnTime, 9: Overdue, 10: Pending, 11: PendingWithin, 12: PendingOverdue}

func formCells(ask Ask, row []string) []ui.Cell {
	out := make([]ui.Cell, len(row))
	for i, s := range row {
		out[i] = ui.Cell{Text: s, Header: i == 1, Whole: i > 1}
		if c, ok := formColumns[i]; ok && s != "0" {
			out[i].Href = ask.list(c)
		}
	}
	return out
}

func formNotes(ctx context.Context, r *Report) []string {
	out := []string{text.T(ctx, "insight.as-of", "at", text.DateTime(ctx, r.AsOf)), text.T(ctx, "insight.identities"),
		text.T(ctx, "insight.mode."+ifElse(r.Mapped, "mapped-note", "then-note")), text.T(ctx, "insight.basis."+ifElse(r.Solver, "solver-note", "receiving-note"))}
	if r.Left != (count.Figures{}) {
		out = append(out, text.T(ctx, "insight.mode.left", "n", r.Left.Total()))
	}
	return out
}

func formName(r *Report, ending string) string {
	return "II.06a-" + strings.ReplaceAll(text.Fold(r.Unit.FullName), " ", "-") + "-" + strings.ReplaceAll(r.Span.Name(), "..", "_") + ending
}

func attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
}

func rows(all [][]string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func formSheet(ctx context.Context, w http.ResponseWriter, r *Report) error {
	title := append([]string{strings.ToUpper(r.Unit.FullName), "Biểu số II.06a/VPCP/KSTT", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", upper(r.Span.Title(ctx, ReportCut))},
		formNotes(ctx, r)...)
	t := sheet.Table{Name: "II.06a", Title: title, Head: FormHeads, Widths: []float64{6, 34, 11, 11, 13, 11, 11, 11, 11, 11, 11, 11, 11}, Author: r.Unit.FullName, Foot: "Trang &P/&N"}
	var b bytes.Buffer
	if err := t.Write(&b, rows(r.Cells(strconv.Itoa))); err != nil {
		return err
	}
	attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", formName(r, ".xlsx"))
	_, err := w.Write(b.Bytes())
	return err
}

// formCSV begins with the mark by which spreadsheets know the letters.
func formCSV(w http.ResponseWriter, r *Report) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	if err := c.WriteAll(append([][]string{FormHeads}, r.Cells(strconv.Itoa)...)); err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", formName(r, ".csv"))
	_, err := w.Write(b.Bytes())
	return err
}

func formPDF(ctx context.Context, w http.ResponseWriter, r *Report) error {
	var b bytes.Buffer
	if err := formPaper(paperOf(ctx, r)).Render(ctx, &b); err != nil {
		return err
	}
	raw, err := pdf.Render(ctx, pdf.Paper{HTML: b.String(), Size: pdf.A4Landscape, Title: "Biểu II.06a – " + r.Unit.FullName + " – " + r.Span.Title(ctx, ReportCut),
		Author: r.Unit.FullName, At: r.AsOf, Counted: "Trang %d/%d"})
	if err != nil {
		return err
	}
	attach(w, "application/pdf", formName(r, ".pdf"))
	_, err = w.Write(raw)
	return err
}

// paperView is the form on paper.
type paperView struct {
	Style, Unit, Period, Place string
	Heads                      []string
	Rows                       [][]string
	Rates                      [][2]string
	Notes                      []string
}

func paperOf(ctx context.Context, r *Report) paperView {
	v := paperView{Style: "<style>" + paperStyle + "</style>", Unit: r.Unit.Authority(), Period: upper(r.Span.Title(ctx, ReportCut)),
		Place: fmt.Sprintf("%s, %s", r.Unit.Name, text.LongDate(r.AsOf)), Heads: FormHeads, Notes: formNotes(ctx, r),
		Rows: r.Cells(func(n int) string { return text.Integer(text.Vi, int64(n)) })}
	for _, rate := range r.Rates {
		said := text.T(ctx, "insight.no-data")
		if rate.Known {
			said = rate.In(ctx)
		}
		v.Rates = append(v.Rates, [2]string{text.T(ctx, "insight.everyday."+rate.Key), said})
	}
	return v
}

const paperStyle = `@page { margin: 15mm 12mm 17mm 15mm }
body { font-size: 10pt }
p { margin: 0; line-height: 1.25 }
h1 { text-align: center; font-size: 13pt; margin: 3mm 0 1mm }
.top { display: flex }
.top div { flex: 1 }
.top p, .middle { text-align: center }
.strong { font-weight: bold }
.quiet { font-style: italic }
table { width: 100%; border-collapse: separate; border-spacing: 0; margin: 3mm 0 }
th, td { border-right: 0.5pt solid #000; border-bottom: 0.5pt solid #000; padding: 0.6mm 0.8mm; font-size: 9pt; text-align: right }
th { border-top: 0.5pt solid #000; text-align: center }
.first { border-left: 0.5pt solid #000; text-align: center; width: 5% }
.name { text-align: left; width: 24% }
.wide { text-align: left; width: 60%; border-left: 0.5pt solid #000 }
`
