package dossier

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// compareView shows a paper beside the form.
type compareView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Unmask  *unmaskView // a purpose must be given first
	Empty   *ui.Empty   // nothing was handed in as a file
	Paper   sheetView
	Form    ui.SummaryList
	Owner   ui.SummaryList
	Papers  []paperLink
	Actions []ui.Button
	Mark    string // across what is printed
}

// sheetView is the paper that is shown.
type sheetView struct {
	Title, Src, Open, Place string

	Image    bool
	PDF      bool
	Zoom     string // class of the chosen size
	Zooms    []zoomLink
	Prev     string
	Next     string
	Mark     ui.FormFrame
	SHA256   string
	Checked  string // who held it against the form, "" while nobody has
	MarkText string
	MarkTo   string // value of the button: "1" marks, "" takes the mark away
}

type zoomLink struct {
	Text, Href string
	Current    bool
}

// paperLink is one of the papers to go to.
type paperLink struct {
	Text, Href string
	Current    bool
	Checked    bool
}

// sheet is a file of a dossier with the paper it belongs to.
type sheet struct {
	paper string
	File
}

func sheets(d *Dossier) []sheet {
	var out []sheet
	for _, p := range d.Handed() {
		for _, f := range p.Files {
			out = append(out, sheet{p.Name, f})
		}
	}
	return out
}

// zooms are the sizes of a picture, in percent of the pane.
var zooms = []string{"100", "150", "200", "300"}

// compare shows one paper of a dossier beside its form. Both are personal data: a purpose stands, or
// is asked first.
func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	v, err := p.open(r, id)
	if err != nil {
		return err
	}
	rd, err := p.reading(r, v)
	if err != nil {
		return err
	}
	checks, err := p.s.book.ChecksOf(r.Context(), id)
	if err != nil {
		return err
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("giay"))
	w.Header().Set("Content-Security-Policy", web.PolicyWithFrames)
	return web.Show(w, r, comparePage(rd.compare(sheets(v.Dossier), at-1, r.URL.Query().Get("co"), checks)))
}

func (rd *reading) compare(all []sheet, at int, zoom string, checks map[string]keep.Checked) compareView {
	title := rd.t("desk.compare.title")
	v := compareView{Frame: ui.Frame{Title: title + " – " + rd.v.Code, Area: ui.Desk, Wide: true, Crumbs: rd.crumbs(title)},
		Heading: ui.Heading{Title: title, Caption: rd.v.Code + " · " + rd.v.Name}, Owner: rd.party(rd.v.Owner), Form: rd.values()}
	if rd.v.Masked {
		if rd.mayDo(CanUnmask) {
			v.Unmask = rd.unmask()
			v.Unmask.Form.Action += "?ve=doi-chieu"
		} else {
			v.Empty = &ui.Empty{Title: rd.t("desk.compare.not-allowed")}
		}
		return v
	}
	if len(all) == 0 {
		v.Empty = &ui.Empty{Title: rd.t("desk.compare.none"), Text: rd.t("desk.compare.none-hint")}
		return v
	}
	v.Mark, at = rd.mark(), min(max(at, 0), len(all)-1)
	if !slices.Contains(zooms, zoom) {
		zoom = zooms[0]
	}
	v.Paper = rd.sheet(all, at, zoom, checks)
	for i, s := range all {
		_, done := checks[s.SHA256]
		v.Papers = append(v.Papers, paperLink{Text: s.paper + " – " + s.Name, Href: rd.comparePath(i, zoom), Current: i == at, Checked: done})
	}
	for i, b := range rd.work().Buttons {
		if b.Href != "" && i < 4 {
			b.Kind = ui.Secondary
			v.Actions = append(v.Actions, b)
		}
	}
	return v
}

func (rd *reading) comparePath(i int, zoom string) string {
	return filePath(rd.v.ID) + "/doi-chieu?giay=" + strconv.Itoa(i+1) + "&co=" + zoom
}

func (rd *reading) sheet(all []sheet, at int, zoom string, checks map[string]keep.Checked) sheetView {
	s := all[at]
	src := filePath(rd.v.ID) + "/tep/" + s.SHA256
	v := sheetView{Title: s.paper, Src: src + "?khung", Open: src, Place: rd.t("desk.compare.place", "at", at+1, "n", len(all)),
		Image: s.Type == blob.JPEG || s.Type == blob.PNG, PDF: s.Type == blob.PDF, Zoom: zoom, SHA256: s.SHA256,
		Mark: ui.FormFrame{Action: filePath(rd.v.ID) + "/doi-chieu?giay=" + strconv.Itoa(at+1) + "&co=" + zoom}}
	for _, z := range zooms {
		v.Zooms = append(v.Zooms, zoomLink{z + " %", rd.comparePath(at, z), z == zoom})
	}
	if at > 0 {
		v.Prev = rd.comparePath(at-1, zoom)
	}
	if at < len(all)-1 {
		v.Next = rd.comparePath(at+1, zoom)
	}
	v.MarkText, v.MarkTo = rd.t("desk.compare.mark"), "1"
	if c, ok := checks[s.SHA256]; ok {
		v.Checked = rd.t("desk.compare.marked", "name", c.By, "at", text.DateTime(rd.ctx, c.At))
		v.MarkText, v.MarkTo = rd.t("desk.compare.unmark"), ""
	}
	return v
}

// check marks a paper as held against the form, or takes the mark away, and goes on to the next.
func (p *Pages) check(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if err := readForm(r); err != nil {
		return err
	}
	sum, on := r.PostForm.Get("sha"), r.PostForm.Get("mark") != ""
	if err := p.s.CheckPaper(ctx, id, sum, on); err != nil {
		return err
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("giay"))
	if on {
		at++
	}
	return web.SeeOther(w, r, filePath(id)+"/doi-chieu?giay="+strconv.Itoa(at)+"&co="+r.URL.Query().Get("co"))
}

// CheckPaper marks a file of a dossier as held against its form.
func (s *Service) CheckPaper(ctx context.Context, dossierID, sha256 string, on bool) error {
	d, err := store{s.DB.Read()}.byID(ctx, dossierID)
	if err != nil {
		return err
	}
	if err := s.mayReadPapers(ctx, d); err != nil {
		return err
	}
	if !slices.ContainsFunc(sheets(d), func(one sheet) bool { return one.SHA256 == sha256 }) {
		return fault.New(fault.NotFound, "dossier.file-not-found")
	}
	return s.book.Check(ctx, dossierID, sha256, on)
}
