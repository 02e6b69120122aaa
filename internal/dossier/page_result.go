package dossier

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const draftedPath = deskPath + "/du-thao/"

// resultDraftView offers to draft a result from a template, above the field for files.
type resultDraftView struct {
	Lead    string
	Missing []templ.Component // what must be filled in before
	Drafted string            // the file drafted last, which the next one replaces
	Look    ui.Link           // to that file
	Submit  ui.Button
}

// drafting offers the template of the procedure; nothing where there is none.
func (rd *reading) drafting() []templ.Component {
	if rd.draft == nil {
		return nil
	}
	v := resultDraftView{Lead: rd.t("dossier.draft.lead", "name", rd.draft.Template.Name, "n", rd.draft.Template.Number), Drafted: rd.held.Value("drafted", ""),
		Submit: ui.Button{Text: rd.t("dossier.draft.make"), Kind: ui.Secondary, Name: "draft", Value: "1"}}
	if v.Drafted != "" {
		v.Submit.Text = rd.t("dossier.draft.again")
		v.Look = ui.Link{Text: rd.t("dossier.draft.look"), Href: draftedPath + v.Drafted}
	}
	for _, f := range rd.draft.Missing {
		v.Missing = append(v.Missing, ui.TextField{Name: f.Input(), Label: rd.missingLabel(f), Value: rd.held.Value(f.Input(), ""),
			Error: rd.problem(f.Input()), Autocomplete: "off", MaxLength: 1000})
	}
	return []templ.Component{resultDraft(v)}
}

// missingLabel is the question of the template, else that of the form, else what the name means.
func (rd *reading) missingLabel(f result.Field) string {
	if f.Ask != "" {
		return f.Ask
	}
	asked := catalog.Asked(rd.form.Fields, rd.v.Values)
	for _, form := range [][]catalog.Field{rd.form.Fields, asked} {
		if i := slices.IndexFunc(form, func(one catalog.Field) bool { return one.Name == f.Name }); i >= 0 {
			return form[i].Label(text.LangOf(rd.ctx))
		}
	}
	if name := catalog.BuiltinName(rd.ctx, f.Name); name != "" {
		return name
	}
	return f.Name
}

// draftResult makes the draft and goes back to the form, with all that was typed and sent. A draft made
// before falls out of the files; what else was sent stays.
func (p *Pages) draftResult(w http.ResponseWriter, r *http.Request, id string) error {
	back := actPath(id, Propose)
	up, err := p.makeDraft(r, id)
	if err != nil {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, back)
	}
	before := r.PostForm.Get("drafted")
	r.PostForm["upload"] = append(slices.DeleteFunc(r.PostForm["upload"], func(one string) bool { return one == before }), up.ID)
	r.PostForm.Set("drafted", up.ID)
	r.PostForm.Del("draft")
	web.Say(r, "dossier.draft.made", "name", up.Name)
	return p.keepTyped(w, r, back+"#"+up.ID)
}

func (p *Pages) makeDraft(r *http.Request, id string) (Upload, error) {
	if _, _, err := p.takeFiles(r); err != nil { // what was sent with it need not be sent again
		return Upload{}, err
	}
	given := map[string]string{}
	for name := range r.PostForm {
		if strings.HasPrefix(name, "dien-") {
			given[name] = r.PostForm.Get(name)
		}
	}
	return p.s.DraftResult(r.Context(), id, given)
}

// drafted shows a file that whoever looks has drafted or sent, before it goes with a proposal.
func (p *Pages) drafted(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.s.OpenUploaded(r.Context(), r.PathValue("upload"))
	return sendFile(w, f, content, err)
}
