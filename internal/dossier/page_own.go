package dossier

import (
	"context"
	"net/http"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// ownView is what the officer keeps on a dossier: labels, a private note, following it.
type ownView struct {
	Form   ui.FormFrame
	Labels *ui.Checkboxes // nil while there are none
	Manage ui.Link
	Note   ui.TextArea
	Save   ui.Button
	Follow ui.Button
	On     []labelTag
}

// own reads what whoever acts keeps on a dossier; nil for programs, which keep nothing.
func (p *Pages) own(rd *reading) (*ownView, error) {
	if actor.Of(rd.ctx).PersonID == "" {
		return nil, nil
	}
	kept, err := p.s.book.OwnOn(rd.ctx, rd.v.ID)
	if err != nil {
		return nil, err
	}
	labels, err := p.s.book.Labels(rd.ctx)
	if err != nil {
		return nil, err
	}
	v := &ownView{Form: ui.FormFrame{Action: filePath(rd.v.ID) + "/cua-toi"}, On: tagsOf(kept.Labels),
		Manage: ui.Link{Text: rd.t("desk.label.manage"), Href: labelsPath},
		Note: ui.TextArea{ID: "own-note", Name: "own-note", Label: rd.t("desk.note.label"), Hint: rd.t("desk.note.hint"), Rows: 3,
			Value: rd.held.Value("own-note", kept.Note.Text), Error: rd.problem("own-note"), MaxLength: 2000},
		Save:   ui.Button{Text: rd.t("desk.save"), Kind: ui.Secondary, Name: "do", Value: "save"},
		Follow: ui.Button{Text: rd.t("desk.follow.on"), Kind: ui.LinkLike, Name: "do", Value: "follow"}}
	if kept.Following {
		v.Follow.Text, v.Follow.Value = rd.t("desk.follow.off"), "unfollow"
	}
	if len(labels) > 0 {
		v.Labels = &ui.Checkboxes{ID: "own-label", Name: "label", Label: rd.t("desk.label.on")}
		for _, l := range labels {
			v.Labels.Options = append(v.Labels.Options, ui.Option{Value: l.ID, Text: listing{ctx: rd.ctx}.labelName(l)})
		}
		for _, l := range kept.Labels {
			v.Labels.Values = append(v.Labels.Values, l.ID)
		}
	}
	return v, nil
}

// keepOwn keeps labels and the note, and begins or ends following.
func (p *Pages) keepOwn(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if err := readForm(r); err != nil {
		return err
	}
	if _, err := p.s.Open(ctx, id); err != nil { // who may not see it keeps nothing on it
		return err
	}
	err := p.s.book.Write(ctx, id, r.PostForm.Get("own-note"))
	if err == nil {
		err = p.s.book.SetLabels(ctx, id, r.PostForm["label"])
	}
	if do := r.PostForm.Get("do"); err == nil && do != "save" {
		err = p.s.book.Follow(ctx, id, do == "follow")
	}
	if err != nil {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
	} else {
		web.Say(r, "desk.said."+said[r.PostForm.Get("do")])
	}
	return web.SeeOther(w, r, filePath(id))
}

// said is how each button of the panel is answered.
var said = map[string]string{"save": "own", "follow": "follow", "unfollow": "unfollow", "": "own"}

// procedureNames are all procedures in force, for reasons of one of them.
func (s *Service) procedureNames(ctx context.Context) ([]ui.Option, error) {
	found, err := s.Catalog.Search(ctx, catalog.Query{PerPage: 500})
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, len(found.Items))
	for i, p := range found.Items {
		out[i] = ui.Option{Value: p.ID, Text: p.Title(text.LangOf(ctx)) + " (" + text.T(ctx, "dossier.level."+string(p.Level)) + ")"}
	}
	return out, nil
}

// reasonView offers what the unit keeps in stock for a form.
type reasonView struct {
	Choose ui.Select
	Insert ui.Button
	Texts  []stocked
}

// stocked is a reason with what is known filled in; the script puts it into the field Into.
type stocked struct{ ID, Text string }

// stock lists what the officer's units keep for the action, filled in for this dossier.
func (rd *reading) stock(reasons []keep.Reason) *reasonView {
	if len(reasons) == 0 {
		return nil
	}
	v := &reasonView{Choose: ui.Select{Name: "stock", Label: rd.t("desk.reason.choose"), Empty: rd.t("dossier.choose")},
		Insert: ui.Button{Text: rd.t("desk.reason.insert"), Kind: ui.Secondary, Name: "insert", Value: "1"}}
	for _, r := range reasons {
		v.Choose.Options = append(v.Choose.Options, ui.Option{Value: r.ID, Text: r.Name})
		v.Texts = append(v.Texts, stocked{r.ID, keep.Fill(r.Text, rd.v.blanks(""))})
	}
	return v
}

// blanks are what a reason's blanks stand for on a dossier.
func (v *View) blanks(papers string) map[string]string {
	return map[string]string{"paper": papers, "procedure": v.Name, "owner": v.Owner.Name, "code": v.Code, "unit": v.Competent.Name}
}

// insertReason puts a reason from the stock into the form as it was typed, and shows the form again.
func (p *Pages) insertReason(w http.ResponseWriter, r *http.Request, id string, do Action) error {
	ctx := r.Context()
	v, err := p.s.Open(ctx, id)
	if err != nil {
		return err
	}
	reasons, err := p.s.book.ReasonsFor(ctx, string(do), v.Procedure)
	if err != nil {
		return err
	}
	for _, one := range reasons {
		if one.ID != r.PostForm.Get("stock") {
			continue
		}
		words := keep.Fill(one.Text, v.blanks(p.tickedPapers(ctx, v, r.PostForm["on"])))
		if typed := text.Clean(r.PostForm.Get("reason")); typed != "" {
			words = typed + "\n" + words
		}
		r.PostForm.Set("reason", words)
		r.PostForm.Del("stock")
		return p.keepTyped(w, r, actPath(id, do)+"#reason")
	}
	if err := web.Keep(r, fault.OnFields([]fault.Field{{Name: "stock", Key: "desk.reason.none-chosen"}}), r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, actPath(id, do))
}

func (p *Pages) keepTyped(w http.ResponseWriter, r *http.Request, to string) error {
	if err := web.KeepTyped(r, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, to)
}

// tickedPapers names what was ticked in a list of defects.
func (p *Pages) tickedPapers(ctx context.Context, v *View, on []string) string {
	form, err := p.s.Catalog.Version(ctx, v.VersionID)
	if err != nil {
		return ""
	}
	ticked := map[string]bool{}
	for _, one := range on {
		ticked[one] = true
	}
	names := ""
	for _, a := range asked(form, v.CaseKey) {
		if ticked[a.On] {
			if names != "" {
				names += ", "
			}
			names += a.Name
		}
	}
	return names
}
