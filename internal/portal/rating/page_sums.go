package rating

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// sumsView is what is published of ratings.
type sumsView struct {
	Frame   ui.Frame
	Heading ui.Heading
	How     []string // how the figures come about
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
}

// sums shows the published figures.
func (p *Pages) sums(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	counts, err := p.s.Published(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "portal.rate.sums")
	return web.Show(w, r, sumsPage(sumsView{Frame: ui.Frame{Title: title, Wide: true}, Heading: ui.Heading{Title: title, Lead: text.T(ctx, "portal.rate.sums-lead")},
		How: p.how(ctx), Some: len(counts) > 0, Table: p.sumsTable(ctx, counts), Empty: ui.Empty{Title: text.T(ctx, "portal.rate.none"), Text: text.T(ctx, "portal.rate.none-why", "n", p.s.Settings.Days)}}))
}

func (p *Pages) how(ctx context.Context) []string {
	return []string{text.T(ctx, "portal.rate.how-silence"), text.T(ctx, "portal.rate.how-least", "n", p.s.Settings.Least),
		text.T(ctx, "portal.rate.how-closed", "n", p.s.Settings.Days)}
}

// sumsTable sets every percentage beside what it is of, and beside the answer rate.
func (p *Pages) sumsTable(ctx context.Context, counts []Count) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "portal.rate.sums"), HideCaption: true}
	for _, head := range []string{"unit", "period", "asked", "answered-n", "content", "mark.very", "mark.yes", "mark.no"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "portal.rate."+head), Numeric: head != "unit" && head != "period"})
	}
	for _, c := range counts {
		row := ui.TableRow{Cells: []ui.Cell{{Text: c.Unit.Name, Header: true}, {Text: c.Period[5:] + "/" + c.Period[:4]},
			{Text: askedText(ctx, c)}, {Text: share(ctx, c.Answered(), c.Asked)}}}
		if !p.s.Settings.Shown(c) {
			few := ui.Cell{Text: text.T(ctx, "portal.rate.too-few")}
			row.Cells = append(row.Cells, few, ui.Cell{}, ui.Cell{}, ui.Cell{})
		} else {
			row.Cells = append(row.Cells, ui.Cell{Text: share(ctx, c.Content(), c.Answered())})
			for _, m := range Marks {
				row.Cells = append(row.Cells, ui.Cell{Text: strconv.Itoa(c.Marks[m])})
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// askedText says how many were asked, and of how many another system says so.
func askedText(ctx context.Context, c Count) string {
	if c.Declared == 0 {
		return strconv.Itoa(c.Asked)
	}
	return text.T(ctx, "portal.rate.asked-declared", "n", c.Asked, "m", c.Declared)
}

// share writes a part of a whole as both numbers and the percentage: "8/10 (80 %)".
func share(ctx context.Context, part, whole int) string {
	if whole == 0 {
		return "0"
	}
	percent := text.Decimal(ctx, float64(part*1000/whole)/10)
	return strconv.Itoa(part) + "/" + strconv.Itoa(whole) + " (" + percent + "%)"
}
