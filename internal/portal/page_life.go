package portal

import (
	"context"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// lifeView is what befell a dossier off the straight path, in the words of its applicant. Whoever
// tracks it without signing in is told the same, less what may not leave the office.
type lifeView struct {
	Notices  []ui.Notice      // not taken in, stopped, not granted, late, put off
	Waits    []string         // for whom it waits, and since when
	Parts    ui.Table         // what other agencies were asked for; no rows where nothing
	Payments []ui.SummaryList // obligations that the applicant was asked to meet
	Post     string           // by which the result is under way
}

func lifeOf(ctx context.Context, v *dossier.View, now time.Time) lifeView {
	out := lifeView{Notices: append(refusalOf(ctx, v), lateness(ctx, v)...), Waits: waitLines(ctx, v.Dossier, now), Parts: partsTable(ctx, v.Dossier)}
	for _, p := range v.Payments {
		out.Payments = append(out.Payments, paymentRows(ctx, p))
	}
	if p := v.Posting; p != nil && v.State == dossier.Posted {
		out.Post = text.T(ctx, "portal.life.post", "carrier", p.Carrier, "tracking", p.Tracking, "at", text.DateTime(ctx, p.At))
	}
	return out
}

// refusalOf says that there will be no result, or not the one hoped for, why, and what can be done
// about it.
func refusalOf(ctx context.Context, v *dossier.View) []ui.Notice {
	key, about := "", v.Reason
	switch {
	case v.State == dossier.Refused:
		key = "refused"
	case v.State == dossier.Stopped:
		key = "stopped"
	case decided(v) && v.Result.Negative:
		key, about = "negative", v.Result.Text
	default:
		return nil
	}
	lines := nonEmpty(about, text.T(ctx, "portal.life.remedy"))
	return []ui.Notice{{Kind: ui.Danger, Title: text.T(ctx, "portal.life."+key), Body: linesPart(lines)}}
}

// decided tells whether the result has left the office.
func decided(v *dossier.View) bool {
	return v.Result != nil && (v.State == dossier.Done || v.State == dossier.Posted || v.State == dossier.Returned)
}

// lateness is the apology for every date that was put off and every one that passed.
func lateness(ctx context.Context, v *dossier.View) []ui.Notice {
	if v.Ended() {
		return nil
	}
	var out []ui.Notice
	was := v.Due.FirstAt
	for i := range v.Events {
		e := &v.Events[i]
		if e.Kind != dossier.Extend || slices.Contains(v.Undone, e.Seq) {
			continue
		}
		out = append(out, ui.Notice{Kind: ui.Caution, Title: text.T(ctx, "portal.life.extended"), Body: linesPart(nonEmpty(
			text.T(ctx, "portal.life.extended-text", "was", text.DateTime(ctx, was), "due", text.DateTime(ctx, e.Facts.DueAt)), e.Facts.Reason))})
		was = e.Facts.DueAt
	}
	if n := len(v.Fallen); n > 0 && !v.Fallen[n-1].Before(was) {
		out = append(out, ui.Notice{Kind: ui.Danger, Title: text.T(ctx, "portal.life.overdue"),
			Text: text.T(ctx, "portal.life.overdue-text", "due", text.DateTime(ctx, v.Fallen[n-1]))})
	}
	return out
}

// waitLines say of every agency that is waited for how long, and until when it should answer.
func waitLines(ctx context.Context, d *dossier.Dossier, now time.Time) []string {
	if d.Ended() {
		return nil
	}
	var out []string
	for _, e := range d.OpenErrands() {
		days := clock.DateOf(e.AskedAt).Days(clock.DateOf(now))
		line := text.T(ctx, "portal.life.waits", "agency", e.Agency.Name, "n", days)
		if days == 0 {
			line = text.T(ctx, "portal.life.waits-today", "agency", e.Agency.Name)
		}
		switch {
		case e.DueAt.IsZero():
		case now.After(e.DueAt):
			line += " " + text.T(ctx, "portal.life.answer-late", "due", text.DateTime(ctx, e.DueAt))
		default:
			line += " " + text.T(ctx, "portal.life.answer-due", "due", text.DateTime(ctx, e.DueAt))
		}
		out = append(out, line)
	}
	return out
}
