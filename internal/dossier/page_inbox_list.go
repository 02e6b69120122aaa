package dossier

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// pickView is the box that picks a line for work over many. It carries the version that was seen.
type pickView struct{ Value, Label string }

// labelTag is a label as lists show it.
type labelTag struct{ Name, Colour string }

// column is how one column is headed and filled.
type column struct {
	head string
	sort *Sort
	cell func(listing, Item) ui.Cell
}

func sorting(s Sort) *Sort { return &s }

// columns are those an officer can choose; code and procedure are always there.
var columns = map[string]column{
	"owner": {"dossier.desk.owner", nil, func(_ listing, it Item) ui.Cell { return ui.Cell{Text: it.Owner} }},
	"channel": {"dossier.desk.channel", nil, func(l listing, it Item) ui.Cell {
		return ui.Cell{Text: channelName(l.ctx, catalog.ChannelKind(it.Channel))}
	}},
	"state":     {"dossier.desk.state", nil, func(l listing, it Item) ui.Cell { return ui.Cell{Body: l.state(it)} }},
	"turn":      {"dossier.desk.turn", nil, func(l listing, it Item) ui.Cell { return ui.Cell{Text: l.turn(it)} }},
	"due":       {"dossier.desk.due", sorting(ByDue), func(l listing, it Item) ui.Cell { return ui.Cell{Body: dueCell(l.due(it))} }},
	"submitted": {"desk.column.submitted", sorting(BySubmitted), func(l listing, it Item) ui.Cell { return ui.Cell{Text: text.DateTime(l.ctx, it.SubmittedAt)} }},
	"labels":    {"desk.column.labels", nil, func(l listing, it Item) ui.Cell { return ui.Cell{Body: labelTags(tagsOf(l.on[it.ID]))} }},
}

func tagsOf(labels []keep.Label) []labelTag {
	out := make([]labelTag, len(labels))
	for i, one := range labels {
		out[i] = labelTag{one.Name, one.Colour}
	}
	return out
}

func (l listing) table(q Query, items []Item) ui.Table {
	t := ui.Table{Caption: l.t("dossier.box." + string(q.Box)), HideCaption: true, Dense: true, KeyboardList: true, Picks: true}
	t.Head = []ui.Head{{Text: l.t("desk.bulk.pick"), Hidden: true}, l.head(q, "dossier.desk.code", sorting(ByCode)), {Text: l.t("dossier.desk.procedure")}}
	for _, name := range l.columns {
		if c, ok := columns[name]; ok {
			t.Head = append(t.Head, l.head(q, c.head, c.sort))
		}
	}
	for _, it := range items {
		t.Rows = append(t.Rows, l.row(it))
	}
	return t
}

func (l listing) head(q Query, key string, by *Sort) ui.Head {
	h := ui.Head{Text: l.t(key)}
	if by != nil {
		h.Href, h.Sorted = q.sortedBy(*by)
	}
	return h
}

// row is a line. Labels stand under the procedure unless they have a column of their own.
func (l listing) row(it Item) ui.TableRow {
	name := ui.Cell{Text: it.Name}
	if on := l.on[it.ID]; len(on) > 0 && !l.shows("labels") {
		name = ui.Cell{Body: templ.Join(plainText(it.Name), labelTags(tagsOf(on)))}
	}
	row := ui.TableRow{Kind: rowKinds[it.Standing], ID: "hs-" + it.ID, Cells: []ui.Cell{
		{Body: pickBox(pickView{it.ID + ":" + strconv.Itoa(it.Version), l.t("desk.bulk.pick-one", "code", it.Code)})},
		{Text: it.Code, Href: filePath(it.ID), Header: true, Whole: true}, name}}
	for _, name := range l.columns {
		if c, ok := columns[name]; ok {
			row.Cells = append(row.Cells, c.cell(l, it))
		}
	}
	return row
}

func (l listing) shows(column string) bool {
	for _, c := range l.columns {
		if c == column {
			return true
		}
	}
	return false
}

// rowKinds mark the rows that need eyes first.
var rowKinds = map[Standing]string{Overdue: ui.Alert, Near: ui.Current}

// turn says whose move is awaited: mine, somebody's in a role, the applicant's, nobody's.
func (l listing) turn(it Item) string {
	switch {
	case it.TurnRole == "":
		return ""
	case it.AssigneeID != "" && it.AssigneeID == actor.Of(l.ctx).PersonID:
		return l.t("dossier.turn.me")
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
