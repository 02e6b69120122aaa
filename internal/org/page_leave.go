package org

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// leaveView is the month of who is away, with what waits to be confirmed first.
type leaveView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Buttons  []ui.Button
	Waiting  []waitingView
	StandsIn []string // sentences
	Month    string
	Months   ui.Tabs
	List     templ.Component
}

// waitingView is a proposal with what may be answered.
type waitingView struct {
	Facts    ui.SummaryList
	Form     ui.FormFrame
	Decision ui.TextField
	Confirm  ui.Button
	Refuse   ui.Button
}

func (p *Pages) showLeave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	month := p.monthOf(r)
	first, last := monthDays(month)
	b, err := p.svc.LeaveBoard(ctx, first, last)
	if err != nil {
		return err
	}
	v := leaveView{Frame: leaveFrame(ctx, text.T(ctx, "org.leave.title"), false), Problems: ui.Problems(ctx, web.Kept(r).Err),
		Heading: ui.Heading{Title: text.T(ctx, "org.leave.title"), Lead: text.T(ctx, "org.leave.lead")},
		Buttons: []ui.Button{{Text: text.T(ctx, "org.leave.set-own"), Href: newLeavePath}},
		Month:   text.T(ctx, "org.leave.month", "month", monthName(month)), Months: months(ctx, month)}
	v.Frame.Wide, v.Frame.Failed = true, len(v.Problems.Items) > 0
	if actor.Of(ctx).HasAnywhere(CanStandIn) {
		v.Buttons = append(v.Buttons, ui.Button{Text: text.T(ctx, "org.leave.set-other"), Href: leavePath + "/nguoi", Kind: ui.Secondary})
	}
	for _, x := range b.Waiting {
		v.Waiting = append(v.Waiting, waitingOf(ctx, x))
	}
	for _, x := range b.StandsIn {
		v.StandsIn = append(v.StandsIn, text.T(ctx, "org.leave.you-stand-in", "name", x.AbsentName, "post", x.Title, "from", text.Date(x.From), "until", text.Date(x.Until)))
	}
	v.List = ui.Empty{Title: text.T(ctx, "org.leave.none")}
	if len(b.Absences) > 0 {
		v.List = leaveTable(ctx, v.Month, b.Absences)
	}
	return web.Show(w, r, leavePage(v))
}

// leaveFrame is the frame of a page about absences; a page below the list leads back to it.
func leaveFrame(ctx context.Context, title string, below bool) ui.Frame {
	f := ui.Frame{Title: title, Area: ui.Desk}
	if below {
		f.Crumbs = []ui.Crumb{{Text: text.T(ctx, "org.leave.title"), Href: leavePath}, {Text: title}}
	}
	return f
}

// monthOf is the month shown, by its first day: ?thang=2023-09, else the present one.
func (p *Pages) monthOf(r *http.Request) clock.Date {
	if d, err := clock.ParseDate(r.URL.Query().Get("thang") + "-01"); err == nil {
		return d
	}
	return p.svc.today()[:len("2023-09")] + "-01"
}

func monthDays(first clock.Date) (clock.Date, clock.Date) {
	next := first.AddDays(31)[:len("2023-09")] + "-01"
	return first, next.AddDays(-1)
}

// monthName writes 2023-09-01 as 09/2023.
func monthName(first clock.Date) string {
	t, _ := time.Parse(time.DateOnly, string(first)) // it is a day
	return t.Format("01/2006")
}

func months(ctx context.Context, first clock.Date) ui.Tabs {
	_, last := monthDays(first)
	before, after := first.AddDays(-1)[:7]+"-01", last.AddDays(1)
	tab := func(d clock.Date) ui.Tab {
		return ui.Tab{Text: monthName(d), Href: to(leavePath, "thang", string(d[:7])), Current: d == first}
	}
	return ui.Tabs{Label: text.T(ctx, "org.leave.months"), Items: []ui.Tab{tab(before), tab(first), tab(after)}}
}

func waitingOf(ctx context.Context, x StandIn) waitingView {
	return waitingView{Facts: standInFacts(ctx, x), Form: ui.FormFrame{Action: standInPath(x.ID) + "/xac-nhan"},
		Decision: ui.TextField{ID: "van-ban-" + x.ID, Name: "van-ban", Label: text.T(ctx, "org.label.decision"), Hint: text.T(ctx, "org.label.decision-hint"), Value: x.Decision, MaxLength: 200},
		Confirm:  ui.Button{Text: text.T(ctx, "org.leave.confirm", "name", x.PersonName)},
		Refuse:   ui.Button{Text: text.T(ctx, "org.leave.refuse"), Href: standInPath(x.ID) + "/huy", Kind: ui.Secondary}}
}

func standInFacts(ctx context.Context, x StandIn) ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: text.T(ctx, "org.leave.who"), Text: x.AbsentName}, {Key: text.T(ctx, "org.posts.post"), Text: x.Title},
		{Key: text.T(ctx, "org.leave.stand-in"), Text: x.PersonName}, {Key: text.T(ctx, "org.units.period"), Text: period(ctx, x.From, x.Until)},
		{Key: text.T(ctx, "org.label.reason"), Text: x.Reason}, {Key: text.T(ctx, "org.leave.asked"), Text: x.AskedBy + ", " + text.DateTime(ctx, x.AskedAt)}}}
}

func leaveTable(ctx context.Context, caption string, all []Absence) ui.Table {
	t := ui.Table{Caption: caption, HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "org.leave.who")},
		{Text: text.T(ctx, "org.units.period")}, {Text: text.T(ctx, "org.leave.kind")}, {Text: text.T(ctx, "org.leave.stand-ins")}, {Text: text.T(ctx, "org.label.action"), Hidden: true}}}
	for _, a := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: a.PersonName, Header: true}, {Text: period(ctx, a.From, a.Until)},
			{Text: kindOfLeave(ctx, a.Leave)}, {Body: standInList(standInLines(ctx, a.StandIns))}, cancelCell(ctx, a.Leave)}})
	}
	return t
}

func kindOfLeave(ctx context.Context, l Leave) string {
	if l.Kind == "" {
		return text.T(ctx, "org.leave.kind-none")
	}
	return text.T(ctx, "org.leave.kind-"+l.Kind)
}

func cancelCell(ctx context.Context, l Leave) ui.Cell {
	if l.ID == "" {
		return ui.Cell{Text: " "}
	}
	return ui.Cell{Body: linkTo(ui.Link{Text: text.T(ctx, "org.leave.cancel"), Href: leavePath + "/" + l.ID + "/huy", About: l.PersonName})}
}

// standInLine is one post of an absence: who does its work.
type standInLine struct {
	Name, Post string
	Tag        ui.Tag
	Cancel     ui.Link
}

func standInLines(ctx context.Context, all []StandIn) []standInLine {
	out := make([]standInLine, len(all))
	for i, x := range all {
		out[i] = standInLine{Name: x.PersonName, Post: x.Title, Tag: ui.Tag{Text: text.T(ctx, "org.stand-in.state-"+x.State()), Colour: ui.Green},
			Cancel: ui.Link{Text: text.T(ctx, "org.leave.end"), Href: standInPath(x.ID) + "/huy", About: x.PersonName}}
		if x.State() == StandInAsked {
			out[i].Tag.Colour = ui.Yellow
		}
	}
	return out
}
