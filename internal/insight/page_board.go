package insight

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// boardView is the leader's board.
type boardView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Hidden   []hiddenField
	Narrowed *ui.Link // the procedure the figures are of, with a way out
	Some     bool
	Empty    ui.Empty
	Stats    ui.Stats
	Tabs     ui.Tabs
	Chart    bars
	Months   ui.Table
	Rows     ui.Table
	Paces    ui.Table
	SomePace bool
	Shares   ui.Table // what is electronic
	Digital  string   // address of more of it
	People   string   // address
	Content  []string
	Proof    []ui.Link
	AsOf     string
}

type hiddenField struct{ Name, Value string }

// figuresStyle is the style sheet of pages with tiles and pictures.
const figuresStyle = "figures.css"

// board shows the board.
func (p *Pages) board(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ask, wrong := p.askOf(r.URL.Query())
	b, err := p.s.Board(ctx, ask)
	if err != nil {
		return err
	}
	v := boardOf(ctx, b)
	v.Problems, v.Frame.Failed = ui.Problems(ctx, wrong), wrong != nil
	if v.Fields, err = p.fields(ctx, b, r.URL.Query(), wrong); err != nil {
		return err
	}
	if b.Procedure != "" {
		known, err := p.s.read().procedures(ctx)
		if err != nil {
			return err
		}
		all := b.Ask
		all.Procedure = ""
		v.Narrowed = &ui.Link{Text: text.T(ctx, "insight.all-procedures"), Href: all.at(PathBoard), About: known[b.Procedure].Name}
		v.Hidden = append(v.Hidden, hiddenField{"thu-tuc", b.Procedure})
	}
	return web.Show(w, r, boardPage(v))
}

func boardOf(ctx context.Context, b *Board) boardView {
	b.UnitID = b.Unit.ID
	title := text.T(ctx, "insight.title")
	v := boardView{Frame: ui.Frame{Title: title, Wide: true, Area: ui.Desk, Style: figuresStyle},
		Heading: ui.Heading{Title: title, Caption: b.Unit.FullName, Lead: upper(b.Span.Title(ctx, ReportCut))},
		Filter:  ui.FilterSpec{Action: PathBoard, Clear: PathBoard}, Some: b.Now.Total() > 0 || b.Now.Solved > 0,
		Empty: ui.Empty{Title: text.T(ctx, "insight.empty"), Text: text.T(ctx, "insight.empty-hint")}, Stats: tiles(ctx, b), Tabs: tabsAt(ctx, b.Ask, PathBoard),
		Chart: monthChart(ctx, b), Months: monthTable(ctx, b), Rows: rowTable(ctx, b), Paces: paceTable(ctx, b), Shares: shareTable(ctx, b.Ask, b.Now), Digital: b.at(pathDigital), SomePace: len(b.Paces) > 0, People: b.at(pathPeople),
		Content: contentWords(ctx, b), Proof: []ui.Link{{Text: text.T(ctx, "insight.form"), Href: b.at(pathForm)}, {Text: text.T(ctx, "insight.targets"), Href: b.at(pathTargets)}, {Text: text.T(ctx, "insight.review"), Href: reviewOf(b.Ask)}, {Text: text.T(ctx, "insight.recompute"), Href: pathLedger},
			{Text: text.T(ctx, "insight.checks"), Href: pathChecks}}, AsOf: text.T(ctx, "insight.as-of", "at", text.DateTime(ctx, b.AsOf))}
	v.Hidden = []hiddenField{{"theo", wordOf(b.By)}}
	v.AsOf += " " + text.T(ctx, "insight.mode."+ifElse(b.Mapped, "mapped-note", "then-note"))
	if b.Now.Declared > 0 {
		v.AsOf += " " + text.T(ctx, "insight.declared", "rate", Rate{b.Now.Declared, b.Now.Received}.In(ctx))
	}
	if b.Left != (count.Figures{}) {
		v.AsOf += " " + text.T(ctx, "insight.mode.left", "n", b.Left.Total())
	}
	return v
}

// tiles are the figures at a glance, each with its numbers and the period before.
func tiles(ctx context.Context, b *Board) ui.Stats {
	n := func(v int) string { return text.Integer(text.LangOf(ctx), int64(v)) }
	was := func(now, past int) string {
		return text.T(ctx, "insight.was", "n", past, "change", change(ctx, now, past))
	}
	rate := func(now, past Rate) string {
		return now.In(ctx) + "\n" + text.T(ctx, "insight.was-rate", "rate", past.In(ctx))
	}
	f, g := b.Now, b.Past
	late := Rate{f.Overdue + f.PendingOverdue, f.Solved + f.PendingOverdue}
	out := ui.Stats{Tiles: []ui.StatTile{
		{Label: text.T(ctx, "insight.figure.received"), Value: n(f.Received), Hint: was(f.Received, g.Received), Href: b.list(Received)},
		{Label: text.T(ctx, "insight.rate.online"), Value: online(f).Short(ctx), Hint: rate(online(f), online(g)), Href: b.list(Online), Colour: ui.Purple},
		{Label: text.T(ctx, "insight.rate.on-time"), Value: onTime(f).Short(ctx), Hint: rate(onTime(f), onTime(g)), Href: b.list(Solved), Colour: ui.Green},
		{Label: text.T(ctx, "insight.figure.late"), Value: n(late.Part), Hint: text.T(ctx, "insight.late-of", "solved", f.Overdue, "pending", f.PendingOverdue), Href: b.list(PendingOverdue), Colour: ui.Red},
		{Label: text.T(ctx, "insight.figure.pending"), Value: n(f.Pending), Hint: was(f.Pending, g.Pending), Href: b.list(Pending)},
		{Label: text.T(ctx, "insight.figure.supplements"), Value: n(f.Supplements), Hint: was(f.Supplements, g.Supplements), Href: b.list(Supplements)},
	}}
	for i, of := range map[int]Indicator{1: TheOnline, 2: TheOnTime} {
		if a, ok := b.aim(of); ok {
			out.Tiles[i].Hint += "\n" + text.T(ctx, "insight.aim", "goal", percentOf(ctx, a.Goal), "light", text.T(ctx, "insight.light."+string(a.Light)))
			out.Tiles[i].Colour = map[Light]string{Green: ui.Green, Yellow: ui.Yellow, Red: ui.Red}[a.Light]
		}
	}
	if b.Running {
		out.Tiles = append(out.Tiles, ui.StatTile{Label: text.T(ctx, "insight.figure.near"), Value: n(b.Near), Hint: text.T(ctx, "insight.near-hint"), Href: b.list(Near), Colour: ui.Yellow})
	}
	return out
}

// change says how much more or less it is than before: "+12%".
func change(ctx context.Context, now, past int) string {
	if past == 0 {
		return text.T(ctx, "insight.no-before")
	}
	tenths := ((now-past)*1000 + sign(now-past)*past/2) / past
	s := text.Decimal(ctx, float64(tenths)/10) + "%"
	if tenths > 0 {
		s = "+" + s
	}
	return s
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func tabsAt(ctx context.Context, b Ask, path string) ui.Tabs {
	out := ui.Tabs{Label: text.T(ctx, "insight.by")}
	for _, by := range []By{ByUnit, ByField, ByProcedure, ByChannel} {
		ask := b
		ask.By = by
		out.Items = append(out.Items, ui.Tab{Text: text.T(ctx, "insight.by."+string(by)), Href: ask.at(path) + "#chi-tiet", Current: by == b.By})
	}
	return out
}

// monthChart is the line over time.
func monthChart(ctx context.Context, b *Board) bars {
	out := bars{ID: "theo-thang", Title: text.T(ctx, "insight.months"), Legend: []legend{{text.T(ctx, "insight.channel.online")}, {text.T(ctx, "insight.channel.other")}}}
	for _, m := range b.Months {
		out.Bars = append(out.Bars, bar{Label: monthLabel(m, len(out.Bars)), Parts: []int64{int64(m.Online), int64(m.Received - m.Online)}})
	}
	out.Top = roundTop(out.Bars)
	return out
}

// monthLabel names a month below its bar: the year where it begins, and at the first bar.
func monthLabel(m Month, i int) string {
	if i == 0 || m.No == 1 {
		return fmt.Sprintf("%d/%02d", m.No, m.Year%100)
	}
	return strconv.Itoa(m.No)
}

func monthTable(ctx context.Context, b *Board) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.months"), HideCaption: true, Dense: true, Head: heads(ctx, "month", "received", "rate.online", "rate.on-time")}
	for _, m := range b.Months {
		ask := b.Ask
		ask.Span = m.Span
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: fmt.Sprintf("%02d/%d", m.No, m.Year), Href: ask.at(PathBoard), Header: true},
			{Text: text.Integer(text.LangOf(ctx), int64(m.Received))}, {Text: online(m.Figures).Cell(ctx)}, {Text: onTime(m.Figures).Cell(ctx)}}})
	}
	return t
}

// heads are columns; all but the first hold numbers.
func heads(ctx context.Context, keys ...string) []ui.Head {
	out := make([]ui.Head, len(keys))
	for i, k := range keys {
		out[i] = ui.Head{Text: text.T(ctx, "insight.head."+k), Numeric: i > 0}
	}
	return out
}

// rowTable is the breakdown.
func rowTable(ctx context.Context, b *Board) ui.Table {
	by := string(b.By)
	t := ui.Table{Caption: text.T(ctx, "insight.by."+by), HideCaption: true, Dense: true,
		Head: heads(ctx, by, "received", "rate.online", "early", "on-time", "overdue", "rate.on-time", "pending", "pending-overdue")}
	total := Row{Name: text.T(ctx, "insight.total"), Figures: b.Now}
	for _, r := range append([]Row{total}, b.Rows...) {
		ask, href := b.Ask, ""
		switch {
		case r.Alone:
			r.Name = text.T(ctx, "insight.alone", "unit", r.Name)
		case r.Key != "" || b.By == ByField && r.Name != total.Name:
			ask = b.with(b.By, r)
			href = ask.at(PathBoard)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: figureCells(ctx, ask, ui.Cell{Text: r.Name, Href: href, Header: true}, r)})
	}
	return t
}

// figureCells are the numbers of a row. Those of a unit alone lead nowhere: a list takes in all below it.
func figureCells(ctx context.Context, ask Ask, name ui.Cell, r Row) []ui.Cell {
	n := func(v int, c Column) ui.Cell {
		cell := ui.Cell{Text: text.Integer(text.LangOf(ctx), int64(v)), Whole: true}
		if v > 0 && !r.Alone {
			cell.Href = ask.list(c)
		}
		return cell
	}
	f := r.Figures
	return []ui.Cell{name, n(f.Received, Received), {Text: online(f).Cell(ctx)}, n(f.Early, Early), n(f.OnTime, OnTime), n(f.Overdue, Overdue),
		{Text: onTime(f).Cell(ctx)}, n(f.Pending, Pending), n(f.PendingOverdue, PendingOverdue)}
}

// paceTable is how long each side had dossiers.
func paceTable(ctx context.Context, b *Board) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.paces"), HideCaption: true, Dense: true, Head: heads(ctx, "side", "times", "mean", "half", "most", "queued")}
	for _, p := range b.Paces {
		queued := "–"
		if p.Queued > 0 {
			queued = hoursOf(ctx, time.Duration(p.Queued)*time.Minute/time.Duration(p.N))
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: sideName(ctx, p.Waits, p.Role), Header: true},
			{Text: text.Integer(text.LangOf(ctx), p.N)}, {Text: hoursOf(ctx, p.Mean())}, {Text: hoursOf(ctx, p.Within(50))}, {Text: hoursOf(ctx, p.Within(90))}, {Text: queued}}})
	}
	return t
}

// sideName names who had the dossier.
func sideName(ctx context.Context, waits, role string) string {
	if waits != "" {
		return text.T(ctx, "insight.waits."+waits)
	}
	if key := "insight.role." + role; text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	return role
}

// hoursOf writes working time: minutes below two hours, else hours to one decimal.
func hoursOf(ctx context.Context, d time.Duration) string {
	if d < 2*time.Hour {
		return text.T(ctx, "insight.minutes", "n", strconv.Itoa(int(d.Round(time.Minute).Minutes())))
	}
	return text.T(ctx, "insight.hours", "n", text.Decimal(ctx, float64(int(d.Hours()*10+0.5))/10))
}

func contentWords(ctx context.Context, b *Board) []string {
	c := b.Content
	if b.Mapped || b.Solver {
		return nil
	}
	if !c.Known {
		return []string{text.T(ctx, "insight.content-none")}
	}
	return []string{text.T(ctx, "insight.content-rate", "rate", Rate{c.Content, c.Answered}.In(ctx)),
		text.T(ctx, "insight.content-answered", "rate", Rate{c.Answered, c.Asked}.In(ctx)), text.T(ctx, "insight.content-silence")}
}

func upper(s string) string {
	letters := []rune(s)
	if len(letters) == 0 {
		return s
	}
	return strings.ToUpper(string(letters[:1])) + string(letters[1:])
}

// reviewOf is where the review of procedures of a board's unit and period stands.
func reviewOf(ask Ask) string {
	ask.Procedure = ""
	return ask.at(pathReview)
}
