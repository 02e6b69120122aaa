package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// looksOfAPage is how many looks a page shows.
const looksOfAPage = 30

// looksView is who has looked at the citizen's data, over all dossiers or on one.
type looksView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
	Pager   ui.Pager
	Note    string // what is not among it
}

// allLooks shows who looked at the data of any of the citizen's dossiers.
func (p *Pages) allLooks(w http.ResponseWriter, r *http.Request) error { return p.showLooks(w, r, "") }

// looks shows who looked at the data of one.
func (p *Pages) looks(w http.ResponseWriter, r *http.Request) error {
	return p.showLooks(w, r, r.PathValue("id"))
}

func (p *Pages) showLooks(w http.ResponseWriter, r *http.Request, dossierID string) error {
	ctx := r.Context()
	looks, next, err := p.Dossiers.MyLooks(ctx, dossierID, r.URL.Query().Get("sau"), looksOfAPage)
	if err != nil {
		return err
	}
	title := text.T(ctx, "portal.looks")
	v := looksView{Frame: ui.Frame{Title: title, NoIndex: true, Wide: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"},
		{Text: text.T(ctx, "portal.mine.title"), Href: "/ho-so-cua-toi"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "portal.looks.lead")}, Some: len(looks) > 0, Table: lookTable(ctx, looks),
		Empty: ui.Empty{Title: text.T(ctx, "portal.looks.none")}, Note: text.T(ctx, "portal.looks.note")}
	if dossierID != "" {
		d, err := p.Dossiers.Mine(ctx, dossierID)
		if err != nil {
			return err
		}
		v.Heading.Caption = text.T(ctx, "portal.code", "code", d.Code)
		v.Frame.Crumbs[2] = ui.Crumb{Text: d.Code, Href: dossierPath(d.ID)}
		v.Frame.Crumbs = append(v.Frame.Crumbs, ui.Crumb{Text: title})
	}
	if next != "" {
		v.Pager.NextHref = r.URL.Path + "?" + url.Values{"sau": {next}}.Encode()
	}
	return web.Show(w, r, looksPage(v))
}

func lookTable(ctx context.Context, looks []dossier.Look) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "portal.looks"), HideCaption: true}
	for _, head := range []string{"when", "who", "what", "why", "of", "ask"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "portal.looks."+head), Hidden: head == "ask"})
	}
	for _, l := range looks {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.DateTime(ctx, l.At)},
			{Text: whoLooked(l.Record)}, {Text: dossier.LookedAt(ctx, l.Record)}, {Text: purposeWords(ctx, l.Purpose)},
			{Text: l.Of.Code, Href: dossierPath(l.Of.ID), Whole: true},
			{Body: linkAbout(ui.Link{Text: text.T(ctx, "portal.looks.ask-why"), About: text.DateTime(ctx, l.At),
				Href: talkPath(l.Of.ID) + "?" + url.Values{"vi-sao": {l.ID}}.Encode() + "#words"})}}})
	}
	return t
}

// whoLooked is a person in their post and unit.
func whoLooked(l audit.Record) string {
	where := strings.Join(nonEmpty(l.Position, l.UnitName), ", ")
	return strings.Join(nonEmpty(l.PersonName, where), "\n")
}

// purposeWords says a purpose: one that the program itself gave is a key, one that officers usually choose
// has its words in either language.
func purposeWords(ctx context.Context, purpose string) string {
	if key := "portal.purpose." + purpose; text.Has(text.Vi, key) {
		return text.T(ctx, key)
	}
	return dossier.PurposeIn(ctx, purpose)
}
