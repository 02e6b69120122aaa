package insight

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// listView is a page with one table.
type listView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Note     string
	Some     bool
	Table    ui.Table
	Empty    ui.Empty
	Pager    ui.Pager
	Back     ui.Link
}

// list shows the dossiers that a figure counts.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), r.URL.Query()
	ask, wrong := p.askOf(v)
	if wrong != nil {
		return wrong
	}
	c := Column(v.Get("cot"))
	if !slices.Contains(Columns, c) {
		c = Received
	}
	after, err := parseBehind(v.Get("sau"))
	if err != nil {
		return err
	}
	l, err := p.s.List(ctx, ask, c, after)
	if err != nil {
		return err
	}
	ask.UnitID = l.Unit.ID
	out := listView{Frame: frameOf(ctx, text.T(ctx, "insight.figure."+string(c)), ask), Some: len(l.Facts) > 0,
		Heading: ui.Heading{Title: text.T(ctx, "insight.figure."+string(c)), Caption: l.Unit.FullName + " · " + ask.Span.Title(ctx, ReportCut),
			Lead: text.T(ctx, "insight.list-count", "n", l.Count)},
		Note: text.T(ctx, "insight.list-note"), Table: p.listTable(ctx, l), Empty: ui.Empty{Title: text.T(ctx, "insight.list-empty"), Text: text.T(ctx, "insight.list-empty-hint")},
		Back: ui.Link{Text: text.T(ctx, "insight.back"), Href: ask.at(PathBoard)}}
	if l.Next.ID != "" {
		out.Pager.NextHref = ask.list(c) + "&sau=" + l.Next.String()
	}
	return web.Show(w, r, tablePage(out))
}

func frameOf(ctx context.Context, title string, ask Ask) ui.Frame {
	return ui.Frame{Title: title, Wide: true, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "insight.title"), Href: ask.at(PathBoard)}, {Text: title}}}
}

func (b behind) String() string { return strconv.FormatInt(b.At.UnixMilli(), 10) + "~" + b.ID }

func parseBehind(s string) (behind, error) {
	if s == "" {
		return behind{}, nil
	}
	at, key, _ := strings.Cut(s, "~")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !id.Valid(key) {
		return behind{}, fault.New(fault.NotFound, "insight.no-page")
	}
	return behind{time.UnixMilli(ms).UTC(), key}, nil
}

func (p *Pages) listTable(ctx context.Context, l *Listed) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "insight.dossiers"), HideCaption: true, Dense: true, KeyboardList: true}
	for _, k := range []string{"code", "procedure", "receiving", "channel", "received-at", "due-at", "ended-at", "standing"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "insight.head."+k)})
	}
	now := p.s.Clock.Now()
	for _, f := range l.Facts {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: f.Code, Href: p.open("dossier/" + f.ID), Header: true, Whole: true}, {Text: f.ProcedureName},
			{Text: f.ReceivingName}, {Text: text.T(ctx, "insight.channel."+string(f.Channel))}, {Text: dayOf(f.ReceivedAt)}, {Text: dayOf(f.DueAt)},
			{Text: dayOf(f.EndedAt)}, {Text: text.T(ctx, "insight.standing."+standingAt(f, now))}}})
	}
	return t
}

// standingAt is how a dossier stands to its due date, in the words of the list.
func standingAt(f *Fact, now time.Time) string {
	switch {
	case !f.EndedAt.IsZero():
		return string(f.Standing)
	case f.Paused:
		return "paused"
	case !f.DueAt.IsZero() && now.After(f.DueAt):
		return "overdue"
	case !f.WarnAt.IsZero() && !now.Before(f.WarnAt):
		return "near"
	}
	return "open"
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.Date(clock.DateOf(t))
}

// people shows what officers did; those without the right see their own line.
func (p *Pages) people(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	ask, wrong := p.askOf(r.URL.Query())
	if wrong != nil {
		return wrong
	}
	u, rows, err := p.s.Officers(ctx, ask)
	if err != nil {
		return err
	}
	ask.UnitID = u.ID
	title := text.T(ctx, "insight.people")
	out := listView{Frame: frameOf(ctx, title, ask), Heading: ui.Heading{Title: title, Caption: u.FullName + " · " + ask.Span.Title(ctx, ReportCut)},
		Note: text.T(ctx, "insight.people-note"), Some: len(rows) > 0, Empty: ui.Empty{Title: text.T(ctx, "insight.people-empty")},
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true, Head: heads(ctx, "officer", "role", "times", "dossiers", "mean", "queued", "longest")},
		Back:  ui.Link{Text: text.T(ctx, "insight.back"), Href: ask.at(PathBoard)}}
	out.Table.Head[1].Numeric = false
	for _, x := range rows {
		out.Table.Rows = append(out.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: x.Person, Header: true}, {Text: sideName(ctx, "", x.Role)},
			{Text: text.Integer(text.LangOf(ctx), x.N)}, {Text: text.Integer(text.LangOf(ctx), x.Dossiers)}, {Text: hoursOf(ctx, minutesEach(x.Minutes, x.N))},
			{Text: hoursOf(ctx, minutesEach(x.Queued, x.N))}, {Text: hoursOf(ctx, time.Duration(x.Longest)*time.Minute)}}})
	}
	return web.Show(w, r, tablePage(out))
}

func minutesEach(sum, n int64) time.Duration {
	if n == 0 {
		return 0
	}
	return time.Duration(sum) * time.Minute / time.Duration(n)
}

// checks shows the nightly comparisons of figures with events.
func (p *Pages) checks(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := p.s.Checks(ctx, 30)
	if err != nil {
		return err
	}
	title := text.T(ctx, "insight.checks")
	out := listView{Frame: ui.Frame{Title: title, Wide: true, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "insight.title"), Href: PathBoard}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "insight.checks-lead")}, Some: len(all) > 0, Empty: ui.Empty{Title: text.T(ctx, "insight.checks-none")},
		Table: ui.Table{Caption: title, HideCaption: true, Head: heads(ctx, "check-at", "compared", "differ", "report")},
		Back:  ui.Link{Text: text.T(ctx, "insight.back"), Href: PathBoard}}
	out.Table.Head[3].Numeric = false
	for _, c := range all {
		row := ui.TableRow{Cells: []ui.Cell{{Text: text.DateTime(ctx, c.At), Header: true}, {Text: text.Integer(text.LangOf(ctx), int64(c.Compared))},
			{Text: text.Integer(text.LangOf(ctx), int64(c.Differ))}, {Text: text.T(ctx, "insight.no-difference")}}}
		if c.Differ > 0 {
			row.Kind, row.Cells[3] = ui.Alert, ui.Cell{Body: differences(reportLines(c.Report))}
		}
		out.Table.Rows = append(out.Table.Rows, row)
	}
	return web.Show(w, r, tablePage(out))
}

// reportLines are the first differences in words.
func reportLines(all []Difference) []string {
	var out []string
	for _, d := range all[:min(len(all), 20)] {
		out = append(out, strings.TrimSpace(d.Dossier+" "+d.What)+": "+d.Kept+" ≠ "+d.Counted)
	}
	return out
}
