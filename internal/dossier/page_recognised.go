package dossier

import (
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// recognisedView is what was recognised in a file, page by page.
type recognisedView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Note    ui.Notice
	File    fileLink
	Mark    string // across what is printed
	Pages   []recognisedPage
}

type recognisedPage struct{ Title, Text string }

// recognised shows the text of a file. Like the file it is personal data, and opening it is a look.
func (p *Pages) recognised(w http.ResponseWriter, r *http.Request) error {
	f, text, err := p.s.OpenText(r.Context(), r.PathValue("id"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	v, err := p.open(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	rd, err := p.reading(r, v)
	if err != nil {
		return err
	}
	title := rd.t("dossier.recognised.title")
	out := recognisedView{Frame: ui.Frame{Title: title + " – " + f.Name, Area: ui.Desk, Crumbs: rd.crumbs(title)}, Heading: ui.Heading{Title: title, Caption: f.Name},
		Note: ui.Notice{Kind: ui.Caution, Text: rd.t("dossier.recognised.note")}, File: rd.files([]File{f})[0], Mark: rd.mark()}
	for i, said := range text.Words {
		if said == "" {
			said = rd.t("dossier.recognised.nothing")
		}
		out.Pages = append(out.Pages, recognisedPage{rd.t("dossier.recognised.page", "n", strconv.Itoa(i+1)), said})
	}
	return web.Show(w, r, recognisedText(out))
}

// recognisedIn says beside a file how far its reading is, and leads to the text once there is one.
func (rd *reading) recognisedIn(link fileLink, f File) fileLink {
	one, ok := rd.read[f.SHA256]
	if !ok {
		return link
	}
	said := rd.t("dossier.recognised."+string(one.State), "n", one.Pages)
	if one.State == WasRead {
		link.Text = &ui.Link{Text: said, Href: filePath(rd.v.ID) + "/tep/" + f.SHA256 + "/chu"}
	} else {
		link.Meta += " · " + said
	}
	return link
}
