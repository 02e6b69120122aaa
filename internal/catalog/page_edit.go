package catalog

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// editView is a form over a part of a draft, or over one thing in it.
type editView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Stale    *ui.Notice // what stands in the draft now, when somebody else was faster
	Form     ui.FormFrame
	Edition  string
	In       string
	Parts    []editPart
	Submit   ui.Button
	Back     ui.Link
}

// editPart is fields under a heading; the first often needs none.
type editPart struct {
	Title  string
	Fields []templ.Component
}

// draft is a draft being edited, as a request names it.
type draft struct {
	*Version
	procedure *Procedure
	in        string // the case or the group in which something stands
}

// draftOf returns the draft that the address names, for whoever may edit it.
func (p *Pages) draftOf(r *http.Request) (*draft, error) {
	one, v, _, err := p.numbered(r)
	if err != nil {
		return nil, err
	}
	if err := p.svc.mayKeep(r.Context(), CanEdit, one.Level); err != nil {
		return nil, err
	}
	if v.Status != StatusDraft {
		return nil, fault.New(fault.Conflict, "catalog.not-a-draft")
	}
	return &draft{v, one, r.FormValue("trong")}, nil
}

func (d *draft) path() string { return versionPath(d.ProcedureID, d.Number) }

// at is the address of a part of the draft, or of one thing in it.
func (d *draft) at(part, item string) string {
	path := d.path() + "/sua/" + part
	if item != "" {
		path += "/" + item
	}
	return to(path, "trong", d.in)
}

// crumbs is the way to a page of the editor; the version is the page before.
func (d *draft) frame(ctx context.Context, title string, between ...ui.Crumb) ui.Frame {
	way := []ui.Crumb{keepCrumb(ctx), {Text: d.procedure.Name, Href: historyPath(d.ProcedureID)},
		{Text: say(ctx, "keep.version", "n", d.Number), Href: d.path()}}
	return desk(ctx, title, append(way, between...)...)
}

// formOf is a form over the draft. What is refused comes back as it was typed, with the newest edition:
// whoever saves once more has seen what the other wrote.
func (d *draft) formOf(ctx context.Context, held web.Held, title, action, now string, parts []editPart) editView {
	v := editView{
		Frame: d.frame(ctx, title), Heading: ui.Heading{Title: title, Caption: d.procedure.Name}, Problems: ui.Problems(ctx, held.Err),
		Form: ui.FormFrame{Action: action}, Edition: strconv.Itoa(d.Edition), In: d.in, Parts: parts,
		Submit: ui.Button{Text: say(ctx, "edit.save")}, Back: ui.Link{Text: say(ctx, "edit.back-to-draft"), Href: d.path()},
	}
	v.Frame.Failed = held.Was()
	if held.Err != nil && held.Err.Kind == fault.Conflict {
		v.Stale = &ui.Notice{Kind: ui.Caution, Title: say(ctx, "edit.stale-title"), Text: say(ctx, "edit.stale", "now", orUnknown(ctx, now))}
	}
	return v
}

// save changes the draft and goes on, or back to the form with what was typed.
func (p *Pages) save(w http.ResponseWriter, r *http.Request, d *draft, part, back, on string, change func(*Content) error) error {
	edition, err := strconv.Atoi(r.PostFormValue("an-ban"))
	if err != nil {
		edition = -1
	}
	if err := p.svc.Edit(r.Context(), d.ID, edition, part, change); err != nil {
		return again(w, r, err, back)
	}
	web.Say(r, "catalog.edit.saved")
	return web.SeeOther(w, r, on)
}

// editor shows a part of a draft: a form, or a list of things each with a form of its own.
func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	part := r.PathValue("part")
	if form, ok := editForms[part]; ok {
		ctx, held := r.Context(), web.Kept(r)
		parts := form.ask(asker{ctx, held}, d.Content)
		return web.Show(w, r, editPage(d.formOf(ctx, held, say(ctx, "edit.part."+part), d.at(part, ""), form.now(ctx, d.Content), parts)))
	}
	list, ok := editLists[part]
	if !ok || list.size(&d.Content, d.in) < 0 {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("bo")); err == nil && n > 0 && n <= list.size(&d.Content, d.in) {
		return web.Show(w, r, stepPage(d.removing(r.Context(), part, list, n)))
	}
	return web.Show(w, r, editListPage(d.listOf(r.Context(), web.Kept(r), part, list)))
}

// keep saves a part of a draft.
func (p *Pages) keep(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draftOf(r)
	if err != nil {
		return err
	}
	part := r.PathValue("part")
	if form, ok := editForms[part]; ok {
		return p.save(w, r, d, part, d.at(part, ""), d.path(), func(c *Content) error { return fault.OnFields(form.read(c, r.PostForm)) })
	}
	list, ok := editLists[part]
	if !ok {
		return fault.New(fault.NotFound, "fault.not-found")
	}
	order := r.PostFormValue("lam")
	if number, takes := strings.CutPrefix(order, "bo:"); takes && r.PostFormValue("chac") == "" {
		return web.SeeOther(w, r, d.asking(part, number))
	}
	return p.save(w, r, d, part, d.at(part, ""), d.at(part, ""), func(c *Content) error { return arrange(list, c, d.in, order) })
}

// editForm is a part of a content with one form.
type editForm struct {
	ask  func(asker, Content) []editPart
	read func(*Content, url.Values) []fault.Field
	now  func(context.Context, Content) string // what stands there, in a line
}

// asker makes fields that show what was typed, else what is saved.
type asker struct {
	ctx  context.Context
	held web.Held
}

func (a asker) wrong(name string) string { return ui.Problem(a.ctx, a.held.Err, name) }

// hint is the hint under a label, where there is one.
func (a asker) hint(key string) string {
	if !text.Has(text.LangOf(a.ctx), "catalog."+key+"-hint") {
		return ""
	}
	return say(a.ctx, key+"-hint")
}

func (a asker) line(name, key, saved string) ui.TextField {
	return ui.TextField{Name: name, Label: say(a.ctx, key), Hint: a.hint(key), Value: a.held.Value(name, saved), Error: a.wrong(name), MaxLength: 1000}
}

func (a asker) short(name, key, saved, width string) ui.TextField {
	f := a.line(name, key, saved)
	f.Width, f.MaxLength = width, 40
	return f
}

func (a asker) area(name, key, saved string, rows int) ui.TextArea {
	return ui.TextArea{Name: name, Label: say(a.ctx, key), Hint: a.hint(key), Value: a.held.Value(name, saved), Error: a.wrong(name), Rows: rows, MaxLength: 20_000}
}

func (a asker) choice(name, key, saved string, options []ui.Option) ui.Select {
	return ui.Select{Name: name, Label: say(a.ctx, key), Hint: a.hint(key), Value: a.held.Value(name, saved), Error: a.wrong(name), Options: options}
}

// ticks are boxes under one question; ticked are the values that are saved as ticked.
func (a asker) ticks(name, key string, ticked []string, values ...string) ui.Checkboxes {
	if a.held.Values != nil {
		ticked = a.held.Values[name]
	}
	c := ui.Checkboxes{Name: name, Label: say(a.ctx, key), Error: a.wrong(name), Values: ticked}
	for _, v := range values {
		c.Options = append(c.Options, ui.Option{Value: v, Text: say(a.ctx, "edit."+v), Hint: a.hint("edit." + v)})
	}
	return c
}
