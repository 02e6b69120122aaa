package dossier

import (
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// savedView is a filter saved under a name, and the button that removes it.
type savedView struct {
	Link    ui.Link
	Current bool
}

// saved lists the saved filters as links.
func (l listing) saved(q Query) []savedView {
	var out []savedView
	here := q.values()
	here.Del("sau")
	for _, v := range l.views {
		query, err := url.ParseQuery(v.Query)
		if err != nil {
			continue
		}
		name := v.Name
		if v.Units {
			name = l.t("desk.units-thing", "name", v.Name)
		}
		out = append(out, savedView{ui.Link{Text: name, Href: deskPath + "?" + v.Query}, query.Encode() == here.Encode()})
	}
	return out
}

// filters are the ones used all day.
func (l listing) filters(q Query) []templ.Component {
	all := l.t("dossier.desk.any")
	return []templ.Component{
		ui.TextField{Name: "q", Type: "search", Label: l.t("dossier.desk.words"), Value: q.Text, Autocomplete: "off"},
		ui.Select{Name: "trang-thai", Label: l.t("dossier.desk.state"), Value: string(q.State),
			Empty: all, Options: options(l.ctx, "dossier.state.", States[1:]...)},
		ui.Select{Name: "kenh", Label: l.t("dossier.desk.channel"), Value: q.Channel, Empty: all,
			Options: options(l.ctx, "dossier.channel.", catalog.ChannelKinds...)},
	}
}

// moreFilters are folded away until one is set. Procedures are those of the chosen field, or those on
// the page: a list of all would be longer than the page itself.
func (l listing) moreFilters(q Query, items []Item) foldView {
	all := l.t("dossier.desk.any")
	choose := func(name, key, value string, options []ui.Option) templ.Component {
		return ui.Select{Name: name, Label: l.t(key), Value: value, Empty: all, Options: options}
	}
	inside := []templ.Component{
		choose("han", "dossier.desk.due", string(q.Standing), options(l.ctx, "dossier.standing.", Overdue, DueToday, Near, Paused)),
		choose("linh-vuc", "desk.filter.field", q.Field, l.fieldOptions()),
		choose("thu-tuc", "dossier.desk.procedure", q.Procedure, procedureOptions(q, items)),
		choose("nguoi", "desk.filter.person", q.Person, l.personOptions()),
	}
	if q.Version != "" { // set by a link of the catalogue; it stays until it is taken away
		inside = append(inside, choose("phien-ban", "desk.filter.version", q.Version, []ui.Option{{Value: q.Version, Text: l.t("desk.filter.this-version")}}))
	}
	if len(l.labels) > 0 {
		inside = append(inside, choose("nhan", "desk.filter.label", q.Label, l.labelOptions()))
	}
	if len(l.units) > 1 {
		inside = append(inside, choose("noi", "desk.filter.at", q.At, l.unitOptions()))
	}
	for _, day := range []struct{ name, value string }{{"tu", text.Date(q.From)}, {"den", text.Date(q.To)}} {
		inside = append(inside, ui.DateField{Name: day.name, Label: l.t("desk.filter." + day.name), Value: day.value, Autocomplete: "off"})
	}
	return foldView{Summary: l.t("desk.filter.more"), Open: q.narrowedMore(), Inside: inside}
}

func (l listing) fieldOptions() []ui.Option {
	out := make([]ui.Option, len(l.fields))
	for i, f := range l.fields {
		out[i] = ui.Option{Value: f.Value, Text: f.Value}
	}
	return out
}

func procedureOptions(q Query, items []Item) []ui.Option {
	var out []ui.Option
	known := map[string]bool{}
	for _, it := range items {
		if !known[it.Procedure] {
			known[it.Procedure] = true
			out = append(out, ui.Option{Value: it.Procedure, Text: it.Name})
		}
	}
	if q.Procedure != "" && !known[q.Procedure] {
		out = append(out, ui.Option{Value: q.Procedure, Text: q.Procedure})
	}
	return out
}

func (l listing) personOptions() []ui.Option {
	out := []ui.Option{{Value: Nobody, Text: l.t("desk.filter.nobody")}}
	for _, one := range l.people {
		out = append(out, ui.Option{Value: one.PersonID, Text: one.Name + " (" + one.Title + ")"})
	}
	return out
}

func (l listing) labelOptions() []ui.Option {
	out := make([]ui.Option, len(l.labels))
	for i, one := range l.labels {
		out[i] = ui.Option{Value: one.ID, Text: l.labelName(one)}
	}
	return out
}

func (l listing) labelName(one keep.Label) string {
	if one.Units {
		return l.t("desk.units-thing", "name", one.Name)
	}
	return one.Name
}

func (l listing) unitOptions() []ui.Option {
	out := make([]ui.Option, len(l.units))
	for i, u := range l.units {
		out[i] = ui.Option{Value: u.Path, Text: u.FullName}
	}
	return out
}

// keepView saves the filter as it stands, and removes saved ones.
type keepView struct {
	Summary string
	Save    ui.FormFrame
	Query   string
	Name    ui.TextField
	Units   *ui.Checkboxes // for those who may share
	Views   []droppable
}

// droppable is a thing of the officer's own, or of the unit, with the button that removes it.
type droppable struct {
	Name string
	Drop ui.FormFrame
	Sure string
}

func (l listing) keeping(q Query) keepView {
	q.After = Cursor{}
	v := keepView{Summary: l.t("desk.view.title"), Save: ui.FormFrame{Action: viewsPath}, Query: q.values().Encode(),
		Name: ui.TextField{Name: "name", Label: l.t("desk.view.name"), Value: l.held.Value("name", ""),
			Error: ui.Problem(l.ctx, l.held.Err, "name"), MaxLength: 40, Autocomplete: "off"}}
	if keep.MayShare(l.ctx) {
		v.Units = &ui.Checkboxes{Name: "units", Options: []ui.Option{{Value: "1", Text: l.t("desk.for-unit")}}}
	}
	for _, one := range l.views {
		if one.Units && !keep.MayShare(l.ctx) {
			continue
		}
		v.Views = append(v.Views, droppable{Name: one.Name, Drop: ui.FormFrame{Action: viewsPath + "/" + one.ID + "/bo"},
			Sure: l.t("desk.drop-named", "name", one.Name)})
	}
	return v
}
