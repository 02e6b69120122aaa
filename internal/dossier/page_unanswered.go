package dossier

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// state is where a dossier of a list stands, and whether its applicant waits for an answer.
func (l listing) state(it Item) templ.Component {
	if l.talks[it.ID].Waits != FromOffice {
		return stateTag(l.ctx, it.State)
	}
	return templ.Join(stateTag(l.ctx, it.State), ui.Tag{Text: text.T(l.ctx, "dossier.message.mark"), Colour: ui.Purple})
}

// unansweredView lists dossiers whose applicants wait for an answer.
type unansweredView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
}

// unanswered shows them, the longest wait first.
func (p *Pages) unanswered(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	items, err := p.s.Unanswered(ctx)
	if err != nil {
		return err
	}
	talks, err := p.s.Talks(ctx, items)
	if err != nil {
		return err
	}
	return web.Show(w, r, unansweredPage(unansweredOf(ctx, items, talks)))
}

func unansweredOf(ctx context.Context, items []Item, talks map[string]Talk) unansweredView {
	title := text.T(ctx, "dossier.message.unanswered")
	v := unansweredView{Frame: ui.Frame{Title: title, Wide: true, Area: ui.Desk,
		Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "dossier.message.unanswered-lead")}, Some: len(items) > 0,
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true, KeyboardList: true},
		Empty: ui.Empty{Title: text.T(ctx, "dossier.message.all-answered")}}
	for _, head := range []string{"dossier.desk.code", "dossier.desk.procedure", "dossier.desk.owner", "dossier.desk.state", "dossier.message.since"} {
		v.Table.Head = append(v.Table.Head, ui.Head{Text: text.T(ctx, head)})
	}
	for _, it := range items {
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: it.Code, Href: filePath(it.ID) + "#tin-nhan", Header: true, Whole: true},
			{Text: it.Name}, {Text: it.Owner}, {Body: stateTag(ctx, it.State)}, {Text: text.DateTime(ctx, talks[it.ID].Since)}}})
	}
	return v
}
