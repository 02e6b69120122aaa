package dossier

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// inboxView is the officer's first page: what waits, what is late, and how to find the rest.
type inboxView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Stats   ui.Stats
	Tabs    ui.Tabs
	Filter  ui.FilterSpec
	Box     string
	Fields  []templ.Component
	Some    bool
	Table   ui.Table
	Empty   ui.Empty
	Pager   ui.Pager
	First   *ui.Link // back to the first page of the list
}

// inbox shows one of the officer's lists.
func (p *Pages) inbox(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, err := queryOf(r.URL.Query())
	if err != nil {
		return err
	}
	counts, err := p.s.Counts(ctx)
	if err != nil {
		return err
	}
	items, next, err := p.s.List(ctx, q)
	if err != nil {
		return err
	}
	cal, err := p.s.Org.Calendar(ctx, actor.Of(ctx).UnitID)
	if err != nil {
		cal = nil // due dates are then said without what is left
	}
	l := listing{ctx, cal, p.s.Clock.Now()}
	return web.Show(w, r, inboxPage(l.view(q, counts, items, next)))
}

// listing is what the words of a list depend on.
type listing struct {
	ctx context.Context
	cal *term.Calendar
	now time.Time
}

// queryOf reads the address of a list.
func queryOf(v url.Values) (Query, error) {
	after, err := ParseCursor(v.Get("sau"))
	q := Query{Box: Box(v.Get("o")), Text: text.Clean(v.Get("q")), State: State(v.Get("trang-thai")),
		Channel: v.Get("kenh"), Standing: Standing(v.Get("han")), After: after}
	if !slices.Contains(Boxes, q.Box) {
		q.Box = BoxTurn
	}
	return q, err
}

// address is where a list lies; the page after a cursor is part of it.
func (q Query) address() string {
	v := url.Values{}
	for name, value := range map[string]string{"o": string(q.Box), "q": q.Text, "trang-thai": string(q.State),
		"kenh": q.Channel, "han": string(q.Standing), "sau": q.After.String()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return deskPath + "?" + v.Encode()
}

func (q Query) narrowed() bool {
	return q.Text != "" || q.State != "" || q.Channel != "" || q.Standing != ""
}

func (l listing) view(q Query, c Counts, items []Item, next Cursor) inboxView {
	title := text.T(l.ctx, "dossier.desk.title")
	v := inboxView{
		Frame:   ui.Frame{Title: title, Wide: true, Area: ui.Desk},
		Heading: ui.Heading{Title: title, Caption: actor.Of(l.ctx).UnitName},
		Stats:   l.stats(c), Tabs: l.tabs(q, c), Box: string(q.Box), Fields: l.fields(q),
		Filter: ui.FilterSpec{Action: deskPath}, Some: len(items) > 0, Table: l.table(q, items), Empty: l.empty(q),
	}
	if q.Box == BoxTurn && actor.Of(l.ctx).HasAnywhere(CanReceive) {
		v.Empty.Action = ui.Button{Text: text.T(l.ctx, "dossier.intake.title"), Href: intakePath}
	}
	if q.narrowed() {
		v.Filter.Clear = Query{Box: q.Box}.address()
	}
	if q.After.ID != "" {
		first := q
		first.After = Cursor{}
		v.First = &ui.Link{Text: text.T(l.ctx, "dossier.desk.first-page"), Href: first.address()}
	}
	if next.ID != "" {
		q.After = next
		v.Pager.NextHref = q.address()
	}
	return v
}

func (l listing) stats(c Counts) ui.Stats {
	tile := func(st Standing, n int, colour string) ui.StatTile {
		t := ui.StatTile{Label: text.T(l.ctx, "dossier.standing."+string(st)), Value: upToHundred(l.ctx, n),
			Href: Query{Box: BoxAll, Standing: st}.address()}
		if n > 0 {
			t.Colour = colour
		}
		return t
	}
	return ui.Stats{Tiles: []ui.StatTile{tile(Near, c.Near, ui.Yellow), tile(Overdue, c.Overdue, ui.Red)}}
}

// upToHundred says a count that stopped at a hundred as more than 99.
func upToHundred(ctx context.Context, n int) string {
	if n >= 100 {
		return "99+"
	}
	return text.Integer(text.LangOf(ctx), int64(n))
}

func (l listing) tabs(q Query, c Counts) ui.Tabs {
	counts := map[Box]*int{BoxTurn: &c.Turn, BoxMine: &c.Mine}
	t := ui.Tabs{Label: text.T(l.ctx, "dossier.desk.boxes")}
	for _, b := range Boxes {
		t.Items = append(t.Items, ui.Tab{Text: text.T(l.ctx, "dossier.box."+string(b)), Href: Query{Box: b}.address(),
			Current: b == q.Box, Count: counts[b]})
	}
	return t
}

func (l listing) fields(q Query) []templ.Component {
	all := text.T(l.ctx, "dossier.desk.any")
	fields := []templ.Component{
		ui.TextField{Name: "q", Type: "search", Label: text.T(l.ctx, "dossier.desk.words"), Value: q.Text, Autocomplete: "off"},
		ui.Select{Name: "han", Label: text.T(l.ctx, "dossier.desk.due"), Value: string(q.Standing), Empty: all,
			Options: options(l.ctx, "dossier.standing.", Overdue, Near, Paused)},
		ui.Select{Name: "kenh", Label: text.T(l.ctx, "dossier.desk.channel"), Value: q.Channel, Empty: all,
			Options: options(l.ctx, "dossier.channel.", catalog.ChannelKinds...)},
	}
	if q.Box == BoxAll {
		fields = append(fields, ui.Select{Name: "trang-thai", Label: text.T(l.ctx, "dossier.desk.state"), Value: string(q.State),
			Empty: all, Options: options(l.ctx, "dossier.state.", States[1:]...)})
	}
	return fields
}

func (l listing) empty(q Query) ui.Empty {
	if q.narrowed() {
		return ui.Empty{Title: text.T(l.ctx, "dossier.desk.no-match"), Text: text.T(l.ctx, "dossier.desk.no-match-hint"),
			Action: ui.Button{Text: text.T(l.ctx, "dossier.desk.clear"), Href: Query{Box: q.Box}.address(), Kind: ui.Secondary}}
	}
	return ui.Empty{Title: text.T(l.ctx, "dossier.desk.empty."+string(q.Box)), Text: text.T(l.ctx, "dossier.desk.empty-hint."+string(q.Box))}
}

func (l listing) table(q Query, items []Item) ui.Table {
	t := ui.Table{Caption: text.T(l.ctx, "dossier.box."+string(q.Box)), HideCaption: true, Dense: true, KeyboardList: true}
	for _, head := range []string{"code", "procedure", "owner", "channel", "state", "turn", "due"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(l.ctx, "dossier.desk."+head)})
	}
	for _, it := range items {
		t.Rows = append(t.Rows, l.row(it))
	}
	return t
}

func (l listing) row(it Item) ui.TableRow {
	return ui.TableRow{Kind: rowKinds[it.Standing], Cells: []ui.Cell{
		{Text: it.Code, Href: filePath(it.ID), Header: true, Whole: true}, {Text: it.Name}, {Text: it.Owner},
		{Text: channelName(l.ctx, catalog.ChannelKind(it.Channel))}, {Body: stateTag(l.ctx, it.State)},
		{Text: l.turn(it)}, {Body: dueCell(l.due(it))}}}
}

// rowKinds mark the rows that need eyes first.
var rowKinds = map[Standing]string{Overdue: ui.Alert, Near: ui.Current}

// turn says whose move is awaited: mine, somebody's in a role, the applicant's, nobody's.
func (l listing) turn(it Item) string {
	switch {
	case it.TurnRole == "":
		return ""
	case it.AssigneeID != "" && it.AssigneeID == actor.Of(l.ctx).PersonID:
		return text.T(l.ctx, "dossier.turn.me")
	case it.AssigneeID != "":
		return it.Assignee + " (" + roleWord(l.ctx, it.TurnRole) + ")"
	}
	return roleWord(l.ctx, it.TurnRole)
}

// dueView is the due time of a line: the tag, and the day of the appointment.
type dueView struct {
	Tag ui.DueTag
	At  string
}

func (l listing) due(it Item) dueView {
	if tag, ok := noClock(l.ctx, it.State, it.DueAt); ok {
		return dueView{Tag: tag}
	}
	v := dueView{Tag: dueTag(l.ctx, l.cal, Due{At: it.DueAt, Paused: it.Paused}, it.Standing, l.now)}
	if !it.DueAt.IsZero() && !it.Paused {
		v.At = text.Date(clock.DateOf(it.DueAt))
	}
	return v
}
