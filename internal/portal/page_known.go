package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// What the house already knows of a person is put into a form only when they say so, for this one dossier.
// law: pdp/consent pdp/inform

// agreeName is the name of the boxes; their values are "tai-khoan" or the id of an earlier dossier.
const (
	agreeName    = "dien-san"
	agreeAccount = "tai-khoan"
)

// stepKnown shows what was filled in from where, and takes it back.
const stepKnown = "dien-san"

// agreeBoxes offer what could be filled in: from the account, and from the last dossier.
func (p *Pages) agreeBoxes(ctx context.Context, fields []catalog.Field) (ui.Checkboxes, error) {
	box := ui.Checkboxes{Name: agreeName, Label: text.T(ctx, "portal.known.label"), Hint: text.T(ctx, "portal.known.hint")}
	me, err := p.me(ctx)
	if err != nil {
		return box, err
	}
	if len(known(fields, me)) > 0 {
		box.Options = append(box.Options, ui.Option{Value: agreeAccount, Text: text.T(ctx, "portal.known.account"), Hint: text.T(ctx, "portal.known.account-hint")})
	}
	last, err := p.lastDossier(ctx, fields)
	if err == nil && last != nil {
		box.Options = append(box.Options, ui.Option{Value: last.ID, Text: text.T(ctx, "portal.known.dossier", "code", last.Code),
			Hint: text.T(ctx, "portal.known.dossier-hint", "at", text.DateTime(ctx, last.SubmittedAt))})
	}
	return box, err
}

// lastDossier is the citizen's latest dossier that answers something of the form; nil when none does.
func (p *Pages) lastDossier(ctx context.Context, fields []catalog.Field) (*dossier.View, error) {
	items, err := p.Dossiers.MyDossiers(ctx)
	if err != nil {
		return nil, err
	}
	for _, it := range items[:min(5, len(items))] {
		d, v, err := p.earlier(ctx, it.ID)
		if err != nil {
			return nil, err
		}
		if len(carried(fields, v.Fields, d.Values)) > 0 {
			return d, nil
		}
	}
	return nil, nil
}

func (p *Pages) earlier(ctx context.Context, id string) (*dossier.View, *catalog.Version, error) {
	d, err := p.Dossiers.Mine(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	v, err := p.Catalog.Version(ctx, d.VersionID)
	return d, v, err
}

// fillKnown fills in what was agreed to, where nothing stands yet.
func (p *Pages) fillKnown(ctx context.Context, dr *dossier.DraftWork, fields []catalog.Field, agreed []string) (*dossier.DraftWork, error) {
	for _, from := range agreed {
		c, values, err := p.agreed(ctx, fields, from)
		if err != nil {
			return nil, err
		}
		dr, err = p.Dossiers.Agree(ctx, dr.ID, c, func(dr *dossier.DraftWork) ([]string, error) { return fill(dr, values), nil })
		if err != nil {
			return nil, err
		}
	}
	return dr, nil
}

func (p *Pages) agreed(ctx context.Context, fields []catalog.Field, from string) (dossier.Consent, catalog.Values, error) {
	c := dossier.Consent{From: dossier.FromAccount, Purpose: dossier.ToFillIn}
	if from == agreeAccount {
		me, err := p.me(ctx)
		return c, known(fields, me), err
	}
	d, v, err := p.earlier(ctx, from)
	if err != nil {
		return c, nil, err
	}
	c.From, c.Dossier, c.Code = dossier.FromDossier, d.ID, d.Code
	return c, carried(fields, v.Fields, d.Values), nil
}

// fill puts values where the draft has none, and returns their names in order.
func fill(dr *dossier.DraftWork, values catalog.Values) []string {
	var names []string
	for name, value := range values {
		if dr.Values.One(name) == "" {
			dr.Values[name] = value
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// knownView is what was filled in, and from where.
type knownView struct {
	frameView
	Sources []knownSource
	Agree   *ui.Checkboxes
}

// knownSource is one consent with what came by it.
type knownSource struct {
	Title, When string
	List        ui.SummaryList
	Undo        *ui.Button
}

// knownThings shows what was filled in from where; each can be taken back.
func (p *Pages) knownThings(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := knownView{frameView: p.frameOf(r, k, stepKnown, text.T(ctx, "portal.known.title"), web.Kept(r))}
	v.Heading.Lead = text.T(ctx, "portal.known.lead")
	v.Back = k.at(k.Way.resume(k.Done))
	v.Buttons = []ui.Button{{Text: text.T(ctx, "portal.known.go"), Href: v.Back}}
	for i, c := range k.Consents {
		v.Sources = append(v.Sources, sourceOf(ctx, k, i, c))
	}
	box, err := p.agreeBoxes(ctx, k.Version.Fields)
	if err != nil {
		return err
	}
	box.Options = slices.DeleteFunc(box.Options, func(o ui.Option) bool { return k.agreedTo(o.Value) })
	if len(box.Options) > 0 && k.Of == nil {
		v.Agree = &box
		v.Buttons = append(v.Buttons, ui.Button{Text: text.T(ctx, "portal.known.fill"), Kind: ui.Secondary})
	}
	return web.Show(w, r, knownPage(v))
}

// agreedTo tells whether a consent to filling in from there holds.
func (k *work) agreedTo(from string) bool {
	return slices.ContainsFunc(k.Consents, func(c dossier.Consent) bool {
		return c.Holds() && c.Purpose == dossier.ToFillIn && (c.Dossier == from || c.From == dossier.FromAccount && from == agreeAccount)
	})
}

func sourceOf(ctx context.Context, k *work, i int, c dossier.Consent) knownSource {
	s := knownSource{Title: text.T(ctx, "portal.known.from-"+c.From, "code", c.Code), When: text.T(ctx, "portal.known.since", "at", text.DateTime(ctx, c.At))}
	for _, f := range flat(k.Version.Fields, k.Values) {
		if slices.ContainsFunc(namesOf(f, 0), func(name string) bool { return slices.Contains(c.Names, name) }) {
			s.List.Rows = append(s.List.Rows, ui.SummaryRow{Key: f.Label(text.LangOf(ctx)), Text: shown(ctx, f, k.Values)})
		}
	}
	for _, p := range k.Papers {
		for _, f := range p.Files {
			if slices.Contains(c.Names, f.SHA256) {
				name, _ := brief(p.Name)
				s.List.Rows = append(s.List.Rows, ui.SummaryRow{Key: name, Text: f.Name})
			}
		}
	}
	if c.Holds() {
		s.Undo = &ui.Button{Text: text.T(ctx, "portal.known.undo"), Kind: ui.Secondary, Name: "bo", Value: strconv.Itoa(i), ID: "bo-" + strconv.Itoa(i)}
	} else {
		s.When += "\n" + text.T(ctx, "portal.known.undone", "at", text.DateTime(ctx, c.UndoneAt))
	}
	return s
}

// saveKnown takes a consent back with what came by it, or gives another.
func (p *Pages) saveKnown(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	ctx := r.Context()
	if n, err := strconv.Atoi(r.PostForm.Get("bo")); err == nil {
		if _, err := p.Dossiers.TakeBackConsent(ctx, k.ID, n, takeOut); err != nil {
			return err
		}
		web.Say(r, "portal.known.taken-out")
		return web.SeeOther(w, r, k.at(stepKnown))
	}
	if len(r.PostForm[agreeName]) == 0 {
		return again(w, r, fault.OnFields([]fault.Field{{Name: agreeName, Key: "portal.known.choose"}}))
	}
	if _, err := p.fillKnown(ctx, k.DraftWork, k.Version.Fields, r.PostForm[agreeName]); err != nil {
		return err
	}
	web.Say(r, "portal.known.filled")
	return web.SeeOther(w, r, k.at(stepKnown))
}

// takeOut removes what came by a consent: answers, or a file.
func takeOut(dr *dossier.DraftWork, c dossier.Consent) {
	for _, name := range c.Names {
		delete(dr.Values, name)
		for i := range dr.Papers {
			p := &dr.Papers[i]
			if p.ReusedFrom(name) != nil {
				p.Files = slices.DeleteFunc(p.Files, func(f dossier.File) bool { return f.SHA256 == name })
				p.Reused = slices.DeleteFunc(p.Reused, func(u dossier.Reused) bool { return u.SHA256 == name })
			}
		}
	}
	dr.Papers = slices.DeleteFunc(dr.Papers, func(p dossier.Paper) bool { return len(p.Files) == 0 && p.Count == 0 && p.Form != "shown" })
}

// reuseView offers papers handed in before.
type reuseView struct {
	frameView
	Choose ui.Radios
	Agree  ui.Checkboxes
	Empty  bool
}

// reuse offers what was handed in before for this paper.
func (p *Pages) reuse(w http.ResponseWriter, r *http.Request) error {
	k, c, err := p.paperAsked(r)
	if err != nil {
		return err
	}
	ctx, held := r.Context(), web.Kept(r)
	name, _ := brief(c.Title(text.LangOf(ctx)))
	v := reuseView{frameView: p.frameOf(r, k, "", text.T(ctx, "portal.reuse.title"), held)}
	v.Heading.Caption, v.Back = name, withBack(k.at(stepPapers+"/"+first(c.Key, keyFurther)), r)
	all, err := p.Dossiers.EarlierPapers(ctx)
	if err != nil {
		return err
	}
	v.Choose = ui.Radios{Name: "tep", Label: text.T(ctx, "portal.reuse.choose"), Required: true, Error: held.FieldError(r, "tep"), Value: held.Value("tep", "")}
	for _, e := range likeFirst(all, c.Name) {
		what, _ := brief(e.Paper)
		o := ui.Option{Value: e.Key(), Text: what + ": " + e.Name, Hint: text.T(ctx, "portal.reuse.from", "code", e.Code, "at", text.DateTime(ctx, e.On))}
		if e.Issued != "" {
			o.Text, o.Hint = e.Paper, text.T(ctx, "portal.reuse.issued", "number", e.Code, "on", text.Date(clock.DateOf(e.On)), "unit", e.Office)
		}
		v.Choose.Options = append(v.Choose.Options, o)
	}
	v.Empty = len(all) == 0
	v.Agree = ui.Checkboxes{Name: "dong-y", Required: true, Error: held.FieldError(r, "dong-y"), Options: []ui.Option{{Value: "1", Text: text.T(ctx, "portal.reuse.agree")}}}
	v.Buttons = []ui.Button{{Text: text.T(ctx, "portal.reuse.go")}, {Text: text.T(ctx, "portal.back"), Href: v.Back, Kind: ui.Secondary}}
	return web.Show(w, r, reusePage(v))
}

// likeFirst puts what was handed in under the same name first.
func likeFirst(all []dossier.Earlier, name string) []dossier.Earlier {
	want, _ := brief(name)
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b dossier.Earlier) int { return unlike(a, want) - unlike(b, want) })
	return out
}

func unlike(e dossier.Earlier, want string) int {
	if has, _ := brief(e.Paper); text.Fold(has) == text.Fold(want) {
		return 0
	}
	return 1
}

// saveReuse puts an earlier file under the paper.
func (p *Pages) saveReuse(w http.ResponseWriter, r *http.Request) error {
	k, c, err := p.paperAsked(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	var wrong []fault.Field
	chosen := r.PostForm.Get("tep")
	if chosen == "" {
		wrong = append(wrong, fault.Field{Name: "tep", Key: "portal.reuse.none"})
	}
	if r.PostForm.Get("dong-y") == "" {
		wrong = append(wrong, fault.Field{Name: "dong-y", Key: "portal.reuse.agree-missing"})
	}
	if err := fault.OnFields(wrong); err != nil {
		return again(w, r, err)
	}
	if _, err := p.Dossiers.Reuse(r.Context(), k.ID, paperOf(c), chosen); err != nil {
		return again(w, r, err)
	}
	web.Say(r, "portal.reuse.done")
	return web.SeeOther(w, r, withBack(k.at(stepPapers+"/"+first(c.Key, keyFurther)), r))
}
