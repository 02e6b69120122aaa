package catalog

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// fileLimit is the most an import file may weigh; the whole catalogue of a province has less.
const fileLimit = 20 << 20

// importView asks for the files.
type importView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Form     ui.FormFrame
	CSV      ui.FileField
	Detailed ui.FileField
	From     ui.DateField
	Decision ui.TextField
	Why      ui.TextArea
	Submit   ui.Button
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	wrong := func(name string) string { return ui.Problem(ctx, held.Err, name) }
	v := importView{
		Frame: desk(ctx, say(ctx, "import.title"), keepCrumb(ctx)), Heading: ui.Heading{Title: say(ctx, "import.title"), Lead: say(ctx, "import.lead")},
		Problems: ui.Problems(ctx, held.Err), Form: ui.FormFrame{Action: importPath, Multipart: true},
		CSV:      ui.FileField{Name: "csv", Label: say(ctx, "import.csv"), Hint: say(ctx, "import.csv-hint"), Accept: ".csv", MaxMB: fileLimit >> 20, Error: wrong("csv")},
		Detailed: ui.FileField{Name: "detailed", Label: say(ctx, "import.detailed"), Hint: say(ctx, "import.detailed-hint"), Accept: ".json", MaxMB: fileLimit >> 20, Error: wrong("detailed")},
		From:     ui.DateField{Name: "from", Label: say(ctx, "keep.first-day"), Hint: say(ctx, "import.from-hint"), Value: held.Value("from", ""), Error: wrong("from")},
		Decision: ui.TextField{Name: "decision", Label: say(ctx, "label.decision"), Value: held.Value("decision", ""), Hint: say(ctx, "keep.decision-hint"), MaxLength: 100},
		Why:      whyField(ctx, held), Submit: ui.Button{Text: say(ctx, "import.check")},
	}
	v.Frame.Failed = held.Was()
	return web.Show(w, r, importPage(v))
}

// putUp keeps the files and shows what they would do.
func (p *Pages) putUp(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		return again(w, r, fault.New(fault.Invalid, "catalog.import.unreadable").Because(err), importPath)
	}
	defer r.MultipartForm.RemoveAll()
	in := Sources{PublishFrom: dayIn(r.PostFormValue("from")), DecisionNo: r.PostFormValue("decision"), Why: r.PostFormValue("why")}
	var err error
	if in.CSV, err = fileOf(r, "csv"); err != nil {
		return again(w, r, err, importPath)
	}
	if in.Detailed, err = fileOf(r, "detailed"); err != nil {
		return again(w, r, err, importPath)
	}
	key, err := p.svc.PutUp(r.Context(), in)
	if err != nil {
		return again(w, r, err, importPath)
	}
	return web.SeeOther(w, r, importPath+"/"+key)
}

// fileOf reads a file of the form; nil when none was chosen.
func fileOf(r *http.Request, name string) ([]byte, error) {
	heads := r.MultipartForm.File[name]
	if len(heads) == 0 || heads[0].Filename == "" {
		return nil, nil
	}
	if heads[0].Size > fileLimit {
		return nil, fault.OnFields([]fault.Field{{Name: name, Key: "catalog.import.too-large", Args: fault.Args("mb", fileLimit>>20)}})
	}
	f, err := heads[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// rehearsalView is what an import would do, before it does it.
type rehearsalView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Verdict  ui.Notice
	Stats    ui.Stats
	Problems *ui.Table
	Items    *ui.Table
	Facts    ui.SummaryList
	Confirm  *ui.FormFrame
	Submit   ui.Button
	Back     ui.Button
}

// mostShown bounds the lines of each table: whoever has more errors mends the file first.
const mostShown = 300

func (p *Pages) showRehearsal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	plan, in, err := p.svc.RehearseUpload(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := rehearsalView{
		Frame:   desk(ctx, say(ctx, "import.rehearsal"), keepCrumb(ctx), ui.Crumb{Text: say(ctx, "import.title"), Href: importPath}),
		Heading: ui.Heading{Title: say(ctx, "import.rehearsal")},
		Facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: say(ctx, "keep.first-day"), Text: firstDay(ctx, in)}, {Key: say(ctx, "label.decision"), Text: in.DecisionNo},
			{Key: say(ctx, "label.why"), Text: in.Why}}},
		Back: ui.Button{Text: say(ctx, "import.other-file"), Href: importPath, Kind: ui.Secondary},
	}
	switch {
	case len(plan.Problems) > 0:
		v.Verdict = ui.Notice{Kind: ui.Danger, Text: say(ctx, "import-has-problems", "n", len(plan.Problems))}
		v.Problems = problemTable(ctx, plan.Problems)
	case !plan.Changes():
		v.Verdict = ui.Notice{Text: say(ctx, "import.no-changes")}
	default:
		v.Verdict = ui.Notice{Kind: ui.Success, Text: say(ctx, "import.good")}
		v.Items = itemTable(ctx, plan.Items)
		v.Confirm = &ui.FormFrame{Action: importPath + "/" + r.PathValue("id"), Confirm: say(ctx, "import.confirm-question")}
		v.Submit = ui.Button{Text: say(ctx, "import.confirm")}
	}
	if len(plan.Items) > 0 {
		v.Stats = figures(ctx, *plan)
	}
	return web.Show(w, r, rehearsalPage(v))
}

// figures says what becomes of how many.
func figures(ctx context.Context, plan Plan) (s ui.Stats) {
	for _, a := range []Action{Added, Changed, Amended, Same, Kept} {
		s.Tiles = append(s.Tiles, ui.StatTile{Label: say(ctx, "action."+string(a)), Value: text.Integer(text.LangOf(ctx), int64(plan.Count(a)))})
	}
	return s
}

func firstDay(ctx context.Context, in Sources) string {
	if in.PublishFrom == "" {
		return say(ctx, "import.as-drafts")
	}
	return text.Date(in.PublishFrom)
}

func problemTable(ctx context.Context, problems []Problem) *ui.Table {
	t := &ui.Table{Caption: say(ctx, "import.problems"), Dense: true, Head: []ui.Head{
		{Text: say(ctx, "label.file")}, {Text: say(ctx, "label.line"), Numeric: true}, {Text: say(ctx, "label.column")}, {Text: say(ctx, "label.problem")}}}
	for _, one := range problems[:min(len(problems), mostShown)] {
		t.Rows = append(t.Rows, ui.TableRow{Kind: ui.Alert, Cells: []ui.Cell{{Text: one.File}, {Text: strconv.Itoa(one.Line)},
			{Text: one.Column}, {Text: text.TMap(ctx, one.Key, one.Args), Header: true}}})
	}
	return t
}

func itemTable(ctx context.Context, items []PlanItem) *ui.Table {
	t := &ui.Table{Caption: say(ctx, "import.items"), Dense: true, Head: []ui.Head{
		{Text: say(ctx, "label.name")}, {Text: say(ctx, "label.level")}, {Text: say(ctx, "label.action")}, {Text: say(ctx, "label.version"), Numeric: true}}}
	for _, item := range items {
		if item.Action == Same || item.Action == Kept || len(t.Rows) >= mostShown {
			continue
		}
		number := ""
		if item.Number > 0 {
			number = strconv.Itoa(item.Number)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: item.Name, Header: true}, {Text: levelName(ctx, item.Level)},
			{Text: say(ctx, "action."+string(item.Action))}, {Text: number}}})
	}
	return t
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.svc.ConfirmUpload(r.Context(), r.PathValue("id"))
	if fault.Is(err, fault.Invalid) { // somebody changed the catalogue meanwhile: the page says what is wrong
		return web.SeeOther(w, r, importPath+"/"+r.PathValue("id"))
	}
	if err != nil {
		return err
	}
	web.Say(r, "catalog.import.done", "added", plan.Count(Added), "changed", plan.Count(Changed), "amended", plan.Count(Amended))
	return web.SeeOther(w, r, keepPath)
}
