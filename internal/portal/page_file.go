package portal

import (
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/dossier"
)

// shownInline are the types of files that browsers show; others are only handed over.
var shownInline = map[string]bool{"application/pdf": true, "image/jpeg": true, "image/png": true}

// file shows a file of one of the citizen's dossiers.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.Dossiers.OpenFile(r.Context(), r.PathValue("id"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	return serve(w, f, content)
}

// draftFile shows a file of one of the citizen's drafts.
func (p *Pages) draftFile(w http.ResponseWriter, r *http.Request) error {
	f, content, err := p.Dossiers.OpenDraftFile(r.Context(), r.PathValue("draft"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	return serve(w, f, content)
}

// serve sends a file that somebody uploaded: it may be looked at, but nothing in it may run, and no
// cache that others share may keep it. It is read whole first, because only its end tells whether
// these are the bytes that were handed in.
func serve(w http.ResponseWriter, f dossier.File, content io.ReadCloser) error {
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	how := "attachment"
	if shownInline[f.Type] {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(raw) // the reader may have gone
	return nil
}
