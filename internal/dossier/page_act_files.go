package dossier

import (
	"context"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

// keptUpload is a file that was sent with a form which was refused: it need not be sent again. A
// tick taken away leaves it out.
type keptUpload struct{ Field, ID, Name string }

// keptUploads lists them in the order of their fields.
func (p *Pages) keptUploads(ctx context.Context, typed url.Values) ([]keptUpload, error) {
	var out []keptUpload
	for _, field := range slices.Sorted(maps.Keys(typed)) {
		if field != "upload" && !strings.HasPrefix(field, "upload:") {
			continue
		}
		files, err := p.s.uploads(ctx, typed[field])
		if err != nil {
			return nil, err
		}
		for i, f := range files {
			out = append(out, keptUpload{field, typed[field][i], f.Name})
		}
	}
	return out, nil
}

// takeFiles stores the files of a form. Those of "file" are for the action as a whole, beside those
// of an earlier try; those of "file:<key>" belong to a paper. What was stored is noted in the form
// itself, so that a refused form keeps it.
func (p *Pages) takeFiles(r *http.Request) (files []File, papers map[string][]File, err error) {
	if r.MultipartForm != nil {
		for name, heads := range r.MultipartForm.File {
			ids, err := p.keep(r.Context(), name, heads)
			note := strings.Replace(name, "file", "upload", 1)
			r.PostForm[note] = append(r.PostForm[note], ids...)
			if err != nil {
				return nil, nil, err
			}
		}
	}
	papers = map[string][]File{}
	for name, ids := range r.PostForm {
		key, isPaper := strings.CutPrefix(name, "upload:")
		if !isPaper && name != "upload" {
			continue
		}
		stored, err := p.s.uploads(r.Context(), slices.Compact(ids))
		if err != nil {
			return nil, nil, err
		}
		if isPaper {
			papers[key] = stored
		} else {
			files = stored
		}
	}
	return files, papers, nil
}

func (p *Pages) keep(ctx context.Context, field string, heads []*multipart.FileHeader) ([]string, error) {
	var ids []string
	for _, head := range heads {
		f, err := head.Open()
		if err != nil {
			return ids, err
		}
		u, err := p.s.Upload(ctx, head.Filename, f)
		_ = f.Close() // read to its end, or given up
		if err != nil {
			return ids, onField(err, field)
		}
		ids = append(ids, u.ID)
	}
	return ids, nil
}

// onField puts a fault that has no field of its own on the named one.
func onField(err error, field string) error {
	f := fault.As(err)
	if f == nil || f.Kind != fault.Invalid || len(f.Fields) > 0 {
		return err
	}
	return fault.OnFields([]fault.Field{{Name: field, Key: f.Key, Args: f.Args}})
}
