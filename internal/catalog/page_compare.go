package catalog

import (
	"context"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// compareView is what differs between two versions, in sentences.
type compareView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Action  string
	From    ui.Select
	To      ui.Select
	Submit  ui.Button
	Changes []Difference
	Same    *ui.Notice
	JSON    ui.Link
}

// comparison is what programs read.
type comparison struct {
	Procedure string       `json:"procedure_id"`
	Name      string       `json:"name"`
	From      int          `json:"from"`
	To        int          `json:"to"`
	Changes   []Difference `json:"differences"`
}

func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	versions, err := p.svc.Versions(ctx, one.ID)
	if err != nil {
		return err
	}
	newest := versions[0].Number
	to, err := numberOf(r.FormValue("den"), newest)
	if err != nil {
		return err
	}
	from, err := numberOf(r.FormValue("tu"), max(to-1, 1))
	if err != nil {
		return err
	}
	before, _, err := p.svc.Numbered(ctx, one.ID, from)
	if err != nil {
		return err
	}
	after, _, err := p.svc.Numbered(ctx, one.ID, to)
	if err != nil {
		return err
	}
	c := comparison{one.ID, one.Name, from, to, Differences(ctx, before.Content, after.Content)}
	if r.FormValue("dang") == "json" || wantsJSON(r) {
		return web.JSON(w, http.StatusOK, c)
	}
	return web.Show(w, r, comparePage(compareOf(ctx, one, versions, c, p.svc.today())))
}

// numberOf reads the number of a version; nothing is the usual one.
func numberOf(typed string, usual int) (int, error) {
	if typed == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return 0, fault.New(fault.NotFound, "catalog.version-not-found")
	}
	return n, nil
}

func compareOf(ctx context.Context, one *Procedure, versions []*Version, c comparison, today clock.Date) compareView {
	title := say(ctx, "keep.compare")
	path := historyPath(one.ID) + "/so-sanh"
	v := compareView{Frame: desk(ctx, title, keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)}),
		Heading: ui.Heading{Title: title, Caption: one.Name, Lead: say(ctx, "keep.compare-lead", "from", c.From, "to", c.To)}, Action: path,
		Submit: ui.Button{Text: say(ctx, "keep.compare-show"), Kind: ui.Secondary}, Changes: c.Changes,
		JSON: ui.Link{Text: say(ctx, "page.json"), Href: to(path, "tu", strconv.Itoa(c.From), "den", strconv.Itoa(c.To), "dang", "json")}}
	options := make([]ui.Option, len(versions))
	for i, one := range versions {
		options[i] = ui.Option{Value: strconv.Itoa(one.Number), Text: say(ctx, "keep.version-is", "n", one.Number, "status", standingTag(ctx, one, today).Text)}
	}
	v.From = ui.Select{Name: "tu", Label: say(ctx, "keep.compare-from"), Value: strconv.Itoa(c.From), Options: options}
	v.To = ui.Select{Name: "den", Label: say(ctx, "keep.compare-to"), Value: strconv.Itoa(c.To), Options: options}
	if len(c.Changes) == 0 {
		v.Same = &ui.Notice{Text: say(ctx, "keep.no-differences")}
	}
	return v
}
