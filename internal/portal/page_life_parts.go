package portal

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// partsTable lists the parts of a joined-up dossier with who does each and what came of it, those
// still to be sent too, and after them the opinions that were asked.
func partsTable(ctx context.Context, d *dossier.Dossier) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "portal.life.parts")}
	for _, head := range []string{"part", "agency", "came"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "portal.life."+head)})
	}
	add := func(name, agency, came string) {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: name}, {Text: agency}, {Text: came}}})
	}
	for _, plan := range d.Parts {
		i := slices.IndexFunc(d.Errands, func(e dossier.Errand) bool { return e.Key == plan.Key })
		if i < 0 {
			add(plan.Name, plan.Agency.Name, text.T(ctx, "portal.life.not-sent"))
			continue
		}
		add(plan.Name, plan.Agency.Name, cameOf(ctx, d.Errands[i]))
	}
	for _, e := range d.Errands {
		if e.Kind == dossier.ForOpinion {
			add(text.T(ctx, "portal.life.opinion"), e.Agency.Name, cameOf(ctx, e))
		}
	}
	return t
}

// cameOf says how far an errand is. What an agency wrote of an opinion is the offices' own.
func cameOf(ctx context.Context, e dossier.Errand) string {
	at := text.DateTime(ctx, e.AnsweredAt)
	switch {
	case e.AnsweredAt.IsZero():
		return text.T(ctx, "portal.life.sent", "at", text.DateTime(ctx, e.AskedAt))
	case e.Outcome == dossier.Recalled:
		return text.T(ctx, "portal.life.recalled", "at", at)
	case e.Kind == dossier.ForOpinion || e.Outcome == "":
		return text.T(ctx, "portal.life.answered", "at", at)
	case e.Outcome != dossier.Agreed:
		return strings.Join(nonEmpty(text.T(ctx, "portal.life.not-done", "at", at), e.Text), "\n")
	}
	out := nonEmpty(text.T(ctx, "portal.life.done", "at", at), e.Text)
	if e.Number != "" {
		out = append(out, text.T(ctx, "portal.life.number", "number", e.Number))
	}
	return strings.Join(out, "\n")
}

// paymentRows are an obligation: what for, how much, by which notice, until when, and whether it is met.
func paymentRows(ctx context.Context, p dossier.Payment) ui.SummaryList {
	var rows []ui.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "portal.pay."+key), Text: value})
		}
	}
	add("what", p.What)
	if p.AmountDong > 0 {
		add("amount", text.Dong(ctx, p.AmountDong))
	}
	add("notice", p.NoticeNo)
	add("by", text.Date(p.PayBy))
	if p.PaidAt.IsZero() {
		add("standing", text.T(ctx, "portal.pay.open"))
	} else {
		add("standing", text.T(ctx, "portal.pay.met", "at", text.DateTime(ctx, p.PaidAt)))
	}
	add("receipt", p.ReceiptNo)
	return ui.SummaryList{Rows: rows}
}

// askedLines say which request after reception this is, where there was one before, and until when to answer.
func askedLines(ctx context.Context, d *dossier.Dossier) []string {
	open := d.OpenSupplement()
	if open == nil {
		return nil
	}
	var out []string
	if n := d.SupplementsAfter(); n > 1 && !open.Before {
		out = append(out, text.T(ctx, "portal.ask.nth", "n", n))
	}
	if open.AnswerBy != "" {
		out = append(out, text.T(ctx, "portal.ask.by", "day", text.Date(open.AnswerBy)))
	}
	return out
}
