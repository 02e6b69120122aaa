package catalog

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// historyView is a procedure with all its versions.
type historyView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Public   *ui.Link // none while only a draft is there
	Facts    ui.SummaryList
	Versions ui.Table
	Trail    ui.Timeline
	Buttons  []ui.Button
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
		Problems: ui.Problems(ctx, held.Err),
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: say(ctx, "label.code"), Text: codeText(ctx, one.Code)}, {Key: say(ctx, "label.name-en"), Text: one.NameEn},
			{Key: say(ctx, "label.field"), Text: one.Field}, {Key: say(ctx, "label.source"), Text: one.Source},
			{Key: say(ctx, "label.confidence"), Text: confidenceText(ctx, one.Confidence)}}},
		Trail: trailOf(ctx, trail),
	}
	ids := make([]string, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	uses, err := p.uses(ctx, ids...)
	if err != nil {
		return err
	}
	v.Versions = versionTable(ctx, versions, uses, p.svc.today())
	v.Frame.Failed = held.Was()
	v.buttons(ctx, p.svc, one, versions)
	return web.Show(w, r, historyPage(v))
}

// buttons are what can be done with a procedure as it stands, for whoever may do it.
func (v *historyView) buttons(ctx context.Context, svc *Service, one *Procedure, versions []*Version) {
	drafted, open := false, false
	for _, each := range versions {
		drafted = drafted || each.Status == StatusDraft
		open = open || each.Status == StatusPublished && each.Until == ""
		if each.Status != StatusDraft && v.Public == nil {
			v.Public = &ui.Link{Text: say(ctx, "keep.public"), Href: pagePath(one.Slug)}
		}
	}
	add := func(key, href, kind string) {
		v.Buttons = append(v.Buttons, ui.Button{Text: say(ctx, key), Href: href, Kind: kind})
	}
	switch newest := versions[0]; {
	case !svc.Keeps(ctx, CanEdit, one.Level):
	case drafted:
		add("edit.open-draft", draftPath(versions), ui.Primary)
	default:
		add("edit.begin", versionPath(one.ID, newest.Number)+"/nhap-moi", ui.Primary)
	}
	if len(versions) > 1 {
		add("keep.compare", historyPath(one.ID)+"/so-sanh", ui.Secondary)
	}
	if svc.Keeps(ctx, CanEdit, one.Level) {
		add("edit.general", historyPath(one.ID)+"/thong-tin-chung", ui.Secondary)
	}
	add("result.title", resultsOf(one.ID), ui.Secondary)
	if open && svc.Keeps(ctx, CanPublish, one.Level) {
		add("keep.abolish", historyPath(one.ID)+"/bai-bo", ui.Secondary)
	}
}

// draftPath is where the draft among the versions is edited.
func draftPath(versions []*Version) string {
	for _, v := range versions {
		if v.Status == StatusDraft {
			return versionPath(v.ProcedureID, v.Number)
		}
	}
	return ""
}

func confidenceText(ctx context.Context, c Confidence) string {
	if c == "" {
		return ""
	}
	return say(ctx, "confidence."+string(c))
}

// versionTable lists versions with who stands on them.
func versionTable(ctx context.Context, versions []*Version, uses map[string]Uses, today clock.Date) ui.Table {
	t := ui.Table{Caption: say(ctx, "keep.versions"), HideCaption: true, Head: []ui.Head{
		{Text: say(ctx, "label.version")}, {Text: say(ctx, "label.status")}, {Text: say(ctx, "label.from")},
		{Text: say(ctx, "label.until")}, {Text: say(ctx, "label.decision")}, {Text: say(ctx, "keep.dossiers")}}}
	for _, v := range versions {
		use := uses[v.ID]
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
			{Text: say(ctx, "keep.version", "n", v.Number), Href: versionPath(v.ProcedureID, v.Number), Header: true, Whole: true},
			{Body: standingTag(ctx, v, today)}, {Text: text.Date(v.From)}, {Text: text.Date(v.Until)}, {Text: joined(v.DecisionNo, v.EndedBy)},
			{Text: usesText(ctx, use), Href: use.Href}}})
	}
	return t
}

func usesText(ctx context.Context, u Uses) string {
	if u.All == 0 {
		return say(ctx, "keep.no-dossiers")
	}
	return say(ctx, "keep.dossiers-of", "open", u.Open, "all", u.All)
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
