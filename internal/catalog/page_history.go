package catalog

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// historyView is a procedure with all its versions.
type historyView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Public   ui.Link
	Facts    ui.SummaryList
	Versions ui.Table
	Trail    ui.Timeline
	Abolish  *dayForm
}

// dayForm is a form that wants a day and a reason.
type dayForm struct {
	Form     ui.FormFrame
	Day      ui.DateField
	Decision *ui.TextField
	Why      ui.TextArea
	Submit   ui.Button
}

func (p *Pages) showHistory(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	versions, err := p.svc.Versions(ctx, one.ID)
	if err != nil {
		return err
	}
	trail, err := p.svc.History(ctx, one.ID)
	if err != nil {
		return err
	}
	v := historyView{
		Frame: desk(ctx, one.Name, keepCrumb(ctx)), Heading: ui.Heading{Title: one.Name, Caption: levelName(ctx, one.Level)},
		Problems: ui.Problems(ctx, held.Err), Public: ui.Link{Text: say(ctx, "keep.public"), Href: pagePath(one.Slug)},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: say(ctx, "label.code"), Text: codeText(ctx, one.Code)}, {Key: say(ctx, "label.name-en"), Text: one.NameEn},
			{Key: say(ctx, "label.field"), Text: one.Field}, {Key: say(ctx, "label.source"), Text: one.Source},
			{Key: say(ctx, "label.confidence"), Text: confidenceText(ctx, one.Confidence)}}},
		Versions: versionTable(ctx, versions), Trail: trailOf(ctx, trail),
	}
	v.Frame.Failed = held.Was()
	for _, one := range versions {
		if one.Status == StatusPublished && one.Until == "" {
			v.Abolish = abolishForm(ctx, one.ProcedureID, held)
		}
	}
	return web.Show(w, r, historyPage(v))
}

func confidenceText(ctx context.Context, c Confidence) string {
	if c == "" {
		return ""
	}
	return say(ctx, "confidence."+string(c))
}

func versionTable(ctx context.Context, versions []*Version) ui.Table {
	t := ui.Table{Caption: say(ctx, "keep.versions"), HideCaption: true, Head: []ui.Head{
		{Text: say(ctx, "label.version")}, {Text: say(ctx, "label.status")}, {Text: say(ctx, "label.from")},
		{Text: say(ctx, "label.until")}, {Text: say(ctx, "label.decision")}}}
	for _, v := range versions {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
			{Text: say(ctx, "keep.version", "n", v.Number), Href: versionPath(v.ProcedureID, v.Number), Header: true},
			{Body: statusTag(ctx, v.Status)}, {Text: text.Date(v.From)}, {Text: text.Date(v.Until)}, {Text: v.DecisionNo}}})
	}
	return t
}

// trailOf says what was done, by whom, why.
func trailOf(ctx context.Context, records []audit.Record) (t ui.Timeline) {
	for _, r := range records {
		key := "catalog.done." + r.Action[len("catalog."):]
		t.Items = append(t.Items, ui.TimelineItem{Title: text.T(ctx, key), When: text.DateTime(ctx, r.At),
			By: joined(r.PersonName, r.Position), Text: r.Why})
	}
	return t
}

func abolishForm(ctx context.Context, procedureID string, held web.Held) *dayForm {
	f := &dayForm{Form: ui.FormFrame{Action: historyPath(procedureID) + "/bai-bo", Confirm: say(ctx, "keep.abolish-confirm")},
		Day:    dayField(ctx, held, say(ctx, "keep.last-day")),
		Why:    whyField(ctx, held),
		Submit: ui.Button{Text: say(ctx, "keep.abolish"), Kind: ui.Warning}}
	return f
}

func (p *Pages) abolish(w http.ResponseWriter, r *http.Request) error {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	back := historyPath(one.ID)
	if err := p.svc.Abolish(r.Context(), one.ID, dayIn(r.PostFormValue("from")), r.PostFormValue("why")); err != nil {
		return again(w, r, err, back)
	}
	web.Say(r, "catalog.keep.abolished", "name", one.Name)
	return web.SeeOther(w, r, back)
}
