package portal

import (
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// paperView is one paper: why, what is there, and the way to add.
type paperView struct {
	frameView
	Condition      string
	Paragraphs     []string   // what else its name says, and how many
	Asked          [][]string // what an officer wants, and what was sent before
	Why            []string   // what asks for it
	Files          []fileView
	Unfinished     []unfinished
	Reuse          *ui.Link // papers handed in before
	Camera, Choose ui.FileField
}

// unfinished is a file of which a part is here.
type unfinished struct{ ID, Name, State, Cancel string }

// paper shows one paper.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	k, c, err := p.paperAsked(r)
	if err != nil {
		return err
	}
	v := p.paperView(r, k, c, web.Kept(r))
	if v.Unfinished, err = p.unfinished(r.Context(), k, c); err != nil {
		return err
	}
	earlier, err := p.Dossiers.EarlierPapers(r.Context())
	if err != nil {
		return err
	}
	if len(earlier) > 0 {
		v.Reuse = &ui.Link{Text: text.T(r.Context(), "portal.reuse.link"), Href: withBack(k.at(stepPapers+"/"+first(c.Key, keyFurther)+"/dung-lai"), r)}
	}
	return web.Show(w, r, paperPage(v))
}

// paperAsked is the draft and the component that the address names.
func (p *Pages) paperAsked(r *http.Request) (*work, catalog.Component, error) {
	k, err := p.workOf(r)
	if err != nil {
		return nil, catalog.Component{}, err
	}
	key := r.PathValue("paper")
	if key == keyFurther {
		return k, catalog.Component{Name: text.T(r.Context(), "portal.papers.further")}, nil
	}
	i := slices.IndexFunc(k.Way.Papers, func(c catalog.Component) bool { return c.Key == key })
	if i < 0 {
		return nil, catalog.Component{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return k, k.Way.Papers[i], nil
}

func (p *Pages) paperView(r *http.Request, k *work, c catalog.Component, held web.Held) paperView {
	ctx, mb := r.Context(), int(p.Dossiers.MaxFile>>20)
	name, rest := brief(c.Name)
	v := paperView{frameView: p.frameOf(r, k, "", name, held), Paragraphs: nonEmpty(rest, howMany(ctx, c)),
		Files: pagesOf(ctx, paperUnder(k.DraftWork, c.Key), draftPath(k.ID))}
	v.Caption, v.Heading.Caption = text.T(ctx, "portal.papers.title"), text.T(ctx, "portal.papers.title")
	v.Form.Multipart, v.Back = true, withBack(k.at(stepPapers), r)
	v.Form.Pieces, v.Form.Words, v.Frame.Script = k.at(stepPapers+"/"+first(c.Key, keyFurther)+"/phan"), uploadWords(ctx), "upload.js"
	if c.Condition != "" {
		v.Condition = text.T(ctx, "portal.paper.if", "condition", c.When())
	}
	if c.Key != "" {
		for _, said := range k.Way.asked("paper:" + c.Key) {
			v.Asked = append(v.Asked, nonEmpty(said, sentBefore(ctx, k, c.Key)))
		}
		v.Why = append([]string{text.T(ctx, "portal.paper.why", "name", k.Name)}, k.Version.LegalBases...)
	}
	v.Camera = ui.FileField{ID: "anh", Name: "tep", Label: text.T(ctx, "portal.file.camera"), Accept: "image/*", Camera: true, MaxMB: mb}
	v.Choose = ui.FileField{ID: "tep", Name: "tep", Label: text.T(ctx, "portal.file.choose"), Hint: text.T(ctx, "portal.file.hint", "mb", mb),
		Accept: "image/*,application/pdf", Multiple: true, MaxMB: mb, Error: held.FieldError(r, "tep")}
	upload := ui.Button{Text: text.T(ctx, "portal.file.upload"), ID: "tai-len"}
	done := ui.Button{Text: text.T(ctx, "portal.paper.done"), Href: v.Back, Kind: ui.Secondary}
	v.Buttons = []ui.Button{upload, done}
	if len(v.Files) > 0 {
		upload.Kind, upload.Text, done.Kind = ui.Secondary, text.T(ctx, "portal.file.more"), ui.Primary
		v.Buttons = []ui.Button{done, upload}
	}
	return v
}

// savePaper adds files to a paper, or takes one away.
func (p *Pages) savePaper(w http.ResponseWriter, r *http.Request) error {
	k, c, err := p.paperAsked(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	ctx := r.Context()
	if said, err := p.arrange(ctx, k, c, r.PostForm); said != "" || err != nil {
		if err != nil {
			return err
		}
		web.Say(r, said)
		return web.SeeOther(w, r, selfPath(r))
	}
	files := uploads(r, "tep")
	if len(files) == 0 {
		return again(w, r, fault.OnFields([]fault.Field{{Name: "tep", Key: "portal.file.none"}}))
	}
	for _, u := range files {
		if err := p.attach(ctx, k.ID, paperOf(c), u, "tep"); err != nil {
			return again(w, r, err)
		}
	}
	web.Say(r, "portal.file.uploaded", "n", len(files))
	return web.SeeOther(w, r, selfPath(r))
}

// arrange takes a file away, moves it, or gives one up that is under way; it says which it did.
func (p *Pages) arrange(ctx context.Context, k *work, c catalog.Component, form url.Values) (said string, err error) {
	if sha := form.Get("bo"); sha != "" {
		_, err = p.Dossiers.Detach(ctx, k.ID, c.Key, sha)
		return "portal.file.removed", err
	}
	if id := form.Get("huy"); id != "" {
		return "portal.file.cancelled", p.Dossiers.Cancel(ctx, k.ID, id)
	}
	for name, towards := range map[string]int{"len": -1, "xuong": 1} {
		if sha := form.Get(name); sha != "" {
			_, err = p.Dossiers.Shift(ctx, k.ID, c.Key, sha, towards)
			return "portal.file.moved", err
		}
	}
	return "", nil
}

// unfinished are the files of the paper that are not whole yet.
func (p *Pages) unfinished(ctx context.Context, k *work, c catalog.Component) ([]unfinished, error) {
	parts, err := p.Dossiers.Parts(ctx, k.ID)
	var out []unfinished
	for _, one := range parts {
		if one.Paper.Key == c.Key {
			out = append(out, unfinished{ID: one.ID, Name: one.Name, Cancel: text.T(ctx, "portal.file.cancel"),
				State: text.T(ctx, "portal.file.unfinished", "n", one.Have*100/one.Size, "at", text.DateTime(ctx, one.TouchedAt))})
		}
	}
	return out, err
}

// uploadWords are the sentences of upload.js.
func uploadWords(ctx context.Context) string {
	out := map[string]string{}
	for _, key := range []string{"big", "anyway", "sending", "bar", "waiting", "signin", "failed", "done", "same", "cleaned", "cancel", "retry", "close"} {
		out[key] = text.T(ctx, "portal.up."+key)
	}
	return ui.LookWords(ctx, out)
}

func nonEmpty(lines ...string) []string {
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// uploads are the files sent under a name; inputs left empty are none.
func uploads(r *http.Request, name string) []*multipart.FileHeader {
	if r.MultipartForm == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.MultipartForm.File[name]), func(u *multipart.FileHeader) bool { return u.Size == 0 })
}

// attach puts one uploaded file under a paper; what is wrong with the file is said at the field.
func (p *Pages) attach(ctx context.Context, draftID string, paper dossier.Paper, u *multipart.FileHeader, field string) error {
	f, err := u.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = p.Dossiers.Attach(ctx, draftID, paper, u.Filename, f)
	if problem := fault.As(err); problem != nil && problem.Kind == fault.Invalid && len(problem.Fields) == 0 {
		return fault.OnFields([]fault.Field{{Name: field, Key: problem.Key, Args: problem.Args}})
	}
	return err
}
