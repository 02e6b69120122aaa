package catalog

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// versionView is a version for its keeper: what changed, and all it says.
type versionView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Facts    ui.SummaryList
	Publish  *dayForm
	Changes  []changeView
	Same     string // said when nothing changed since the version before
	Channels ui.Table
	Papers   []papersView
	Steps    ui.Steps
	Form     ui.Table
	Bases    lines
	Needs    lines
	Reasons  lines
}

type changeView struct {
	Part          string
	Gone, Arrived []string
}

// numbered returns the version that the address names.
func (p *Pages) numbered(r *http.Request) (*Procedure, *Version, *Version, error) {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, nil, nil, err
	}
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return nil, nil, nil, fault.New(fault.NotFound, "catalog.version-not-found")
	}
	v, before, err := p.svc.Numbered(r.Context(), one.ID, n)
	return one, v, before, err
}

func (p *Pages) showVersion(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, version, before, err := p.numbered(r)
	if err != nil {
		return err
	}
	title := say(ctx, "keep.version", "n", version.Number)
	v := versionView{
		Frame:   desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)}),
		Heading: ui.Heading{Title: title, Caption: one.Name, Beside: statusTag(ctx, version.Status)}, Problems: ui.Problems(ctx, held.Err),
		Facts: versionFacts(ctx, version), Channels: channelTable(ctx, version.Cases), Form: formTable(ctx, version.Fields),
		Bases: linesOf(ctx, version.LegalBases), Needs: linesOf(ctx, version.Requirements), Reasons: linesOf(ctx, version.SupplementReasons),
	}
	v.Frame.Failed = held.Was()
	v.Steps = stepsOf(ctx, version.Steps)
	for _, k := range version.Cases {
		v.Papers = append(v.Papers, papersOf(ctx, k))
	}
	if before != nil {
		v.compare(ctx, before.Content, version.Content)
	}
	if version.Status == StatusDraft && actor.Of(ctx).HasAnywhere(CanPublish) {
		v.Publish = publishForm(ctx, version, held)
	}
	return web.Show(w, r, versionPage(v))
}

func versionFacts(ctx context.Context, v *Version) ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.decision"), Text: v.DecisionNo},
		{Key: say(ctx, "label.from"), Text: text.Date(v.From)},
		{Key: say(ctx, "label.until"), Text: text.Date(v.Until)},
		{Key: say(ctx, "label.service-level"), Body: onlineTag(ctx, v.ServiceLevel)},
		{Key: say(ctx, "label.handling-unit"), Text: v.HandlingUnit},
		{Key: say(ctx, "label.result"), Text: v.Result},
	}}
}

func (v *versionView) compare(ctx context.Context, before, after Content) {
	for _, c := range Changes(ctx, before, after) {
		v.Changes = append(v.Changes, changeView{say(ctx, "part."+c.Part), c.Gone, c.Arrived})
	}
	if len(v.Changes) == 0 {
		v.Same = say(ctx, "keep.no-changes")
	}
}

func formTable(ctx context.Context, fields []Field) ui.Table {
	t := ui.Table{Caption: say(ctx, "part.form"), HideCaption: true, Dense: true, Head: []ui.Head{
		{Text: say(ctx, "label.question")}, {Text: say(ctx, "label.type")}, {Text: say(ctx, "label.required")}, {Text: say(ctx, "label.rules")}}}
	for _, f := range fields {
		required := say(ctx, "no")
		if f.Required {
			required = say(ctx, "yes")
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: f.Label(text.LangOf(ctx)), Header: true},
			{Text: say(ctx, "type."+string(f.Type))}, {Text: required}, {Text: f.Rules.shown()}}})
	}
	return t
}

func publishForm(ctx context.Context, v *Version, held web.Held) *dayForm {
	return &dayForm{Form: ui.FormFrame{Action: versionPath(v.ProcedureID, v.Number) + "/cong-bo", Confirm: say(ctx, "keep.publish-confirm")},
		Day: dayField(ctx, held, say(ctx, "keep.first-day")),
		Decision: &ui.TextField{Name: "decision", Label: say(ctx, "label.decision"), Value: held.Value("decision", ""),
			Hint: say(ctx, "keep.decision-hint"), MaxLength: 100},
		Why: whyField(ctx, held), Submit: ui.Button{Text: say(ctx, "keep.publish")}}
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	one, v, _, err := p.numbered(r)
	if err != nil {
		return err
	}
	back := versionPath(one.ID, v.Number)
	err = p.svc.Publish(r.Context(), v.ID, Publication{From: dayIn(r.PostFormValue("from")),
		DecisionNo: r.PostFormValue("decision"), Why: r.PostFormValue("why")})
	if err != nil {
		return again(w, r, err, back)
	}
	web.Say(r, "catalog.keep.published", "n", v.Number, "name", one.Name)
	return web.SeeOther(w, r, back)
}
