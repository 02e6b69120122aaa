package portal

import (
	"net/http"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// sentView says that a dossier has arrived, and what to keep.
type sentView struct {
	Frame  ui.Frame
	Panel  ui.Panel
	Secret ui.Copyable
	Next   ui.Steps
	Papers []paperLine
	Hashed bool // a file was sent, so its hash wants explaining
	Facts  ui.SummaryList
	Href   string
	Copy   string // address of what was sent, printed
}

// sent confirms what was just sent. It can be opened again at any time.
func (p *Pages) sent(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := p.Dossiers.Mine(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	step := func(n string) ui.Step {
		unit := d.Receiving.Name
		return ui.Step{Title: text.T(ctx, "portal.sent."+n, "unit", unit), Text: text.T(ctx, "portal.sent."+n+"-text", "unit", unit)}
	}
	facts := dossierFacts(ctx, d)
	facts.Rows = facts.Rows[:len(facts.Rows)-1] // the secret stands in the panel
	v := sentView{
		Frame: ui.Frame{Title: text.T(ctx, "portal.sent.title"), NoIndex: true},
		Panel: ui.Panel{Title: text.T(ctx, "portal.sent.title"), CodeLabel: text.T(ctx, "portal.sent.code"), Code: d.Code,
			Body: secretPart(ui.Copyable{ID: "ma-bi-mat", Value: d.Secret})},
		Next:   ui.Steps{Items: []ui.Step{step("received"), step("processed"), step("result")}},
		Papers: papersSent(ctx, d), Facts: facts, Href: dossierPath(d.ID), Copy: dossierPath(d.ID) + "/ban-da-nop.pdf",
	}
	v.Hashed = slices.ContainsFunc(v.Papers, func(l paperLine) bool { return len(l.Files) > 0 })
	return web.Show(w, r, sentPage(v))
}
