package archive

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// disposalsView is what may be disposed of, and what was proposed before.
type disposalsView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Some     bool
	Due      ui.Table
	More     string
	Reason   ui.TextArea
	Empty    ui.Empty
	Earlier  *ui.Table
}

// disposals lists papers whose time is over, and proposals.
func (p *Pages) disposals(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	all, more, err := p.s.Due(ctx)
	if err != nil {
		return err
	}
	earlier, err := p.s.Disposals(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "archive.dispose.title")
	v := disposalsView{
		Frame:    ui.Frame{Title: title, Wide: true, Area: ui.Desk, Failed: held.Was(), Crumbs: deskCrumbs(ctx, title)},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "archive.dispose.lead")}, Some: len(all) > 0,
		Due: dueTable(ctx, all), Earlier: proposalsTable(ctx, earlier),
		Reason: ui.TextArea{Name: "reason", Label: text.T(ctx, "archive.dispose.reason"), Value: held.Value("reason", ""), Error: held.FieldError(r, "reason"), Rows: 2, MaxLength: 1000, Required: true},
		Empty:  ui.Empty{Title: text.T(ctx, "archive.dispose.nothing"), Text: text.T(ctx, "archive.dispose.nothing-why")},
	}
	if more {
		v.More = text.T(ctx, "archive.dispose.more", "most", mostProposed)
	}
	return web.Show(w, r, disposalsPage(v))
}

// deskCrumbs is the way to a page beside the register.
func deskCrumbs(ctx context.Context, title string) []ui.Crumb {
	return []ui.Crumb{{Text: text.T(ctx, "archive.desk.home"), Href: "/lam-viec"}, {Text: text.T(ctx, "archive.desk.title"), Href: deskPath}, {Text: title}}
}

func heads(ctx context.Context, keys ...string) []ui.Head {
	out := make([]ui.Head, len(keys))
	for i, k := range keys {
		out[i] = ui.Head{Text: text.T(ctx, "archive."+k)}
	}
	return out
}

func dueTable(ctx context.Context, all []DuePaper) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "archive.dispose.due"), HideCaption: true, Dense: true, Picks: true,
		Head: heads(ctx, "dispose.pick", "number", "title", "issued-on", "dispose.kept-until", "dispose.ground", "office")}
	t.Head[0].Hidden = true
	for _, d := range all {
		x := d.Paper
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Body: pickPaper(x.ID, text.T(ctx, "archive.number-is", "number", x.Number))},
			{Header: true, Text: x.Number, Href: deskPath + "/" + x.ID, Whole: true}, {Text: x.Title}, {Text: text.Date(x.IssuedOn)}, {Text: text.Date(d.KeptUntil)},
			{Text: d.Ground}, {Text: x.Office.Name}}})
	}
	return t
}

// proposalsTable lists proposals, nil when there were none.
func proposalsTable(ctx context.Context, all []*Disposal) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "archive.dispose.earlier"), HideCaption: true, Dense: true,
		Head: heads(ctx, "dispose.proposed", "dispose.by", "office", "dispose.state", "dispose.minutes")}
	for _, d := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.DateTime(ctx, d.ProposedAt), Href: minutesPath(d), Whole: true}, {Text: d.Proposer},
			{Text: d.Office.Name}, {Text: text.T(ctx, "archive.dispose.state."+string(d.State))}, {Text: d.Minutes()}}})
	}
	return t
}

// propose puts the picked papers before a second person.
func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	d, err := p.s.Propose(r.Context(), r.PostForm["paper"], r.PostForm.Get("reason"))
	if err != nil {
		return again(w, r, err, disposePath)
	}
	web.Say(r, "archive.dispose.proposed-now")
	return web.SeeOther(w, r, minutesPath(d))
}
