package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// sealedView is where the events of a dossier stand in the public ledger.
type sealedView struct {
	Table ui.Table
	Open  *ui.Link // the file that opens the commitments; its owner alone gets it
}

// sealed tells where the events stand; of a dossier that was looked up by code, without the file.
func (p *Pages) sealed(ctx context.Context, v *dossier.View, own bool) (sealedView, error) {
	all, err := p.Dossiers.Sealings(ctx, v)
	if err != nil || len(all) == 0 {
		return sealedView{}, err
	}
	out := sealedView{Table: ui.Table{Caption: text.T(ctx, "portal.sealed"), HideCaption: true,
		Head: []ui.Head{{Text: text.T(ctx, "portal.sealed.what")}, {Text: text.T(ctx, "portal.sealed.when")}, {Text: text.T(ctx, "portal.sealed.leaf")}, {Text: text.T(ctx, "portal.sealed.hash")}}}}
	for _, x := range all {
		leaf := ui.Cell{Text: text.T(ctx, "portal.sealed.waits")}
		if x.Index >= 0 {
			leaf = ui.Cell{Text: strconv.FormatInt(x.Index, 10), Href: ledger.LeafPath(x.Index)}
		}
		out.Table.Rows = append(out.Table.Rows, ui.TableRow{Cells: []ui.Cell{
			{Header: true, Text: text.T(ctx, "portal.event."+string(x.Event.Kind), "number", x.Event.Facts.Number)},
			{Text: text.DateTime(ctx, x.Event.At)}, leaf, {Text: x.Hash[:12] + "…"}}})
	}
	if own {
		out.Open = &ui.Link{Text: text.T(ctx, "portal.sealed.open"), Href: dossierPath(v.ID) + "/so-cai.json"}
	}
	return out, nil
}

// openSealed sends the file with which the owner can prove what was sealed.
func (p *Pages) openSealed(w http.ResponseWriter, r *http.Request) error {
	opened, err := p.Dossiers.OpenSealed(r.Context(), r.PathValue("id"), "")
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(opened, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="so-cai.json"`)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(body, '\n'))
	return nil
}
