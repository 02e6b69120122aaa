package portal

import (
	"io"
	"net/http"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/web"
)

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
	web.SendFile(w, web.File{Type: f.Type, Name: f.Name, Sandbox: true}, raw)
	return nil
}
