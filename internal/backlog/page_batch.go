package backlog

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// batchView is one batch: how far it is, what is to be done next, scans to bring, its papers.
type batchView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Stats    ui.Stats
	Measured []string // accuracy, in sentences
	Tasks    []taskView
	Bring    *bringView
	Refused  []string // scanners' files that were not taken, and why
	Live     templ.Attributes
	Loads    []string
	Papers   *ui.Table
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Pager    ui.Pager
	Empty    ui.Empty
}

// taskView is something to do next, with how many papers wait for it.
type taskView struct {
	Form   ui.FormFrame
	Button ui.Button
}

// bringView is the form by which scans come in.
type bringView struct {
	Form   ui.FormFrame
	Found  *ui.Checkboxes // what scanners left; nil when there is nothing
	Drop   ui.Button
	File   ui.FileField
	How    ui.Radios
	Sides  ui.Checkboxes
	Lie    ui.Checkboxes
	Button ui.Button
}

// Topic is what is said when a batch has changed.
func Topic(batchID string) string { return "backlog/" + batchID }

func (p *Pages) batch(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	b, err := p.s.Batch(ctx, r.PathValue("batch"))
	if err != nil {
		return err
	}
	v := batchView{
		Frame: ui.Frame{Title: b.Name, Area: ui.Desk, Wide: true, Live: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "backlog.desk"), Href: "/lam-viec"},
			{Text: text.T(ctx, "backlog.title"), Href: deskPath}, {Text: b.Name}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: b.Name, Caption: b.Kind + " · " + b.UnitName},
		Measured: measured(ctx, b), Live: ui.Live("dot", Topic(b.ID)),
	}
	for _, s := range States {
		v.Stats.Tiles = append(v.Stats.Tiles, ui.StatTile{Label: text.T(ctx, "backlog.state."+string(s)), Value: number(ctx, b.In[s]).Text, Href: batchPath(b.ID) + "?trang-thai=" + string(s)})
	}
	loads, open, err := p.s.Loads(ctx, b.ID)
	if err != nil {
		return err
	}
	for i, l := range loads {
		v.Loads = append(v.Loads, loadWords(ctx, l, open[i]))
	}
	a := actor.Of(ctx)
	v.Tasks = tasks(ctx, a, b)
	if a.Has(CanWork, b.UnitPath) {
		if err := p.bringPart(r, b.Batch, held, &v); err != nil {
			return err
		}
		if err := p.paperTable(r, b, &v); err != nil {
			return err
		}
	}
	return web.Show(w, r, batchPage(v))
}

// tasks are the buttons of what can be done next; those for which nothing waits are left out.
func tasks(ctx context.Context, a actor.Actor, b *Progress) (out []taskView) {
	add := func(right, at, do, key string, n int) {
		if n > 0 && a.Has(right, b.UnitPath) {
			button := ui.Button{Text: text.T(ctx, "backlog.do."+key, "n", n), Name: "viec", Value: do}
			if len(out) > 0 {
				button.Kind = ui.Secondary
			}
			out = append(out, taskView{ui.FormFrame{Action: batchPath(b.ID) + at}, button})
		}
	}
	add(CanWork, "/tiep", string(ToEnter), "enter", b.In[Scanned])
	add(CanWork, "/tiep", string(ToCheck), "check", b.In[Entered])
	add(CanWork, "/tiep", string(ToRetype), "retype", b.Drawn)
	add(CanSign, "/ky", "", "sign", b.Ready)
	add(CanSign, "/chia-se", "", "share", b.In[Signed])
	return out
}

// measured says what second looks have found, and on how many fields.
func measured(ctx context.Context, b *Progress) (out []string) {
	for key, a := range map[string]Accuracy{"check": b.Check, "retype": b.Retype} {
		if _, ok := a.Right(); ok {
			out = append(out, text.T(ctx, "backlog.measured."+key, "right", right(ctx, a), "fields", a.Fields, "papers", a.Papers, "wrong", a.Wrong))
		}
	}
	return out
}

func loadWords(ctx context.Context, l *Load, open bool) string {
	args := []any{"files", len(l.Files), "done", l.Done, "papers", l.Papers, "name", l.ByName, "at", text.DateTime(ctx, l.At), "why", l.Failed}
	switch {
	case open:
		return text.T(ctx, "backlog.load.open", args...)
	case l.Failed != "":
		return text.T(ctx, "backlog.load.failed", args...)
	}
	return text.T(ctx, "backlog.load.done", args...)
}

// The ways in which pages belong together, as the form says them.
const (
	howFile = "tep"
	howEach = "trang"
	howMark = "to"
)

func bringForm(r *http.Request, batchID string, held web.Held) *bringView {
	ctx := r.Context()
	t := func(key string) string { return text.T(ctx, "backlog.bring."+key) }
	return &bringView{
		Form: ui.FormFrame{Action: batchPath(batchID) + "/quet", Multipart: true},
		File: ui.FileField{Name: "files", Label: t("files"), Hint: t("files-hint"), Accept: ".jpg,.jpeg,.png,.pdf", Multiple: true, MaxMB: 64, Required: true, Error: held.FieldError(r, "files")},
		How: ui.Radios{Name: "how", Label: t("how"), Value: held.Value("how", howFile), Options: []ui.Option{{Value: howFile, Text: t("each-file")},
			{Value: howMark, Text: t("separators"), Hint: t("separators-hint")},
			{Value: howEach, Text: t("each-pages"), Reveal: ui.TextField{Name: "each", Label: t("pages"), Value: held.Value("each", "1"), Error: held.FieldError(r, "each"),
				InputMode: "numeric", Width: "3", Autocomplete: "off"}}}},
		Sides:  ui.Checkboxes{Name: "sides", Options: []ui.Option{{Value: "1", Text: t("sides"), Hint: t("sides-hint")}}},
		Lie:    ui.Checkboxes{Name: "lie", Options: []ui.Option{{Value: "1", Text: t("lie"), Hint: t("lie-hint")}}},
		Button: ui.Button{Text: t("do"), Kind: ui.Secondary},
	}
}

func (p *Pages) bring(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	var way scan.Way
	switch r.PostForm.Get("how") {
	case howMark:
		way.Separators = true
	case howEach:
		if way.Each = whole(r.PostForm.Get("each"), -1); way.Each == 0 {
			way.Each = -1
		}
	}
	way.BothSides, way.AsTheyLie = r.PostForm.Get("sides") != "", r.PostForm.Get("lie") != ""
	var files []Upload
	if r.MultipartForm != nil {
		for _, head := range r.MultipartForm.File["files"] {
			if head.Size > 0 {
				files = append(files, Upload{head.Filename, func() (io.ReadCloser, error) { return head.Open() }})
			}
		}
	}
	self := batchPath(r.PathValue("batch"))
	found := r.PostForm["found"]
	if _, err := p.s.Bring(r.Context(), r.PathValue("batch"), way, files, found...); err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, "backlog.brought", "n", len(files)+len(found))
	return web.SeeOther(w, r, self)
}

// paperTable is the list of a batch's papers.
func (p *Pages) paperTable(r *http.Request, b *Progress, v *batchView) error {
	ctx, typed := r.Context(), r.URL.Query()
	q := Query{State: State(typed.Get("trang-thai")), Words: text.Clean(typed.Get("tim")), After: whole(typed.Get("sau"), 0)}
	all, next, err := p.s.Papers(ctx, b.ID, q)
	if err != nil {
		return err
	}
	v.Filter = ui.FilterSpec{Action: batchPath(b.ID)}
	if q.State != "" || q.Words != "" {
		v.Filter.Clear = batchPath(b.ID)
	}
	state := ui.Select{Name: "trang-thai", Label: text.T(ctx, "backlog.col.state"), Value: string(q.State), Options: []ui.Option{{Text: text.T(ctx, "backlog.state.any")}}}
	for _, s := range States {
		state.Options = append(state.Options, ui.Option{Value: string(s), Text: text.T(ctx, "backlog.state."+string(s))})
	}
	v.Fields = []templ.Component{ui.TextField{Name: "tim", Label: text.T(ctx, "backlog.find"), Value: q.Words, Type: "search", Autocomplete: "off"}, state}
	v.Empty = ui.Empty{Title: text.T(ctx, "backlog.no-papers")}
	if len(all) > 0 {
		t := paperRows(ctx, all)
		v.Papers = &t
	}
	if next > 0 {
		typed.Set("sau", strconv.Itoa(next))
		v.Pager.NextHref = batchPath(b.ID) + "?" + typed.Encode()
	}
	return nil
}

func paperRows(ctx context.Context, all []*Paper) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "backlog.papers"), Dense: true, KeyboardList: true, Head: heads(ctx, "ord", "number", "issued", "holder", "pages", "state", "people")}
	for _, x := range all {
		tag := ui.Tag{Text: text.T(ctx, "backlog.state."+string(x.State)), Colour: map[State]string{Shared: ui.Green, Signed: ui.Blue}[x.State]}
		if x.Note != "" {
			tag = ui.Tag{Text: text.T(ctx, "backlog.sent-back"), Colour: ui.Yellow}
		}
		on := ""
		if x.Fields.IssuedOn != "" {
			on = text.Date(x.Fields.IssuedOn)
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: strconv.Itoa(x.Ord), Href: paperPath + x.ID, Header: true}, {Text: x.Fields.Number}, {Text: on},
			{Text: x.Fields.Holder}, {Text: strconv.Itoa(len(x.Images))}, {Body: tag}, {Text: people(x)}}})
	}
	return t
}

// people are who entered and who checked a paper.
func people(x *Paper) string {
	out := x.Names.Entered
	if x.Names.Checked != "" {
		out += " → " + x.Names.Checked
	}
	return out
}

// next leads to the next paper of a task.
func (p *Pages) next(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	return p.lead(w, r, r.PathValue("batch"), Task(r.PostForm.Get("viec")))
}

func (p *Pages) lead(w http.ResponseWriter, r *http.Request, batchID string, t Task) error {
	x, err := p.s.Next(r.Context(), batchID, t)
	if err != nil {
		return err
	}
	if x == nil {
		web.Say(r, "backlog.none-left."+string(t))
		return web.SeeOther(w, r, batchPath(batchID))
	}
	return web.SeeOther(w, r, paperPath+x.ID+"?viec="+string(t))
}

func (p *Pages) share(w http.ResponseWriter, r *http.Request) error {
	n, err := p.s.Share(r.Context(), r.PathValue("batch"))
	if err != nil {
		return again(w, r, err, batchPath(r.PathValue("batch")))
	}
	web.Say(r, "backlog.shared", "n", n)
	return web.SeeOther(w, r, batchPath(r.PathValue("batch")))
}
