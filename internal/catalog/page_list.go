package catalog

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// listView is the public list of procedures.
type listView struct {
	Frame     ui.Frame
	Heading   ui.Heading
	Search    ui.SearchBox
	Query     string // carried along by the filters
	Filter    ui.FilterSpec
	Level     ui.Select
	Field     ui.Select
	Service   ui.Select
	Elsewhere *ui.Notice
	Counted   string
	Items     ui.Checklist
	Empty     *ui.Empty
	Pager     ui.Pager
	Fields    []fieldLink // only where nothing was asked yet
}

type fieldLink struct{ Text, Href, Count string }

// queryOf reads a search from the address.
func queryOf(r *http.Request) Query {
	q := r.URL.Query()
	page, _ := strconv.Atoi(q.Get("trang"))
	return Query{Text: strings.TrimSpace(text.Clean(q.Get("q"))), Level: Level(q.Get("cap")), Field: q.Get("linh-vuc"),
		ServiceLevel: ServiceLevel(q.Get("muc-do")), Page: page}
}

// path is the address of a page of the search.
func (q Query) path(page int) string {
	n := ""
	if page > 1 {
		n = strconv.Itoa(page)
	}
	return to(listPath, "q", q.Text, "cap", string(q.Level), "linh-vuc", q.Field, "muc-do", string(q.ServiceLevel), "trang", n)
}

func (q Query) narrows() bool { return q.Level != "" || q.Field != "" || q.ServiceLevel != "" }

func (p *Pages) showList(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), queryOf(r)
	f, err := p.svc.Search(ctx, q)
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return web.JSON(w, http.StatusOK, map[string]any{"items": f.Items, "total": f.Total, "page": f.Page, "pages": f.Pages})
	}
	return web.Show(w, r, listPage(listOf(ctx, q, f)))
}

func listOf(ctx context.Context, q Query, f *Found) listView {
	v := listView{
		Frame:   ui.Frame{Title: say(ctx, "list.title"), Wide: true, NoIndex: q.Text != "" || q.narrows()},
		Heading: ui.Heading{Title: say(ctx, "list.title"), Lead: say(ctx, "list.lead")},
		Search:  ui.SearchBox{Action: listPath, Value: q.Text, Label: say(ctx, "list.search"), Hint: say(ctx, "list.search-hint")},
		Query:   q.Text,
		Filter:  ui.FilterSpec{Action: listPath},
		Counted: say(ctx, "list.counted", "n", f.Total),
	}
	if q.Text != "" {
		v.Counted = say(ctx, "list.counted-for", "n", f.Total, "q", q.Text)
	}
	if q.narrows() {
		v.Filter.Clear = to(listPath, "q", q.Text)
	}
	v.filters(ctx, q, f)
	if f.Elsewhere != "" {
		v.Elsewhere = &ui.Notice{Text: text.T(ctx, f.Elsewhere)}
	}
	if f.Total == 0 {
		v.Empty = &ui.Empty{Title: say(ctx, "list.empty"), Text: say(ctx, "list.empty-why"),
			Action: ui.Button{Text: say(ctx, "list.all"), Href: listPath, Kind: ui.Secondary}}
	}
	for _, item := range f.Items {
		v.Items.Items = append(v.Items.Items, listItem(ctx, item))
	}
	if f.Page > 1 {
		v.Pager.PrevHref = q.path(f.Page - 1)
	}
	if f.Page < f.Pages {
		v.Pager.NextHref = q.path(f.Page + 1)
	}
	if q.Text == "" && !q.narrows() && f.Page == 1 {
		for _, c := range f.Fields {
			v.Fields = append(v.Fields, fieldLink{FieldIn(text.LangOf(ctx), c.Value), Query{Field: c.Value}.path(1), text.Integer(text.LangOf(ctx), int64(c.N))})
		}
	}
	return v
}

// filters offers what would still find something, each with how many.
func (v *listView) filters(ctx context.Context, q Query, f *Found) {
	all := say(ctx, "list.any")
	v.Level = ui.Select{Name: "cap", Label: say(ctx, "label.level"), Value: string(q.Level), Empty: all}
	for _, c := range f.Levels {
		v.Level.Options = append(v.Level.Options, option(ctx, string(c.Value), levelName(ctx, c.Value), c.N))
	}
	v.Field = ui.Select{Name: "linh-vuc", Label: say(ctx, "label.field"), Value: q.Field, Empty: all}
	for _, c := range f.Fields {
		v.Field.Options = append(v.Field.Options, option(ctx, c.Value, FieldIn(text.LangOf(ctx), c.Value), c.N))
	}
	v.Service = ui.Select{Name: "muc-do", Label: say(ctx, "label.service-level"), Value: string(q.ServiceLevel), Empty: all}
	for _, c := range f.ServiceLevels {
		v.Service.Options = append(v.Service.Options, option(ctx, string(c.Value), say(ctx, "service-level."+string(c.Value)), c.N))
	}
}

func option(ctx context.Context, value, name string, n int) ui.Option {
	return ui.Option{Value: value, Text: say(ctx, "list.option", "name", name, "n", n)}
}

func listItem(ctx context.Context, item Summary) ui.CheckItem {
	lang := text.LangOf(ctx)
	facts := []string{levelName(ctx, item.Level), FieldIn(lang, item.Field), item.Term.In(ctx), feeText(ctx, item.FeeDong)}
	if item.Code != "" {
		facts = append([]string{item.Code}, facts...)
	}
	tag := onlineTag(ctx, item.ServiceLevel)
	return ui.CheckItem{Title: item.Title(lang), Hint: strings.Join(facts, " · "), Href: pagePath(item.Slug), Tag: &tag}
}

// wantsJSON tells programs that ask at the addresses of pages.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}
