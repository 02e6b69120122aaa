package dossier

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// scannerView offers what the office's scanners have left, to be put under the papers of an intake.
type scannerView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Form     ui.FormFrame
	Choose   []templ.Component // under which paper each file goes
	Empty    string
	Go       *ui.Button // nil while there is nothing
	Back     ui.Button
}

// scannedName begins the name of the select of a file.
const scannedName = "quet:"

func scannerPath(draftID, ticket string) string {
	return withTicket(draftPath(draftID)+"/may-quet", ticket)
}

// scanner shows what waits.
func (p *Pages) scanner(w http.ResponseWriter, r *http.Request) error {
	dr, k, err := p.draftCase(r)
	if err != nil {
		return err
	}
	all, err := p.s.Scanned(r.Context(), dr)
	if err != nil {
		return err
	}
	ctx, held, ticket, title := r.Context(), web.Kept(r), r.URL.Query().Get(ticketKey), text.T(r.Context(), "dossier.scanner.title")
	v := scannerView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath},
			{Text: text.T(ctx, "dossier.intake.title"), Href: intakePath}, {Text: dr.Name, Href: draftOf(dr.ID, ticket)}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Caption: dr.Name, Lead: text.T(ctx, "dossier.scanner.lead")},
		Form: ui.FormFrame{Action: scannerPath(dr.ID, ticket)},
		Back: ui.Button{Text: text.T(ctx, "dossier.reuse.back"), Href: draftOf(dr.ID, ticket), Kind: ui.Secondary},
	}
	for _, f := range all {
		v.Choose = append(v.Choose, scannedFile(r, dr.ID, f, scannable(k), held))
	}
	if len(all) == 0 {
		u, err := p.s.Org.Unit(ctx, dr.ReceivingID)
		if err != nil {
			return err
		}
		v.Empty, v.Heading.Lead = text.T(ctx, "dossier.scanner.nothing", "folder", cmp.Or(u.CodePrefix, u.IdentifierCode)), ""
	} else {
		v.Go = &ui.Button{Text: text.T(ctx, "dossier.scanner.go")}
	}
	return web.Show(w, r, scannerPage(v))
}

// scannable are the papers that a file of a scanner may be: those of the case, and the one by which somebody acts for the owner.
func scannable(k catalog.Case) (out []Paper) {
	for _, c := range k.Components {
		if !c.PresentOnly {
			out = append(out, wanted(c))
		}
	}
	return append(out, ForMandate())
}

// scannedFile is a file with the papers under which it may go, and a link to look at it.
func scannedFile(r *http.Request, draftID string, f ScannerFile, papers []Paper, held web.Held) templ.Component {
	ctx, name := r.Context(), scannedName+f.ID
	s := ui.Select{ID: "quet-" + f.ID, Name: name, Label: f.Name, Hint: text.DateTime(ctx, f.At) + " · " + sizeText(ctx, f.Size), Value: held.Values.Get(name),
		Error: ui.Problem(ctx, held.Err, name), Options: []ui.Option{{Text: text.T(ctx, "dossier.scanner.not")}}}
	for _, one := range papers {
		s.Options = append(s.Options, ui.Option{Value: one.Key, Text: briefly(one.Name)})
	}
	return stacked(s, fileLinks([]fileLink{{Name: text.T(ctx, "dossier.scanner.look"), Href: draftPath(draftID) + "/may-quet/" + f.ID, Meta: f.Name}}))
}

// scannedOne opens one file.
func (p *Pages) scannedOne(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenScanned(r.Context(), r.PathValue("draft"), r.PathValue("scan"))
	return sendFile(w, f, content, err)
}

// saveScanner puts what was chosen under the papers, and leads back to the counter.
func (p *Pages) saveScanner(w http.ResponseWriter, r *http.Request) error {
	dr, k, err := p.draftCase(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	chosen := chosenScans(r.PostForm, scannable(k))
	ticket := r.URL.Query().Get(ticketKey)
	if len(chosen) == 0 {
		err = fault.New(fault.Invalid, "dossier.scanner.none")
	} else {
		_, err = p.s.TakeScanned(r.Context(), dr.ID, chosen)
	}
	if err != nil {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, scannerPath(dr.ID, ticket))
	}
	web.Say(r, "dossier.scanner.done", "n", len(chosen))
	return web.SeeOther(w, r, draftOf(dr.ID, ticket))
}

// chosenScans are the files for which a paper was chosen, in the order in which they left the scanner: keys grow with time.
func chosenScans(form url.Values, papers []Paper) (out []FromScanner) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		id, ok := strings.CutPrefix(name, scannedName)
		i := slices.IndexFunc(papers, func(one Paper) bool { return one.Key == form.Get(name) })
		if ok && i >= 0 {
			out = append(out, FromScanner{id, papers[i]})
		}
	}
	return out
}
