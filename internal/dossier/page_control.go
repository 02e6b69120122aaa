package dossier

import (
	"context"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	workbook "github.com/nha-san/nhasan/internal/platform/sheet"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// controlView is the control slip on screen.
type controlView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Facts   ui.SummaryList
	Table   ui.Table
	Prints  []ui.Button // empty before reception: there is no number yet
	Note    string
}

func controlPath(id string) string { return filePath(id) + "/kiem-soat" }

func (p *Pages) control(w http.ResponseWriter, r *http.Request) error {
	c, err := p.s.ControlSlip(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, controlPage(controlOf(r.Context(), c)))
}

func controlOf(ctx context.Context, c *Control) controlView {
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.control."+key, args...) }
	rd := reading{ctx: ctx, v: &View{Dossier: c.Dossier}}
	out := controlView{Frame: ui.Frame{Title: t("title") + " – " + c.Code, Wide: true, Area: ui.Desk, Crumbs: rd.crumbs(t("title"))},
		Heading: ui.Heading{Title: t("title"), Caption: text.T(ctx, "dossier.code", "code", c.Code), Lead: c.Name},
		Table:   ui.Table{Caption: t("title"), HideCaption: true, Dense: true}, Note: t("note")}
	out.Facts.Rows = []ui.SummaryRow{{Key: t("number"), Text: c.Number}, {Key: t("received"), Text: text.DateTime(ctx, c.ReceivedAt)},
		{Key: t("due"), Text: text.DateTime(ctx, c.Due.At)}}
	if c.Ended() && c.Standing != NoDue {
		out.Facts.Rows = append(out.Facts.Rows, ui.SummaryRow{Key: t("outcome"), Text: text.T(ctx, "dossier.standing."+string(c.Standing))})
	}
	for _, head := range []string{"from", "to", "at", "giver", "receiver", "result", "state"} {
		out.Table.Head = append(out.Table.Head, ui.Head{Text: t(head)})
	}
	for _, h := range c.Hops {
		out.Table.Rows = append(out.Table.Rows, hopRow(ctx, h))
	}
	if c.Number != "" {
		out.Prints = []ui.Button{{Text: t("pdf"), Href: controlPath(c.ID) + ".pdf", Kind: ui.Secondary},
			{Text: t("xlsx"), Href: controlPath(c.ID) + ".xlsx", Kind: ui.Secondary}}
	}
	return out
}

func hopRow(ctx context.Context, h Hop) ui.TableRow {
	row := ui.TableRow{}
	if h.Standing == Late {
		row.Kind = ui.Alert
	}
	for i, value := range hopCells(ctx, h) {
		row.Cells = append(row.Cells, ui.Cell{Text: value, Header: i == 0})
	}
	return row
}

func hopCells(ctx context.Context, h Hop) []string {
	return []string{turnWords(ctx, h.From), turnWords(ctx, h.To), text.DateTime(ctx, h.At), h.Giver, h.Receiver, hopStanding(ctx, h), hopNote(ctx, h)}
}

// controlPDF prints the control slip.
func (p *Pages) controlPDF(w http.ResponseWriter, r *http.Request) error {
	c, pdf, err := p.s.ControlPDF(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	sendPDF(w, "phieu-kiem-soat-"+strings.ReplaceAll(c.Number, "/", "-")+".pdf", pdf)
	return nil
}

// controlSheet is the control slip as a workbook, in Vietnamese as the paper.
func (p *Pages) controlSheet(w http.ResponseWriter, r *http.Request) error {
	c, err := p.s.ControlSlip(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	ctx := text.WithLang(r.Context(), text.Vi)
	v := controlOf(ctx, c)
	form := c.era().Form(slip.KindControl)
	table := workbook.Table{Name: "Phiếu kiểm soát", Title: []string{strings.ToUpper(form.Title), text.T(ctx, "dossier.code", "code", c.Code), c.Name},
		Widths: []float64{32, 32, 22, 22, 22, 12, 14}, Author: c.Competent.Name, Foot: pageOfPages}
	for _, h := range v.Table.Head {
		table.Head = append(table.Head, h.Text)
	}
	return sendSheet(w, "phieu-kiem-soat-"+c.Code+".xlsx", table, func(yield func([]string, error) bool) {
		for _, h := range c.Hops {
			if !yield(hopCells(ctx, h), nil) {
				return
			}
		}
	})
}
