package backlog

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// bringPart lays out how scans come in, with what scanners left for the office, and says what of theirs was not taken.
func (p *Pages) bringPart(r *http.Request, b *Batch, held web.Held, v *batchView) error {
	ctx := r.Context()
	waiting, refused, err := p.s.Found(ctx, b)
	if err != nil {
		return err
	}
	v.Bring = bringForm(r, b.ID, held)
	for _, f := range refused {
		v.Refused = append(v.Refused, text.T(ctx, "backlog.found-refused", "name", f.File.Name, "at", text.DateTime(ctx, f.At), "why", f.Why))
	}
	if len(waiting) == 0 {
		return nil
	}
	boxes := ui.Checkboxes{Name: "found", Label: text.T(ctx, "backlog.found"), Hint: text.T(ctx, "backlog.found-hint"), Values: held.Values["found"]}
	for _, f := range waiting {
		boxes.Options = append(boxes.Options, ui.Option{Value: f.ID, Text: f.File.Name, Hint: text.DateTime(ctx, f.At)})
	}
	v.Bring.Found, v.Bring.File.Required = &boxes, false
	v.Bring.Drop = ui.Button{Text: text.T(ctx, "backlog.found-drop"), Kind: ui.Secondary, Action: batchPath(b.ID) + "/bo-quet", Confirm: text.T(ctx, "backlog.found-drop-sure")}
	return nil
}

// dropFound throws away what was chosen of a scanner's files.
func (p *Pages) dropFound(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	self, found := batchPath(r.PathValue("batch")), r.PostForm["found"]
	if err := p.s.DropFound(r.Context(), r.PathValue("batch"), found); err != nil {
		return again(w, r, err, self)
	}
	web.Say(r, "backlog.found-dropped", "n", len(found))
	return web.SeeOther(w, r, self)
}
