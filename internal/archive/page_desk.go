package archive

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// registerView is the office's register of issued papers.
type registerView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Filter  ui.FilterSpec
	Fields  []templ.Component
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
	Pager   ui.Pager
	Ways    []ui.Link
}

// register lists issued papers of the officer's units.
func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	ctx, typed, title := r.Context(), r.URL.Query(), text.T(r.Context(), "archive.desk.title")
	q := Query{State: State(typed.Get("trang-thai")), Words: text.Clean(typed.Get("tim")), Before: typed.Get("truoc")}
	all, next, err := p.s.Register(ctx, q)
	if err != nil {
		return err
	}
	v := registerView{
		Frame:   ui.Frame{Title: title, Wide: true, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.desk.home"), Href: "/lam-viec"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Caption: actor.Of(ctx).UnitName, Lead: text.T(ctx, "archive.desk.lead")},
		Filter:  ui.FilterSpec{Action: deskPath}, Some: len(all) > 0, Fields: registerFields(ctx, q),
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true, KeyboardList: true},
		Empty: ui.Empty{Title: text.T(ctx, "archive.desk.empty"), Text: text.T(ctx, "archive.desk.empty-hint")},
	}
	if q.State != "" || q.Words != "" {
		v.Filter.Clear = deskPath
	}
	for _, head := range []string{"number", "title", "holder", "issued-on", "office", "state"} {
		v.Table.Head = append(v.Table.Head, ui.Head{Text: text.T(ctx, "archive."+head)})
	}
	for _, x := range all {
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: x.Number, Href: deskPath + "/" + x.ID, Whole: true}, {Text: x.Title},
			{Text: x.HolderNames()}, {Text: text.Date(x.IssuedOn)}, {Text: x.Office.Name}, {Body: p.stateTag(ctx, x)}}})
	}
	if next != "" {
		typed.Set("truoc", next)
		v.Pager.NextHref = deskPath + "?" + typed.Encode()
	}
	if actor.Of(ctx).HasAnywhere(CanDispose) {
		v.Ways = []ui.Link{{Text: text.T(ctx, "archive.dispose.title"), Href: disposePath}, {Text: text.T(ctx, "archive.transfer.title"), Href: transferPath}}
	}
	return web.Show(w, r, registerPage(v))
}

func registerFields(ctx context.Context, q Query) []templ.Component {
	state := ui.Select{Name: "trang-thai", Label: text.T(ctx, "archive.state"), Value: string(q.State), Options: []ui.Option{{Text: text.T(ctx, "archive.state.any")}}}
	for _, s := range States {
		state.Options = append(state.Options, ui.Option{Value: string(s), Text: text.T(ctx, "archive.state."+string(s))})
	}
	return []templ.Component{
		ui.TextField{Name: "tim", Label: text.T(ctx, "archive.desk.find"), Hint: text.T(ctx, "archive.desk.find-hint"), Value: q.Words, Type: "search", Autocomplete: "off"},
		state,
	}
}

// endForm is a form that ends a paper: revoke it, or put another in its place.
type endForm struct {
	Form   ui.FormFrame
	Title  string
	Lead   string
	Reason ui.TextArea
	File   *ui.FileField
	Number *ui.TextField
	Button ui.Button
}

// paper shows one paper to the office.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	x, events, err := p.s.Paper(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	square, err := p.squareOf(x)
	if err != nil {
		return err
	}
	self, a := deskPath+"/"+x.ID, actor.Of(ctx)
	v := paperView{Square: square,
		Frame: ui.Frame{Title: x.Title, Area: ui.Desk, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.desk.home"), Href: "/lam-viec"},
			{Text: text.T(ctx, "archive.desk.title"), Href: deskPath}, {Text: x.Number}}},
		Problems: ui.Problems(ctx, held.Err),
		Heading:  ui.Heading{Title: x.Title, Caption: text.T(ctx, "archive.number-is", "number", x.Number), Beside: p.stateTag(ctx, x)},
		Facts:    ui.SummaryList{Rows: p.officeRows(ctx, x)}, Code: ui.Copyable{ID: "ma-giay-to", Value: ShownCode(x.Code)}, Story: story(ctx, events),
	}
	for _, f := range x.Files {
		v.Files = append(v.Files, fileView{f.Name, self + "/tep/" + f.SHA256})
	}
	v.NoFiles = noFiles(ctx, x)
	if len(v.Files) > 0 {
		v.Purpose = &ui.TextField{Name: "muc-dich", Label: text.T(ctx, "archive.purpose"), Hint: text.T(ctx, "archive.purpose-hint"), MaxLength: 200,
			Autocomplete: "off", Required: true}
	}
	if a.Has(CanPrint, x.Office.Path) {
		v.Print = self + "/phieu"
	}
	if x.State == Valid && a.Has(CanRevoke, x.Office.Path) {
		v.Revoke = revokeForm(ctx, self, held, r)
	}
	if x.State == Valid && a.Has(CanReplace, x.Office.Path) {
		v.Replace = replaceForm(ctx, self, held, r)
	}
	return web.Show(w, r, paperPage(v))
}

// officeRows are the facts for an office: personal numbers masked, and the way to the dossier.
func (p *Pages) officeRows(ctx context.Context, x *Paper) []ui.SummaryRow {
	rows := p.ownRows(ctx, x)
	for _, h := range x.Holders {
		if h.PersonalNo != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive.personal-no"), Text: check.Mask(h.PersonalNo)})
		}
	}
	if href := p.Open(x.Subject); href != "" {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive.dossier"), Body: link(templ.SafeURL(href), text.T(ctx, "archive.open-it"))})
	}
	return append(rows, ui.SummaryRow{Key: text.T(ctx, "archive.prints"), Text: text.Integer(text.LangOf(ctx), int64(x.Prints))})
}

// story is what befell a paper, the newest first.
func story(ctx context.Context, events []Event) ui.Timeline {
	var t ui.Timeline
	for i := len(events) - 1; i >= 0; i-- {
		e := &events[i]
		f, _ := e.facts() // its reason alone is shown here; what cannot be read, Paper has refused
		by := e.PersonName
		if e.UnitName != "" {
			by += ", " + e.UnitName
		}
		t.Items = append(t.Items, ui.TimelineItem{Title: text.T(ctx, "archive.did."+e.Do), When: text.DateTime(ctx, e.At), By: by, Text: f.Reason})
	}
	return t
}

func revokeForm(ctx context.Context, self string, held web.Held, r *http.Request) *endForm {
	return &endForm{Form: ui.FormFrame{Action: self + "/thu-hoi", Confirm: text.T(ctx, "archive.revoke-sure")}, Title: text.T(ctx, "archive.revoke"),
		Lead: text.T(ctx, "archive.revoke-lead"),
		Reason: ui.TextArea{ID: "reason", Name: "reason", Label: text.T(ctx, "archive.revoke-reason"), Hint: text.T(ctx, "archive.reason-hint"), Value: held.Value("reason", ""), Rows: 2, MaxLength: 1000,
			Error: held.FieldError(r, "reason"), Required: true},
		Button: ui.Button{Text: text.T(ctx, "archive.revoke-do"), Kind: ui.Warning}}
}

func replaceForm(ctx context.Context, self string, held web.Held, r *http.Request) *endForm {
	return &endForm{Form: ui.FormFrame{Action: self + "/thay-the", Multipart: true, Confirm: text.T(ctx, "archive.replace-sure")}, Title: text.T(ctx, "archive.replace"),
		Lead: text.T(ctx, "archive.replace-lead"),
		Reason: ui.TextArea{ID: "why", Name: "why", Label: text.T(ctx, "archive.replace-reason"), Hint: text.T(ctx, "archive.reason-hint"), Value: held.Value("why", ""), Rows: 2, MaxLength: 1000,
			Error: held.FieldError(r, "why"), Required: true},
		File: &ui.FileField{Name: "file", Label: text.T(ctx, "archive.replace-file"), Hint: text.T(ctx, "archive.replace-file-hint"), Accept: ".pdf", MaxMB: 20,
			Error: held.FieldError(r, "file")},
		Number: &ui.TextField{Name: "number", Label: text.T(ctx, "archive.replace-number"), Hint: text.T(ctx, "archive.replace-number-hint"),
			Value: held.Value("number", ""), Width: "20", MaxLength: 60, Autocomplete: "off"},
		Button: ui.Button{Text: text.T(ctx, "archive.replace-do"), Kind: ui.Secondary}}
}

// revoke takes a paper out of force.
func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	self := deskPath + "/" + r.PathValue("id")
	if _, err := p.s.Revoke(r.Context(), At{ID: r.PathValue("id")}, r.PostForm.Get("reason")); err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, "archive.revoked-now")
	return web.SeeOther(w, r, self)
}

// replace puts a corrected paper in the place of one.
func (p *Pages) replace(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	self := deskPath + "/" + r.PathValue("id")
	c := Corrected{Number: r.PostForm.Get("number"), Reason: r.PostForm.Get("why")}
	if file, head, err := r.FormFile("file"); err == nil {
		defer file.Close()
		kept, err := p.s.Store(r.Context(), head.Filename, file)
		if err != nil {
			return again(w, r, renamed(err, "", "file"), self)
		}
		c.Files = []File{kept}
	}
	next, err := p.s.Replace(r.Context(), At{ID: r.PathValue("id")}, c)
	if err != nil {
		return again(w, r, renamed(err, "reason", "why"), self)
	}
	web.Say(r, "archive.replaced-now")
	return web.SeeOther(w, r, deskPath+"/"+next.ID)
}

// renamed says of the form's field what the service said of its own; a fault of no field is put on it.
func renamed(err error, from, to string) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	if len(f.Fields) == 0 && from == "" && f.Kind == fault.Invalid {
		return fault.OnFields([]fault.Field{{Name: to, Key: f.Key, Args: f.Args}})
	}
	for i := range f.Fields {
		if f.Fields[i].Name == from {
			f.Fields[i].Name = to
		}
	}
	return f
}
