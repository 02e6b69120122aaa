package dossier

import (
	"context"
	"net/http"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// dayView is the counter's list of a day, to read from paper as well.
type dayView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Print   string
	Parts   []dayPart
}

// dayPart is one sort of work of the day.
type dayPart struct {
	Title string
	Table ui.Table
	Some  bool
	None  string
	Rest  *ui.Link // the list in full, when this is only its beginning
}

// Appointment is somebody who booked an hour at the counter.
type Appointment struct {
	At    time.Time
	Name  string
	For   string // the line they booked in
	State string // in words
}

// WithAppointments lets the day's list say who has booked an hour.
func (p *Pages) WithAppointments(booked func(context.Context, string, clock.Date) ([]Appointment, error)) *Pages {
	p.booked = booked
	return p
}

// appointments is the part of the day for those who booked; none where the counter has no booking or
// the officer does not serve there.
func (p *Pages) appointments(l listing) (*dayPart, error) {
	if p.booked == nil {
		return nil, nil
	}
	list, err := p.booked(l.ctx, actor.Of(l.ctx).UnitID, clock.DateOf(l.now))
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	part := &dayPart{Title: l.t("desk.day.booked"), Some: len(list) > 0, None: l.t("desk.day.none")}
	part.Table = ui.Table{Caption: part.Title, HideCaption: true, Dense: true,
		Head: []ui.Head{{Text: l.t("desk.day.hour")}, {Text: l.t("desk.day.who")}, {Text: l.t("desk.day.what")}, {Text: l.t("dossier.desk.state")}}}
	for _, a := range list {
		part.Table.Rows = append(part.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.DateTime(l.ctx, a.At), Header: true}, {Text: a.Name}, {Text: a.For}, {Text: a.State}}})
	}
	return part, err
}

// dayLists are the parts of a day, the ones people wait for first.
var dayLists = []struct {
	key string
	q   Query
}{
	{"overdue", Query{Box: BoxBurning, Standing: Overdue}},
	{"due", Query{Box: BoxBurning, Standing: DueToday}},
	{"new", Query{Box: BoxTurn, State: Submitted}},
	{"ready", Query{Box: BoxAll, State: Done}},
}

// day shows what is due, what waits to be received, and which results nobody has fetched yet.
func (p *Pages) day(w http.ResponseWriter, r *http.Request) error {
	l, err := p.listing(r)
	if err != nil {
		return err
	}
	today, title := clock.DateOf(l.now), l.t("desk.day.title")
	v := dayView{Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Crumbs: []ui.Crumb{{Text: l.t("dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Caption: actor.Of(l.ctx).UnitName,
			Lead: l.t("desk.today.title", "weekday", text.Weekday(l.ctx, today.Weekday()), "date", text.Date(today))},
		Print: l.t("desk.day.print")}
	for _, one := range dayLists {
		items, next, err := p.s.List(l.ctx, one.q)
		if err != nil {
			return err
		}
		v.Parts = append(v.Parts, l.dayPart(one.key, one.q, items, next))
	}
	booked, err := p.appointments(l)
	if err != nil {
		return err
	}
	if booked != nil {
		v.Parts = append(v.Parts, *booked)
	}
	return web.Show(w, r, dayPage(v))
}

func (l listing) dayPart(key string, q Query, items []Item, next Cursor) dayPart {
	part := dayPart{Title: l.t("desk.day." + key), Some: len(items) > 0, None: l.t("desk.day.none")}
	if next.ID != "" {
		part.Rest = &ui.Link{Text: l.t("desk.day.rest", "n", len(items)), Href: q.address()}
	}
	part.Table = ui.Table{Caption: part.Title, HideCaption: true, Dense: true, KeyboardList: true}
	for _, head := range []string{"code", "procedure", "owner", "turn", "due"} {
		part.Table.Head = append(part.Table.Head, ui.Head{Text: l.t("dossier.desk." + head)})
	}
	for _, it := range items {
		last := ui.Cell{Body: dueCell(l.due(it))}
		if !it.EndedAt.IsZero() {
			last = ui.Cell{Text: l.t("desk.day.since", "at", text.DateTime(l.ctx, it.EndedAt))}
		}
		part.Table.Rows = append(part.Table.Rows, ui.TableRow{Kind: rowKinds[it.Standing], Cells: []ui.Cell{
			{Text: it.Code, Href: filePath(it.ID), Header: true, Whole: true}, {Text: it.Name}, {Text: it.Owner}, {Text: l.turn(it)}, last}})
	}
	return part
}

// keysView explains the keyboard.
type keysView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Table   ui.Table
	Off     string
	On      string
}

// shortcuts are the keys of the desk, in the order in which they are explained. app's script knows
// the same ones.
var shortcuts = []struct{ keys, what string }{
	{"j", "down"}, {"k", "up"}, {"o", "open"}, {"x", "pick"}, {"/", "search"}, {"g i", "inbox"}, {"g n", "day"}, {"g t", "intake"},
	{"v", "mark"}, {"?", "help"},
}

// keys explains the keyboard; the script shows the same table over any page.
func (p *Pages) keys(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	title := text.T(ctx, "desk.keys.title")
	v := keysView{Frame: ui.Frame{Title: title, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "desk.keys.lead")}, Off: text.T(ctx, "desk.keys.off"), On: text.T(ctx, "desk.keys.on"),
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true,
			Head: []ui.Head{{Text: text.T(ctx, "desk.keys.key")}, {Text: text.T(ctx, "desk.keys.what")}}}}
	for _, s := range shortcuts {
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Body: keyCap(s.keys), Header: true}, {Text: text.T(ctx, "desk.key."+s.what)}}})
	}
	return web.Show(w, r, keysPage(v))
}
