package dossier

import (
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// slipsView lists the slips that wait to be signed.
type slipsView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Table    *ui.Table // nil when none waits
	Empty    ui.Empty
	Form     ui.FormFrame
	Go       ui.Button
}

const slipsPath = deskPath + "/ky-phieu"

func (p *Pages) unsigned(w http.ResponseWriter, r *http.Request) error {
	ctx, held, title := r.Context(), web.Kept(r), text.T(r.Context(), "dossier.slips.title")
	all, err := p.s.Unsigned(ctx)
	if err != nil {
		return err
	}
	v := slipsView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "dossier.slips.lead", "n", slipsMost)},
		Empty: ui.Empty{Title: text.T(ctx, "dossier.slips.none")}, Form: ui.FormFrame{Action: slipsPath}, Go: ui.Button{Text: text.T(ctx, "dossier.slips.go", "n", len(all))},
	}
	if len(all) > 0 {
		v.Table = &ui.Table{Caption: title, HideCaption: true, Dense: true, KeyboardList: true, Head: []ui.Head{{Text: text.T(ctx, "dossier.slips.paper")}, {Text: text.T(ctx, "dossier.slips.at")}}}
		for _, sl := range all {
			v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.T(ctx, "dossier.slip."+sl.Form, "number", sl.Number), Href: slipPath + sl.ID, Header: true},
				{Text: text.DateTime(ctx, sl.At)}}})
		}
	}
	return web.Show(w, r, slipsPage(v))
}

// signSlips freezes what waits and leads to where it is signed.
func (p *Pages) signSlips(w http.ResponseWriter, r *http.Request) error {
	b, err := p.s.AskSlips(r.Context())
	if err != nil {
		return p.ledTo(w, r, "", err, slipsPath)
	}
	return web.SeeOther(w, r, signPath+b.ID)
}
