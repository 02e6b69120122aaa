package backlog

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// homeView is where the station begins: batches, how far each is, and a new one.
type homeView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Some     bool
	Kinds    ui.Table // progress by kind and office
	Batches  ui.Table
	Empty    ui.Empty
	New      *newBatch // nil for whoever does not work here
}

// newBatch is the form that opens a batch.
type newBatch struct {
	Open   bool
	Form   ui.FormFrame
	Fields []templ.Component
	Button ui.Button
	Sheets ui.Link // separator sheets to print
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx, held, title := r.Context(), web.Kept(r), text.T(r.Context(), "backlog.title")
	all, err := p.s.Batches(ctx)
	if err != nil {
		return err
	}
	v := homeView{
		Frame:    ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "backlog.desk"), Href: "/lam-viec"}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Lead: text.T(ctx, "backlog.lead")}, Some: len(all) > 0,
		Kinds: kindTable(ctx, all), Batches: batchTable(ctx, all), Empty: ui.Empty{Title: text.T(ctx, "backlog.empty"), Text: text.T(ctx, "backlog.empty-hint")},
	}
	units, err := p.myUnits(ctx)
	if err != nil {
		return err
	}
	if len(units) > 0 {
		if v.New, err = p.newForm(r, units, held); err != nil {
			return err
		}
		v.New.Open = len(all) == 0 || held.Was()
	}
	return web.Show(w, r, homePage(v))
}

// myUnits are the units where whoever acts works on old papers by post.
func (p *Pages) myUnits(ctx context.Context) ([]org.Unit, error) {
	a := actor.Of(ctx)
	var out []org.Unit
	for _, post := range a.Posts {
		if !a.Has(CanWork, post.UnitPath) || slices.ContainsFunc(out, func(u org.Unit) bool { return u.ID == post.UnitID }) {
			continue
		}
		u, err := p.s.Org.Unit(ctx, post.UnitID)
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

// kindTable is the progress of the whole, by kind of paper and office.
func kindTable(ctx context.Context, all []*Progress) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "backlog.kinds"), Dense: true, Head: heads(ctx, "kind", "unit")}
	for _, head := range []string{"expected", "scanned", "checked", "signed", "shared", "accuracy"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "backlog.col."+head), Numeric: true})
	}
	sums, order := map[[2]string]*Progress{}, [][2]string(nil)
	for _, b := range all {
		key := [2]string{b.Kind, b.UnitName}
		if sums[key] == nil {
			sums[key] = &Progress{Batch: &Batch{}, In: map[State]int{}}
			order = append(order, key)
		}
		s := sums[key]
		s.Expected += max(b.Expected, b.Papers())
		for state, n := range b.In {
			s.In[state] += n
		}
		s.Retype.Fields, s.Retype.Wrong = s.Retype.Fields+b.Retype.Fields, s.Retype.Wrong+b.Retype.Wrong
	}
	for _, key := range order {
		s := sums[key]
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: key[0], Header: true}, {Text: key[1]}, number(ctx, s.Expected),
			share(ctx, s.Papers(), s.Expected), share(ctx, s.Past(Checked), s.Expected), share(ctx, s.Past(Signed), s.Expected), share(ctx, s.Past(Shared), s.Expected),
			{Text: right(ctx, s.Retype)}}})
	}
	return t
}

func batchTable(ctx context.Context, all []*Progress) ui.Table {
	t := ui.Table{Caption: text.T(ctx, "backlog.batches"), Dense: true, KeyboardList: true, Head: heads(ctx, "batch", "kind")}
	for _, s := range States {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "backlog.state."+string(s)), Numeric: true})
	}
	for _, b := range all {
		row := ui.TableRow{Cells: []ui.Cell{{Text: b.Name, Href: batchPath(b.ID), Header: true}, {Text: b.Kind}}}
		for _, s := range States {
			row.Cells = append(row.Cells, number(ctx, b.In[s]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func heads(ctx context.Context, names ...string) (out []ui.Head) {
	for _, n := range names {
		out = append(out, ui.Head{Text: text.T(ctx, "backlog.col."+n)})
	}
	return out
}

func number(ctx context.Context, n int) ui.Cell {
	return ui.Cell{Text: text.Integer(text.LangOf(ctx), int64(n))}
}

// share is a number and what share of the whole it is.
func share(ctx context.Context, n, of int) ui.Cell {
	c := number(ctx, n)
	if of > 0 {
		c.Text += " (" + text.Decimal(ctx, float64(n*1000/of)/10) + "%)"
	}
	return c
}

// right is a measured accuracy with what it was measured on.
func right(ctx context.Context, a Accuracy) string {
	r, ok := a.Right()
	if !ok {
		return text.T(ctx, "backlog.not-measured")
	}
	return text.Decimal(ctx, float64(int(r*10000))/100) + "%"
}

func (p *Pages) newForm(r *http.Request, units []org.Unit, held web.Held) (*newBatch, error) {
	ctx := r.Context()
	unit := ui.Select{Name: "unit", Label: text.T(ctx, "backlog.new.unit"), Value: held.Value("unit", units[0].ID), Error: held.FieldError(r, "unit")}
	for _, u := range units {
		unit.Options = append(unit.Options, ui.Option{Value: u.ID, Text: u.FullName})
	}
	found, err := p.s.Catalog.Search(ctx, catalog.Query{PerPage: 500})
	if err != nil {
		return nil, err
	}
	procedure := ui.Select{Name: "procedure", Label: text.T(ctx, "backlog.new.procedure"), Hint: text.T(ctx, "backlog.new.procedure-hint"), Value: held.Value("procedure", ""),
		Options: []ui.Option{{Text: text.T(ctx, "backlog.new.no-procedure")}}}
	for _, hit := range found.Items {
		procedure.Options = append(procedure.Options, ui.Option{Value: hit.ID, Text: hit.Title(text.LangOf(ctx))})
	}
	return &newBatch{Form: ui.FormFrame{Action: deskPath}, Button: ui.Button{Text: text.T(ctx, "backlog.new.do")},
		Sheets: ui.Link{Text: text.T(ctx, "backlog.sheets"), Href: deskPath + "/to-phan-cach.pdf"},
		Fields: []templ.Component{unit,
			ui.TextField{Name: "kind", Label: text.T(ctx, "backlog.new.kind"), Hint: text.T(ctx, "backlog.new.kind-hint"), Value: held.Value("kind", ""), Error: held.FieldError(r, "kind"), MaxLength: 200, Required: true, Autocomplete: "off"},
			procedure,
			ui.TextField{Name: "name", Label: text.T(ctx, "backlog.new.name"), Hint: text.T(ctx, "backlog.new.name-hint"), Value: held.Value("name", ""), Error: held.FieldError(r, "name"), MaxLength: 200, Required: true, Autocomplete: "off"},
			ui.TextField{Name: "expected", Label: text.T(ctx, "backlog.new.expected"), Hint: text.T(ctx, "backlog.new.expected-hint"), Value: held.Value("expected", ""), InputMode: "numeric", Width: "5", Autocomplete: "off"},
			ui.TextField{Name: "sample", Label: text.T(ctx, "backlog.new.sample"), Hint: text.T(ctx, "backlog.new.sample-hint"), Value: held.Value("sample", strconv.Itoa(usualSample)), Error: held.FieldError(r, "sample"), InputMode: "numeric", Width: "3", Autocomplete: "off"},
		}}, nil
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	get := r.PostForm.Get
	b, err := p.s.Begin(r.Context(), Batch{UnitID: get("unit"), ProcedureID: get("procedure"), Kind: get("kind"), Name: get("name"),
		Expected: whole(get("expected"), 0), Sample: whole(get("sample"), -1)})
	if err != nil {
		return again(w, r, err, deskPath)
	}
	return web.SeeOther(w, r, batchPath(b.ID))
}

// whole reads a number; nothing is empty, what is no number is -1.
func whole(typed string, empty int) int {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return empty
	}
	n, err := strconv.Atoi(strings.ReplaceAll(typed, ".", ""))
	if err != nil {
		return -1
	}
	return n
}
