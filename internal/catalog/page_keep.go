package catalog

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// keptPerPage is how many lines the keeper sees at once.
const keptPerPage = 50

// keptView is the keeper's list.
type keptView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Buttons []ui.Button
	Search  ui.SearchBox
	Tabs    ui.Tabs
	Counted string
	List    ui.Table
	Empty   *ui.Empty
	Pager   ui.Pager
}

// desk is the frame of a page of the administration.
func desk(ctx context.Context, title string, between ...ui.Crumb) ui.Frame {
	crumbs := append([]ui.Crumb{{Text: text.T(ctx, "ui.admin"), Href: "/quan-tri"}}, between...)
	return ui.Frame{Title: title, Area: ui.Admin, Wide: true, Crumbs: append(crumbs, ui.Crumb{Text: title})}
}

func keepCrumb(ctx context.Context) ui.Crumb {
	return ui.Crumb{Text: say(ctx, "keep.title"), Href: keepPath}
}

// standings are the words for slices of the list in addresses.
var standings = map[string]Standing{"nhap": HasDraft, "hieu-luc": InForce, "sap-hieu-luc": IsAhead, "bai-bo": IsAbolished}

var standingWords = map[Standing]string{HasDraft: "nhap", InForce: "hieu-luc", IsAhead: "sap-hieu-luc", IsAbolished: "bai-bo"}

func (p *Pages) showKept(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	standing := standings[q.Get("loc")]
	kept, err := p.svc.Keep(ctx, q.Get("q"), standing)
	if err != nil {
		return err
	}
	v := keptView{
		Frame: desk(ctx, say(ctx, "keep.title")), Heading: ui.Heading{Title: say(ctx, "keep.title"), Lead: say(ctx, "keep.lead")},
		Buttons: []ui.Button{{Text: say(ctx, "edit.new"), Href: newPath}, {Text: say(ctx, "bundle.title"), Href: bundlePath, Kind: ui.Secondary},
			{Text: say(ctx, "import.title"), Href: importPath, Kind: ui.Secondary}},
		Search:  ui.SearchBox{Action: keepPath, Value: q.Get("q"), Label: say(ctx, "keep.search")},
		Tabs:    ui.Tabs{Label: say(ctx, "keep.tabs")},
		Counted: say(ctx, "list.counted", "n", len(kept.Entries)),
	}
	for _, one := range Standings {
		n := kept.Counts[one]
		key := string(one)
		if one == AnyStanding {
			key = "all"
		}
		v.Tabs.Items = append(v.Tabs.Items, ui.Tab{Text: say(ctx, "keep.tab."+key), Href: to(keepPath, "q", q.Get("q"), "loc", standingWords[one]),
			Current: one == standing, Count: &n})
	}
	v.page(ctx, kept.Entries, q)
	return web.Show(w, r, keptPage(v))
}

func (v *keptView) page(ctx context.Context, all []Entry, q url.Values) {
	if len(all) == 0 {
		v.Empty = &ui.Empty{Title: say(ctx, "list.empty")}
	}
	page, _ := strconv.Atoi(q.Get("trang"))
	pages := max(1, (len(all)+keptPerPage-1)/keptPerPage)
	page = min(max(page, 1), pages)
	at := func(n int) string {
		return to(keepPath, "q", q.Get("q"), "loc", q.Get("loc"), "trang", strconv.Itoa(n))
	}
	if page > 1 {
		v.Pager.PrevHref = at(page - 1)
	}
	if page < pages {
		v.Pager.NextHref = at(page + 1)
	}
	v.List = ui.Table{Caption: say(ctx, "keep.title"), HideCaption: true, Dense: true, KeyboardList: true, Head: []ui.Head{
		{Text: say(ctx, "label.code")}, {Text: say(ctx, "label.name")}, {Text: say(ctx, "label.level")},
		{Text: say(ctx, "label.version"), Numeric: true}, {Text: say(ctx, "label.status")}, {Text: say(ctx, "label.from")}}}
	for _, k := range all[(page-1)*keptPerPage : min(page*keptPerPage, len(all))] {
		v.List.Rows = append(v.List.Rows, ui.TableRow{Cells: []ui.Cell{
			{Text: codeText(ctx, k.Code)}, {Text: k.Name, Href: historyPath(k.ID), Header: true}, {Text: levelName(ctx, k.Level)},
			{Text: strconv.Itoa(k.Newest.Number)}, {Body: entryTags(entryTagsOf(ctx, k))}, {Text: text.Date(k.Newest.From)}}})
	}
}

// entryTagsOf say how a procedure stands: often in one word, in two while a draft is open.
func entryTagsOf(ctx context.Context, k Entry) (tags []ui.Tag) {
	add := func(set bool, key, colour string) {
		if set {
			tags = append(tags, ui.Tag{Text: say(ctx, "standing."+key), Colour: colour})
		}
	}
	add(k.Holds && !k.Abolished, "in-force", ui.Green)
	add(k.Abolished, "abolished", ui.Grey)
	add(k.Ahead, "ahead", ui.Blue)
	add(k.Drafted, "draft", ui.Yellow)
	return tags
}

// standingTag says how a version stands today, in the one word that people look for.
func standingTag(ctx context.Context, v *Version, today clock.Date) ui.Tag {
	switch {
	case v.Status == StatusDraft:
		return ui.Tag{Text: say(ctx, "status.draft"), Colour: ui.Yellow}
	case v.Ahead(today):
		return ui.Tag{Text: say(ctx, "standing.ahead"), Colour: ui.Blue}
	case v.Until != "" && v.Until < today:
		return ui.Tag{Text: say(ctx, "standing.past"), Colour: ui.Grey}
	case v.Status == StatusAbolished:
		return ui.Tag{Text: say(ctx, "status.abolished"), Colour: ui.Grey}
	}
	return ui.Tag{Text: say(ctx, "status.published"), Colour: ui.Green}
}

func dayField(ctx context.Context, held web.Held, label string) ui.DateField {
	return ui.DateField{Name: "from", Label: label, Value: held.Value("from", ""), Error: ui.Problem(ctx, held.Err, "from"), Required: true}
}

func whyField(ctx context.Context, held web.Held) ui.TextArea {
	return ui.TextArea{Name: "why", Label: say(ctx, "label.why"), Value: held.Value("why", ""), Error: ui.Problem(ctx, held.Err, "why"),
		Rows: 3, MaxLength: 1000, Required: true}
}

// dayIn reads a day as people type it; what is no day stays as it is, for the service to refuse.
func dayIn(typed string) clock.Date { return clock.Date(dateOf("", oneLine(typed), nil)) }

// again goes back to a form with what was typed and what is wrong with it.
func again(w http.ResponseWriter, r *http.Request, err error, path string) error {
	if err := web.Keep(r, err, r.PostForm); err != nil {
		return err
	}
	return web.SeeOther(w, r, path)
}
