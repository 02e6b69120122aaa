package dossier

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// registerPath is where the register of dossiers lies.
const registerPath = deskPath + "/so-theo-doi"

// registerView is the register of dossiers on screen, and how to take it away.
type registerView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Filter   ui.FilterSpec
	Fields   []templ.Component
	Some     bool
	Table    ui.Table
	Empty    ui.Empty
	Pager    ui.Pager
	First    *ui.Link
	Other    *ui.Link // another kind of book

	Export     string // address
	ExportNote string
	Hidden     []hiddenField
	Purpose    *ui.TextField // nil for whoever may not see personal data
	Exports    []ui.Button
}

// register shows a page of the register.
func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, wrong, err := registerQueryOf(r.URL.Query(), clock.DateOf(p.s.Clock.Now()))
	if err != nil {
		return err
	}
	entries, next, err := p.s.Register(ctx, q)
	if err != nil {
		return err
	}
	procedures, units, err := p.s.RegisterChoices(ctx, q)
	if err != nil {
		return err
	}
	v := registerOf(ctx, q, entries, next)
	v.Problems, v.Frame.Failed = ui.Problems(ctx, wrong), wrong != nil
	v.Fields = registerFields(ctx, q, r.URL.Query(), wrong, procedures, units)
	return web.Show(w, r, registerPage(v))
}

// registerQueryOf reads the address of a register. What is typed as a day and is none is said, and the
// present month shown.
func registerQueryOf(v url.Values, today clock.Date) (RegisterQuery, *fault.Error, error) {
	after, err := ParseCursor(v.Get("sau"))
	q := RegisterQuery{Unit: v.Get("don-vi"), Procedure: v.Get("thu-tuc"), State: State(v.Get("trang-thai")), After: after}
	q.From, q.To = thisMonth(today)
	var wrong []fault.Field
	for name, into := range map[string]*clock.Date{"tu": &q.From, "den": &q.To} {
		typed := text.Clean(v.Get(name))
		if typed == "" {
			continue
		}
		if day, ok := typedDay(typed); ok {
			*into = day
		} else {
			wrong = append(wrong, fault.Field{Name: name, Key: "dossier.register.bad-day"})
		}
	}
	if len(wrong) == 0 && q.To < q.From {
		wrong = append(wrong, fault.Field{Name: "den", Key: "dossier.register.bad-order"})
	}
	if len(wrong) > 0 {
		q.From, q.To = thisMonth(today)
		return q, fault.As(fault.OnFields(wrong)), err
	}
	return q, nil, err
}

// values are the query as an address has it.
func (q RegisterQuery) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"tu": text.Date(q.From), "den": text.Date(q.To), "don-vi": q.Unit,
		"thu-tuc": q.Procedure, "trang-thai": string(q.State), "sau": q.After.String()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (q RegisterQuery) address() string { return registerPath + "?" + q.values().Encode() }

func registerOf(ctx context.Context, q RegisterQuery, entries []Entry, next Cursor) registerView {
	t := func(key string, args ...any) string { return text.T(ctx, "dossier.register."+key, args...) }
	v := registerView{
		Frame:   ui.Frame{Title: t("title"), Wide: true, Area: ui.Desk, Crumbs: []ui.Crumb{{Text: text.T(ctx, "dossier.desk.title"), Href: deskPath}, {Text: t("title")}}},
		Heading: ui.Heading{Title: t("title"), Caption: actor.Of(ctx).UnitName, Lead: registerPeriod(ctx, q)},
		Filter:  ui.FilterSpec{Action: registerPath, Clear: registerPath}, Some: len(entries) > 0,
		Table: ui.Table{Caption: t("title"), HideCaption: true, Dense: true, KeyboardList: true},
		Empty: ui.Empty{Title: t("empty"), Text: t("empty-hint")}, Export: registerPath + "/xuat",
		ExportNote: t("masked"),
		Exports: []ui.Button{{Text: t("xlsx"), Name: "dang", Value: "xlsx", Kind: ui.Secondary},
			{Text: t("pdf"), Name: "dang", Value: "pdf", Kind: ui.Secondary}},
	}
	v.Other = &ui.Link{Text: text.T(ctx, "dossier.book.title"), Href: bookPath}
	if actor.Of(ctx).HasAnywhere(CanUnmask) {
		v.Purpose = &ui.TextField{Name: "muc-dich", Label: t("purpose"), Hint: t("purpose-hint"), MaxLength: 200, Autocomplete: "off"}
	}
	for _, head := range []string{"no", "code", "procedure", "owner", "lead", "received", "handed-over", "returned", "note"} {
		v.Table.Head = append(v.Table.Head, ui.Head{Text: t(head)})
	}
	for _, e := range entries {
		v.Table.Rows = append(v.Table.Rows, entryRowOf(ctx, e))
	}
	if q.After.ID != "" {
		first := q
		first.After = Cursor{}
		v.First = &ui.Link{Text: text.T(ctx, "dossier.desk.first-page"), Href: first.address()}
	}
	q.After = Cursor{}
	for name, values := range q.values() {
		v.Hidden = append(v.Hidden, hiddenField{name, values[0]})
	}
	if next.ID != "" {
		q.After = next
		v.Pager.NextHref = q.address()
	}
	return v
}

func registerPeriod(ctx context.Context, q RegisterQuery) string {
	return text.T(ctx, "dossier.register.period", "from", text.Date(q.From), "to", text.Date(q.To))
}

// entryRowOf is a line on screen, narrower than the paper: what belongs together shares a cell, and
// the number of sets, always one here, is left out.
func entryRowOf(ctx context.Context, e Entry) ui.TableRow {
	l := e.Line(ctx)
	return ui.TableRow{Kind: rowKinds[e.Standing], Cells: []ui.Cell{{Text: l.No}, {Text: l.Code, Href: filePath(e.ID), Header: true, Whole: true},
		{Text: l.Procedure}, pair(l.Owner, l.Reach), {Text: l.Lead}, pair(l.Received, l.Due), pair(l.HandedOver, l.ResultFrom),
		{Text: l.Returned}, {Text: l.Note}}}
}

// pair is two values in one cell, the second below the first and quiet.
func pair(first, second string) ui.Cell {
	if second == "" {
		return ui.Cell{Text: first}
	}
	return ui.Cell{Body: pairCell(first, second)}
}

func registerFields(ctx context.Context, q RegisterQuery, typed url.Values, wrong *fault.Error, procedures, units []RegisterChoice) []templ.Component {
	day := func(name, label string, value clock.Date) templ.Component {
		shown := text.Date(value)
		if problem := ui.Problem(ctx, wrong, name); problem != "" {
			return ui.DateField{Name: name, Label: label, Value: typed.Get(name), Error: problem}
		}
		return ui.DateField{Name: name, Label: label, Value: shown}
	}
	all := text.T(ctx, "dossier.desk.any")
	return []templ.Component{
		day("tu", text.T(ctx, "dossier.register.from"), q.From), day("den", text.T(ctx, "dossier.register.to"), q.To),
		ui.Select{Name: "don-vi", Label: text.T(ctx, "dossier.register.unit"), Value: q.Unit, Empty: all, Options: choiceOptions(units)},
		ui.Select{Name: "thu-tuc", Label: text.T(ctx, "dossier.register.procedure"), Value: q.Procedure, Empty: all, Options: choiceOptions(procedures)},
		ui.Select{Name: "trang-thai", Label: text.T(ctx, "dossier.desk.state"), Value: string(q.State), Empty: all,
			Options: options(ctx, "dossier.state.", States[1:]...)},
	}
}

func choiceOptions(cs []RegisterChoice) []ui.Option {
	out := make([]ui.Option, len(cs))
	for i, c := range cs {
		out[i] = ui.Option{Value: c.Value, Text: c.Name}
	}
	return out
}
