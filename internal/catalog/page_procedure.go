package catalog

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// procedureView is the page of a procedure. Its sections stand in the order of the national portal.
type procedureView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Notices []ui.Notice
	Apply   *ui.Button
	JSON    ui.Link
	Glance  ui.SummaryList // term, fee, ways, place: what most people come for
	Prepare prepareView
	Law     string // the language of what follows: decisions are Vietnamese
	InLaw   string // said to readers of another language

	Identity     ui.SummaryList // code … field
	Steps        ui.Steps
	Channels     ui.Table
	Papers       []papersView
	Authorities  ui.SummaryList // who may apply … result
	LegalBases   lines
	Requirements lines
	Keywords     lines
	Remarks      []string
	AsOf         string // on paper, a page must say of which day it is
}

// papersView are the papers of a case.
type papersView struct {
	Case  string
	Table ui.Table
	Empty *ui.Notice
}

// lines is a list, or that nothing is known.
type lines struct {
	Items   []string
	Unknown string
}

func linesOf(ctx context.Context, items []string) lines { return lines{items, say(ctx, "unknown")} }

func (p *Pages) showProcedure(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	slug, asked := strings.CutSuffix(r.PathValue("slug"), ".json")
	procedure, err := p.svc.BySlug(ctx, slug)
	if err != nil {
		return err
	}
	view, err := p.svc.View(ctx, procedure, p.svc.today())
	if err != nil {
		return err
	}
	if asked || wantsJSON(r) {
		return web.JSON(w, http.StatusOK, view)
	}
	page := pageOf(ctx, view, choiceOf(r))
	page.AsOf = say(ctx, "page.as-of", "day", text.Date(p.svc.today()))
	return web.Show(w, r, procedurePage(page))
}

func pageOf(ctx context.Context, view *View, c choice) procedureView {
	title := view.Title(text.LangOf(ctx))
	tag := onlineTag(ctx, view.Version.ServiceLevel)
	v := procedureView{
		Frame: ui.Frame{Title: title, Crumbs: []ui.Crumb{{Text: say(ctx, "list.title"), Href: listPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Caption: joined(levelName(ctx, view.Level), FieldIn(text.LangOf(ctx), view.Field)),
			Beside: tag},
		JSON:    ui.Link{Text: say(ctx, "page.json"), Href: view.Page + ".json"},
		Law:     string(text.Vi),
		Remarks: view.Remarks,
		Prepare: prepare(ctx, view, c),
	}
	if text.LangOf(ctx) != text.Vi {
		v.Heading.Lead = view.Name
		v.InLaw = say(ctx, "page.law-language")
	}
	if view.TakesOnline {
		v.Apply = &ui.Button{Text: say(ctx, "page.apply"), Href: applyPath + "/" + view.Slug}
	}
	v.Notices = notices(ctx, view)
	v.Glance = glance(ctx, view)
	v.sections(ctx, view)
	return v
}

// notices say what a reader must know before anything else.
func notices(ctx context.Context, view *View) []ui.Notice {
	v := view.Version
	switch {
	case view.InForce && v.Status == StatusAbolished:
		return []ui.Notice{{Kind: ui.Caution, Text: say(ctx, "page.ends", "day", text.Date(v.Until))}}
	case view.InForce:
		return nil
	case v.Until != "":
		return []ui.Notice{{Kind: ui.Caution, Title: say(ctx, "page.ended-title"), Text: say(ctx, "page.ended", "day", text.Date(v.Until))}}
	}
	return []ui.Notice{{Kind: ui.Caution, Text: say(ctx, "page.begins", "day", text.Date(v.From))}}
}

func glance(ctx context.Context, view *View) ui.SummaryList {
	k, _ := view.Version.Case("")
	var ways []string
	for _, ch := range k.Channels {
		ways = append(ways, say(ctx, "channel."+string(ch.Kind)+".short"))
	}
	ch, _ := k.Channel(Direct)
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.term"), Text: ch.Term.In(ctx)},
		{Key: say(ctx, "label.fee"), Text: feeText(ctx, ch.FeeDong)},
		{Key: say(ctx, "label.ways"), Text: capital(strings.Join(ways, ", "))},
		{Key: say(ctx, "label.result"), Text: orUnknown(ctx, view.Version.ResultIn(text.LangOf(ctx)))},
	}}
}

// sections fills the page in the order of the national portal.
func (v *procedureView) sections(ctx context.Context, view *View) {
	c := view.Version
	v.Identity = ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.code"), Text: codeText(ctx, view.Code)},
		{Key: say(ctx, "label.decision"), Text: decisionText(ctx, c.DecisionNo, c.From)},
		{Key: say(ctx, "label.name"), Text: view.Name},
		{Key: say(ctx, "label.level"), Text: levelName(ctx, view.Level)},
		{Key: say(ctx, "label.kind"), Text: say(ctx, "unknown")},
		{Key: say(ctx, "label.field"), Text: FieldIn(text.LangOf(ctx), view.Field)},
	}}
	v.Steps = stepsOf(ctx, c.Steps)
	v.Channels = channelTable(ctx, c.Cases)
	for _, k := range c.Cases {
		v.Papers = append(v.Papers, papersOf(ctx, k))
	}
	v.Authorities = authorities(ctx, view)
	v.LegalBases, v.Requirements = linesOf(ctx, c.LegalBases), linesOf(ctx, c.Requirements)
	v.Keywords = linesOf(ctx, []string{FieldIn(text.LangOf(ctx), view.Field)})
	v.Remarks = append(v.Remarks, c.Notes...)
}

// authorities are the rows from who may apply to the result. The desk is where every dossier of the
// level is taken in; the slip of a dossier names the very one.
func authorities(ctx context.Context, view *View) ui.SummaryList {
	c := view.Version
	row := func(key, value string) ui.SummaryRow {
		return ui.SummaryRow{Key: say(ctx, "label."+key), Text: orUnknown(ctx, value)}
	}
	return ui.SummaryList{Rows: []ui.SummaryRow{
		row("applicants", ""),
		row("handling-unit", c.HandlingUnit),
		row("authority", authorityNames[view.Level]),
		row("desk", say(ctx, "desk."+string(view.Level))),
		row("proxy", ""),
		row("partners", strings.Join(c.Partners(view.Level), "\n")),
		row("result", c.ResultIn(text.LangOf(ctx))),
	}}
}

func codeText(ctx context.Context, code string) string {
	if code == "" {
		return say(ctx, "no-code")
	}
	return code
}

func decisionText(ctx context.Context, number string, from clock.Date) string {
	return joined(orUnknown(ctx, number), say(ctx, "page.in-force-from", "day", text.Date(from)))
}

func hoursText(ctx context.Context, hours float64) string {
	if hours == 0 {
		return ""
	}
	return say(ctx, "hours", "n", text.Decimal(ctx, hours))
}

func stepsOf(ctx context.Context, steps []Step) (out ui.Steps) {
	for _, s := range steps {
		out.Items = append(out.Items, ui.Step{Title: s.Action, Meta: joined(s.RoleName, s.UnitName, hoursText(ctx, s.Hours)), Text: s.Output})
	}
	return out
}

func channelTable(ctx context.Context, cases []Case) ui.Table {
	t := ui.Table{Caption: say(ctx, "section.channels"), HideCaption: true, Head: []ui.Head{
		{Text: say(ctx, "label.channel")}, {Text: say(ctx, "label.term")}, {Text: say(ctx, "label.fee")}, {Text: say(ctx, "label.description")}}}
	described := false
	for _, k := range cases {
		for _, ch := range k.Channels {
			described = described || ch.Note != ""
			t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
				{Text: joined(k.Title(text.LangOf(ctx)), say(ctx, "channel."+string(ch.Kind))), Header: true},
				{Text: ch.Term.In(ctx)}, {Body: feeCell(feeText(ctx, ch.FeeDong), feeNotes(ctx, ch))}, {Text: ch.Note}}})
		}
	}
	if !described { // a column of dashes tells nothing
		t.Head = t.Head[:3]
		for i := range t.Rows {
			t.Rows[i].Cells = t.Rows[i].Cells[:3]
		}
	}
	return t
}

func papersOf(ctx context.Context, k Case) papersView {
	v := papersView{Case: k.Title(text.LangOf(ctx))}
	if len(k.Components) == 0 {
		v.Empty = &ui.Notice{Text: say(ctx, "page.no-papers")}
		return v
	}
	v.Table = ui.Table{Caption: say(ctx, "section.papers"), HideCaption: true, Head: []ui.Head{
		{Text: say(ctx, "label.paper")}, {Text: say(ctx, "label.form")}, {Text: say(ctx, "label.quantity")}}}
	for _, p := range k.Components {
		form := ""
		if p.FormFile != "" {
			form = say(ctx, "paper.has-form")
		}
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{
			{Body: paperCell(p.Title(text.LangOf(ctx)), langOf(ctx, p.NameEn), conditionText(ctx, p)), Header: true}, {Text: form},
			{Text: joined(numbers(ctx, p), mark(ctx, p.Optional, "optional"), mark(ctx, p.Electronic, "electronic"), mark(ctx, p.Reusable, "reusable"))}}})
	}
	return v
}

func conditionText(ctx context.Context, p Component) string {
	if p.Condition == "" {
		return ""
	}
	return say(ctx, "paper.when", "condition", p.whenIn(text.LangOf(ctx)))
}
