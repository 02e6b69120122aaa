package portal

import (
	"context"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// startView is what somebody needs, for their case, before they begin.
type startView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Cases    ui.Tabs // links; none when the procedure has one case
	Facts    ui.SummaryList
	Papers   []ui.CheckItem
	Form     ui.FormFrame
	CaseKey  string
	Unit     ui.Select
	Online   bool // it can be sent from here
	Closed   string
	Button   string
	List     ui.Link        // the papers of one's own case, to be ticked off
	Signing  string         // that signing in comes first; empty when signed in
	Known    *ui.Checkboxes // what could be filled in, if the person agrees
	Drafts   []ui.Link      // of this procedure, begun earlier
}

// needed tells what somebody needs for their case, and where to begin.
func (p *Pages) needed(w http.ResponseWriter, r *http.Request) error {
	proc, v, err := p.current(r)
	if err != nil {
		return err
	}
	view, err := p.startView(r, proc, v)
	if err != nil {
		return err
	}
	return web.Show(w, r, startPage(view))
}

// current is the procedure that the address names and the version in force today.
func (p *Pages) current(r *http.Request) (*catalog.Procedure, *catalog.Version, error) {
	ctx := r.Context()
	proc, err := p.Catalog.BySlug(ctx, r.PathValue("slug"))
	if err != nil {
		return nil, nil, err
	}
	v, err := p.Catalog.Current(ctx, proc.ID, p.today())
	return proc, v, err
}

func (p *Pages) startView(r *http.Request, proc *catalog.Procedure, v *catalog.Version) (startView, error) {
	ctx, held := r.Context(), web.Kept(r)
	units, err := p.units(ctx, proc.ID)
	if err != nil {
		return startView{}, err
	}
	chosen := held.Value("truong-hop", r.URL.Query().Get("truong-hop"))
	k, ok := v.Case(chosen)
	if !ok {
		k, _ = v.Case("")
	}
	title := proc.Title(text.LangOf(ctx))
	out := startView{
		Frame: ui.Frame{Title: text.T(ctx, "portal.start.tab", "name", title), Failed: held.Was(),
			Crumbs: []ui.Crumb{{Text: text.T(ctx, "portal.home"), Href: "/"}, {Text: title, Href: "/thu-tuc/" + proc.Slug},
				{Text: text.T(ctx, "portal.start.crumb")}}},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  ui.Heading{Caption: text.T(ctx, "portal.start.title"), Title: title},
		CaseKey:  k.Key, Form: ui.FormFrame{Action: "/nop-ho-so/" + proc.Slug},
		Unit:   unitSelect(ctx, units, held.Value("noi-nop", r.URL.Query().Get("noi-nop")), held.FieldError(r, "noi-nop")),
		Papers: componentItems(ctx, v, k),
		Cases:  caseTabs(ctx, proc, v, k),
	}
	out.Facts = facts(ctx, proc, v, k)
	out.List = ui.Link{Text: text.T(ctx, "portal.list.link"), Href: "/chuan-bi/" + proc.Slug + "?" + url.Values{"truong-hop": {k.Key}, "kenh": {string(catalog.Online)}}.Encode()}
	_, takes := k.Channel(catalog.Online)
	out.Online = takes && v.ServiceLevel != catalog.None
	out.Closed = text.T(ctx, "portal.start.offline", "unit", v.HandlingUnit)
	if len(units) == 0 {
		out.Online, out.Closed = false, text.T(ctx, "portal.start.nowhere")
	}
	return out, p.invite(ctx, &out, proc, v)
}

// invite fits the button to who is looking.
func (p *Pages) invite(ctx context.Context, v *startView, proc *catalog.Procedure, version *catalog.Version) error {
	v.Button = text.T(ctx, "portal.start.begin")
	a := actor.Of(ctx)
	switch {
	case !a.SignedIn():
		v.Signing = text.T(ctx, "portal.start.sign-in")
		v.Button = text.T(ctx, "portal.start.sign-in-button")
		return nil
	case a.Kind != actor.Citizen:
		v.Online, v.Closed = false, text.T(ctx, "portal.start.officer")
		return nil
	}
	box, err := p.agreeBoxes(ctx, version.Fields)
	if err != nil {
		return err
	}
	if len(box.Options) > 0 {
		v.Known = &box
	}
	drafts, err := p.Dossiers.Drafts(ctx)
	for _, d := range drafts {
		if d.ProcedureID == proc.ID && d.DossierID == "" {
			v.Drafts = append(v.Drafts, ui.Link{Href: draftPath(d.ID), Text: text.T(ctx, "portal.start.draft", "at", text.DateTime(ctx, d.SavedAt))})
		}
	}
	return err
}

func caseTabs(ctx context.Context, proc *catalog.Procedure, v *catalog.Version, k catalog.Case) ui.Tabs {
	tabs := ui.Tabs{Label: text.T(ctx, "portal.case.choose")}
	if len(v.Cases) < 2 {
		return tabs
	}
	for _, one := range v.Cases {
		tabs.Items = append(tabs.Items, ui.Tab{Text: one.Name, Current: one.Key == k.Key,
			Href: "/nop-ho-so/" + proc.Slug + "?truong-hop=" + url.QueryEscape(one.Key)})
	}
	return tabs
}

// facts are how long, how much and what comes of it, online.
func facts(ctx context.Context, proc *catalog.Procedure, v *catalog.Version, k catalog.Case) ui.SummaryList {
	ch, ok := k.Channel(catalog.Online)
	if !ok {
		ch, _ = k.Channel(catalog.Direct)
	}
	rows := []ui.SummaryRow{
		{Key: text.T(ctx, "portal.start.term"), Text: ch.Term.In(ctx)},
		{Key: text.T(ctx, "portal.start.fee"), Text: fee(ctx, ch)},
		{Key: text.T(ctx, "portal.start.result"), Text: v.Result},
	}
	if len(v.Fields) > 0 {
		pages := len(sheetsOf(v.Fields))
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "portal.start.form"), Text: text.T(ctx, "portal.start.pages", "n", pages)})
	}
	return ui.SummaryList{Rows: append(rows, ui.SummaryRow{Key: text.T(ctx, "portal.start.more"),
		Body: linkPart(ui.Link{Text: text.T(ctx, "portal.start.full"), Href: "/thu-tuc/" + proc.Slug})})}
}

// fee writes an amount and what is to be said about it.
func fee(ctx context.Context, ch catalog.Channel) string {
	out := text.T(ctx, "portal.fee.province")
	if ch.FeeDong != nil {
		out = text.T(ctx, "portal.fee.free")
		if *ch.FeeDong > 0 {
			out = text.Dong(ctx, *ch.FeeDong)
		}
	}
	if ch.FeeNote != "" {
		out += "\n" + ch.FeeNote
	}
	return out
}

// componentItems are the papers of a case.
func componentItems(ctx context.Context, v *catalog.Version, k catalog.Case) []ui.CheckItem {
	none := &work{DraftWork: &dossier.DraftWork{}, Version: v}
	var out []ui.CheckItem
	for _, c := range papersOf(v, k.Key) {
		item := paperItem(ctx, none, c)
		item.Href = ""
		out = append(out, item)
	}
	return out
}

// start begins a draft, filled in as far as the citizen agreed.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, self := r.Context(), r.URL.Path
	if !actor.Of(ctx).SignedIn() {
		back := url.Values{"truong-hop": r.PostForm["truong-hop"], "noi-nop": r.PostForm["noi-nop"]}
		return web.SeeOther(w, r, "/dang-nhap?"+url.Values{"ve": {self + "?" + back.Encode()}}.Encode())
	}
	if !web.Citizens.Allows(actor.Of(ctx)) {
		return fault.New(fault.Forbidden, "portal.start.officer")
	}
	proc, v, err := p.current(r)
	if err != nil {
		return err
	}
	dr, err := p.begin(ctx, proc, v, r.PostForm)
	if err != nil {
		return again(w, r, err)
	}
	return web.SeeOther(w, r, draftPath(dr.ID))
}

func (p *Pages) begin(ctx context.Context, proc *catalog.Procedure, v *catalog.Version, form url.Values) (*dossier.DraftWork, error) {
	k, ok := v.Case(form.Get("truong-hop"))
	if !ok {
		return nil, fault.New(fault.Invalid, "portal.case.unknown")
	}
	if _, takes := k.Channel(catalog.Online); !takes || v.ServiceLevel == catalog.None {
		return nil, fault.New(fault.Conflict, "portal.start.offline", "unit", v.HandlingUnit)
	}
	unit, err := p.receiving(ctx, proc.ID, form.Get("noi-nop"))
	if err != nil {
		return nil, err
	}
	dr, err := p.Dossiers.Start(ctx, proc.ID, k.Key, unit)
	if err != nil {
		return nil, err
	}
	dr, err = p.Dossiers.Save(ctx, dr.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Values = catalog.Tidy(always(v.Fields), catalog.Defaults(v.Fields))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p.fillKnown(ctx, dr, v.Fields, form[agreeName])
}
