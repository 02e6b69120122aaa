package dossier

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// counterView is the one page on which an officer takes in a dossier while its owner stands there.
type counterView struct {
	Frame     ui.Frame
	Heading   ui.Heading
	Problems  ui.ErrorSummary
	Form      ui.FormFrame
	Seen      int
	Case      *ui.Select // nil when the procedure has one case
	Owner     []templ.Component
	Contact   []templ.Component
	Submitter ui.Radios
	Papers    *ui.Checkboxes // nil when the procedure names none
	Others    []templ.Component
	FormFold  *foldView // nil when the procedure has no form
	Facts     ui.SummaryList
	Take      ui.Button
	Save      ui.Button
	Cancel    ui.Button
}

// desk is an intake being laid out.
type desk struct {
	ctx  context.Context
	dr   *DraftWork
	form *catalog.Version
	kase catalog.Case
	unit string
	due  time.Time // if it were received now; zero when the law sets no term
	held web.Held
}

func (k *desk) t(key string, args ...any) string { return text.T(k.ctx, key, args...) }

func (k *desk) problem(name string) string { return ui.Problem(k.ctx, k.held.Err, name) }

// counter shows an intake. One that has become a dossier leads there: a page sent twice, or the way
// back in the browser.
func (p *Pages) counter(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("draft")
	dr, err := p.s.Draft(ctx, id)
	if fault.Is(err, fault.NotFound) {
		if d, aerr := p.s.Answered(takingIn(ctx, id)); aerr != nil || d != nil {
			return p.taken(w, r, d, aerr)
		}
	}
	if err != nil {
		return err
	}
	k, err := p.desk(r, dr)
	if err != nil {
		return err
	}
	return web.Show(w, r, counterPage(k.view()))
}

// takingIn names the taking in of a draft, so that the same one twice is once.
func takingIn(ctx context.Context, draftID string) context.Context {
	return Once(ctx, "take-in/"+draftID, []byte(draftID))
}

func (p *Pages) taken(w http.ResponseWriter, r *http.Request, d *Dossier, err error) error {
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, filePath(d.ID)+"?moi")
}

func (p *Pages) desk(r *http.Request, dr *DraftWork) (*desk, error) {
	ctx := r.Context()
	form, err := p.s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	unit, err := p.s.Org.Unit(ctx, dr.ReceivingID)
	if err != nil {
		return nil, err
	}
	kase, _ := form.Case(dr.CaseKey)
	k := &desk{ctx: ctx, dr: dr, form: form, kase: kase, unit: unit.FullName, held: web.Kept(r)}
	if cal, err := p.s.Org.Calendar(ctx, dr.ReceivingID); err == nil {
		now := p.s.Clock.Now()
		due, err := deriveDue(&Dossier{SubmittedAt: now, ReceivedAt: now, Term: termOf(form, dr.CaseKey, dr.Channel)}, cal, now)
		if err == nil {
			k.due = due.At
		}
	}
	return k, nil
}

// saveCounter keeps all that was typed, right or wrong, then does what the pressed button says.
func (p *Pages) saveCounter(w http.ResponseWriter, r *http.Request) error {
	ctx, id := takingIn(r.Context(), r.PathValue("draft")), r.PathValue("draft")
	if d, err := p.s.Answered(ctx); d != nil || err != nil {
		return p.taken(w, r, d, err)
	}
	if err := readForm(r); err != nil {
		return err
	}
	defer doneReading(r)
	dr, wrong, err := p.keepCounter(r, id)
	if err == nil && r.PostForm.Get("do") == string(TakeIn) {
		if err = fault.OnFields(wrong); err == nil {
			var d *Dossier
			if d, err = p.s.TakeIn(ctx, dr.ID); err == nil {
				return p.taken(w, r, d, nil)
			}
		}
	}
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		if err := web.Keep(r, err, nil); err != nil {
			return err
		}
	} else if r.PostForm.Get("do") == "save" {
		web.Say(r, "dossier.counter.saved")
	}
	return web.SeeOther(w, r, draftPath(id))
}

// keepCounter stores scans, then everything typed. It returns what is wrong with the parties and
// papers; a case just changed is among it, because its papers have not been seen yet.
func (p *Pages) keepCounter(r *http.Request, id string) (*DraftWork, []fault.Field, error) {
	ctx := r.Context()
	dr, err := p.s.Draft(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	form, err := p.s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, nil, err
	}
	seen, _ := strconv.Atoi(r.PostForm.Get("seen"))
	if seen != dr.Version {
		return nil, nil, fault.New(fault.Conflict, "dossier.draft-changed", "at", text.DateTime(ctx, dr.SavedAt))
	}
	kase, _ := form.Case(dr.CaseKey)
	papers, wrong := papersOf(kase.Components, r.PostForm)
	if dr, err = p.attachScans(r, dr, kase, papers); err != nil {
		return nil, nil, err
	}
	dr, err = p.s.Save(ctx, id, dr.Version, func(dr *DraftWork) error {
		wrong = append(wrong, p.fill(dr, r, form, papers)...)
		return nil
	})
	return dr, wrong, err
}

// fill puts the page into the draft.
func (p *Pages) fill(dr *DraftWork, r *http.Request, form *catalog.Version, papers []Paper) []fault.Field {
	typed, today := r.PostForm, clock.DateOf(p.s.Clock.Now())
	var wrong []fault.Field
	dr.Owner, wrong = partyOf(typed, "owner", today)
	dr.Submitter = dr.Owner
	if typed.Get("submitter") == "other" {
		var more []fault.Field
		if dr.Submitter, more = partyOf(typed, "submitter", today); dr.Submitter.Name == "" {
			more = append(more, fault.Field{Name: "submitter_name", Key: "dossier.submitter-missing"})
		}
		wrong = append(wrong, more...)
	}
	dr.Values = formValuesOf(form.Fields, typed)
	dr.Papers = withScans(papers, dr.Papers, typed["unscan"])
	if name := text.Clean(typed.Get("other-paper")); name != "" {
		dr.Papers = append(dr.Papers, Paper{Name: name, Form: "original", Count: 1})
	}
	if key := typed.Get("case"); key != "" && key != dr.CaseKey {
		dr.CaseKey = key
		wrong = append(wrong, fault.Field{Name: "case", Key: "dossier.case-changed"})
	}
	return wrong
}

// withScans gives the ticked papers the scans that are stored for them. A paper with a scan stays
// even when its tick is gone, until the scan is taken away too; so do further papers.
func withScans(ticked, had []Paper, drop []string) []Paper {
	out := slices.Clone(ticked)
	for _, h := range had {
		h.Files = slices.DeleteFunc(slices.Clone(h.Files), func(f File) bool { return slices.Contains(drop, h.Key+"/"+f.SHA256) })
		i := slices.IndexFunc(out, func(p Paper) bool { return p.Key == h.Key && h.Key != "" })
		switch {
		case i >= 0:
			out[i].Files = h.Files
		case len(h.Files) > 0:
			out = append(out, h)
		case h.Key == "" && !slices.Contains(drop, "/"+h.Name):
			out = append(out, h)
		}
	}
	return out
}

// attachScans stores the files sent with the page under their papers. A scan ticks its paper.
func (p *Pages) attachScans(r *http.Request, dr *DraftWork, kase catalog.Case, ticked []Paper) (*DraftWork, error) {
	if r.MultipartForm == nil {
		return dr, nil
	}
	for _, c := range kase.Components {
		paper := wanted(c)
		if i := slices.IndexFunc(ticked, func(p Paper) bool { return p.Key == c.Key }); i >= 0 {
			paper = ticked[i]
		}
		for _, head := range r.MultipartForm.File["file:"+c.Key] {
			f, err := head.Open()
			if err != nil {
				return nil, err
			}
			dr, err = p.s.Attach(r.Context(), dr.ID, paper, head.Filename, f)
			_ = f.Close() // read to its end, or given up
			if err != nil {
				return nil, onField(err, "file:"+c.Key)
			}
		}
	}
	return dr, nil
}

// dropCounter throws an intake away.
func (p *Pages) dropCounter(w http.ResponseWriter, r *http.Request) error {
	if err := p.s.DropDraft(r.Context(), r.PathValue("draft")); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	web.Say(r, "dossier.counter.dropped")
	return web.SeeOther(w, r, intakePath)
}

func (k *desk) view() counterView {
	title := k.dr.Name
	v := counterView{
		Frame: ui.Frame{Title: k.t("dossier.intake.title") + " – " + title, Area: ui.Desk, Wide: true, Failed: k.held.Was(),
			Crumbs: []ui.Crumb{{Text: k.t("dossier.desk.title"), Href: deskPath}, {Text: k.t("dossier.intake.title"), Href: intakePath}, {Text: title}}},
		Heading:  ui.Heading{Title: title, Caption: k.t("dossier.intake.title") + " · " + k.unit},
		Problems: ui.Problems(k.ctx, k.held.Err), Form: ui.FormFrame{Action: draftPath(k.dr.ID), Multipart: true}, Seen: k.dr.Version,
		Case: k.caseChoice(), Owner: k.identity("owner", k.dr.Owner), Contact: k.contact("owner", k.dr.Owner), Submitter: k.submitter(),
		Papers: k.papers(), Others: k.otherPapers(), FormFold: k.formFold(), Facts: k.facts(),
		Take: ui.Button{Text: k.t("dossier.counter.take-in"), Name: "do", Value: string(TakeIn)},
		Save: ui.Button{Text: k.t("dossier.counter.save"), Kind: ui.Secondary, Name: "do", Value: "save"},
		Cancel: ui.Button{Text: k.t("dossier.counter.cancel"), Kind: ui.LinkLike, Action: draftPath(k.dr.ID) + "/huy",
			Confirm: k.t("dossier.counter.cancel-sure")},
	}
	return v
}

func (k *desk) caseChoice() *ui.Select {
	if len(k.form.Cases) < 2 {
		return nil
	}
	s := &ui.Select{Name: "case", Label: k.t("dossier.fact.case"), Value: k.dr.CaseKey, Error: k.problem("case"), Hint: k.t("dossier.counter.case-hint")}
	for _, c := range k.form.Cases {
		s.Options = append(s.Options, ui.Option{Value: c.Key, Text: c.Name})
	}
	return s
}

func (k *desk) papers() *ui.Checkboxes {
	if len(k.kase.Components) == 0 {
		return nil
	}
	list := &ui.Checkboxes{Name: "paper", Label: k.t("dossier.counter.papers"), Hint: k.t("dossier.counter.papers-hint")}
	for _, c := range k.kase.Components {
		line := counterPaper{ctx: k.ctx, c: c, held: func(_, saved string) string { return saved }, problem: k.problem}
		if i := slices.IndexFunc(k.dr.Papers, func(p Paper) bool { return p.Key == c.Key }); i >= 0 {
			line.have = &k.dr.Papers[i]
			list.Values = append(list.Values, c.Key)
			if scans := k.scans(*line.have); len(scans) > 0 {
				line.stored = scanList(scans)
			}
		}
		list.Options = append(list.Options, line.option())
	}
	return list
}

// scanView is a stored scan with the box that takes it away.
type scanView struct {
	fileLink
	ID, Value, Label string
}

func (k *desk) scans(p Paper) []scanView {
	out := make([]scanView, len(p.Files))
	for i, f := range p.Files {
		out[i] = scanView{fileLink{f.Name, draftPath(k.dr.ID) + "/tep/" + f.SHA256, sizeText(k.ctx, f.Size)},
			"unscan-" + p.Key + "-" + strconv.Itoa(i+1), p.Key + "/" + f.SHA256, k.t("dossier.file.remove", "name", f.Name)}
	}
	return out
}

// otherPapers are papers that the procedure does not name: those noted, and a line for one more.
func (k *desk) otherPapers() []templ.Component {
	var out []templ.Component
	var noted ui.Checkboxes
	for _, p := range k.dr.Papers {
		if p.Key == "" {
			noted.Options = append(noted.Options, ui.Option{Value: "/" + p.Name, Text: k.t("dossier.file.remove", "name", p.Name)})
		}
	}
	if len(noted.Options) > 0 {
		noted.ID, noted.Name, noted.Label = "noted", "unscan", k.t("dossier.paper.further")
		out = append(out, noted)
	}
	return append(out, ui.TextField{Name: "other-paper", Label: k.t("dossier.paper.other"), Autocomplete: "off", MaxLength: 200})
}

// formFold is the electronic form. The paper form lies on the desk, so nothing of it must be typed
// here; what the form wants comes first, the rest is folded away once more.
func (k *desk) formFold() *foldView {
	if len(k.form.Fields) == 0 {
		return nil
	}
	var needed, others []catalog.Field
	for _, f := range k.form.Fields {
		if f.Required {
			needed = append(needed, f)
		} else {
			others = append(others, f)
		}
	}
	sheet := formSheet{k.ctx, k.dr.Values, k.problem}
	fold := &foldView{Summary: k.t("dossier.counter.form", "n", len(k.form.Fields)), Open: k.filled(k.form.Fields), Inside: sheet.fields(needed)}
	if len(others) > 0 {
		fold.Inside = append(fold.Inside, folded(foldView{Summary: k.t("dossier.counter.form-more", "n", len(others)),
			Open: k.filled(others), Inside: sheet.fields(others)}))
	}
	return fold
}

// filled tells whether something was typed into one of the fields, or is wrong there.
func (k *desk) filled(fields []catalog.Field) bool {
	return slices.ContainsFunc(fields, func(f catalog.Field) bool {
		for name := range k.dr.Values {
			if name == f.Name || strings.HasPrefix(name, f.Name+".") {
				return true
			}
		}
		return k.problem(f.Name) != ""
	})
}

func (k *desk) facts() ui.SummaryList {
	ch, ok := k.kase.Channel(k.dr.Channel)
	if !ok {
		ch, _ = k.kase.Channel(catalog.Direct)
	}
	rows := []ui.SummaryRow{{Key: k.t("dossier.fact.term"), Text: ch.Term.In(k.ctx)}}
	if !k.due.IsZero() {
		rows = append(rows, ui.SummaryRow{Key: k.t("dossier.fact.due-now"), Text: text.DateTime(k.ctx, k.due)})
	}
	rows = append(rows, ui.SummaryRow{Key: k.t("dossier.fact.fee"), Text: feeText(k.ctx, ch)})
	if ch.FeeNote != "" && ch.FeeDong != nil {
		rows = append(rows, ui.SummaryRow{Key: k.t("dossier.fact.fee-note"), Text: ch.FeeNote})
	}
	return ui.SummaryList{Rows: append(rows, ui.SummaryRow{Key: k.t("dossier.fact.result"), Text: k.form.Result})}
}
