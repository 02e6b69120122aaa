package keep

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// Where the pages live, and the desk they belong to.
const (
	deskPath    = "/lam-viec"
	LabelsPath  = deskPath + "/nhan"
	ViewsPath   = deskPath + "/bo-loc"
	ColumnsPath = deskPath + "/cot"
	ReasonsPath = deskPath + "/mau-ly-do"
)

// Pages are where these things are made and removed.
type Pages struct {
	b          *Book
	procedures func(context.Context) ([]ui.Option, error) // names by key, for reasons of one procedure
}

// NewPages returns the pages of a book.
func NewPages(b *Book, procedures func(context.Context) ([]ui.Option, error)) *Pages {
	return &Pages{b, procedures}
}

// Routes lists the pages. Whoever may see the desk may keep things of their own there.
func (p *Pages) Routes(see web.Need) []web.Route {
	return []web.Route{
		{Method: "GET", Path: LabelsPath, Need: see, Do: p.labels},
		{Method: "POST", Path: LabelsPath, Need: see, Do: p.addLabel},
		{Method: "POST", Path: LabelsPath + "/{id}/bo", Need: see, Do: p.drop(LabelsPath, p.b.DropLabel)},
		{Method: "POST", Path: ViewsPath, Need: see, Do: p.saveView},
		{Method: "POST", Path: ViewsPath + "/{id}/bo", Need: see, Do: p.drop(deskPath, p.b.DropView)},
		{Method: "GET", Path: ColumnsPath, Need: see, Do: p.columns},
		{Method: "POST", Path: ColumnsPath, Need: see, Do: p.chooseColumns},
		{Method: "GET", Path: ReasonsPath, Need: see, Do: p.reasons},
		{Method: "POST", Path: ReasonsPath, Need: see, Do: p.addReason},
		{Method: "POST", Path: ReasonsPath + "/{id}/bo", Need: see, Do: p.drop(ReasonsPath, p.b.DropReason)},
	}
}

// pageView is a page on which things are listed, made and removed.
type pageView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	List     []line
	Empty    string
	Form     *ui.FormFrame // nil for those who may only look
	Legend   string
	Fields   []templ.Component
	Submit   ui.Button
	More     []ui.Button // beside Submit
}

// line is one thing, with the form that removes it.
type line struct {
	Title, Meta, Text string

	Label *Label
	Drop  *ui.FormFrame
	Sure  string
}

func frame(ctx context.Context, key string, held web.Held) pageView {
	title := text.T(ctx, key)
	return pageView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Failed: held.Was(),
			Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading:  ui.Heading{Title: title, Lead: text.T(ctx, key+"-lead")},
		Problems: ui.Problems(ctx, held.Err),
	}
}

// post reads a form and does something; what stands against it comes back on the page at back.
func post(w http.ResponseWriter, r *http.Request, back, said string, do func() error) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	if err := do(); err != nil {
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return err
		}
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, back)
	}
	web.Say(r, said)
	return web.SeeOther(w, r, back)
}

// drop removes a thing and goes back to its list.
func (p *Pages) drop(back string, do func(context.Context, string) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return post(w, r, back, "desk.said.dropped", func() error { return do(r.Context(), r.PathValue("id")) })
	}
}

// unitsBox asks whether a thing is for the whole unit; only those who may share see it.
func unitsBox(ctx context.Context, held web.Held) []templ.Component {
	if !MayShare(ctx) {
		return nil
	}
	return []templ.Component{ui.Checkboxes{Name: "units", Values: held.Values["units"],
		Options: []ui.Option{{Value: "1", Text: text.T(ctx, "desk.for-unit")}}}}
}

func dropFrame(list, id string) *ui.FormFrame { return &ui.FormFrame{Action: list + "/" + id + "/bo"} }
