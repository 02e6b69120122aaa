package catalog

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// resultView is one template: its editor while it is a draft, else its words.
type resultView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Stale    *ui.Notice // what stands in the draft now, when somebody else was faster
	Troubles []string
	Good     *ui.Notice
	Form     *ui.FormFrame // nil when it is no draft, or not for whoever looks
	Edition  string
	Name     ui.TextField
	Body     *ui.TextArea // nil while a file holds
	File     ui.FileField
	AsText   *ui.Checkboxes // takes the file away again
	Kept     *ui.Link       // to the file that holds
	NoOffice *ui.Notice
	Submit   ui.Button
	Lines    ui.Table // how lines are written
	Fields   ui.Table // what can stand in braces
	Buttons  []ui.Button
	Facts    ui.SummaryList
	Words    string // as they are, when they are not edited
}

func (p *Pages) showResult(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, t, err := p.resultAt(r)
	if err != nil {
		return err
	}
	troubles, err := p.svc.ResultTroubles(ctx, t)
	if err != nil {
		return err
	}
	versions, err := p.svc.Versions(ctx, one.ID)
	if err != nil {
		return err
	}
	v := resultView{Frame: resultFrame(ctx, one, t.Name), Heading: ui.Heading{Title: t.Name, Caption: one.Name, Beside: resultTag(ctx, t)},
		Problems: ui.Problems(ctx, held.Err), Edition: strconv.Itoa(t.Edition), Lines: lineTable(ctx),
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{{Key: say(ctx, "result.case"), Text: caseName(ctx, versions, t.CaseKey)},
			{Key: say(ctx, "label.version"), Text: strconv.Itoa(t.Number)}, {Key: say(ctx, "result.last"), Text: resultLast(ctx, t)}}}}
	v.Frame.Failed = held.Was()
	if len(versions) > 0 {
		v.Fields = fieldTable(ctx, versions[0].Fields)
	}
	if t.Status == StatusDraft && p.svc.Keeps(ctx, CanEdit, one.Level) {
		v.edits(ctx, held, t, troubles)
	} else {
		v.Words = t.Body
		if t.IsFile() {
			v.Words = t.DocxName
		}
	}
	if t.IsFile() {
		v.Kept = &ui.Link{Text: say(ctx, "result.docx-open", "name", t.DocxName), Href: resultPath(t) + "/tep"}
	}
	if !p.svc.Office.Installed() && v.Form != nil {
		v.NoOffice = &ui.Notice{Text: say(ctx, "result.no-office")}
	}
	v.Buttons = p.resultButtons(ctx, one, t)
	return web.Show(w, r, resultPage(v))
}

func resultFrame(ctx context.Context, one *Procedure, title string) ui.Frame {
	return desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)}, ui.Crumb{Text: say(ctx, "result.title"), Href: resultsOf(one.ID)})
}

// edits lays out the editor. What is refused comes back as it was typed, with the newest edition.
func (v *resultView) edits(ctx context.Context, held web.Held, t *ResultTemplate, troubles []result.Problem) {
	a := asker{ctx, held}
	v.Form, v.Submit = &ui.FormFrame{Action: resultPath(t), Multipart: true}, ui.Button{Text: say(ctx, "edit.save")}
	v.Name = a.line("name", "result.name", t.Name)
	v.Name.MaxLength, v.Name.Required = 200, true
	v.File = ui.FileField{Name: "docx", Label: say(ctx, "result.docx"), Hint: say(ctx, "result.docx-hint"), Accept: ".docx", MaxMB: result.MaxDocx >> 20, Error: a.wrong("docx")}
	if t.IsFile() {
		v.AsText = &ui.Checkboxes{Name: "as-text", Label: say(ctx, "result.docx-now", "name", t.DocxName), Options: []ui.Option{{Value: "1", Text: say(ctx, "result.as-text")}}}
	} else {
		body := a.area("body", "result.body", t.Body, 24)
		body.MaxLength, body.Required, v.Body = result.MaxLetters, true, &body
	}
	for _, one := range troubles {
		words := text.TMap(ctx, one.Key, one.Args)
		if one.Line > 0 {
			words = say(ctx, "result.at-line", "n", one.Line, "what", words)
		}
		v.Troubles = append(v.Troubles, words)
	}
	if len(troubles) == 0 {
		v.Good = &ui.Notice{Kind: ui.Success, Text: say(ctx, "result.ready")}
	}
	if held.Err != nil && held.Err.Kind == fault.Conflict {
		v.Stale = &ui.Notice{Kind: ui.Caution, Title: say(ctx, "edit.stale-title"), Text: say(ctx, "edit.stale", "now", t.Body)}
	}
}

// resultButtons are what can be done with a template as it stands, for whoever may.
func (p *Pages) resultButtons(ctx context.Context, one *Procedure, t *ResultTemplate) []ui.Button {
	path := resultPath(t)
	out := []ui.Button{{Text: say(ctx, "result.preview"), Href: path + "/xem-truoc", Kind: ui.Secondary}}
	for _, step := range resultSteps {
		if step.on == t.Status && p.svc.Keeps(ctx, step.right, one.Level) {
			out = append(out, ui.Button{Text: say(ctx, "result."+step.name), Href: path + "/" + step.path, Kind: ui.Secondary})
		}
	}
	return out
}

// lineForms are how lines are written, each with the name of its words.
var lineForms = []struct{ form, key string }{{"[quốc hiệu: XN]", "head"}, {"# GIẤY XÁC NHẬN", "heading"}, {"## Về việc …", "about"}, {"> …", "centre"}, {"- …", "item"},
	{"**…**   *…*", "bold"}, {"| … | … |", "row"}, {"[cột] … [sang cột] … [hết cột]", "columns"}, {"[chỗ ký]", "space"},
	{"{{…}}", "field"}, {"{{…?}}", "optional"}, {"{{hỏi: …}}", "ask"}}

func lineTable(ctx context.Context) ui.Table {
	t := ui.Table{Caption: say(ctx, "result.lines"), Dense: true, Head: []ui.Head{{Text: say(ctx, "result.typed")}, {Text: say(ctx, "result.becomes")}}}
	for _, one := range lineForms {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: one.form, Header: true}, {Text: say(ctx, "result.line."+one.key)}}})
	}
	return t
}

// builtinKeys name the words of what does not come from the form: names in templates are no keys.
var builtinKeys = map[string]string{result.OwnerName: "owner-name", result.OwnerNo: "owner-no", result.OwnerBirth: "owner-birth", result.OwnerAddress: "owner-address",
	result.SubmitterName: "submitter", result.Code: "code", result.Procedure: "procedure", result.ReceivedOn: "received", result.Office: "office", result.Above: "above",
	result.Place: "place", result.Officer: "officer", result.Position: "position", result.Today: "today", result.Number: "number", result.IssuedOn: "issued"}

// BuiltinName says what a name means that does not come from the form, "" for another.
func BuiltinName(ctx context.Context, name string) string {
	if key := builtinKeys[name]; key != "" {
		return say(ctx, "result.field."+key)
	}
	return ""
}

func fieldTable(ctx context.Context, form []Field) ui.Table {
	t := ui.Table{Caption: say(ctx, "result.fields"), Dense: true, Head: []ui.Head{{Text: say(ctx, "result.typed")}, {Text: say(ctx, "result.becomes")}}}
	add := func(name, what string) {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: "{{" + name + "}}", Header: true}, {Text: what}}})
	}
	for _, f := range form {
		if f.Type != File {
			add(f.Name, f.Label(text.LangOf(ctx)))
		}
	}
	for _, name := range result.Builtin {
		add(name, BuiltinName(ctx, name))
	}
	return t
}
