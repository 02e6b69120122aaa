package portal

import (
	"context"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// quiet events are the office's own affair: who picked up a folder says nothing to its owner.
var quiet = map[dossier.Action]bool{dossier.Take: true, dossier.Assign: true, dossier.HandBack: true, dossier.AskExtension: true,
	dossier.Classify: true, dossier.MakeCopy: true, dossier.Initial: true}

// alarming events are those after which the citizen must do something, or will not get a result.
var alarming = map[dossier.Action]bool{dossier.AskFix: true, dossier.AskSupplement: true, dossier.Refuse: true,
	dossier.AskPayment: true, dossier.Stop: true, dossier.FallDue: true, dossier.Extend: true}

// timeline tells what happened to a dossier, where it is now and what is ahead.
func timeline(ctx context.Context, v *dossier.View) ui.Timeline {
	var t ui.Timeline
	for i := range v.Events {
		if e := &v.Events[i]; !quiet[e.Kind] {
			t.Items = append(t.Items, happened(ctx, e))
		}
	}
	if v.Ended() && v.State != dossier.Done && v.State != dossier.Posted {
		return t
	}
	t.Items = append(t.Items, ui.TimelineItem{Kind: ui.Current, Title: text.T(ctx, "portal.timeline.now"), Text: nowWords(ctx, v.Dossier)})
	if ahead, ok := aheadOf(ctx, v); ok {
		t.Items = append(t.Items, ahead)
	}
	return t
}

func happened(ctx context.Context, e *dossier.Event) ui.TimelineItem {
	item := ui.TimelineItem{Title: text.T(ctx, "portal.event."+string(e.Kind), "number", e.Facts.Number),
		When: text.DateTime(ctx, e.At), By: by(ctx, e), Text: said(ctx, e)}
	if alarming[e.Kind] {
		item.Kind = ui.Alert
	}
	return item
}

// by names who did it: the applicant, or a post and its unit. A name adds nothing for a citizen who
// asks the office, and stands on the slips.
func by(ctx context.Context, e *dossier.Event) string {
	switch {
	case e.ActorKind == "citizen":
		return text.T(ctx, "portal.by.applicant")
	case e.Position == "":
		return e.UnitName
	}
	return e.Position + ", " + e.UnitName
}

// said is what the officer wrote: what to correct, why, when the result is due.
func said(ctx context.Context, e *dossier.Event) string {
	var lines []string
	for _, a := range e.Facts.Asks {
		lines = append(lines, askLine(a))
	}
	lines = append(lines, dossier.ConsentWords(ctx, e.Facts.Consents, nil)...)
	if alarming[e.Kind] || e.Kind == dossier.Withdraw {
		lines = append(lines, nonEmpty(e.Facts.Reason)...)
	}
	if r := e.Facts.Receipt; r != nil && !r.DueAt.IsZero() {
		lines = append(lines, text.T(ctx, "portal.timeline.appointment", "due", text.DateTime(ctx, r.DueAt)))
	}
	if e.Kind == dossier.Extend {
		lines = append(lines, text.T(ctx, "portal.timeline.new-due", "due", text.DateTime(ctx, e.Facts.DueAt)))
	}
	if item := strings.TrimSpace(e.Facts.Carrier + " " + e.Facts.Tracking); item != "" {
		lines = append(lines, text.T(ctx, "portal.timeline.tracking", "item", item))
	}
	return strings.Join(lines, "\n")
}

func askLine(a dossier.Ask) string {
	switch {
	case a.Name == "":
		return "• " + a.Text
	case a.Text == "": // to whoever tracks without signing in
		return "• " + a.Name
	}
	return "• " + a.Name + ": " + a.Text
}

// aheadOf is the result that is still to come, with its date when one is promised.
func aheadOf(ctx context.Context, v *dossier.View) (ui.TimelineItem, bool) {
	if v.State == dossier.Done || v.State == dossier.Posted {
		return ui.TimelineItem{}, false
	}
	item := ui.TimelineItem{Kind: ui.Ahead, Title: text.T(ctx, "portal.timeline.result")}
	if at := v.Due.At; !at.IsZero() && !v.Due.Paused {
		item.When = text.T(ctx, "portal.timeline.due", "due", text.DateTime(ctx, at))
	}
	return item, true
}

// dueView is the appointment and its explanation, day by day.
type dueView struct {
	Sentences []string
	Tag       ui.DueTag
	Explain   string    // what the table of days answers
	Days      *ui.Table // nil when nothing is counted yet
}

func dueOf(ctx context.Context, v *dossier.View, now time.Time) dueView {
	out := dueView{Tag: dueTag(ctx, v, now)}
	say := func(key string, args ...any) { out.Sentences = append(out.Sentences, text.T(ctx, key, args...)) }
	switch {
	case v.ReceivedAt.IsZero() && v.Ended():
		say("portal.due.never-received")
		return out
	case v.ReceivedAt.IsZero():
		say("portal.due.not-received")
		return out
	case v.Declared != nil && v.Due.At.IsZero():
		say("portal.due.declared-none")
		return out
	case v.Declared != nil && !v.Due.Paused:
		say("portal.due.at", "due", text.DateTime(ctx, v.Due.At))
		say("portal.due.declared")
		return out
	case v.Term.None() && !v.SameDay && v.Declared == nil:
		say("portal.due.no-term")
		return out
	}
	say("portal.due.term", "term", v.Term.In(ctx), "received", text.DateTime(ctx, v.ReceivedAt))
	out.Explain = text.T(ctx, "portal.due.explain")
	if v.Due.Paused {
		out.Explain = text.T(ctx, "portal.due.explain-paused")
		say(pausedKey(v.Dossier), "left", workingTime(ctx, v.Due.Left))
	} else {
		say("portal.due.at", "due", text.DateTime(ctx, v.Due.At))
	}
	if len(v.Pauses) > 0 && !v.Due.Paused && v.Due.At.After(v.Due.FirstAt) {
		say("portal.due.moved")
	}
	out.Days = daysTable(ctx, v)
	return out
}

// pausedKey tells for what the clock stands.
func pausedKey(d *dossier.Dossier) string {
	if n := len(d.Pauses); n > 0 && d.Pauses[n-1].To.IsZero() {
		switch d.Pauses[n-1].Cause {
		case term.ForPayment:
			return "portal.due.paused-payment"
		case term.ForAgency:
			return "portal.due.paused-agency"
		}
	}
	return "portal.due.paused"
}

// workingTime writes office hours as days of eight and what is left over.
func workingTime(ctx context.Context, d time.Duration) string {
	if d < 0 {
		d = 0
	}
	hours := int64(d.Round(time.Hour) / time.Hour)
	days, rest := hours/8, hours%8
	switch {
	case days == 0:
		return text.T(ctx, "portal.time.hours", "n", rest)
	case rest == 0:
		return text.T(ctx, "portal.time.days", "n", days)
	}
	return text.T(ctx, "portal.time.both", "days", text.T(ctx, "portal.time.days", "n", days), "hours", text.T(ctx, "portal.time.hours", "n", rest))
}

func daysTable(ctx context.Context, v *dossier.View) *ui.Table {
	t := &ui.Table{Caption: text.T(ctx, "portal.due.table"), HideCaption: true, Head: []ui.Head{
		{Text: text.T(ctx, "portal.due.date")}, {Text: text.T(ctx, "portal.due.counted")}, {Text: text.T(ctx, "portal.due.why")}}}
	n := 0
	for _, d := range v.Due.Days {
		mark := text.T(ctx, "portal.due.no")
		if d.Counted {
			n++
			mark = text.T(ctx, "portal.due.yes", "n", n)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
			{Header: true, Text: text.Weekday(ctx, d.Date.Weekday()) + " " + text.Date(d.Date)}, {Text: mark}, {Text: d.Why.In(ctx)}}})
	}
	if n == 0 && len(t.Rows) == 0 {
		return nil
	}
	return t
}
