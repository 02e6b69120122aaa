package dossier

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// dayOfWork is how much working time people call a working day.
const dayOfWork = 8 * time.Hour

// dueTag says how a dossier stands to its appointment, to the day or the hour of working time. A
// calendar that is not known leaves it at the plain word.
func dueTag(ctx context.Context, cal *term.Calendar, due Due, st Standing, now time.Time) ui.DueTag {
	tag := ui.DueTag{State: ui.DueState(st)}
	switch {
	case st == Paused && due.Left > 0:
		tag.Text = text.T(ctx, "dossier.due.paused", "time", lapse(ctx, due.Left))
	case cal == nil:
	case st == OnTrack || st == Near:
		tag.Text = text.T(ctx, "dossier.due.left", "time", lapse(ctx, term.WorkingTime(cal, now, due.At)))
	case st == Overdue:
		tag.Text = text.T(ctx, "dossier.due.over", "time", lapse(ctx, term.WorkingTime(cal, due.At, now)))
	}
	return tag
}

// noClock is the tag of a dossier on which no term runs: one not received yet, or one that ended
// before it was.
func noClock(ctx context.Context, state State, due time.Time) (ui.DueTag, bool) {
	switch {
	case state == Submitted || state == Fixing:
		return ui.DueTag{State: ui.DueNone, Text: text.T(ctx, "dossier.due.not-yet")}, true
	case due.IsZero() && (state == Refused || state == Withdrawn || state == Stopped):
		return ui.DueTag{State: ui.DueNone, Text: text.T(ctx, "dossier.due.never")}, true
	}
	return ui.DueTag{}, false
}

// lapse writes working time as people say it: whole days; below a day hours and minutes, so that a
// step of two hours does not read as one a minute after it began.
func lapse(ctx context.Context, d time.Duration) string {
	switch {
	case d >= dayOfWork:
		return text.T(ctx, "dossier.lapse.days", "n", int(d/dayOfWork))
	case d >= time.Hour && d%time.Hour >= time.Minute:
		return text.T(ctx, "dossier.lapse.mixed", "n", int(d/time.Hour), "minutes", int(d%time.Hour/time.Minute))
	case d >= time.Hour:
		return text.T(ctx, "dossier.lapse.hours", "n", int(d/time.Hour))
	}
	return text.T(ctx, "dossier.lapse.minutes", "n", int(d/time.Minute))
}

// dueDays explains an appointment date by date.
func dueDays(ctx context.Context, days []term.Day) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "dossier.due.days"), HideCaption: true, Dense: true, Head: []ui.Head{
		{Text: text.T(ctx, "dossier.due.date")}, {Text: text.T(ctx, "dossier.due.weekday")},
		{Text: text.T(ctx, "dossier.due.counted")}, {Text: text.T(ctx, "dossier.due.why")}}}
	for _, d := range days {
		counted := text.T(ctx, "dossier.no")
		if d.Counted {
			counted = text.T(ctx, "dossier.yes")
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.Date(d.Date), Header: true},
			{Text: text.Weekday(ctx, d.Date.Weekday())}, {Text: counted}, {Text: d.Why.In(ctx)}}})
	}
	return t
}

// hoursText writes an amount of working hours of a step: "0,5 giờ làm việc".
func hoursText(ctx context.Context, hours float64) string {
	if hours == 0 {
		return ""
	}
	return text.T(ctx, "dossier.lapse.hours", "n", text.Decimal(ctx, hours))
}

// explainView is how the appointment came about.
type explainView struct {
	Lines []string
	Days  ui.Table
	Some  bool
}

// pauseWords tell for what the clock stood.
var pauseWords = map[term.Cause]string{term.ForPayment: "-payment", term.ForAgency: "-agency"}

// explain says how the appointment came about, in a few lines and date by date.
func (rd *reading) explain() explainView {
	d := rd.v.Dossier
	var e explainView
	if d.ReceivedAt.IsZero() {
		e.Lines = []string{rd.t("dossier.explain.not-yet")}
		return e
	}
	switch {
	case d.Declared != nil && d.Due.At.IsZero():
		e.Lines = []string{rd.t("dossier.explain.declared-none")}
		return e
	case d.Declared != nil:
		e.Lines = append(e.Lines, rd.t("dossier.explain.declared"))
	case d.Term.None() && !d.SameDay:
		e.Lines = []string{rd.t("dossier.explain.none")}
		return e
	default:
		e.Lines = append(e.Lines, rd.t("dossier.explain.term", "term", d.Term.In(rd.ctx), "at", text.DateTime(rd.ctx, d.ReceivedAt)))
	}
	for _, pause := range d.Pauses {
		key, until := "dossier.explain.pause"+pauseWords[pause.Cause], pause.To
		if until.IsZero() {
			key += "-open"
		}
		e.Lines = append(e.Lines, rd.t(key, "from", text.DateTime(rd.ctx, pause.From), "until", text.DateTime(rd.ctx, until)))
	}
	for _, x := range d.Extensions {
		e.Lines = append(e.Lines, rd.t("dossier.explain.extended", "term", x.By.In(rd.ctx), "reason", x.Reason))
	}
	if d.Overrun() {
		e.Lines = append(e.Lines, rd.t("dossier.explain.overrun", "n", d.SupplementsAfter()))
	}
	if !d.Due.Paused {
		e.Lines = append(e.Lines, rd.t("dossier.explain.due", "at", text.DateTime(rd.ctx, d.Due.At)))
	}
	e.Days, e.Some = dueDays(rd.ctx, d.Due.Days), len(d.Due.Days) > 0
	return e
}
