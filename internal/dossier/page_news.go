package dossier

import (
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// newsView says on an open page what has happened to its dossier since; nothing typed there is touched.
type newsView struct {
	Lines []string
	See   string // address of the dossier as it is now
}

// news answers with a piece of a page: what happened since the version that the open page shows, or
// nothing at all. The script asks for it when it hears that something did.
func (p *Pages) news(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	v, err := p.s.Open(ctx, id)
	if err != nil {
		return err
	}
	since, _ := strconv.Atoi(r.URL.Query().Get("tu"))
	n := newsView{See: filePath(id)}
	for _, e := range v.Events {
		if e.Seq > since && e.PersonName != "" {
			n.Lines = append(n.Lines, text.T(ctx, "desk.news.line", "name", e.PersonName, "what", happened(ctx, e.Kind), "at", text.DateTime(ctx, e.At)))
		}
	}
	if since <= 0 || len(n.Lines) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Show(w, r, newsNote(n))
}
