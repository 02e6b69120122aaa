package portal

import (
	"context"
	"net/http"
	"slices"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// dossierView is one dossier as its applicant sees it.
type dossierView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	State    ui.Tag
	Due      dueView
	Now      string
	Ask      *askView
	Life     lifeView
	Result   *resultView
	Facts    ui.SummaryList
	Timeline ui.Timeline
	Papers   []paperLine
	Copy     ui.Link // what was sent, printed
	Slips    []ui.Link
	Talk     talkPart
	Looks    ui.Table
	AllLooks ui.Link
	Rate     *todoLine // nil when there is nothing to rate
	Ground   string    // address of what this state rests on
	Sealed   sealedView
	Withdraw string // address; empty when it cannot be withdrawn any more
}

// paperLine is a paper that was sent, with the hashes of its files.
type paperLine struct {
	Name  string
	Files []sentFile
}

type sentFile struct {
	fileView
	Hash string
}

// askView is what the office wants corrected, each thing leading to where it is put right.
type askView struct {
	Title, Text string
	Items       []ui.Link
	Asked       []string // which request it is, until when to answer
	Action      string   // the form that begins the answer
}

// resultView is the result, once it is ready.
type resultView struct {
	Facts  ui.SummaryList
	Files  []fileView
	Action string // the form by which it is taken online; empty when that is not possible
	Seen   int
	Where  string
}

// dossier shows one of the citizen's dossiers.
func (p *Pages) dossier(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Dossiers.Mine(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	slips, err := p.Dossiers.Slips(ctx, d.ID)
	if err != nil {
		return err
	}
	looks, _, err := p.Dossiers.MyLooks(ctx, d.ID, "", few)
	if err != nil {
		return err
	}
	x, err := p.Dossiers.Messages(ctx, d.ID)
	if err != nil {
		return err
	}
	v := p.dossierView(ctx, d)
	for _, s := range slips {
		v.Slips = append(v.Slips, ui.Link{Text: text.T(ctx, "portal.slip."+s.Form, "number", s.Number), Href: "/phieu/" + s.ID})
	}
	v.Looks, v.AllLooks = looksTable(ctx, looks), ui.Link{Text: text.T(ctx, "portal.looks.all"), Href: dossierPath(d.ID) + "/ai-da-xem"}
	v.Talk = talkPartOf(ctx, d.ID, x)
	if v.Sealed, err = p.sealed(ctx, d, true); err != nil {
		return err
	}
	rates, err := p.rateLines(ctx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(rates, func(l todoLine) bool { return l.Href == dossierPath(d.ID) }); i >= 0 {
		v.Rate = &rates[i]
	}
	return web.Show(w, r, dossierPage(v))
}

func (p *Pages) dossierView(ctx context.Context, d *dossier.View) dossierView {
	at, name := dossierPath(d.ID), p.named(ctx, d.Procedure, d.Name)
	v := dossierView{
		Frame: ui.Frame{Title: name + " – " + d.Code, NoIndex: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
			{Text: text.T(ctx, "portal.mine.title"), Href: "/ho-so-cua-toi"}, {Text: d.Code}}},
		Heading: ui.Heading{Title: name, Caption: text.T(ctx, "portal.code", "code", d.Code)},
		Ground:  groundLink(d.State),
		State:   stateTag(ctx, d.State), Due: dueOf(ctx, d, p.Clock.Now()), Now: nowWords(ctx, d.Dossier),
		Ask: askOf(ctx, d), Life: lifeOf(ctx, d, p.Clock.Now()), Result: resultOf(ctx, d), Timeline: timeline(ctx, d), Papers: papersSent(ctx, d), Facts: dossierFacts(ctx, d),
		Copy: ui.Link{Text: text.T(ctx, "portal.copy.get"), Href: at + "/ban-da-nop.pdf"},
	}
	if can(d, dossier.Withdraw) {
		v.Withdraw = at + "/rut"
	}
	return v
}

func dossierPath(id string) string { return "/ho-so-cua-toi/" + id }

// can tells whether the citizen may do something with the dossier now.
func can(d *dossier.View, do dossier.Action) bool {
	return slices.ContainsFunc(d.Choices, func(c dossier.Choice) bool { return c.Do == do && c.Why == nil })
}

func askOf(ctx context.Context, d *dossier.View) *askView {
	open := d.OpenSupplement()
	if open == nil {
		return nil
	}
	v := &askView{Title: text.T(ctx, "portal.ask.title"), Text: open.Reason, Asked: askedLines(ctx, d.Dossier), Action: dossierPath(d.ID) + "/bo-sung"}
	for i, a := range open.Asks {
		name, _ := brief(a.Name)
		v.Items = append(v.Items, ui.Link{Text: a.Text, About: name, Href: askName(i)})
	}
	return v
}

func resultOf(ctx context.Context, d *dossier.View) *resultView {
	if d.Result == nil || (d.State != dossier.Done && d.State != dossier.Returned && d.State != dossier.Posted) {
		return nil
	}
	v := &resultView{Seen: d.Version, Files: filesOf(ctx, d.Result.Files, dossierPath(d.ID), false)}
	v.Facts.Rows = []ui.SummaryRow{{Key: text.T(ctx, "portal.result.what"), Text: d.Result.Text},
		{Key: text.T(ctx, "portal.result.number"), Text: d.Result.Number}, {Key: text.T(ctx, "portal.result.on"), Text: text.Date(d.Result.IssuedOn)}}
	switch {
	case d.State == dossier.Returned:
		v.Where = text.T(ctx, "portal.result.returned", "at", text.DateTime(ctx, d.ReturnedAt), "who", d.ReturnedTo)
	case can(d, dossier.Fetch):
		v.Action = dossierPath(d.ID) + "/nhan-ket-qua"
		v.Where = text.T(ctx, "portal.result.online", "unit", d.Receiving.Name)
	default:
		v.Where = text.T(ctx, "portal.result.counter", "unit", d.Receiving.Name)
	}
	return v
}

func dossierFacts(ctx context.Context, d *dossier.View) ui.SummaryList {
	rows := []ui.SummaryRow{
		{Key: text.T(ctx, "portal.fact.owner"), Text: d.Owner.Name},
		{Key: text.T(ctx, "portal.fact.sent"), Text: text.DateTime(ctx, d.SubmittedAt)},
		{Key: text.T(ctx, "portal.fact.at"), Text: d.Receiving.Name},
	}
	for _, o := range d.Owners {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "dossier.section.co-owner"), Text: o.Name})
	}
	rows = append(rows, dossier.MandateRows(ctx, d.Mandate, d.Submitter.Relation)...)
	if d.Competent.UnitID != d.Receiving.UnitID {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "portal.fact.by"), Text: d.Competent.Name})
	}
	return ui.SummaryList{Rows: append(rows, ui.SummaryRow{Key: text.T(ctx, "portal.secret"), Body: ui.Copyable{ID: "ma-bi-mat", Value: d.Secret}})}
}

func papersSent(ctx context.Context, d *dossier.View) []paperLine {
	var out []paperLine
	for _, paper := range d.Handed() {
		name, _ := brief(paper.Name)
		line := paperLine{Name: name}
		for i, f := range filesOf(ctx, paper.Files, dossierPath(d.ID), false) {
			line.Files = append(line.Files, sentFile{f, paper.Files[i].SHA256})
		}
		out = append(out, line)
	}
	return out
}

// looksTable tells who looked at the personal data, and what for.
func looksTable(ctx context.Context, looks []dossier.Look) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "portal.looks"), HideCaption: true, Head: []ui.Head{
		{Text: text.T(ctx, "portal.looks.when")}, {Text: text.T(ctx, "portal.looks.who")}, {Text: text.T(ctx, "portal.looks.why")}}}
	for _, l := range looks {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.DateTime(ctx, l.At)},
			{Text: whoLooked(l.Record)}, {Text: purposeWords(ctx, l.Purpose)}}})
	}
	return t
}
