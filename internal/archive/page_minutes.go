package archive

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// minutesView is one proposal to dispose of papers, and its minutes once it is agreed.
type minutesView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Facts    ui.SummaryList
	Papers   ui.Table
	PDF      string
	Wait     string // why whoever reads does not decide
	Agree    string // addresses, "" when whoever reads does not decide
	Refuse   string
	Answer   ui.TextArea
}

func minutesPath(d *Disposal) string { return disposePath + "/" + d.ID }

// listPath is the list of proposals for whoever may open it, "" for others.
func listPath(ctx context.Context) string {
	if !actor.Of(ctx).HasAnywhere(CanDispose) {
		return ""
	}
	return disposePath
}

// minutes shows one proposal.
func (p *Pages) minutes(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	d, err := p.s.Disposal(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "archive.dispose."+key, args...) }
	title := t("one")
	if d.Minutes() != "" {
		title = t("minutes-of", "number", d.Minutes())
	}
	v := minutesView{
		Frame: ui.Frame{Title: title, Wide: true, Area: ui.Desk, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.desk.home"), Href: "/lam-viec"},
			{Text: t("title"), Href: listPath(ctx)}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Caption: d.Office.Name}, Facts: ui.SummaryList{Rows: minutesRows(ctx, d)}, Papers: itemsTable(ctx, d),
		Answer: ui.TextArea{Name: "answer", Label: t("answer"), Hint: t("answer-hint"), Value: held.Value("answer", ""), Error: held.FieldError(r, "answer"), Rows: 2, MaxLength: 1000},
	}
	if d.State == Agreed {
		v.PDF = minutesPath(d) + "/bien-ban.pdf"
	}
	switch err := p.s.mayDecide(ctx, d); {
	case d.State != Proposed:
	case err == nil:
		v.Agree, v.Refuse = minutesPath(d)+"/dong-y", minutesPath(d)+"/khong-dong-y"
	case d.ProposerID == actor.Of(ctx).PersonID:
		v.Wait = t("same-person")
	}
	return web.Show(w, r, minutesPage(v))
}

func minutesRows(ctx context.Context, d *Disposal) []ui.SummaryRow {
	row := func(key, value string) ui.SummaryRow {
		return ui.SummaryRow{Key: text.T(ctx, "archive.dispose."+key), Text: value}
	}
	rows := []ui.SummaryRow{row("state", text.T(ctx, "archive.dispose.state."+string(d.State))), row("reason", d.Why),
		row("proposed", d.Proposer+", "+text.DateTime(ctx, d.ProposedAt))}
	if d.State != Proposed {
		rows = append(rows, row("decided-by", d.Decider+", "+text.DateTime(ctx, d.DecidedAt)))
	}
	if d.Answer != "" {
		rows = append(rows, row("answer", d.Answer))
	}
	return rows
}

func itemsTable(ctx context.Context, d *Disposal) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "archive.dispose.papers"), Dense: true,
		Head: heads(ctx, "number", "title", "issued-on", "dispose.kept-until", "dispose.ground", "dispose.files")}
	for _, it := range d.Items {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: it.Number, Href: deskPath + "/" + it.PaperID, Whole: true}, {Text: it.Title},
			{Text: text.Date(it.IssuedOn)}, {Text: text.Date(it.KeptUntil)}, {Text: it.Ground}, {Text: text.Integer(text.LangOf(ctx), int64(it.Files))}}})
	}
	return t
}

func (p *Pages) agree(w http.ResponseWriter, r *http.Request) error  { return p.decide(w, r, true) }
func (p *Pages) refuse(w http.ResponseWriter, r *http.Request) error { return p.decide(w, r, false) }

// decide agrees to a proposal or refuses it.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request, agree bool) error {
	if err := readForm(r); err != nil {
		return err
	}
	self := disposePath + "/" + r.PathValue("id")
	d, err := p.s.Decide(r.Context(), r.PathValue("id"), agree, r.PostForm.Get("answer"))
	if err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, "archive.dispose."+string(d.State)+"-now")
	return web.SeeOther(w, r, self)
}

// minutesFile is the minutes to be printed and signed.
func (p *Pages) minutesFile(w http.ResponseWriter, r *http.Request) error {
	name, raw, err := p.s.MinutesPDF(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: blob.PDF, Name: name}, raw)
	return nil
}
