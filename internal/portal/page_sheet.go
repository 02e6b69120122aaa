package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// mostUpload is what of an upload is held in memory; the rest waits on disk.
const mostUpload = 4 << 20

// sheetView is a page of the form.
type sheetView struct {
	frameView
	Questions []templ.Component
}

// sheetAsked is the draft and the page of its form that the address names.
func (p *Pages) sheetAsked(r *http.Request) (*work, sheet, error) {
	k, err := p.workOf(r)
	if err != nil {
		return nil, sheet{}, err
	}
	s, ok := k.Way.sheet(r.PathValue("page"))
	if !ok {
		return nil, sheet{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return k, s, nil
}

// sheet shows a page of the form.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	k, s, err := p.sheetAsked(r)
	if err != nil {
		return err
	}
	held := web.Kept(r)
	remember(r, k.DraftWork, s)
	v, err := p.sheetView(r, k, s, held)
	if err != nil {
		return err
	}
	return web.Show(w, r, sheetPage(v))
}

func (p *Pages) sheetView(r *http.Request, k *work, s sheet, held web.Held) (sheetView, error) {
	ctx := r.Context()
	alone := len(s.Fields) == 1
	title := groupTitle(ctx, s.Group)
	if alone {
		title = s.Fields[0].Label(text.LangOf(ctx))
	}
	v := sheetView{frameView: p.frameOf(r, k, s.Key, title, held)}
	v.Form.Multipart, v.Form.Autosave = s.takesFiles(), r.URL.Path+"?tu-luu=1"
	if alone && ownHeading(s.Fields[0]) {
		v.Heading = nil
	}
	if !slices.Contains(k.Done, s.Key) && prefilled(k, s) {
		v.Notices = append(v.Notices, ui.Notice{Text: text.T(ctx, "portal.prefilled")})
	}
	for _, f := range s.Fields {
		q := p.question(r, k, f, held)
		q.Alone = alone
		if f.Type == catalog.Address && q.Like == nil && oneLine(f, k.Values) == "" {
			here, err := p.here(ctx, k)
			if err != nil {
				return v, err
			}
			q.Like = likeHere(ctx, f, here)
		}
		if f.Rules.OptionsFrom != "" {
			var err error
			if q.Choices, err = p.choices(ctx, k, f.Rules.OptionsFrom); err != nil {
				return v, err
			}
		}
		v.Questions = append(v.Questions, q.part(ctx))
	}
	return v, nil
}

// ownHeading tells whether the part of a lone question writes the page's heading itself.
func ownHeading(f catalog.Field) bool {
	switch f.Type {
	case catalog.Address, catalog.Table, catalog.DateTime, catalog.File, catalog.Checkbox:
		return false
	}
	return true
}

// prefilled tells whether the account answered something on the page.
func prefilled(k *work, s sheet) bool {
	who := selfOf(k.Version.Fields)
	return who != "" && slices.ContainsFunc(s.Fields, func(f catalog.Field) bool {
		return prefix(f.Name) == who && k.Values.One(f.Name) != ""
	})
}

func (p *Pages) question(r *http.Request, k *work, f catalog.Field, held web.Held) question {
	ctx := r.Context()
	q := question{Field: f, Form: k.Version.Fields, Asked: k.Way.asked("field:" + f.Name), Rows: k.Values[f.Name],
		Self:  prefix(f.Name) == selfOf(k.Version.Fields) && prefix(f.Name) != "",
		Value: func(name string) string { return held.Value(name, k.Values.One(name)) },
		Wrong: func(name string) string { return held.FieldError(r, name) },
		Like: likeOf(k.Version.Fields, f, k.Values, func(o catalog.Field) string {
			return text.T(ctx, "portal.address.like", "field", o.Label(text.LangOf(ctx)))
		}),
		MaxMB: int(p.Dossiers.MaxFile >> 20)}
	if held.Values != nil && f.Type != catalog.File {
		q.Rows = slices.DeleteFunc(slices.Clone(held.Values[f.Name]), func(row string) bool { return row == "" })
	}
	if f.Type == catalog.File {
		q.Files = filesOf(ctx, filesUnder(k.DraftWork, fileKey(f)), draftPath(k.ID), true)
	}
	return q
}

// choices are the values of a list kept in the register of units.
func (p *Pages) choices(ctx context.Context, k *work, from string) ([]string, error) {
	if from != "units.villages" || k.ReceivingID == "" {
		return nil, nil
	}
	units, err := p.Org.Below(ctx, k.ReceivingID, org.Village, p.today())
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.FullName
	}
	return names, err
}

// here is the place of the unit where the dossier is handed in, by the levels of an address.
func (p *Pages) here(ctx context.Context, k *work) (map[string]string, error) {
	out := map[string]string{}
	if k.ReceivingID == "" {
		return out, nil
	}
	u, err := p.Org.Unit(ctx, k.ReceivingID)
	if err != nil {
		return nil, err
	}
	above, err := p.Org.Units(ctx, append(u.Above(), u.ID)...)
	for _, u := range above {
		out[string(u.Kind)] = inside(u.FullName)
	}
	return out, err
}

// inside writes the name of a unit as it stands inside a sentence: "Xã Phú Nghĩa" → "xã Phú Nghĩa".
func inside(name string) string {
	_, n := utf8.DecodeRuneInString(name)
	return strings.ToLower(name[:n]) + name[n:]
}

// likeHere offers that place for an address that is still empty: most people hand in where they live.
func likeHere(ctx context.Context, f catalog.Field, here map[string]string) *same {
	v := catalog.Values{}
	for level, name := range here {
		v[f.Name+"."+level] = []string{name}
	}
	if place := oneLine(f, v); place != "" {
		return &same{From: stepUnit, Label: text.T(ctx, "portal.address.here"), Text: place}
	}
	return nil
}

// fileKey is the paper under which the files of a file field are kept.
func fileKey(f catalog.Field) string { return "field:" + f.Name }

func filesUnder(dr *dossier.DraftWork, key string) []dossier.File {
	i := slices.IndexFunc(dr.Papers, func(p dossier.Paper) bool { return p.Key == key })
	if i < 0 {
		return nil
	}
	return dr.Papers[i].Files
}

// saveSheet saves a page whatever is wrong with it, then goes on or shows it again.
func (p *Pages) saveSheet(w http.ResponseWriter, r *http.Request) error {
	k, s, err := p.sheetAsked(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	err = p.keepSheet(r, k, s)
	if r.URL.Query().Has("tu-luu") {
		if err == nil {
			w.WriteHeader(http.StatusNoContent)
		}
		return err
	}
	if err == nil {
		err = p.sheetFiles(r, k, s)
	}
	if err != nil {
		return again(w, r, err)
	}
	if r.PostForm.Has("them") || r.PostForm.Has("bo") {
		return web.SeeOther(w, r, selfPath(r)+"#"+r.PostForm.Get("them"))
	}
	return p.judge(w, r, k, s)
}

// readForm reads a form with or without files.
func readForm(r *http.Request) error {
	err := r.ParseMultipartForm(mostUpload)
	if err == http.ErrNotMultipart {
		err = r.ParseForm()
	}
	if err != nil {
		return fault.New(fault.Invalid, "fault.bad-form").Because(err)
	}
	return nil
}

// keepSheet puts the page's answers into the draft.
func (p *Pages) keepSheet(r *http.Request, k *work, s sheet) error {
	ctx, seen := r.Context(), web.Get(r, seenKey(k.ID, s.Key))
	typed := typedOf(r.PostForm, s)
	here, err := p.here(ctx, k)
	if err != nil {
		return err
	}
	dr, err := p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error {
		takeOver(r.PostForm, s, func(like string) map[string]string {
			if like == stepUnit {
				return here
			}
			return addressParts(k.Version.Fields, like, dr.Values)
		}, typed)
		next := fillIn(dr.Values, s, typed)
		if err := undisturbed(ctx, seen, dr, s, next); err != nil {
			return err
		}
		dr.Values = next
		return nil
	})
	if err != nil {
		return err
	}
	k.DraftWork = dr
	remember(r, dr, s)
	showTaken(r.PostForm, s, typed)
	return nil
}

// showTaken puts addresses that were taken over into what is shown again when something is wrong.
func showTaken(form url.Values, s sheet, typed catalog.Values) {
	for _, f := range s.Fields {
		if f.Type == catalog.Address {
			form.Del(likeName(f.Name))
			for _, part := range f.AddressParts() {
				form[part] = typed[part]
			}
		}
	}
}

// judge asks what is wrong with the page now that it is saved.
func (p *Pages) judge(w http.ResponseWriter, r *http.Request, k *work, s sheet) error {
	ctx := r.Context()
	wrong, err := p.Dossiers.Wrong(ctx, k.DraftWork)
	if err != nil {
		return err
	}
	here := slices.DeleteFunc(wrong, func(f fault.Field) bool { return !s.has(f.Name) })
	if err := fault.OnFields(here); err != nil {
		return again(w, r, err)
	}
	dr, err := p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error { done(dr, s.Key); return nil })
	if err != nil {
		return err
	}
	k.DraftWork = dr
	return k.goOn(w, r, s.Key)
}

// sheetFiles takes in the files of the page's file fields, or takes one away.
func (p *Pages) sheetFiles(r *http.Request, k *work, s sheet) error {
	for _, f := range s.Fields {
		if f.Type != catalog.File {
			continue
		}
		if err := p.fieldFiles(r, k, f); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pages) fieldFiles(r *http.Request, k *work, f catalog.Field) error {
	ctx, key := r.Context(), fileKey(f)
	if sha := r.PostForm.Get("bo"); sha != "" {
		if _, err := p.Dossiers.Detach(ctx, k.ID, key, sha); err != nil {
			return err
		}
	}
	for _, u := range uploads(r, f.Name) {
		if wrong := catalog.CheckFile(f, u.Filename, u.Size, p.env(ctx)).Errors(); len(wrong) > 0 {
			return fault.OnFields(wrong)
		}
		if err := p.attach(ctx, k.ID, dossier.Paper{Key: key, Name: f.LabelVi, Form: "electronic"}, u, f.Name); err != nil {
			return err
		}
	}
	return p.noteFiles(ctx, k, f)
}

// noteFiles writes the names of the field's files into the form, which is what is checked and read.
func (p *Pages) noteFiles(ctx context.Context, k *work, f catalog.Field) error {
	dr, err := p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error {
		delete(dr.Values, f.Name)
		for _, file := range filesUnder(dr, fileKey(f)) {
			dr.Values[f.Name] = append(dr.Values[f.Name], file.Name)
		}
		return nil
	})
	if err == nil {
		k.DraftWork = dr
	}
	return err
}

// env is what values are checked against.
func (p *Pages) env(ctx context.Context) catalog.Env {
	return catalog.Env{Now: p.Clock.Now(), Lang: text.LangOf(ctx)}
}
