package catalog

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const (
	resultsPath  = "/quan-tri/mau-ket-qua"
	resultsRoute = resultsPath + "/{id}"
	resultRoute  = resultsRoute + "/{template}"
)

// resultRoutes are the addresses of templates of results.
func (p *Pages) resultRoutes() []web.Route {
	edit, publish := web.Right(CanEdit), web.Right(CanPublish)
	routes := []web.Route{
		{Method: "GET", Path: resultsRoute, Need: edit, Do: p.showResults},
		{Method: "POST", Path: resultsRoute, Need: edit, Do: p.beginResult},
		{Method: "GET", Path: resultRoute, Need: edit, Do: p.showResult},
		{Method: "POST", Path: resultRoute, Need: edit, Do: p.keepResult},
		{Method: "GET", Path: resultRoute + "/xem-truoc", Need: edit, Do: p.previewResult},
		{Method: "GET", Path: resultRoute + "/tep", Need: edit, Do: p.resultFile},
	}
	for _, step := range resultSteps {
		need := edit
		if step.right == CanPublish {
			need = publish
		}
		routes = append(routes, web.Route{Method: "GET", Path: resultRoute + "/" + step.path, Need: need, Do: p.askResultStep(step)},
			web.Route{Method: "POST", Path: resultRoute + "/" + step.path, Need: need, Do: p.doResultStep(step)})
	}
	return routes
}

func resultsOf(procedureID string) string { return resultsPath + "/" + procedureID }

func resultPath(t *ResultTemplate) string { return resultsOf(t.ProcedureID) + "/" + t.ID }

// resultsView is a procedure with its templates.
type resultsView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Empty    *ui.Empty
	List     ui.Table
	Form     *ui.FormFrame // opens a draft; nil for whoever may not
	Case     *ui.Select    // nil where the procedure has one case
	Submit   ui.Button
}

func (p *Pages) showResults(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	all, err := p.svc.Results(ctx, one.ID)
	if err != nil {
		return err
	}
	versions, err := p.svc.Versions(ctx, one.ID)
	if err != nil {
		return err
	}
	title := say(ctx, "result.title")
	v := resultsView{Frame: desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)}),
		Heading: ui.Heading{Title: title, Caption: one.Name, Lead: say(ctx, "result.lead")}, Problems: ui.Problems(ctx, held.Err),
		List: resultTable(ctx, all, versions)}
	v.Frame.Failed = held.Was()
	if len(all) == 0 {
		v.Empty = &ui.Empty{Title: say(ctx, "result.none")}
	}
	if p.svc.Keeps(ctx, CanEdit, one.Level) {
		v.Form, v.Submit = &ui.FormFrame{Action: resultsOf(one.ID)}, ui.Button{Text: say(ctx, "result.begin")}
		v.Case = caseChoice(asker{ctx, held}, versions)
	}
	return web.Show(w, r, resultsPage(v))
}

// caseChoice asks for which case a template is; nil where there is one case only.
func caseChoice(a asker, versions []*Version) *ui.Select {
	if len(versions) == 0 || len(versions[0].Cases) < 2 {
		return nil
	}
	var options []ui.Option
	for _, k := range versions[0].Cases {
		options = append(options, ui.Option{Value: k.Key, Text: k.Title(text.LangOf(a.ctx))})
	}
	field := a.choice("case", "result.case", "", options)
	field.Empty = say(a.ctx, "result.all-cases")
	return &field
}

func caseName(ctx context.Context, versions []*Version, key string) string {
	for _, v := range versions {
		if i := slices.IndexFunc(v.Cases, func(k Case) bool { return k.Key == key && key != "" }); i >= 0 {
			return v.Cases[i].Title(text.LangOf(ctx))
		}
	}
	return say(ctx, "result.all-cases")
}

func resultTable(ctx context.Context, all []*ResultTemplate, versions []*Version) ui.Table {
	t := ui.Table{Caption: say(ctx, "result.title"), HideCaption: true, Head: []ui.Head{
		{Text: say(ctx, "label.name")}, {Text: say(ctx, "result.case")}, {Text: say(ctx, "label.version"), Numeric: true},
		{Text: say(ctx, "label.status")}, {Text: say(ctx, "result.last")}}}
	for _, one := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{
			{Text: one.Name, Href: resultPath(one), Header: true}, {Text: caseName(ctx, versions, one.CaseKey)},
			{Text: strconv.Itoa(one.Number)}, {Body: resultTag(ctx, one)}, {Text: resultLast(ctx, one)}}})
	}
	return t
}

func resultTag(ctx context.Context, t *ResultTemplate) ui.Tag {
	colour := map[Status]string{StatusDraft: ui.Yellow, StatusPublished: ui.Green, StatusEnded: ui.Grey}[t.Status]
	return ui.Tag{Text: say(ctx, "result.status."+string(t.Status)), Colour: colour}
}

// resultLast says who published a template, or changed its draft last, and when.
func resultLast(ctx context.Context, t *ResultTemplate) string {
	if t.Status == StatusDraft {
		return say(ctx, "edit.edited-by", "who", t.EditedBy, "when", text.DateTime(ctx, t.EditedAt))
	}
	return say(ctx, "result.published-by", "who", t.PublishedBy, "when", text.DateTime(ctx, t.PublishedAt))
}

func (p *Pages) beginResult(w http.ResponseWriter, r *http.Request) error {
	procedureID := r.PathValue("id")
	t, err := p.svc.BeginResult(r.Context(), procedureID, r.PostFormValue("case"))
	if err != nil {
		return again(w, r, err, resultsOf(procedureID))
	}
	return web.SeeOther(w, r, resultPath(t))
}

// resultAt returns the template that the address names, and its procedure.
func (p *Pages) resultAt(r *http.Request) (*Procedure, *ResultTemplate, error) {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	t, err := p.svc.ResultTemplate(r.Context(), r.PathValue("template"))
	if err == nil && t.ProcedureID != one.ID {
		err = fault.New(fault.NotFound, "catalog.result.not-found")
	}
	return one, t, err
}

func (p *Pages) previewResult(w http.ResponseWriter, r *http.Request) error {
	_, t, err := p.resultAt(r)
	if err != nil {
		return err
	}
	_, raw, err := p.svc.PreviewResult(r.Context(), t.ID)
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: blob.PDF, Name: "xem-truoc-" + strconv.Itoa(t.Number) + ".pdf"}, raw)
	return nil
}

// keepResult saves a draft. Mistakes in it are told on the page: nothing is lost for them.
func (p *Pages) keepResult(w http.ResponseWriter, r *http.Request) error {
	_, t, err := p.resultAt(r)
	if err != nil {
		return err
	}
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return again(w, r, fault.New(fault.Invalid, "catalog.import.unreadable").Because(err), resultPath(t))
	}
	words, err := resultWordsIn(r, t)
	if err == nil {
		err = p.svc.EditResult(r.Context(), t.ID, editionIn(r.PostForm), words)
	}
	if err != nil {
		return again(w, r, err, resultPath(t))
	}
	web.Say(r, "catalog.edit.saved")
	return web.SeeOther(w, r, resultPath(t))
}

// resultWordsIn reads the form. While a file holds, the text is not on the page, and stays.
func resultWordsIn(r *http.Request, t *ResultTemplate) (ResultWords, error) {
	words := ResultWords{Name: r.PostForm.Get("name"), Body: t.Body, AsText: r.PostForm.Get("as-text") != ""}
	if r.PostForm.Has("body") {
		words.Body = r.PostForm.Get("body")
	}
	if r.MultipartForm == nil {
		return words, nil
	}
	defer r.MultipartForm.RemoveAll()
	raw, err := fileOf(r, "docx")
	if raw != nil {
		words.Docx, words.DocxName = raw, r.MultipartForm.File["docx"][0].Filename
	}
	return words, err
}

// docxType is the media type of files of word processors.
const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// resultFile gives the file of a template back, to go on with it.
func (p *Pages) resultFile(w http.ResponseWriter, r *http.Request) error {
	_, t, err := p.resultAt(r)
	if err != nil {
		return err
	}
	if !t.IsFile() {
		return fault.New(fault.NotFound, "catalog.result.not-found")
	}
	web.SendFile(w, web.File{Type: docxType, Name: t.DocxName}, t.Docx)
	return nil
}

// editionIn is what the editor saw; one that never was when the form does not say.
func editionIn(v url.Values) int {
	n, err := strconv.Atoi(v.Get("an-ban"))
	if err != nil || n < 0 {
		return 1 << 30
	}
	return n
}
