package archive

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mineView is a citizen's own store of issued papers.
type mineView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Papers  ui.Checklist
	Some    bool
	Empty   ui.Empty
	Pager   ui.Pager
}

// mine lists what the state has issued to the citizen.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx, title := r.Context(), text.T(r.Context(), "archive.mine.title")
	all, next, err := p.s.Mine(ctx, r.URL.Query().Get("truoc"))
	if err != nil {
		return err
	}
	v := mineView{
		Frame:   ui.Frame{Title: title, Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "archive.mine.lead")}, Some: len(all) > 0,
		Empty: ui.Empty{Title: text.T(ctx, "archive.mine.empty"), Text: text.T(ctx, "archive.mine.empty-hint")},
	}
	for _, x := range all {
		tag := p.stateTag(ctx, x)
		v.Papers.Items = append(v.Papers.Items, ui.CheckItem{Title: x.Title, Href: minePath + "/" + x.ID, Tag: &tag,
			Hint: text.T(ctx, "archive.mine.line", "number", x.Number, "on", text.Date(x.IssuedOn), "unit", x.Office.Name)})
	}
	if next != "" {
		v.Pager.NextHref = minePath + "?truoc=" + next
	}
	return web.Show(w, r, minePage(v))
}

// stateTag says whether a paper holds today.
func (p *Pages) stateTag(ctx context.Context, x *Paper) ui.Tag {
	switch {
	case x.State != Valid:
		return ui.Tag{Text: text.T(ctx, "archive.state."+string(x.State)), Colour: ui.Red}
	case !x.Holds(p.s.today()):
		return ui.Tag{Text: text.T(ctx, "archive.state.expired"), Colour: ui.Grey}
	}
	return ui.Tag{Text: text.T(ctx, "archive.state.valid"), Colour: ui.Green}
}

// paperView is one paper, for its holder or for the office.
type paperView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Facts    ui.SummaryList
	Files    []fileView
	NoFiles  string        // why there are none
	Purpose  *ui.TextField // an officer says what for
	Code     ui.Copyable
	Square   squareOf
	Print    string // address that counts a print
	Looks    *ui.Table
	Story    ui.Timeline // what befell it; the office's
	Revoke   *endForm
	Replace  *endForm
}

type fileView struct{ Name, Href string }

// squareOf is the square of a paper, to be scanned from a screen, and the address that it says.
type squareOf struct{ Picture, Href string }

func (p *Pages) squareOf(x *Paper) (squareOf, error) {
	address, err := p.s.Square(x)
	if err != nil {
		return squareOf{}, err
	}
	picture, err := pdf.QR(address)
	return squareOf{pdf.DataURI(picture), address}, err
}

// myPaper shows one paper to its holder.
func (p *Pages) myPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := p.s.MyPaper(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	looks, err := p.s.Looks(ctx, x)
	if err != nil {
		return err
	}
	square, err := p.squareOf(x)
	if err != nil {
		return err
	}
	self := minePath + "/" + x.ID
	v := paperView{Square: square,
		Frame: ui.Frame{Title: x.Title, NoIndex: true, Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"},
			{Text: text.T(ctx, "archive.mine.title"), Href: minePath}, {Text: x.Title}}},
		Heading: ui.Heading{Title: x.Title, Caption: text.T(ctx, "archive.number-is", "number", x.Number), Beside: p.stateTag(ctx, x)},
		Facts:   ui.SummaryList{Rows: p.ownRows(ctx, x)}, Code: ui.Copyable{ID: "ma-giay-to", Value: ShownCode(x.Code)},
		Print: self + "/phieu", Looks: looksTable(ctx, looks),
	}
	for _, f := range x.Files {
		v.Files = append(v.Files, fileView{f.Name, self + "/tep/" + f.SHA256})
	}
	v.NoFiles = noFiles(ctx, x)
	return web.Show(w, r, paperPage(v))
}

// ownRows are the facts for somebody who may see them all.
func (p *Pages) ownRows(ctx context.Context, x *Paper) []ui.SummaryRow {
	rows := strangerRows(ctx, x, true)
	if x.From != "" {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive.from"), Text: x.From})
	}
	if x.State != Valid {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive.ended-at"), Text: text.DateTime(ctx, x.EndedAt)},
			ui.SummaryRow{Key: text.T(ctx, "archive.reason"), Text: x.Reason})
	}
	for key, other := range map[string]string{"successor": x.Successor, "replaces": x.Replaces} {
		if other != "" {
			at := minePath
			if actor.Of(ctx).Kind != actor.Citizen {
				at = deskPath
			}
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "archive."+key),
				Body: link(templ.SafeURL(at+"/"+other), text.T(ctx, "archive.open-it"))})
		}
	}
	return rows
}

// looksTable is who of the offices opened the file, and what for; nil when nobody did.
func looksTable(ctx context.Context, looks []audit.Record) *ui.Table {
	if len(looks) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "archive.looks"), HideCaption: true, Head: []ui.Head{{Text: text.T(ctx, "archive.look-at")},
		{Text: text.T(ctx, "archive.look-who")}, {Text: text.T(ctx, "archive.look-why")}}}
	for _, l := range looks {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Header: true, Text: text.DateTime(ctx, l.At)},
			{Text: l.PersonName + ", " + l.UnitName}, {Text: l.Purpose}}})
	}
	return t
}

// file sends a file of a paper to its holder, or to an officer who says what for.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.Open(r.Context(), r.PathValue("id"), r.PathValue("sha"), text.Clean(r.URL.Query().Get("muc-dich")))
	if err != nil {
		return err
	}
	defer content.Close()
	raw, err := io.ReadAll(content) // only its end tells whether these are the bytes that were issued
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: f.Type, Name: f.Name}, raw)
	return nil
}

// print counts a print and leads to what is printed.
func (p *Pages) print(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.s.Slip(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, r.URL.Path+".pdf")
}

// slip is the printed slip of a paper.
func (p *Pages) slip(w http.ResponseWriter, r *http.Request) error {
	name, raw, err := p.s.SlipPDF(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: blob.PDF, Name: name}, raw)
	return nil
}
