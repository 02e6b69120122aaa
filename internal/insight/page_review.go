package insight

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// reviewView is where the time of all procedures goes.
type reviewView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Filter  ui.FilterSpec
	Fields  []templ.Component
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
	Back    ui.Link
}

// studyView is the review of one procedure.
type studyView struct {
	reviewView
	Stats    ui.Stats
	Legs     ui.Table
	SomeLegs bool
	Pairs    ui.Table
	SomePair bool
	Terms    string
	Action   string
	Most     string // days, where the slider ends
	Hidden   []hiddenField
	Days     ui.TextField
	Answer   string
	Advice   string
	WhatIf   ui.Table
	Paper    ui.Button
}

// review shows all procedures, or one of them.
func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), r.URL.Query()
	ask, wrong := p.askOf(v)
	if wrong != nil {
		return wrong
	}
	if v.Get("ky") == "" && ask.Span.Months > 0 {
		ask.Span = SpanAt(clock.DateOf(p.s.Clock.Now()), 12, false, ReportCut)
	}
	if ask.Procedure != "" {
		return p.study(w, r, ask)
	}
	rev, err := p.s.Review(ctx, ask)
	if err != nil {
		return err
	}
	units, err := p.s.Choices(ctx)
	if err != nil {
		return err
	}
	rev.UnitID = rev.Unit.ID
	title := text.T(ctx, "insight.review")
	out := reviewView{Frame: frameOf(ctx, title, rev.Ask), Heading: ui.Heading{Title: title, Caption: rev.Unit.FullName, Lead: text.T(ctx, "insight.review.lead")},
		Filter: ui.FilterSpec{Action: pathReview, Clear: pathReview}, Fields: []templ.Component{unitChoice(ctx, units, rev.Unit), p.spanChoice(ctx, rev.Span)},
		Some: len(rev.Rows) > 0, Table: reviewTable(ctx, rev), Empty: ui.Empty{Title: text.T(ctx, "insight.review.none")},
		Back: ui.Link{Text: text.T(ctx, "insight.back"), Href: rev.at(PathBoard)}}
	return web.Show(w, r, reviewPage(out))
}

func reviewTable(ctx context.Context, rev *Review) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.review"), HideCaption: true, Dense: true, Head: heads(ctx, "procedure", "finished", "mean", "late-share", "asked-share", "back-share")}
	for _, x := range rev.Rows {
		ask := rev.Ask
		ask.Procedure = x.Procedure
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: x.Name, Href: ask.at(pathReview), Header: true}, {Text: text.Integer(text.LangOf(ctx), int64(x.N))},
			{Text: hoursOf(ctx, minutesEach(x.Minutes, int64(x.N)))}, {Text: x.Late.In(ctx)}, {Text: x.Asked.In(ctx)}, {Text: x.Back.In(ctx)}}})
	}
	return t
}

// study shows one procedure, or hands its proposal out on paper.
func (p *Pages) study(w http.ResponseWriter, r *http.Request, ask Ask) error {
	ctx := r.Context()
	days, _ := strconv.Atoi(r.URL.Query().Get("ngay"))
	days = max(0, min(days, 365))
	st, err := p.s.Study(ctx, ask, days)
	if err != nil {
		return err
	}
	st.UnitID = st.Unit.ID
	if r.URL.Query().Get("dang") == "pdf" {
		return p.proposal(w, r, st)
	}
	return web.Show(w, r, studyPage(studyOf(ctx, st)))
}

func studyOf(ctx context.Context, st *Study) studyView {
	all := st.Ask
	all.Procedure = ""
	v := studyView{Most: strconv.Itoa(max(len(st.Table), 2)), reviewView: reviewView{Frame: ui.Frame{Title: st.Name, Wide: true, Area: ui.Desk, Script: "slider.js", Style: figuresStyle, Crumbs: []ui.Crumb{{Text: text.T(ctx, "insight.title"), Href: all.at(PathBoard)},
		{Text: text.T(ctx, "insight.review"), Href: all.at(pathReview)}, {Text: st.Name}}},
		Heading: ui.Heading{Title: st.Name, Caption: st.Unit.FullName + " · " + st.Span.Title(ctx, ReportCut)}, Some: len(st.Took) > 0,
		Empty: ui.Empty{Title: text.T(ctx, "insight.review.none")}, Back: ui.Link{Text: text.T(ctx, "insight.review.all"), Href: all.at(pathReview)}},
		Stats: studyStats(ctx, st), Legs: legTable(ctx, st.Legs), SomeLegs: len(st.Legs) > 0, Pairs: pairTable(ctx, st.Pairings), SomePair: len(st.Pairings) > 0,
		Terms: termWords(ctx, st), Action: pathReview, Advice: advice(ctx, st), WhatIf: whatIfTable(ctx, st.Table),
		Days:  ui.TextField{Name: "ngay", Label: text.T(ctx, "insight.review.days"), Hint: text.T(ctx, "insight.review.days-hint"), Type: "number", Width: "3", InputMode: "numeric", Autocomplete: "off"},
		Paper: ui.Button{Text: text.T(ctx, "insight.review.paper"), Kind: ui.Secondary, Download: true, Href: st.at(pathReview) + "&dang=pdf"}}
	for name, values := range st.values() {
		v.Hidden = append(v.Hidden, hiddenField{name, values[0]})
	}
	if st.Asked.Days > 0 {
		v.Days.Value = strconv.Itoa(st.Asked.Days)
		v.Answer = text.T(ctx, "insight.review.answer", "days", st.Asked.Days, "rate", st.Asked.In(ctx))
		v.Paper.Href += "&ngay=" + v.Days.Value
	}
	return v
}

func studyStats(ctx context.Context, st *Study) ui.Stats {
	return ui.Stats{Tiles: []ui.StatTile{
		{Label: text.T(ctx, "insight.head.finished"), Value: text.Integer(text.LangOf(ctx), int64(st.N))},
		{Label: text.T(ctx, "insight.head.half"), Value: hoursOf(ctx, percentile(st.Took, 50)), Hint: text.T(ctx, "insight.review.working")},
		{Label: text.T(ctx, "insight.head.most"), Value: hoursOf(ctx, percentile(st.Took, 90)), Hint: text.T(ctx, "insight.review.working")},
		{Label: text.T(ctx, "insight.head.asked-share"), Value: st.ReviewRow.Asked.Short(ctx), Hint: st.ReviewRow.Asked.In(ctx), Colour: ui.Yellow},
		{Label: text.T(ctx, "insight.head.back-share"), Value: st.Back.Short(ctx), Hint: st.Back.In(ctx), Colour: ui.Yellow},
		{Label: text.T(ctx, "insight.head.late-share"), Value: st.Late.Short(ctx), Hint: st.Late.In(ctx), Colour: ui.Red},
	}}
}

func legTable(ctx context.Context, all []Leg) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.review.legs"), HideCaption: true, Dense: true, Head: heads(ctx, "side", "times", "mean", "half", "most", "queued-share", "time-share")}
	var sum int64
	for _, l := range all {
		sum += l.Minutes
	}
	for _, l := range all {
		name := sideName(ctx, l.Waits, l.Role)
		if l.Name != "" {
			name += ": " + l.Name
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: name, Header: true}, {Text: text.Integer(text.LangOf(ctx), int64(l.N))},
			{Text: hoursOf(ctx, minutesEach(l.Minutes, int64(l.N)))}, {Text: hoursOf(ctx, l.Half)}, {Text: hoursOf(ctx, l.Most)},
			{Text: share(ctx, l.Queued, l.Minutes)}, {Text: share(ctx, l.Minutes, sum)}}})
	}
	return t
}

// share writes how much of a time another one is: hours of hours.
func share(ctx context.Context, part, of int64) string {
	if of == 0 {
		return "–"
	}
	return hoursOf(ctx, time.Duration(part)*time.Minute) + "/" + hoursOf(ctx, time.Duration(of)*time.Minute) + " = " + Rate{int(part), int(of)}.Short(ctx)
}

func pairTable(ctx context.Context, all []Pairing) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.review.pairs"), HideCaption: true, Dense: true, Head: heads(ctx, "who", "for-whom", "times", "mean")}
	t.Head[1].Numeric = false
	name := func(s string) string {
		if waits, ok := strings.CutPrefix(s, ":"); ok {
			return sideName(ctx, waits, "")
		}
		return sideName(ctx, "", s)
	}
	for _, p := range all[:min(len(all), 12)] {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: name(p.Who), Header: true}, {Text: name(p.ForWhom)}, {Text: text.Integer(text.LangOf(ctx), int64(p.N))},
			{Text: hoursOf(ctx, minutesEach(p.Minutes, int64(p.N)))}}})
	}
	return t
}

func termWords(ctx context.Context, st *Study) string {
	var terms []string
	for _, t := range st.Terms {
		terms = append(terms, t.In(ctx))
	}
	if len(terms) == 0 {
		return text.T(ctx, "insight.review.no-term")
	}
	return text.T(ctx, "insight.review.term", "terms", strings.Join(terms, "; "))
}

func advice(ctx context.Context, st *Study) string {
	if st.Shortest.Days == 0 {
		return text.T(ctx, "insight.review.no-advice")
	}
	return text.T(ctx, "insight.review.advice", "days", st.Shortest.Days, "rate", st.Shortest.In(ctx))
}

func whatIfTable(ctx context.Context, all []WhatIf) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.review.what-if"), HideCaption: true, Dense: true, Head: heads(ctx, "days", "in-time")}
	for _, x := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.T(ctx, "insight.review.n-days", "n", x.Days), Header: true}, {Text: x.In(ctx)}}})
	}
	return t
}

// proposal prints a study as a paper to propose a shorter term with, in Vietnamese.
func (p *Pages) proposal(w http.ResponseWriter, r *http.Request, st *Study) error {
	ctx := text.WithLang(r.Context(), text.Vi)
	now := p.s.Clock.Now()
	v := proposalView{Style: "<style>" + paperStyle + proposalStyle + "</style>", Unit: st.Unit.Authority(), Place: st.Unit.Name + ", " + text.LongDate(now), Name: st.Name,
		Period: st.Span.Title(ctx, ReportCut), Tables: []ui.Table{legTable(ctx, st.Legs), pairTable(ctx, st.Pairings), whatIfTable(ctx, st.Table)}}
	v.Lines = []string{termWords(ctx, st), text.T(ctx, "insight.review.finished", "n", st.N), text.T(ctx, "insight.head.late-share") + ": " + st.Late.In(ctx),
		text.T(ctx, "insight.head.asked-share") + ": " + st.ReviewRow.Asked.In(ctx), text.T(ctx, "insight.head.back-share") + ": " + st.Back.In(ctx)}
	v.Proposal = advice(ctx, st)
	if st.Asked.Days > 0 {
		v.Proposal = text.T(ctx, "insight.review.answer", "days", st.Asked.Days, "rate", st.Asked.In(ctx))
	}
	var b bytes.Buffer
	if err := proposalPaper(v).Render(ctx, &b); err != nil {
		return err
	}
	raw, err := pdf.Render(ctx, pdf.Paper{HTML: b.String(), Size: pdf.A4, Title: "Đề xuất rà soát thủ tục – " + st.Name, Author: st.Unit.FullName, At: now})
	if err != nil {
		return err
	}
	attach(w, "application/pdf", "de-xuat-ra-soat-"+st.Span.Name()+".pdf")
	_, err = w.Write(raw)
	return err
}

// proposalView is the paper.
type proposalView struct {
	Style, Unit, Place, Name, Period string
	Lines                            []string
	Tables                           []ui.Table
	Proposal                         string
}

const proposalStyle = `@page { margin: 20mm 15mm 20mm 30mm }
body { font-size: 12pt }
h2 { font-size: 12pt; margin: 3mm 0 1mm }
td, th { font-size: 10pt }
.lead { text-align: left; border-left: 0.5pt solid #000 }
`
