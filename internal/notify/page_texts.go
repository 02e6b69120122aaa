package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// textsView lists the events and what they say.
type textsView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Table   ui.Table
}

func (p *Pages) showTexts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := p.svc.Templates(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "notify.texts.title")
	v := textsView{Frame: admin(ctx, title), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "notify.texts.lead")},
		Table: ui.Table{Caption: title, HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "notify.texts.event")},
			{Text: text.T(ctx, "notify.texts.kind")}, {Text: text.T(ctx, "notify.texts.state")}}}}
	for _, t := range all {
		title := t.Event.Name(text.LangOf(ctx))
		v.Table.Rows = append(v.Table.Rows, ui.TableRow{Cells: []ui.Cell{{Text: title, Href: PathTexts + "/" + t.Event.Key, Header: true},
			{Text: text.T(ctx, "notify.kind."+string(t.Event.Kind))}, {Text: text.T(ctx, stateKey(t.Own))}}})
	}
	return web.Show(w, r, textsPage(v))
}

func stateKey(own bool) string {
	if own {
		return "notify.texts.own"
	}
	return "notify.texts.default"
}

// admin is the frame of a page of the administration.
func admin(ctx context.Context, title string, crumbs ...ui.Crumb) ui.Frame {
	way := append([]ui.Crumb{{Text: text.T(ctx, "notify.admin"), Href: "/quan-tri"}}, crumbs...)
	return ui.Frame{Title: title, Area: ui.Admin, Crumbs: append(way, ui.Crumb{Text: title})}
}

// textView is one event: the form for its texts, what they look like, and who changed them.
type textView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Action   string
	Seen     string
	Langs    []langFields
	Vars     ui.Table
	Examples []exampleView
	History  ui.Timeline
	Changed  bool // the program's own texts can be taken again
	Reset    ui.Button
}

// langFields are the fields of one language.
type langFields struct {
	Name  string
	Title ui.TextField
	Short ui.TextField
	Body  ui.TextArea
}

// exampleView is what a person gets, with sample values.
type exampleView struct {
	Name, Title, Short, Plain string
	Body                      []string
}

func (p *Pages) showText(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	t, err := p.svc.Template(ctx, r.PathValue("event"))
	if err != nil {
		return err
	}
	shown, seen := t.Texts, strconv.Itoa(t.Version)
	if typed := takePreview(r, t.Event.Key); typed != nil {
		shown, seen = typed.Texts, typed.Seen
	}
	title := t.Event.Name(text.LangOf(ctx))
	v := textView{Frame: admin(ctx, title, ui.Crumb{Text: text.T(ctx, "notify.texts.title"), Href: PathTexts}),
		Heading:  ui.Heading{Title: title, Caption: text.T(ctx, "notify.kind."+string(t.Event.Kind)), Lead: text.T(ctx, "notify.texts.edit-lead")},
		Problems: ui.Problems(ctx, held.Err), Action: PathTexts + "/" + t.Event.Key, Seen: held.Value("seen", seen), Vars: varsTable(ctx, t.Event),
		History: history(ctx, t), Changed: t.Own,
		Reset: ui.Button{Text: text.T(ctx, "notify.texts.reset"), Kind: ui.Warning, Confirm: text.T(ctx, "notify.texts.reset-ask")}}
	v.Frame.Failed = held.Was()
	for _, lang := range text.Langs {
		v.Langs = append(v.Langs, fieldsOf(r, held, lang, shown[lang]))
		v.Examples = append(v.Examples, exampleOf(ctx, lang, t.Event.Example(shown[lang])))
	}
	return web.Show(w, r, textPage(v))
}

func fieldsOf(r *http.Request, held web.Held, lang text.Lang, t Texts) langFields {
	ctx, l := r.Context(), string(lang)
	return langFields{Name: text.T(ctx, "notify.lang."+l),
		Title: ui.TextField{Name: l + ".title", Label: text.T(ctx, "notify.texts.name"), Value: held.Value(l+".title", t.Title),
			Error: held.FieldError(r, l+".title"), Required: true},
		Short: ui.TextField{Name: l + ".short", Label: text.T(ctx, "notify.texts.short"), Hint: text.T(ctx, "notify.texts.short-hint", "limit", shortLimit),
			Value: held.Value(l+".short", t.Short), Error: held.FieldError(r, l+".short"), Required: true},
		Body: ui.TextArea{Name: l + ".body", Label: text.T(ctx, "notify.texts.body"), Rows: 8, Value: held.Value(l+".body", t.Body),
			Error: held.FieldError(r, l+".body"), Required: true}}
}

func exampleOf(ctx context.Context, lang text.Lang, t Texts) exampleView {
	return exampleView{Name: text.T(ctx, "notify.lang."+string(lang)), Title: t.Title, Short: t.Short, Plain: t.Plain(), Body: paragraphs(Line{Body: t.Body})}
}

func varsTable(ctx context.Context, e Event) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "notify.texts.vars"), Dense: true,
		Head: []ui.Head{{Text: text.T(ctx, "notify.texts.var")}, {Text: text.T(ctx, "notify.texts.sample")}}}
	for _, name := range slices.Sorted(maps.Keys(e.Vars)) {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: "{" + name + "}", Header: true}, {Text: e.Vars[name]}}})
	}
	return t
}

func history(ctx context.Context, t Template) ui.Timeline {
	var out ui.Timeline
	for _, v := range t.History {
		item := ui.TimelineItem{Title: text.T(ctx, "notify.texts.version", "n", v.Number), When: text.DateTime(ctx, v.At), By: v.ByName,
			Text: v.Texts[text.LangOf(ctx)].Title}
		if v.IsDefault {
			item.Text = text.T(ctx, "notify.texts.was-reset")
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// preview is what was typed, carried to the page that shows what it looks like.
type preview struct {
	Event, Seen string
	Texts       map[text.Lang]Texts
}

const keyPreview = "notify.preview"

func takePreview(r *http.Request, event string) *preview {
	raw := web.Get(r, keyPreview)
	if raw == "" {
		return nil
	}
	web.Drop(r, keyPreview)
	var p preview
	if json.Unmarshal([]byte(raw), &p) != nil || p.Event != event {
		return nil
	}
	return &p
}

func (p *Pages) changeText(w http.ResponseWriter, r *http.Request) error {
	event, texts := r.PathValue("event"), map[text.Lang]Texts{}
	for _, lang := range text.Langs {
		l := string(lang)
		texts[lang] = Texts{Title: r.PostFormValue(l + ".title"), Short: r.PostFormValue(l + ".short"), Body: text.Clean(r.PostFormValue(l + ".body"))}
	}
	here := PathTexts + "/" + event
	if r.PostFormValue("lam") == "xem" {
		e, ok := events[event]
		if !ok {
			return fault.New(fault.NotFound, "notify.no-such-event")
		}
		if err := CheckTexts(e, texts); err != nil {
			return again(w, r, err, here)
		}
		raw, err := json.Marshal(preview{event, r.PostFormValue("seen"), texts})
		if err != nil {
			return fmt.Errorf("preview: %w", err)
		}
		web.Put(r, keyPreview, string(raw))
		return web.SeeOther(w, r, here+"#xem-thu")
	}
	seen, _ := strconv.Atoi(r.PostFormValue("seen"))
	if err := p.svc.Change(r.Context(), event, seen, texts); err != nil {
		return again(w, r, err, here)
	}
	web.Say(r, "notify.texts.saved")
	return web.SeeOther(w, r, here)
}

func (p *Pages) resetText(w http.ResponseWriter, r *http.Request) error {
	event := r.PathValue("event")
	seen, _ := strconv.Atoi(r.PostFormValue("seen"))
	if err := p.svc.Reset(r.Context(), event, seen); err != nil {
		return again(w, r, err, PathTexts+"/"+event)
	}
	web.Say(r, "notify.texts.saved")
	return web.SeeOther(w, r, PathTexts+"/"+event)
}
