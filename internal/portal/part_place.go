package portal

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// addressView is a place, asked in parts.
type addressView struct {
	Legend string // empty where the page's heading says it
	Hint   string
	Like   *ui.Checkboxes
	Parts  []ui.TextField
}

func (q question) address(ctx context.Context) addressView {
	v := addressView{Hint: q.hint(ctx)}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	if q.Like != nil {
		v.Like = &ui.Checkboxes{ID: q.Name + "-giong", Name: likeName(q.Name), Options: []ui.Option{{Value: q.Like.From,
			Text: q.Like.Label, Hint: q.Like.Text}}}
	}
	for i, name := range q.AddressParts() {
		level := strings.TrimPrefix(name, q.Name+".")
		part := ui.TextField{Name: name, Label: text.T(ctx, "portal.address."+level), Value: q.Value(name), Error: q.Wrong(name),
			Required: q.Required && (level == "province" || level == "commune")}
		if i == 0 && part.Error == "" {
			part.Error = q.Wrong(q.Name)
		}
		if q.Self {
			part.Autocomplete = map[string]string{"province": "address-level1", "district": "address-level2",
				"commune": "address-level3", "detail": "street-address"}[level]
		}
		v.Parts = append(v.Parts, part)
	}
	return v
}

// likeName is the box by which an address is taken over from another.
func likeName(field string) string { return field + ".giong" }

// tableView is rows of words, one a line, with a free one at the end.
type tableView struct {
	Legend, Hint, More, Name string
	Rows                     []ui.TextField
}

func (q question) table(ctx context.Context) tableView {
	v := tableView{Hint: q.hint(ctx), Name: q.Name, More: text.T(ctx, "portal.table.more")}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	for i, row := range append(q.Rows[:len(q.Rows):len(q.Rows)], "") {
		field := ui.TextField{ID: rowID(q.Name, i), Name: q.Name, Label: text.T(ctx, "portal.table.row", "n", i+1), Value: row}
		if i == 0 {
			field.Error, field.Required = q.Wrong(q.Name), q.Required
		}
		v.Rows = append(v.Rows, field)
	}
	return v
}

// rowID is the id of a row; the first one has the name of the table, so that errors lead to it.
func rowID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}

// dateTimeView is a day and a time of day.
type dateTimeView struct {
	Legend string
	Day    ui.DateField
	Time   ui.TextField
}

func (q question) dateTime(ctx context.Context) dateTimeView {
	day, hour, _ := strings.Cut(q.Value(q.Name), "T")
	v := dateTimeView{
		Day: ui.DateField{ID: q.Name, Name: q.Name + ".date", Label: text.T(ctx, "portal.field.day"), Value: shownDate(day),
			Error: q.Wrong(q.Name), Required: q.Required},
		Time: ui.TextField{Name: q.Name + ".time", Label: text.T(ctx, "portal.field.time"), Hint: text.T(ctx, "portal.field.time-hint"),
			Value: hour, Width: "5", InputMode: "numeric", Required: q.Required},
	}
	if typed := q.Value(q.Name + ".date"); typed != "" {
		v.Day.Value = typed
	}
	if typed := q.Value(q.Name + ".time"); typed != "" {
		v.Time.Value = typed
	}
	if !q.Alone {
		v.Legend = q.label(ctx)
	}
	return v
}

// here is the place of the unit where the dossier is handed in, by the levels of an address.
func (p *Pages) here(ctx context.Context, k *work) (map[string]string, error) {
	out := map[string]string{}
	if k.ReceivingID == "" {
		return out, nil
	}
	u, err := p.Org.Unit(ctx, k.ReceivingID)
	if err != nil {
		return nil, err
	}
	above, err := p.Org.Units(ctx, append(u.Above(), u.ID)...)
	for _, u := range above {
		out[string(u.Kind)] = inside(u.FullName)
	}
	return out, err
}

// inside writes the name of a unit as it stands inside a sentence: "Xã Phú Nghĩa" → "xã Phú Nghĩa".
func inside(name string) string {
	_, n := utf8.DecodeRuneInString(name)
	return strings.ToLower(name[:n]) + name[n:]
}

// likeHere offers that place for an address that is still empty: most people hand in where they live.
func likeHere(ctx context.Context, f catalog.Field, here map[string]string) *same {
	v := catalog.Values{}
	for level, name := range here {
		v[f.Name+"."+level] = []string{name}
	}
	if place := oneLine(f, v); place != "" {
		return &same{From: stepUnit, Label: text.T(ctx, "portal.address.here"), Text: place}
	}
	return nil
}
