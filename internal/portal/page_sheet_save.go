package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// saveSheet saves a page whatever is wrong with it, then goes on or shows it again.
func (p *Pages) saveSheet(w http.ResponseWriter, r *http.Request) error {
	k, s, err := p.sheetAsked(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	before := k.Values
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
	switch more := newlyShown(k.Version.Fields, s, before, k.Values); {
	case r.PostForm.Has("bot"):
		return p.dropRow(w, r, k)
	case r.PostForm.Has("them") || r.PostForm.Has("bo"):
		return web.SeeOther(w, r, moreRows(r, k, s))
	case !r.PostForm.Has("co-script") && slices.ContainsFunc(more, func(f catalog.Field) bool { return unanswered(f, k.Values) }):
		web.Say(r, "portal.field.more")
		return web.SeeOther(w, r, selfPath(r)+"#"+more[0].Name)
	}
	return p.judge(w, r, k, s)
}

// moreRows is the page again with one more row of the group or table that was pressed.
func moreRows(r *http.Request, k *work, s sheet) string {
	path, name := selfPath(r), r.PostForm.Get("them")
	i := slices.IndexFunc(s.Fields, func(f catalog.Field) bool { return f.Name == name && f.Type == catalog.Group })
	if i < 0 {
		return path + "#" + name
	}
	rows := min(s.Fields[i].RowsShown(k.Values)+1, s.Fields[i].MostRows())
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "dong=" + strconv.Itoa(rows) + "#" + name + "-" + strconv.Itoa(rows)
}

// dropRow takes a row of a group out.
func (p *Pages) dropRow(w http.ResponseWriter, r *http.Request, k *work) error {
	row := r.PostForm.Get("bot")
	_, err := p.Dossiers.Save(r.Context(), k.ID, 0, func(dr *dossier.DraftWork) error {
		dr.Values = without(k.Version.Fields, dr.Values, row)
		return nil
	})
	if err != nil {
		return err
	}
	web.Say(r, "portal.row.dropped")
	group, _, _ := strings.Cut(row, ".")
	return web.SeeOther(w, r, selfPath(r)+"#"+group)
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
