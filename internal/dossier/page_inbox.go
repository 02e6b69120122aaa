package dossier

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// inboxView is the officer's first page: what is to be done now, what waits, how to find the rest.
type inboxView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Today    *todayView // on the page opened first; nil on lists that were asked for
	Tabs     ui.Tabs
	Topics   string // what says that the list has changed
	Saved    []savedView
	Filter   ui.FilterSpec
	Hidden   []hiddenField
	Fields   []templ.Component
	More     foldView // filters that few need
	Some     bool
	Bulk     bulkBar
	Table    ui.Table
	Empty    ui.Empty
	Pager    ui.Pager
	First    *ui.Link // back to the first page of the list
	Keep     keepView
	Links    []ui.Link
}

// hiddenField carries on what the filter does not ask.
type hiddenField struct{ Name, Value string }

// listing is what the words of a list depend on.
type listing struct {
	ctx     context.Context
	cal     *term.Calendar
	now     time.Time
	held    web.Held
	labels  []keep.Label
	on      map[string][]keep.Label // by dossier
	columns []string
	views   []keep.View
	people  []org.Officer
	fields  []catalog.Count[string]
	units   []org.Unit      // in which dossiers may have been received
	talks   map[string]Talk // of the dossiers listed
	signs   bool            // whoever looks has a key
}

func (l listing) t(key string, args ...any) string { return text.T(l.ctx, key, args...) }

// inbox shows one of the officer's lists.
func (p *Pages) inbox(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, err := queryOf(r.URL.Query())
	if err != nil {
		return err
	}
	l, err := p.listing(r)
	if err != nil {
		return err
	}
	items, next, err := p.s.List(ctx, q)
	if err != nil {
		return err
	}
	if l.on, err = p.s.book.LabelsOn(ctx, keysOf(items)...); err != nil {
		return err
	}
	if l.talks, err = p.s.Talks(ctx, items); err != nil {
		return err
	}
	fresh := r.URL.RawQuery == ""
	counts, err := p.s.CountEach(ctx, counted(ctx, fresh)...)
	if err != nil {
		return err
	}
	v := l.view(q, counts, items, next)
	if fresh {
		mine, _, err := p.s.List(ctx, Query{Box: BoxMine, Limit: 1})
		if err != nil {
			return err
		}
		unanswered, err := p.s.Unanswered(ctx)
		if err != nil {
			return err
		}
		v.Today = l.today(counts[len(countedBoxes):], items, mine, len(unanswered))
	}
	return web.Show(w, r, inboxPage(v))
}

func keysOf(items []Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.ID
	}
	return out
}

// counted are the lists whose numbers the page shows: those of the tabs, and on the first page what
// there is to do today.
func counted(ctx context.Context, fresh bool) []Query {
	var out []Query
	for _, b := range countedBoxes {
		out = append(out, Query{Box: b})
	}
	if fresh {
		for _, one := range todo {
			out = append(out, one.q)
		}
	}
	return out
}

// countedBoxes are the tabs with a number; everything is too much to count.
var countedBoxes = []Box{BoxTurn, BoxMine, BoxAsked, BoxUnit, BoxFollowed, BoxBurning, BoxOthers}

// listing reads what a list needs beside its lines: a handful of queries, however long it is.
func (p *Pages) listing(r *http.Request) (listing, error) {
	ctx := r.Context()
	l := listing{ctx: ctx, now: p.s.Clock.Now(), held: web.Kept(r)}
	a := actor.Of(ctx)
	var err error
	if l.cal, err = p.s.Org.Calendar(ctx, a.UnitID); err != nil {
		l.cal = nil // due dates are then said without what is left
	}
	if l.signs, err = p.s.Signs(ctx); err != nil {
		return l, err
	}
	if l.labels, err = p.s.book.Labels(ctx); err != nil {
		return l, err
	}
	if l.columns, err = p.s.book.ColumnsOf(ctx); err != nil {
		return l, err
	}
	if l.views, err = p.s.book.Views(ctx); err != nil {
		return l, err
	}
	today := clock.DateOf(l.now)
	if l.people, err = p.s.Org.OfficersIn(ctx, a.UnitID, "", today); err != nil {
		return l, err
	}
	if l.units, err = p.s.Org.Below(ctx, a.UnitID, org.Commune, today); err != nil {
		l.units = nil // an officer of no unit has none below
	}
	found, err := p.s.Catalog.Search(ctx, catalog.Query{PerPage: 1})
	if err != nil {
		return l, err
	}
	l.fields = found.Fields
	return l, nil
}

func (l listing) view(q Query, counts []int, items []Item, next Cursor) inboxView {
	title := l.t("dossier.desk.title")
	v := inboxView{
		Frame:   ui.Frame{Title: title, Wide: true, Live: true, Area: ui.Desk, Failed: l.held.Was()},
		Heading: ui.Heading{Title: title, Caption: actor.Of(l.ctx).UnitName}, Problems: ui.Problems(l.ctx, l.held.Err),
		Tabs: l.tabs(q, counts), Saved: l.saved(q), Filter: ui.FilterSpec{Action: deskPath}, Hidden: hidden(q), Fields: l.filters(q),
		More: l.moreFilters(q, items), Some: len(items) > 0, Bulk: l.bulk(q), Table: l.table(q, items), Empty: l.empty(q),
		Keep: l.keeping(q), Links: l.links(), Topics: myLists(actor.Of(l.ctx)),
	}
	if q.Box == BoxTurn && actor.Of(l.ctx).HasAnywhere(CanReceive) && !q.narrowed() {
		v.Empty.Action = ui.Button{Text: l.t("dossier.intake.title"), Href: intakePath}
	}
	if q.narrowed() {
		v.Filter.Clear = Query{Box: q.Box}.address()
	}
	if q.After.ID != "" {
		first := q
		first.After = Cursor{}
		v.First = &ui.Link{Text: l.t("dossier.desk.first-page"), Href: first.address()}
	}
	if next.ID != "" {
		q.After = next
		v.Pager.NextHref = q.address()
	}
	return v
}

// links lead to the other pages of the desk.
func (l listing) links() []ui.Link {
	out := []ui.Link{{Text: l.t("desk.day.title"), Href: dayPath}, {Text: l.t("desk.label.title"), Href: labelsPath},
		{Text: l.t("desk.reason.title"), Href: reasonsPath}, {Text: l.t("desk.columns.title"), Href: columnsPath},
		{Text: l.t("desk.keys.title"), Href: keysPath}}
	if actor.Of(l.ctx).HasAnywhere(CanReceive) {
		out = append(out, ui.Link{Text: l.t("dossier.slips.title"), Href: slipsPath})
	}
	return out
}

func (l listing) tabs(q Query, counts []int) ui.Tabs {
	t := ui.Tabs{Label: l.t("dossier.desk.boxes")}
	for _, b := range Boxes {
		tab := ui.Tab{Text: l.t("dossier.box." + string(b)), Href: Query{Box: b}.address(), Current: b == q.Box}
		for i, c := range countedBoxes {
			if c == b {
				tab.Count, tab.More = &counts[i], counts[i] >= countLimit
			}
		}
		t.Items = append(t.Items, tab)
	}
	return t
}

func (l listing) empty(q Query) ui.Empty {
	if q.narrowed() {
		return ui.Empty{Title: l.t("dossier.desk.no-match"), Text: l.t("dossier.desk.no-match-hint"),
			Action: ui.Button{Text: l.t("dossier.desk.clear"), Href: Query{Box: q.Box}.address(), Kind: ui.Secondary}}
	}
	return ui.Empty{Title: l.t("dossier.desk.empty." + string(q.Box)), Text: l.t("dossier.desk.empty-hint." + string(q.Box))}
}
