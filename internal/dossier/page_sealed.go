package dossier

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// sealedTable is where the events of a dossier stand in the public ledger.
func sealedTable(ctx context.Context, all []Sealing) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "dossier.sealed.title"), HideCaption: true, Dense: true}
	for _, head := range []string{"what", "when", "leaf", "hash"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "dossier.sealed."+head)})
	}
	for _, x := range all {
		leaf := ui.Cell{Text: text.T(ctx, "dossier.sealed.waits")}
		if x.Index >= 0 {
			leaf = ui.Cell{Text: strconv.FormatInt(x.Index, 10), Href: ledger.LeafPath(x.Index)}
		}
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: happened(ctx, x.Event.Kind), Header: true}, {Text: text.DateTime(ctx, x.Event.At)}, leaf, {Text: x.Hash[:12] + "…"}}})
	}
	return t
}

// openSealed sends the file that opens the commitments of a dossier's events, to whoever may see all of
// it and says what for.
func (p *Pages) openSealed(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	id := r.PathValue("id")
	opened, err := p.s.OpenSealed(r.Context(), id, r.PostFormValue("purpose"))
	if err != nil {
		if err := web.Keep(r, err, r.PostForm); err != nil {
			return err
		}
		return web.SeeOther(w, r, filePath(id)+"/nhat-ky")
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
