package catalog

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// versionView is a version for its keeper: what changed, and all it says.
type versionView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Facts    ui.SummaryList
	Buttons  []ui.Button
	Draft    *draftPart
	Changes  []Difference
	Same     string // said when nothing changed since the version before
	Channels ui.Table
	Children *ui.Table
	Papers   []papersView
	Steps    ui.Steps
	Form     ui.Table
	Bases    lines
	Needs    lines
	Reasons  lines
}

// draftPart is what an editor of a draft has before them: the parts, and what is still wrong.
type draftPart struct {
	Parts    ui.Checklist
	Troubles []string
	Good     string
	Edited   string
}

// numbered returns the version that the address names.
func (p *Pages) numbered(r *http.Request) (*Procedure, *Version, *Version, error) {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, nil, nil, err
	}
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return nil, nil, nil, fault.New(fault.NotFound, "catalog.version-not-found")
	}
	v, before, err := p.svc.Numbered(r.Context(), one.ID, n)
	return one, v, before, err
}

func (p *Pages) showVersion(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, version, before, err := p.numbered(r)
	if err != nil {
		return err
	}
	title := say(ctx, "keep.version", "n", version.Number)
	v := versionView{
		Frame:   desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)}),
		Heading: ui.Heading{Title: title, Caption: one.Name, Beside: standingTag(ctx, version, p.svc.today())}, Problems: ui.Problems(ctx, held.Err),
		Facts: versionFacts(ctx, version), Channels: channelTable(ctx, version.Cases), Form: formTable(ctx, version.Fields),
		Bases: linesOf(ctx, version.LegalBases), Needs: linesOf(ctx, version.Requirements), Reasons: linesOf(ctx, version.SupplementReasons),
	}
	v.Frame.Failed = held.Was()
	v.Steps = stepsOf(ctx, version.Steps)
	for _, k := range version.Cases {
		v.Papers = append(v.Papers, papersOf(ctx, k))
	}
	v.Children = childTable(ctx, version.Children)
	if before != nil {
		v.compare(ctx, before.Content, version.Content)
	}
	v.acts(ctx, p.svc, one, version)
	return web.Show(w, r, versionPage(v))
}

// acts are what can be done with the version as it stands, for whoever may do it.
func (v *versionView) acts(ctx context.Context, svc *Service, one *Procedure, version *Version) {
	path := versionPath(one.ID, version.Number)
	add := func(key, href, kind string) {
		v.Buttons = append(v.Buttons, ui.Button{Text: say(ctx, key), Href: href, Kind: kind})
	}
	edits, publishes := svc.Keeps(ctx, CanEdit, one.Level), svc.Keeps(ctx, CanPublish, one.Level)
	if version.Status == StatusDraft && publishes {
		add("keep.publish", path+"/cong-bo", ui.Primary)
	}
	if edits && version.Status != StatusDraft {
		add("edit.begin", path+"/nhap-moi", ui.Primary)
	}
	add("preview.open", path+"/xem-truoc", ui.Secondary)
	add("bundle.export", path+"/xuat", ui.Secondary)
	v.Buttons[len(v.Buttons)-1].Download = true
	switch today := svc.today(); {
	case version.Status == StatusDraft && edits:
		v.Draft = draftOfVersion(ctx, version)
		add("edit.discard", path+"/huy", ui.Secondary)
	case publishes && version.Ahead(today) && version.Until == "":
		add("keep.undo", path+"/thu-hoi", ui.Secondary)
	case publishes && version.Status == StatusAbolished && version.Until >= today:
		add("keep.undo-abolish", path+"/thu-hoi", ui.Secondary)
	}
}

func draftOfVersion(ctx context.Context, version *Version) *draftPart {
	d := &draftPart{Parts: partsOf(ctx, version), Troubles: troubleNotices(ctx, version.Content)}
	if len(d.Troubles) == 0 {
		d.Good = say(ctx, "edit.ready")
	}
	if version.EditedBy != "" {
		d.Edited = say(ctx, "edit.edited-by", "who", version.EditedBy, "when", text.DateTime(ctx, version.EditedAt))
	}
	return d
}

func versionFacts(ctx context.Context, v *Version) ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: say(ctx, "label.decision"), Text: v.DecisionNo},
		{Key: say(ctx, "label.from"), Text: text.Date(v.From)},
		{Key: say(ctx, "label.until"), Text: text.Date(v.Until)},
		{Key: say(ctx, "label.service-level"), Body: onlineTag(ctx, v.ServiceLevel)},
		{Key: say(ctx, "label.handling-unit"), Text: v.HandlingUnit},
		{Key: say(ctx, "label.result"), Text: v.Result},
		{Key: say(ctx, "part.handling"), Text: handlingText(ctx, v.Handling)},
	}}
}

// handlingText says what is special in how dossiers are handled; nothing where nothing is.
func handlingText(ctx context.Context, h Handling) string {
	var lines []string
	if h.Certification {
		lines = append(lines, say(ctx, "edit.certification"))
	}
	if h.Book != "" {
		lines = append(lines, h.Book.Title(ctx))
	}
	for _, one := range []struct {
		set bool
		key string
	}{{h.PaymentPauses, "payment-pauses"}, {h.AgencyPauses, "agency-pauses"}, {h.NoExtension, "no-extension"}} {
		if one.set {
			lines = append(lines, say(ctx, "edit."+one.key))
		}
	}
	return strings.Join(lines, "\n")
}

// bookKeys name the words of the books: their letters are no key.
var bookKeys = map[Book]string{BookCopies: "copies", BookSignatures: "signatures", BookContracts: "contracts"}

// Title is what offices call the book, with its symbol.
func (b Book) Title(ctx context.Context) string {
	if key := bookKeys[b]; key != "" {
		return say(ctx, "book."+key)
	}
	return ""
}

// childTable lists the parts of a joined-up procedure; nil where there are none.
func childTable(ctx context.Context, children []Child) *ui.Table {
	if len(children) == 0 {
		return nil
	}
	t := &ui.Table{Caption: say(ctx, "part.children"), HideCaption: true, Head: []ui.Head{{Text: say(ctx, "edit.child-name")}, {Text: say(ctx, "edit.agency")},
		{Text: say(ctx, "label.term")}, {Text: say(ctx, "label.result")}}}
	for _, c := range children {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: c.Title(text.LangOf(ctx)), Header: true}, {Text: c.Agency}, {Text: termText(ctx, c.Term)}, {Text: c.Result}}})
	}
	return t
}

func (v *versionView) compare(ctx context.Context, before, after Content) {
	v.Changes = Differences(ctx, before, after)
	if len(v.Changes) == 0 {
		v.Same = say(ctx, "keep.no-changes")
	}
}

func formTable(ctx context.Context, fields []Field) ui.Table {
	t := ui.Table{Caption: say(ctx, "part.form"), HideCaption: true, Dense: true, Head: []ui.Head{
		{Text: say(ctx, "label.question")}, {Text: say(ctx, "label.type")}, {Text: say(ctx, "label.required")}, {Text: say(ctx, "label.rules")}}}
	for _, f := range fields {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: f.Label(text.LangOf(ctx)), Header: true},
			{Text: say(ctx, "type."+string(f.Type))}, {Text: mustText(ctx, f)}, {Text: joined(showText(ctx, fields, f), ruleText(ctx, f))}}})
		for _, one := range f.Fields {
			t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: joined(f.Label(text.LangOf(ctx)), one.Label(text.LangOf(ctx))), Header: true},
				{Text: say(ctx, "type."+string(one.Type))}, {Text: mustText(ctx, one)}, {Text: joined(showText(ctx, fields, one), ruleText(ctx, one))}}})
		}
	}
	return t
}

// showText says when a question is asked, where that hangs on another.
func showText(ctx context.Context, form []Field, f Field) string {
	if f.ShowIf == "" {
		return ""
	}
	return say(ctx, "edit.shown-when", "condition", conditionWords(ctx, form, f.ShowIf))
}
