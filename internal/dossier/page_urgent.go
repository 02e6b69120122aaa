package dossier

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const (
	urgentPath       = deskPath + "/mo-khan-cap"
	urgentReviewPath = deskPath + "/xem-xet-khan-cap"
)

// urgentAskView asks for a dossier to be opened in an emergency, and lists one's own openings.
type urgentAskView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Warning  ui.Notice
	Form     ui.FormFrame
	Code     ui.TextField
	Ground   ui.Radios
	Basis    ui.TextField
	Purpose  ui.TextArea
	Some     bool
	Mine     ui.Table
	Review   *ui.Link // for whoever reviews those of others
}

func (p *Pages) askUrgent(w http.ResponseWriter, r *http.Request) error {
	mine, err := p.s.MyUrgents(r.Context())
	if err != nil {
		return err
	}
	ctx, held := r.Context(), web.Kept(r)
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.urgent."+key, args...) }
	v := urgentAskView{Frame: ui.Frame{Title: t("title"), Wide: true, Area: ui.Desk, Failed: held.Was(), Crumbs: urgentCrumbs(ctx, "")},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: t("title"), Lead: t("lead")},
		Warning: ui.Notice{Kind: ui.Caution, Text: t("warning", "minutes", int(urgentLasts.Minutes()))}, Form: ui.FormFrame{Action: urgentPath},
		Code: ui.TextField{Name: "ma", Label: t("code"), Hint: t("code-hint"), Width: "20", MaxLength: longestCode, Autocomplete: "off", Required: true,
			Value: held.Value("ma", ""), Error: ui.Problem(ctx, held.Err, "ma")},
		Ground: ui.Radios{Name: "can-cu", Label: t("ground"), Required: true, Value: held.Value("can-cu", ""), Error: ui.Problem(ctx, held.Err, "can-cu")},
		Basis: ui.TextField{Name: "van-ban", Label: t("basis"), Hint: t("basis-hint"), MaxLength: 300, Autocomplete: "off", Required: true,
			Value: held.Value("van-ban", ""), Error: ui.Problem(ctx, held.Err, "van-ban")},
		Purpose: ui.TextArea{Name: "muc-dich", Label: t("purpose"), Hint: t("purpose-hint"), Rows: 3, MaxLength: 300, Required: true,
			Value: held.Value("muc-dich", ""), Error: ui.Problem(ctx, held.Err, "muc-dich")},
		Some: len(mine) > 0, Mine: ui.Table{Caption: t("mine"), Dense: true}}
	for _, g := range UrgentGrounds {
		v.Ground.Options = append(v.Ground.Options, ui.Option{Value: g, Text: t("ground." + g)})
	}
	for _, head := range []string{"code", "opened", "until", "purpose", "state"} {
		v.Mine.Head = append(v.Mine.Head, ui.Head{Text: t("head." + head)})
	}
	now, a := p.s.Clock.Now(), actor.Of(ctx)
	for _, u := range mine {
		cell := ui.Cell{Text: u.Code, Header: true, Whole: true}
		if u.lasts(a, now) {
			cell.Href = urgentPath + "/" + u.ID
		}
		v.Mine.Rows = append(v.Mine.Rows, ui.TableRow{ID: u.ID, Cells: []ui.Cell{cell, {Text: text.DateTime(ctx, u.OpenedAt)}, {Text: text.DateTime(ctx, u.UntilAt)},
			{Text: u.Purpose}, {Text: u.state(ctx)}}})
	}
	if a.HasAnywhere(CanReviewUrgent) {
		v.Review = &ui.Link{Text: t("review-title"), Href: urgentReviewPath}
	}
	return web.Show(w, r, urgentAskPage(v))
}

func urgentCrumbs(ctx context.Context, page string) []ui.Crumb {
	out := []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: text.T(ctx, "dossier.urgent.title")}}
	if page != "" {
		out[1].Href = urgentPath
		out = append(out, ui.Crumb{Text: page})
	}
	return out
}

// state says how an opening's review stands.
func (u Urgent) state(ctx context.Context) string {
	if u.Outcome == "" {
		return text.T(ctx, "dossier.urgent.outcome.waits")
	}
	said := text.T(ctx, "dossier.urgent.outcome-by", "outcome", text.T(ctx, "dossier.urgent.outcome."+u.Outcome), "name", u.ReviewedBy, "at", text.DateTime(ctx, u.ReviewedAt))
	return strings.TrimSpace(said + " " + u.Remark)
}

func (p *Pages) openUrgent(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	f := r.PostForm
	u, err := p.s.OpenUrgent(r.Context(), UrgentAsk{Code: f.Get("ma"), Ground: f.Get("can-cu"), Basis: f.Get("van-ban"), Purpose: f.Get("muc-dich")})
	if err != nil {
		if fault.Is(err, fault.Forbidden) {
			return err
		}
		if err := web.Keep(r, err, f); err != nil {
			return err
		}
		return web.SeeOther(w, r, urgentPath)
	}
	return web.SeeOther(w, r, urgentPath+"/"+u.ID)
}

// urgentView is a dossier opened in an emergency: to be read, and nothing else.
type urgentView struct {
	Frame     ui.Frame
	Heading   ui.Heading
	Until     ui.Notice
	Facts     ui.SummaryList
	Owner     ui.SummaryList
	CoOwners  []ui.SummaryList
	Submitter *ui.SummaryList
	Form      ui.SummaryList
	Files     []fileLink
	NoFiles   string
	Mark      string // who reads it, and when: stands on what is printed
}

func (p *Pages) urgent(w http.ResponseWriter, r *http.Request) error {
	d, u, err := p.s.UrgentView(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	rd, err := p.reading(r, d)
	if err != nil {
		return err
	}
	ctx := rd.ctx
	v := urgentView{Frame: ui.Frame{Title: d.Code + " – " + rd.t("dossier.urgent.title"), Wide: true, Area: ui.Desk, Crumbs: urgentCrumbs(ctx, d.Code)},
		Heading: ui.Heading{Title: d.Name, Caption: rd.t("dossier.code", "code", d.Code), Beside: stateTag(ctx, d.State)},
		Until:   ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.urgent.until", "at", text.DateTime(ctx, u.UntilAt))},
		Facts:   rd.facts(), Owner: rd.party(d.Owner), Form: rd.values(), NoFiles: rd.t("dossier.urgent.no-files"), Mark: rd.mark()}
	for _, o := range d.Owners {
		v.CoOwners = append(v.CoOwners, rd.party(o))
	}
	if d.Submitter.Name != "" && d.Submitter != d.Owner {
		s := rd.party(d.Submitter)
		v.Submitter = &s
	}
	for _, f := range d.files() {
		v.Files = append(v.Files, fileLink{Name: f.Name, Href: urgentPath + "/" + u.ID + "/tep/" + f.SHA256, Meta: sizeText(ctx, f.Size)})
	}
	return web.Show(w, r, urgentPage(v))
}

func (p *Pages) urgentFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.UrgentFile(r.Context(), r.PathValue("id"), r.PathValue("sha"))
	return sendFile(w, f, content, err)
}

// mark is what stands on a printed page with personal data: who printed it, and when.
func (rd *reading) mark() string {
	a := actor.Of(rd.ctx)
	return rd.t("dossier.mark", "name", a.Name, "unit", a.UnitName, "at", text.DateTime(rd.ctx, rd.now))
}

// urgentReviewsView lists openings to be reviewed.
type urgentReviewsView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Waiting  []urgentReviewView
	Empty    ui.Empty
	Some     bool // some were reviewed
	Done     ui.Table
}

// urgentReviewView is one of them.
type urgentReviewView struct {
	ID, Title string
	Facts     ui.SummaryList
	Form      ui.FormFrame
	Remark    ui.TextArea
	Trail     *ui.Link // for whoever may read it
}

func (p *Pages) urgentReviews(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	waiting, done, err := p.s.UrgentReviews(ctx)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.urgent."+key, args...) }
	v := urgentReviewsView{Frame: ui.Frame{Title: t("review-title"), Wide: true, Area: ui.Desk, Failed: held.Was(),
		Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: t("review-title")}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: t("review-title"), Lead: t("review-lead")}, Empty: ui.Empty{Title: t("review-none")},
		Some: len(done) > 0, Done: ui.Table{Caption: t("reviewed"), Dense: true}}
	for _, u := range waiting {
		v.Waiting = append(v.Waiting, reviewOf(ctx, u, held))
	}
	for _, head := range []string{"code", "opened", "who", "purpose", "state"} {
		v.Done.Head = append(v.Done.Head, ui.Head{Text: t("head." + head)})
	}
	for _, u := range done {
		v.Done.Rows = append(v.Done.Rows, ui.TableRow{Cells: []ui.Cell{{Text: u.Code, Header: true, Whole: true}, {Text: text.DateTime(ctx, u.OpenedAt)},
			{Text: u.who()}, {Text: u.Purpose}, {Text: u.state(ctx)}}})
	}
	return web.Show(w, r, urgentReviewsPage(v))
}

func (u Urgent) who() string { return strings.Trim(u.Person+", "+u.Position+", "+u.UnitName, ", ") }

func reviewOf(ctx context.Context, u Urgent, held web.Held) urgentReviewView {
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.urgent."+key, args...) }
	v := urgentReviewView{ID: u.ID, Title: text.T(ctx, "dossier.code", "code", u.Code), Form: ui.FormFrame{Action: urgentReviewPath + "/" + u.ID},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{{Key: t("head.who"), Text: u.who()}, {Key: t("head.opened"), Text: text.DateTime(ctx, u.OpenedAt)},
			{Key: t("ground"), Text: t("ground." + u.Ground)}, {Key: t("basis"), Text: u.Basis}, {Key: t("purpose"), Text: u.Purpose}}},
		Remark: ui.TextArea{ID: "nhan-xet-" + u.ID, Name: "nhan-xet", Label: t("remark"), Hint: t("remark-hint"), Rows: 2, MaxLength: 1000}}
	if held.Value("lan-mo", "") == u.ID {
		v.Remark.Value, v.Remark.Error = held.Value("nhan-xet", ""), ui.Problem(ctx, held.Err, "nhan-xet")
	}
	if a := actor.Of(ctx); a.Has(CanSeeTrail, u.Receiving) || a.Has(CanSeeTrail, u.Competent) {
		v.Trail = &ui.Link{Text: text.T(ctx, "dossier.trail.title"), Href: filePath(u.DossierID) + "/nhat-ky"}
	}
	return v
}

func (p *Pages) reviewUrgent(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	err := p.s.ReviewUrgent(r.Context(), r.PathValue("id"), r.PostForm.Get("ket-luan"), r.PostForm.Get("nhan-xet"))
	switch {
	case fault.Is(err, fault.NotFound):
		return err
	case err != nil:
		f := r.PostForm
		f.Set("lan-mo", r.PathValue("id"))
		if err := web.Keep(r, err, f); err != nil {
			return err
		}
	default:
		web.Say(r, "dossier.urgent.kept")
	}
	return web.SeeOther(w, r, urgentReviewPath)
}
