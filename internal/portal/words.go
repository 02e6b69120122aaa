package portal

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// colours of the states; every other one is blue: under way.
var colours = map[dossier.State]string{
	dossier.Draft: ui.Grey, dossier.Fixing: ui.Yellow, dossier.Waiting: ui.Yellow, dossier.Refused: ui.Red,
	dossier.Paying: ui.Yellow, dossier.Stopped: ui.Red, dossier.Posted: ui.Green,
	dossier.Done: ui.Green, dossier.Returned: ui.Green, dossier.Withdrawn: ui.Grey,
}

// stateTag is a state in the citizen's words.
func stateTag(ctx context.Context, s dossier.State) ui.Tag {
	colour, ok := colours[s]
	if !ok {
		colour = ui.Blue
	}
	return ui.Tag{Text: text.T(ctx, "portal.state."+string(s)), Colour: colour}
}

// standingTag is how a dossier stands to its due date, in the words of lists.
func standingTag(s dossier.Standing) ui.DueTag { return ui.DueTag{State: ui.DueState(s)} }

// dueTag says it exactly where it is known: how many of the days that count are left.
func dueTag(ctx context.Context, v *dossier.View, now time.Time) ui.DueTag {
	tag := standingTag(v.Standing)
	if v.Standing != dossier.OnTrack && v.Standing != dossier.Near {
		return tag
	}
	tag.Text = leftWords(ctx, v, now)
	return tag
}

func leftWords(ctx context.Context, v *dossier.View, now time.Time) string {
	today := clock.DateOf(now)
	if clock.DateOf(v.Due.At) == today {
		return text.T(ctx, "portal.left.today", "time", v.Due.At.In(clock.Zone).Format("15:04"))
	}
	n := 0
	for _, d := range v.Due.Days {
		if d.Counted && d.Date > today {
			n++
		}
	}
	if v.Term.Unit == term.CalendarDay || v.Term.Unit == term.Month {
		return text.T(ctx, "portal.left.days", "n", n)
	}
	return text.T(ctx, "portal.left.working-days", "n", n)
}

// turnName is whose move is awaited, as a citizen would ask for it at the counter.
func turnName(ctx context.Context, d *dossier.Dossier) string {
	t := d.Turn
	switch {
	case t.Role == "applicant":
		return text.T(ctx, "portal.turn.applicant")
	case t.Role == "reception" && (t.Name == d.Receiving.Name || t.Name == d.Office.Name):
		return text.T(ctx, "portal.turn.desk", "unit", t.Name)
	}
	return t.Name
}

// nowWords says in one sentence where a dossier is and what happens next.
func nowWords(ctx context.Context, d *dossier.Dossier) string {
	return text.T(ctx, "portal.now."+string(d.State), "turn", turnName(ctx, d),
		"unit", d.Receiving.Name, "reason", d.Reason, "step", stepName(d))
}

// stepName is what the office is doing now, as its internal process names it.
func stepName(d *dossier.Dossier) string {
	if d.Step < 0 || d.Step >= len(d.Plan) {
		return ""
	}
	return d.Plan[d.Step].Name
}

// named is the procedure's name in the reader's language. A dossier keeps the Vietnamese name under
// which it was sent; only the catalogue knows an English one, and then not for all.
func (p *Pages) named(ctx context.Context, procedureID, kept string) string {
	if text.LangOf(ctx) == text.Vi {
		return kept
	}
	proc, err := p.Catalog.ByID(ctx, procedureID)
	if err != nil || proc.NameEn == "" {
		return kept
	}
	return proc.NameEn
}
