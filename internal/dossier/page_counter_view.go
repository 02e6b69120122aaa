package dossier

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
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
	Owners    foldView
	Submitter ui.Radios
	Papers    []templ.Component
	Others    []templ.Component
	Known     *ui.Link   // to what the owner has given or got before
	Scanner   *ui.Button // to what the office's scanners have left; nil while they have left nothing
	FormFold  *foldView  // nil when the procedure has no form
	Facts     ui.SummaryList
	Take      ui.Button
	Save      ui.Button
	Cancel    ui.Button
}

func (k *desk) view() counterView {
	title := k.dr.Name
	v := counterView{
		Frame: ui.Frame{Title: k.t("dossier.intake.title") + " – " + title, Area: ui.Desk, Wide: true, Failed: k.held.Was(), Script: ui.LooksScript,
			Crumbs: []ui.Crumb{{Text: k.t("dossier.desk.title"), Href: deskPath}, {Text: k.t("dossier.intake.title"), Href: intakePath}, {Text: title}}},
		Heading:  ui.Heading{Title: title, Caption: k.t("dossier.intake.title") + " · " + k.unit},
		Problems: ui.Problems(k.ctx, k.held.Err), Form: ui.FormFrame{Action: draftOf(k.dr.ID, k.ticket), Multipart: true, Looks: true}, Seen: k.dr.Version,
		Case: k.caseChoice(), Owner: k.identity("owner", k.dr.Owner), Contact: append(k.contact("owner", k.dr.Owner), k.twice()...), Owners: k.coOwners(), Submitter: k.submitter(),
		Papers: k.papers(), Others: k.otherPapers(), FormFold: k.formFold(), Facts: k.facts(),
		Take: ui.Button{Text: k.t("dossier.counter.take-in"), Name: "do", Value: string(TakeIn)},
		Save: ui.Button{Text: k.t("dossier.counter.save"), Kind: ui.Secondary, Name: "do", Value: "save"},
		Cancel: ui.Button{Text: k.t("dossier.counter.cancel"), Kind: ui.LinkLike, Action: draftPath(k.dr.ID) + "/huy",
			Confirm: k.t("dossier.counter.cancel-sure")},
	}
	if k.waits > 0 {
		v.Scanner = &ui.Button{Text: k.t("dossier.scanner.open", "n", k.waits), Kind: ui.Secondary, Name: "do", Value: toScanner}
	}
	if ownerKey(k.dr.Owner.PersonalNo) != "" {
		v.Known = &ui.Link{Text: k.t("dossier.reuse.link"), Href: knownPath(k.dr.ID, k.ticket)}
		if k.known > 0 {
			v.Known.Text = k.t("dossier.reuse.known", "n", k.known)
		}
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

// papers is the checklist. Papers wanted only on a condition are folded away until one is ticked:
// most people need none of them.
func (k *desk) papers() []templ.Component {
	always := ui.Checkboxes{Name: "paper", Label: k.t("dossier.counter.papers"), Hint: k.t("dossier.counter.papers-hint"), Error: k.problem("paper")}
	sometimes := ui.Checkboxes{ID: "paper-more", Name: "paper"}
	for _, c := range k.kase.Components {
		list := &always
		if c.Condition != "" {
			list = &sometimes
		}
		option, ticked := k.paper(c)
		list.Options = append(list.Options, option)
		if ticked {
			list.Values = append(list.Values, c.Key)
		}
	}
	var out []templ.Component
	if len(always.Options) > 0 {
		out = append(out, always)
	}
	if k.missed() {
		out = append(out, ui.Checkboxes{Name: "missing-ok", Values: k.held.Values["missing-ok"],
			Options: []ui.Option{{Value: "1", Text: k.t("dossier.counter.missing-ok")}}})
	}
	if n := len(sometimes.Options); n > 0 {
		out = append(out, folded(foldView{Summary: k.t("dossier.counter.papers-more", "n", n), Open: len(sometimes.Values) > 0 || len(out) == 0,
			Inside: []templ.Component{sometimes}}))
	}
	return out
}

// missed tells whether needed papers were not ticked when the dossier was to be received: only then
// may the officer say that it is to be received all the same.
func (k *desk) missed() bool { return k.told(papersUnticked, "missing-ok") }

// told tells whether something was said that the officer may overrule with a tick.
func (k *desk) told(key, tick string) bool {
	return k.held.Err != nil && slices.ContainsFunc(k.held.Err.Fields, func(f fault.Field) bool { return f.Key == key }) ||
		k.held.Values.Get(tick) != ""
}

// twice asks whether a second dossier of the same person is meant, once it has been said that there is one.
func (k *desk) twice() []templ.Component {
	if !k.told(hasOne, "twice-ok") {
		return nil
	}
	return []templ.Component{ui.Checkboxes{Name: "twice-ok", Values: k.held.Values["twice-ok"],
		Options: []ui.Option{{Value: "1", Text: k.t("dossier.counter.twice-ok")}}}}
}

// typed is what was typed in a form just refused, else what is saved.
func (k *desk) typed(name, saved string) string {
	if typed := k.held.Values.Get(name); typed != "" {
		return typed
	}
	return saved
}

// paper is a line of the checklist, and whether it is ticked.
func (k *desk) paper(c catalog.Component) (ui.Option, bool) {
	line := counterPaper{ctx: k.ctx, c: c, held: k.typed, problem: k.problem, mostMB: k.mostMB}
	i := slices.IndexFunc(k.dr.Papers, func(p Paper) bool { return p.Key == c.Key })
	if i < 0 {
		return line.option(), false
	}
	line.have = &k.dr.Papers[i]
	if scans := k.scans(*line.have); len(scans) > 0 {
		line.stored = scanList(scans)
	}
	return line.option(), true
}

// scanView is a stored scan with the box that takes it away.
type scanView struct {
	fileLink
	ID, Value, Label string
}

func (k *desk) scans(p Paper) []scanView {
	out := make([]scanView, len(p.Files))
	for i, f := range p.Files {
		out[i] = scanView{fileLink{Name: f.Name, Href: draftPath(k.dr.ID) + "/tep/" + f.SHA256, Meta: sizeText(k.ctx, f.Size)},
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
