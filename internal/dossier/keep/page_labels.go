package keep

import (
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

func (p *Pages) labels(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	labels, err := p.b.Labels(ctx)
	if err != nil {
		return err
	}
	v := frame(ctx, "desk.label.title", held)
	v.Empty = text.T(ctx, "desk.label.none")
	for i, l := range labels {
		one := line{Label: &labels[i], Meta: text.T(ctx, "desk.own")}
		if l.Units {
			one.Meta = text.T(ctx, "desk.units")
		}
		if !l.Units || MayShare(ctx) {
			one.Drop, one.Sure = dropFrame(LabelsPath, l.ID), text.T(ctx, "desk.drop-named", "name", l.Name)
		}
		v.List = append(v.List, one)
	}
	colours := ui.Radios{Name: "colour", Label: text.T(ctx, "desk.label.colour"), Value: held.Value("colour", Colours[0]), Inline: true}
	for _, c := range Colours {
		colours.Options = append(colours.Options, ui.Option{Value: c, Text: text.T(ctx, "desk.colour."+c)})
	}
	v.Form, v.Legend, v.Submit = &ui.FormFrame{Action: LabelsPath}, text.T(ctx, "desk.label.new"), ui.Button{Text: text.T(ctx, "desk.label.make")}
	v.Fields = append(v.Fields, ui.TextField{Name: "name", Label: text.T(ctx, "desk.label.name"), Value: held.Value("name", ""), Required: true,
		Error: ui.Problem(ctx, held.Err, "name"), MaxLength: longestName, Autocomplete: "off", Width: "20"}, colours)
	v.Fields = append(v.Fields, unitsBox(ctx, held)...)
	return web.Show(w, r, keepPage(v))
}

func (p *Pages) addLabel(w http.ResponseWriter, r *http.Request) error {
	return post(w, r, LabelsPath, "desk.said.label", func() error {
		_, err := p.b.AddLabel(r.Context(), r.PostForm.Get("name"), r.PostForm.Get("colour"), r.PostForm.Get("units") != "")
		return err
	})
}

// saveView keeps a filter and shows its list again.
func (p *Pages) saveView(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	back := web.LocalPath(deskPath+"?"+r.PostForm.Get("query"), deskPath)
	return post(w, r, back, "desk.said.view", func() error {
		return p.b.SaveView(r.Context(), r.PostForm.Get("name"), r.PostForm.Get("query"), r.PostForm.Get("units") != "")
	})
}

func (p *Pages) columns(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	chosen, err := p.b.ColumnsOf(ctx)
	if err != nil {
		return err
	}
	v := frame(ctx, "desk.columns.title", web.Held{})
	boxes := ui.Checkboxes{Name: "column", Label: text.T(ctx, "desk.columns.which"), Values: chosen}
	for _, c := range Columns {
		boxes.Options = append(boxes.Options, ui.Option{Value: c, Text: text.T(ctx, "desk.column."+c)})
	}
	v.Form, v.Submit = &ui.FormFrame{Action: ColumnsPath}, ui.Button{Text: text.T(ctx, "desk.save")}
	v.Fields = append(v.Fields, boxes)
	v.More = []ui.Button{{Text: text.T(ctx, "desk.columns.reset"), Kind: ui.Secondary, Name: "reset", Value: "1"}}
	return web.Show(w, r, keepPage(v))
}

func (p *Pages) chooseColumns(w http.ResponseWriter, r *http.Request) error {
	return post(w, r, deskPath, "desk.said.columns", func() error {
		want := r.PostForm["column"]
		if r.PostForm.Get("reset") != "" {
			want = nil
		}
		return p.b.ChooseColumns(r.Context(), want)
	})
}

func (p *Pages) reasons(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	reasons, err := p.b.Reasons(ctx)
	if err != nil {
		return err
	}
	names, err := p.procedures(ctx)
	if err != nil {
		return err
	}
	v := frame(ctx, "desk.reason.title", held)
	v.Empty = text.T(ctx, "desk.reason.none")
	for _, one := range reasons {
		l := line{Title: one.Name, Text: one.Text, Meta: text.T(ctx, "dossier.do."+one.Kind)}
		for _, n := range names {
			if n.Value == one.ProcedureID {
				l.Meta += " · " + n.Text
			}
		}
		if MayShare(ctx) {
			l.Drop, l.Sure = dropFrame(ReasonsPath, one.ID), text.T(ctx, "desk.drop-named", "name", one.Name)
		}
		v.List = append(v.List, l)
	}
	if MayShare(ctx) {
		v.Form, v.Legend, v.Submit = &ui.FormFrame{Action: ReasonsPath}, text.T(ctx, "desk.reason.new"), ui.Button{Text: text.T(ctx, "desk.reason.make")}
		kinds := ui.Select{Name: "kind", Label: text.T(ctx, "desk.reason.kind"), Value: held.Value("kind", Kinds[0]), Error: ui.Problem(ctx, held.Err, "kind")}
		for _, k := range Kinds {
			kinds.Options = append(kinds.Options, ui.Option{Value: k, Text: text.T(ctx, "dossier.do."+k)})
		}
		v.Fields = append(v.Fields,
			ui.TextField{Name: "name", Label: text.T(ctx, "desk.reason.name"), Value: held.Value("name", ""), Required: true,
				Error: ui.Problem(ctx, held.Err, "name"), MaxLength: longestName, Autocomplete: "off"},
			kinds,
			ui.Select{Name: "procedure", Label: text.T(ctx, "desk.reason.procedure"), Value: held.Value("procedure", ""),
				Empty: text.T(ctx, "desk.reason.all"), Options: names},
			ui.TextArea{Name: "text", Label: text.T(ctx, "desk.reason.text"), Value: held.Value("text", ""), Required: true,
				Hint:  text.T(ctx, "desk.reason.blanks", "blanks", "{"+strings.Join(Blanks, "} {")+"}"),
				Error: ui.Problem(ctx, held.Err, "text"), MaxLength: longestText, Rows: 4})
	}
	return web.Show(w, r, keepPage(v))
}

func (p *Pages) addReason(w http.ResponseWriter, r *http.Request) error {
	return post(w, r, ReasonsPath, "desk.said.reason", func() error {
		f := r.PostForm
		return p.b.AddReason(r.Context(), Reason{Name: f.Get("name"), Kind: f.Get("kind"), ProcedureID: f.Get("procedure"), Text: f.Get("text")})
	})
}
