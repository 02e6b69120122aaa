package archive

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// termsView is how long papers are kept, and a form to say it.
type termsView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Usual    ui.Notice
	Some     bool
	Table    ui.Table

	Procedure, Years ui.TextField
	Counted          ui.Radios
	Ground           ui.TextArea
}

// terms lists the terms that hold here.
func (p *Pages) terms(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	all, err := p.s.Terms(ctx)
	if err != nil {
		return err
	}
	rest, err := p.s.Usual()
	if err != nil {
		return err
	}
	t := func(key string, args ...any) string { return text.T(ctx, "archive.term."+key, args...) }
	title := t("title")
	v := termsView{
		Frame:    ui.Frame{Title: title, Area: ui.Admin, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: t("home"), Href: "/quan-tri"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: t("lead")}, Some: len(all) > 0,
		Usual: ui.Notice{Title: t("usual", "years", years(ctx, rest)), Text: t("usual-why")},
		Table: ui.Table{Caption: title, HideCaption: true, Head: []ui.Head{{Text: t("procedure")}, {Text: t("years")}, {Text: t("ground")}, {Text: t("by")}}},
		Procedure: ui.TextField{Name: "procedure", Label: t("procedure"), Hint: t("procedure-hint"), Value: held.Value("procedure", ""), Error: held.FieldError(r, "procedure"),
			Width: "20", MaxLength: 100, Autocomplete: "off", Required: true},
		Years: ui.TextField{Name: "years", Label: t("years"), Hint: t("years-hint"), Value: held.Value("years", ""), Error: held.FieldError(r, "years"), Width: "3",
			InputMode: "numeric", MaxLength: 3, Autocomplete: "off", Required: true},
		Counted: ui.Radios{Name: "counted", Label: t("counted"), Value: held.Value("counted", string(FromIssue)), Error: held.FieldError(r, "counted"), Required: true,
			Options: []ui.Option{{Value: string(FromIssue), Text: t("counted.issue")}, {Value: string(FromEnd), Text: t("counted.end"), Hint: t("counted.end-hint")}}},
		Ground: ui.TextArea{Name: "ground", Label: t("ground"), Hint: t("ground-hint"), Value: held.Value("ground", ""), Error: held.FieldError(r, "ground"), Rows: 2, MaxLength: 500},
	}
	for _, x := range all {
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: x.Title}, {Text: years(ctx, x) + ", " + t("counted."+string(x.Counted))},
			{Text: x.Ground}, {Text: x.SetBy + ", " + text.DateTime(ctx, x.SetAt)}}})
	}
	return web.Show(w, r, termsPage(v))
}

func years(ctx context.Context, t Term) string {
	if t.Years == Forever {
		return text.T(ctx, "archive.term.forever")
	}
	return text.T(ctx, "archive.term.n-years", "n", t.Years)
}

// setTerm says how long papers of a kind are kept.
func (p *Pages) setTerm(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(r.PostForm.Get("years")))
	if err != nil {
		n = -1 // the service says what is wrong with it
	}
	t := Term{Years: n, Counted: Counted(r.PostForm.Get("counted")), Ground: r.PostForm.Get("ground")}
	if err := p.s.SetTerm(r.Context(), r.PostForm.Get("procedure"), t); err != nil {
		return again(w, r, err, PathTerms)
	}
	web.Say(r, "archive.term.set-now")
	return web.SeeOther(w, r, PathTerms)
}
