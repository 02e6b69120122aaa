package catalog

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// generalFields ask for what belongs to a procedure over all its versions.
func generalFields(a asker, one Procedure) []templ.Component {
	code := a.short("code", "label.code", one.Code, "10")
	name := a.area("name", "label.name", one.Name, 2)
	name.MaxLength, name.Required = nameLimit, true
	var trust []ui.Option
	for _, c := range []Confidence{High, Medium, Low} {
		trust = append(trust, ui.Option{Value: string(c), Text: say(a.ctx, "confidence."+string(c))})
	}
	confidence := a.choice("confidence", "label.confidence", string(one.Confidence), trust)
	confidence.Empty = say(a.ctx, "unknown")
	return []templ.Component{name, a.line("name_en", "label.name-en", one.NameEn), code, a.line("field", "label.field", one.Field),
		a.line("source", "label.source", one.Source), confidence}
}

func procedureIn(v url.Values) Procedure {
	return Procedure{Code: v.Get("code"), Name: v.Get("name"), NameEn: v.Get("name_en"), Field: v.Get("field"), Level: Level(v.Get("level")),
		Source: v.Get("source"), Confidence: Confidence(v.Get("confidence"))}
}

// showGeneral is the form over the general data. What the editor saw travels along, so that two
// editors do not write over each other.
func (p *Pages) showGeneral(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	one, err := p.svc.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	d := draft{&Version{ProcedureID: one.ID}, one, ""}
	v := d.formOf(ctx, held, say(ctx, "edit.general"), historyPath(one.ID)+"/thong-tin-chung",
		joined(one.Name, one.Code, one.Field), []editPart{{Fields: append(generalFields(asker{ctx, held}, *one), whyField(ctx, held))}})
	v.Frame = desk(ctx, say(ctx, "edit.general"), keepCrumb(ctx), ui.Crumb{Text: one.Name, Href: historyPath(one.ID)})
	v.Frame.Failed, v.Edition, v.Heading.Lead = held.Was(), one.guard(), say(ctx, "edit.general-lead")
	v.Back = ui.Link{Text: say(ctx, "edit.back-to-procedure"), Href: historyPath(one.ID)}
	return web.Show(w, r, editPage(v))
}

func (p *Pages) keepGeneral(w http.ResponseWriter, r *http.Request) error {
	one, err := p.svc.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	back := historyPath(one.ID)
	if r.PostFormValue("an-ban") != one.guard() {
		return again(w, r, changedMeanwhile(), back+"/thong-tin-chung")
	}
	if err := p.svc.Rename(r.Context(), *one, procedureIn(r.PostForm), r.PostFormValue("why")); err != nil {
		return again(w, r, err, back+"/thong-tin-chung")
	}
	web.Say(r, "catalog.edit.saved")
	return web.SeeOther(w, r, back)
}

// showNew asks for a new procedure.
func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	a := asker{ctx, held}
	var levels []ui.Option
	for _, l := range Levels {
		if p.svc.Keeps(ctx, CanEdit, l) {
			levels = append(levels, ui.Option{Value: string(l), Text: levelName(ctx, l)})
		}
	}
	fields := append([]templ.Component{a.choice("level", "label.level", string(Commune), levels)}, generalFields(a, Procedure{})...)
	d := draft{&Version{}, &Procedure{}, ""}
	v := d.formOf(ctx, held, say(ctx, "edit.new"), newPath, "", []editPart{{Fields: append(fields, a.line("handling_unit", "label.handling-unit", ""))}})
	v.Frame, v.Edition, v.Heading.Lead = desk(ctx, say(ctx, "edit.new"), keepCrumb(ctx)), "", say(ctx, "edit.new-lead")
	v.Frame.Failed, v.Submit.Text, v.Back = held.Was(), say(ctx, "edit.create"), ui.Link{Text: say(ctx, "keep.title"), Href: keepPath}
	return web.Show(w, r, editPage(v))
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	v, err := p.svc.Create(r.Context(), procedureIn(r.PostForm), r.PostFormValue("handling_unit"))
	if err != nil {
		return again(w, r, err, newPath)
	}
	web.Say(r, "catalog.edit.created")
	return web.SeeOther(w, r, versionPath(v.ProcedureID, 1))
}

// guard names the general data as they are.
func (p Procedure) guard() string { return sum([]byte(fmt.Sprint(p.attributes())))[:16] }

func changedMeanwhile() error { return fault.New(fault.Conflict, "catalog.changed-meanwhile") }
