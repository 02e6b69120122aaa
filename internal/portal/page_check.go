package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// checkView is everything that is about to be sent.
type checkView struct {
	frameView
	Asks     []string // what an officer wanted corrected
	Warnings []string // worth a second look
	Sections []answers
	Oath     ui.Checkboxes
	Ready    bool
}

// answers are all answers about the same person or thing.
type answers struct {
	Title string
	List  ui.SummaryList
	Blank []ui.SummaryRow // questions that were left out, and may be
}

// check shows all answers, each with a way to change it, and everything that is still wrong.
func (p *Pages) check(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	v, err := p.checkView(r, k, web.Kept(r))
	if err != nil {
		return err
	}
	return web.Show(w, r, checkPage(v))
}

func (p *Pages) checkView(r *http.Request, k *work, held web.Held) (checkView, error) {
	ctx := r.Context()
	v := checkView{frameView: p.frameOf(r, k, stepCheck, text.T(ctx, "portal.check.title"), held)}
	wrong, err := p.Dossiers.Wrong(ctx, k.DraftWork)
	if err != nil {
		return v, err
	}
	v.Problems = problems(ctx, k, wrong, held)
	v.Frame.Failed = len(v.Problems.Items) > 0
	v.Ready = len(wrong) == 0
	for _, f := range catalog.CheckForm(k.Version.Fields, k.Values, p.env(ctx)).Warnings() {
		v.Warnings = append(v.Warnings, text.TMap(ctx, f.Key, f.Args))
	}
	for _, a := range k.Way.Asks {
		v.Asks = append(v.Asks, strings.TrimPrefix(askLine(a), "• "))
	}
	if v.Sections, err = p.sections(ctx, k); err != nil {
		return v, err
	}
	v.Oath = ui.Checkboxes{Name: "cam-ket", Error: held.FieldError(r, "cam-ket"), Required: true,
		Options: []ui.Option{{Value: "1", Text: text.T(ctx, "portal.check.oath")}}}
	v.Buttons = []ui.Button{{Text: text.T(ctx, "portal.submit")},
		{Text: text.T(ctx, "portal.later"), Kind: ui.Secondary, Name: "di", Value: "sau"}}
	if k.Of != nil {
		v.Buttons[0].Text = text.T(ctx, "portal.submit-answer")
	}
	return v, nil
}

// problems are what must be put right before sending, each leading to its page; a refusal that is
// about no field comes first.
func problems(ctx context.Context, k *work, wrong []fault.Field, held web.Held) ui.ErrorSummary {
	var out ui.ErrorSummary
	if held.Was() && len(held.Err.Fields) == 0 {
		out.Items = append(out.Items, ui.ErrorItem{Text: text.TMap(ctx, held.Err.Key, held.Err.Args)})
	}
	for _, f := range wrong {
		item := ui.ErrorItem{Text: text.TMap(ctx, f.Key, f.Args)}
		switch step := k.Way.stepOf(f.Name); {
		case f.Name == "receiving":
			item.Href = k.at(stepUnit) + "?ve=" + stepCheck
		case step != "":
			item.Href = k.at(step) + "?ve=" + stepCheck + "#" + f.Name
		}
		out.Items = append(out.Items, item)
	}
	if held.Was() && slices.ContainsFunc(held.Err.Fields, func(f fault.Field) bool { return f.Name == "cam-ket" }) {
		out.Items = append(out.Items, ui.ErrorItem{Text: text.T(ctx, "portal.check.oath-missing"), Href: "#cam-ket"})
	}
	return out
}

func (p *Pages) sections(ctx context.Context, k *work) ([]answers, error) {
	where, err := p.whereAnswers(ctx, k)
	if err != nil {
		return nil, err
	}
	out := []answers{where}
	for _, s := range k.Way.Sheets {
		title := groupTitle(ctx, s.Group)
		rows, blank := sheetAnswers(ctx, k, s)
		i := slices.IndexFunc(out, func(a answers) bool { return a.Title == title })
		if i < 0 {
			out = append(out, answers{Title: title})
			i = len(out) - 1
		}
		out[i].List.Rows = append(out[i].List.Rows, rows...)
		out[i].Blank = append(out[i].Blank, blank...)
	}
	for i := range out {
		out[i].List.Rows = append(out[i].List.Rows, blankRow(ctx, out[i].Blank)...)
	}
	return append(out, ownerAnswers(ctx, k), paperAnswers(ctx, k)), nil
}

// whereAnswers are what was chosen before the form began.
func (p *Pages) whereAnswers(ctx context.Context, k *work) (answers, error) {
	a := answers{Title: text.T(ctx, "portal.check.where")}
	a.List.Rows = append(a.List.Rows, ui.SummaryRow{Key: text.T(ctx, "portal.check.procedure"), Text: p.named(ctx, k.ProcedureID, k.Name)})
	if c, ok := k.Version.Case(k.CaseKey); ok && c.Name != "" {
		a.List.Rows = append(a.List.Rows, ui.SummaryRow{Key: text.T(ctx, "portal.case"), Text: c.Name})
	}
	unit := ui.SummaryRow{Key: text.T(ctx, "portal.unit")}
	if k.ReceivingID != "" {
		u, err := p.Org.Unit(ctx, k.ReceivingID)
		if err != nil {
			return a, err
		}
		unit.Text = u.FullName
	}
	if k.Of == nil {
		unit.Action = change(ctx, k.at(stepUnit), unit.Key)
	}
	a.List.Rows = append(a.List.Rows, unit)
	return a, nil
}

func change(ctx context.Context, path, about string) *ui.Link {
	return &ui.Link{Text: text.T(ctx, "portal.change"), Href: path + "?ve=" + stepCheck, About: about}
}

// sheetAnswers are the answers of a page, and what was left out that may be.
func sheetAnswers(ctx context.Context, k *work, s sheet) (rows, blank []ui.SummaryRow) {
	for _, f := range askedOn(k, s) {
		label := f.Label(text.LangOf(ctx))
		link := change(ctx, k.at(s.Key), label)
		link.Href += "#" + f.Name
		row := ui.SummaryRow{Key: label, Text: shown(ctx, f, k.Values), Action: link}
		if row.Text == "" && !f.Required {
			blank = append(blank, row)
		} else {
			rows = append(rows, row)
		}
	}
	return rows, blank
}

// askedOn are the questions of a page that are asked, those in groups once for each row.
func askedOn(k *work, s sheet) []catalog.Field {
	return rowsOf(shownIn(k.Version.Fields, s, k.Values), catalog.Tidy(k.Version.Fields, k.Values))
}

// rowsOf puts the questions of each row in the place of groups, each named with the group and its row.
func rowsOf(fields []catalog.Field, v catalog.Values) []catalog.Field {
	var out []catalog.Field
	for _, f := range fields {
		if f.Type != catalog.Group {
			out = append(out, f)
			continue
		}
		for n := 1; n <= v.Rows(f.Name); n++ {
			for _, one := range f.Row(n) {
				if one.Shown(v) {
					one.LabelVi = f.LabelVi + " " + strconv.Itoa(n) + " – " + one.LabelVi
					one.LabelEn = f.Label(text.En) + " " + strconv.Itoa(n) + " – " + one.Label(text.En)
					out = append(out, one)
				}
			}
		}
	}
	return out
}

// blankRow names all questions that were left out in one row: a page of dashes tells nothing.
func blankRow(ctx context.Context, blank []ui.SummaryRow) []ui.SummaryRow {
	if len(blank) == 0 {
		return nil
	}
	labels := make([]string, len(blank))
	for i, row := range blank {
		labels[i] = row.Key
	}
	return []ui.SummaryRow{{Key: text.T(ctx, "portal.check.blank"), Text: strings.Join(labels, "\n"), Action: blank[0].Action}}
}

// shown writes a kept value as people read it.
func shown(ctx context.Context, f catalog.Field, v catalog.Values) string {
	value := v.One(f.Name)
	switch f.Type {
	case catalog.Address:
		return oneLine(f, v)
	case catalog.Table, catalog.MultiSelect, catalog.File:
		return strings.Join(v[f.Name], "\n")
	case catalog.DateField:
		return shownDate(value)
	case catalog.DateTime:
		if day, hour, ok := strings.Cut(value, "T"); ok {
			return hour + " " + shownDate(day)
		}
	case catalog.Checkbox:
		return text.T(ctx, map[bool]string{true: "portal.yes", false: "portal.no"}[v.Ticked(f.Name)])
	case catalog.Number:
		return commaFor(ctx, value)
	case catalog.Money:
		if dong, err := strconv.ParseInt(value, 10, 64); err == nil {
			return text.Dong(ctx, dong)
		}
	}
	return value
}

func ownerAnswers(ctx context.Context, k *work) answers {
	a := answers{Title: text.T(ctx, "portal.owner.title")}
	add := func(key, value string) {
		if value != "" {
			a.List.Rows = append(a.List.Rows, ui.SummaryRow{Key: text.T(ctx, key), Text: value})
		}
	}
	add("portal.owner.of", k.Owner.Name)
	add("portal.owner.number", k.Owner.PersonalNo)
	for _, o := range k.Owners {
		add("dossier.section.co-owner", strings.Join(nonEmpty(o.Name, o.PersonalNo), ", "))
	}
	if !k.Owner.Same(k.Submitter) {
		add("portal.owner.by", k.Submitter.Name)
	}
	a.List.Rows = append(a.List.Rows, dossier.MandateRows(ctx, k.Mandate, k.Submitter.Relation)...)
	if files := filesUnder(k.DraftWork, dossier.MandatePaper); len(files) > 0 && k.Mandate != nil {
		a.List.Rows = append(a.List.Rows, ui.SummaryRow{Key: text.T(ctx, "dossier.mandate.file"), Body: fileList(filesOf(ctx, files, draftPath(k.ID), false))})
	}
	add("portal.owner.submitter_phone", k.Submitter.Phone)
	add("portal.owner.submitter_email", k.Submitter.Email)
	if len(a.List.Rows) == 0 {
		a.List.Rows = []ui.SummaryRow{{Key: text.T(ctx, "portal.owner.of")}}
	}
	if k.Of == nil {
		a.List.Rows[0].Action = change(ctx, k.at(stepOwner), a.List.Rows[0].Key)
	}
	return a
}

func paperAnswers(ctx context.Context, k *work) answers {
	a := answers{Title: text.T(ctx, "portal.papers.title")}
	for _, c := range append(k.Way.Papers[:len(k.Way.Papers):len(k.Way.Papers)], catalog.Component{Name: text.T(ctx, "portal.papers.further")}) {
		files := filesUnder(k.DraftWork, c.Key)
		if len(files) == 0 && !dossier.Needed(c) || c.Key == "" && len(files) == 0 {
			continue
		}
		name, _ := brief(c.Name)
		a.List.Rows = append(a.List.Rows, ui.SummaryRow{Key: name, Body: fileList(filesOf(ctx, files, draftPath(k.ID), false)),
			Action: change(ctx, k.at(stepPapers+"/"+first(c.Key, keyFurther)), name)})
	}
	if len(a.List.Rows) == 0 {
		a.List.Rows = []ui.SummaryRow{{Key: text.T(ctx, "portal.papers.title"), Text: text.T(ctx, "portal.papers.none"),
			Action: change(ctx, k.at(stepPapers), text.T(ctx, "portal.papers.title"))}}
	}
	return a
}

// submit sends the dossier, or the corrections.
func (p *Pages) submit(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	if r.PostFormValue("cam-ket") == "" {
		return again(w, r, fault.OnFields([]fault.Field{{Name: "cam-ket", Key: "portal.check.oath-missing"}}))
	}
	ctx := r.Context()
	if k.Of == nil {
		_, err = p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error { settleAddress(dr, k.Version.Fields); return nil })
	}
	if err != nil {
		return err
	}
	d, err := p.Dossiers.Submit(ctx, k.ID)
	if err != nil {
		return again(w, r, err)
	}
	if k.Of != nil {
		web.Say(r, "portal.answered", "code", d.Code)
		return web.SeeOther(w, r, "/ho-so-cua-toi/"+d.ID)
	}
	return web.SeeOther(w, r, "/ho-so-cua-toi/"+d.ID+"/da-nop")
}
