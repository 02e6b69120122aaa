package backlog

import (
	"context"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// doubtful is how sure a recognised word must be not to be looked at with care.
const doubtful = 0.8

// paperView is one paper: its pages beside what is to be typed.
type paperView struct {
	Frame    ui.Frame
	Problems ui.ErrorSummary
	Heading  ui.Heading
	Pages    []pageView
	Zooms    []ui.Link
	Class    string // of the picture
	Note     string
	Form     *ui.FormFrame // nil when nothing is to be done by the reader now
	Why      string        // why not
	Seen     string        // version
	Task     string
	Fields   []templ.Component
	Twice    *ui.Checkboxes
	Go, Back ui.Button
	Return   *ui.FormFrame // sends back
	Reason   ui.TextArea
	ReturnGo ui.Button
	Facts    ui.SummaryList
}

type pageView struct {
	Src, Alt, Href, Words string

	Before ui.Link // as it was scanned, where it was set upright
}

// taskOf is what the reader does to a paper: what the address says, else what comes next.
func taskOf(r *http.Request, x *Paper) Task {
	t := Task(r.URL.Query().Get("viec"))
	if t.of() != "" {
		return t
	}
	for _, t := range Tasks {
		if t.fits(x, actor.Of(r.Context()).PersonID) {
			return t
		}
	}
	return ""
}

func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	x, b, err := p.s.See(ctx, r.PathValue("paper"))
	if err != nil {
		return err
	}
	t := taskOf(r, x)
	title := text.T(ctx, "backlog.paper", "n", x.Ord)
	v := paperView{
		Frame: ui.Frame{Title: title, Area: ui.Desk, Wide: true, Failed: held.Was(), Crumbs: []ui.Crumb{{Text: text.T(ctx, "backlog.title"), Href: deskPath},
			{Text: b.Name, Href: batchPath(b.ID)}, {Text: title}}},
		Problems: ui.Problems(ctx, held.Err), Heading: ui.Heading{Title: title, Caption: b.Kind + " · " + b.Name, Beside: ui.Tag{Text: text.T(ctx, "backlog.state."+string(x.State))}},
		Note: x.Note, Seen: strconv.Itoa(x.Version), Back: ui.Button{Text: text.T(ctx, "backlog.back"), Href: batchPath(b.ID), Kind: ui.Secondary},
	}
	p.showPages(r, x, t, &v)
	if !t.fits(x, actor.Of(ctx).PersonID) {
		v.Facts = p.facts(ctx, x)
		if t.of() == x.State {
			v.Why = text.T(ctx, "backlog.own-work")
		}
		return web.Show(w, r, paperPage(v))
	}
	v.Form, v.Task = &ui.FormFrame{Action: paperPath + x.ID + "?viec=" + string(t)}, text.T(ctx, "backlog.task."+string(t))
	v.Go = ui.Button{Text: text.T(ctx, "backlog.save."+string(t))}
	guesses, err := p.s.Guesses(ctx, x)
	if err != nil {
		return err
	}
	v.Fields, err = p.fields(r, x, b, t, guesses, held)
	if held.Err != nil {
		for _, f := range held.Err.Fields {
			if f.Key == "backlog.twice" {
				v.Twice = &ui.Checkboxes{Name: "another", Options: []ui.Option{{Value: "1", Text: text.T(ctx, "backlog.another")}}}
			}
		}
	}
	if t != ToEnter {
		v.Return, v.ReturnGo = &ui.FormFrame{Action: paperPath + x.ID + "/tra-lai?viec=" + string(t)}, ui.Button{Text: text.T(ctx, "backlog.return"), Kind: ui.Secondary}
		v.Reason = ui.TextArea{ID: "reason", Name: "reason", Label: text.T(ctx, "backlog.return-why"), Rows: 2, MaxLength: 500, Value: held.Value("reason", ""), Error: held.FieldError(r, "reason")}
	}
	if err != nil {
		return err
	}
	return web.Show(w, r, paperPage(v))
}

// showPages puts the pictures into the view, as large as the reader wants them.
func (p *Pages) showPages(r *http.Request, x *Paper, t Task, v *paperView) {
	ctx := r.Context()
	zoom := r.URL.Query().Get("phong")
	for _, z := range []string{"100", "150", "200"} {
		l := ui.Link{Text: z + "%"}
		if zoom != z && (zoom != "" || z != "100") {
			l.Href = paperPath + x.ID + "?viec=" + string(t) + "&phong=" + z
		}
		v.Zooms = append(v.Zooms, l)
	}
	v.Class = "ns-sheet__image"
	if zoom == "150" || zoom == "200" {
		v.Class += " ns-sheet__image--" + zoom
	}
	for i, page := range x.Images {
		href := paperPath + x.ID + "/tep/" + page.SHA256
		words := text.T(ctx, "backlog.page", "n", i+1, "of", len(x.Images), "dpi", page.DPI())
		if page.DPI() < LeastDPI {
			words = text.T(ctx, "backlog.page-coarse", "n", i+1, "of", len(x.Images), "dpi", page.DPI(), "least", LeastDPI)
		}
		one := pageView{Src: href, Href: href, Alt: text.T(ctx, "backlog.page-alt", "n", i+1), Words: words}
		if page.Before != nil {
			one.Before = ui.Link{Text: text.T(ctx, "backlog.page-turned", "by", text.Decimal(ctx, math.Round(10*math.Abs(page.Turned))/10)), Href: paperPath + x.ID + "/tep/" + page.Before.SHA256}
		}
		v.Pages = append(v.Pages, one)
	}
}

// facts is what stands in a paper, for whoever only reads it.
func (p *Pages) facts(ctx context.Context, x *Paper) ui.SummaryList {
	var rows []ui.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "backlog.field."+key), Text: value})
		}
	}
	add(FieldNumber, x.Fields.Number)
	add(FieldIssued, dayShown(x.Fields.IssuedOn))
	add(FieldHolder, x.Fields.Holder)
	add(FieldPersonal, x.Fields.PersonalNo)
	add(FieldBirth, dayShown(x.Fields.BirthOn))
	add("until", dayShown(x.Fields.Until))
	add("signed_by", x.Fields.SignedBy)
	for _, who := range []struct{ key, name string }{{"scanned", x.Names.Scanned}, {"entered", x.Names.Entered}, {"checked", x.Names.Checked}, {"signed", x.Names.Signed}} {
		if who.name != "" {
			rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "backlog.who."+who.key), Text: who.name})
		}
	}
	if x.File != nil {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "backlog.file"), Body: anchor(paperPath+x.ID+"/tep/"+x.File.SHA256, x.File.Name)})
	}
	if x.PaperID != "" {
		rows = append(rows, ui.SummaryRow{Key: text.T(ctx, "backlog.in-register"), Body: anchor(p.Issued(x.PaperID), x.Fields.Number)})
	}
	return ui.SummaryList{Rows: rows}
}

func dayShown(d clock.Date) string {
	if d == "" {
		return ""
	}
	return text.Date(d)
}

// fields are what is typed. Whoever types anew sees neither what stands there nor what the machine read.
func (p *Pages) fields(r *http.Request, x *Paper, b *Batch, t Task, guesses map[string]Guess, held web.Held) ([]templ.Component, error) {
	ctx := r.Context()
	value := func(name string) string {
		saved := x.Fields.shown(name)
		switch {
		case t == ToRetype:
			saved = ""
		case t == ToEnter && saved == "":
			saved = shownGuess(name, guesses[name].Value)
		}
		return held.Value(name, saved)
	}
	field := func(name string) ui.TextField {
		f := ui.TextField{Name: name, Label: text.T(ctx, "backlog.field."+name), Value: value(name), Error: held.FieldError(r, name), Autocomplete: "off", MaxLength: 200}
		if t != ToRetype {
			f.Hint = guessWords(ctx, name, guesses, x, t)
		}
		return f
	}
	day := func(name string) ui.DateField {
		f := field(name)
		return ui.DateField{Name: name, Label: f.Label, Hint: f.Hint, Value: f.Value, Error: f.Error}
	}
	personal := field(FieldPersonal)
	personal.InputMode, personal.Width = "numeric", "20"
	out := []templ.Component{field(FieldNumber), day(FieldIssued), field(FieldHolder), personal, day(FieldBirth)}
	if t == ToRetype {
		return out, nil
	}
	out = append(out, day("until"), field("signed_by"))
	ids, names, err := p.s.Before(ctx, b, x.Fields.IssuedOn)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	office := ui.Select{Name: "office", Label: text.T(ctx, "backlog.field.office"), Hint: text.T(ctx, "backlog.field.office-hint"), Value: held.Value("office", x.Fields.OfficeID),
		Options: []ui.Option{{Text: b.UnitName}}}
	for i := range ids {
		office.Options = append(office.Options, ui.Option{Value: ids[i], Text: names[i]})
	}
	return append(out, office), nil
}

// guessWords say how sure the machine is of what it read, or that it read something else.
func guessWords(ctx context.Context, name string, guesses map[string]Guess, x *Paper, t Task) string {
	g, ok := guesses[name]
	if !ok {
		return ""
	}
	args := []any{"value", shownGuess(name, g.Value), "sure", int(g.Sure*100 + 0.5)}
	switch {
	case t == ToCheck && x.Fields.shown(name) != shownGuess(name, g.Value):
		return text.T(ctx, "backlog.guess.other", args...)
	case g.Sure < doubtful:
		return text.T(ctx, "backlog.guess.doubtful", args...)
	}
	return text.T(ctx, "backlog.guess.sure", args...)
}

// shown is a field as it is typed.
func (f Fields) shown(name string) string {
	switch name {
	case FieldIssued:
		return dayShown(f.IssuedOn)
	case FieldBirth:
		return dayShown(f.BirthOn)
	case "until":
		return dayShown(f.Until)
	case FieldNumber:
		return f.Number
	case FieldHolder:
		return f.Holder
	case FieldPersonal:
		return f.PersonalNo
	case "signed_by":
		return f.SignedBy
	}
	return ""
}

func shownGuess(name, value string) string {
	if name == FieldIssued || name == FieldBirth {
		return dayShown(clock.Date(value))
	}
	return value
}

func (p *Pages) savePaper(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, t := r.Context(), Task(r.URL.Query().Get("viec"))
	self := paperPath + r.PathValue("paper") + "?viec=" + string(t)
	x, _, err := p.s.Paper(ctx, r.PathValue("paper"))
	if err != nil {
		return err
	}
	seen, _ := strconv.Atoi(r.PostForm.Get("seen"))
	at := At{ID: x.ID, Seen: seen}
	f, err := readFields(r)
	same := true
	if err == nil {
		switch t {
		case ToEnter:
			_, err = p.s.Enter(ctx, at, f, r.PostForm.Get("another") != "")
		case ToCheck:
			_, err = p.s.Check(ctx, at, f)
		case ToRetype:
			same, err = p.s.Retype(ctx, at, f)
		default:
			err = fault.New(fault.NotFound, "fault.not-found")
		}
	}
	if err != nil {
		return again(w, r, err, self)
	}
	if !same {
		web.Say(r, "backlog.typed-otherwise", "n", x.Ord)
	}
	return p.lead(w, r, x.BatchID, t)
}

// readFields reads what was typed; a day that is none is a fault of its field.
func readFields(r *http.Request) (Fields, error) {
	var wrong []fault.Field
	get := r.PostForm.Get
	day := func(name string) clock.Date {
		typed := text.Clean(get(name))
		d, ok := text.TypedDate(typed)
		if typed != "" && !ok {
			wrong = append(wrong, fault.Field{Name: name, Key: "backlog.day-bad"})
		}
		return d
	}
	f := Tidy(Fields{Number: get(FieldNumber), IssuedOn: day(FieldIssued), Holder: get(FieldHolder), PersonalNo: get(FieldPersonal), BirthOn: day(FieldBirth),
		Until: day("until"), SignedBy: get("signed_by"), OfficeID: get("office")})
	return f, fault.OnFields(wrong)
}

func (p *Pages) sendBack(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	ctx, t := r.Context(), Task(r.URL.Query().Get("viec"))
	x, _, err := p.s.Paper(ctx, r.PathValue("paper"))
	if err != nil {
		return err
	}
	if err := p.s.SendBack(ctx, At{ID: x.ID}, t, r.PostForm.Get("reason")); err != nil {
		return again(w, r, err, paperPath+x.ID+"?viec="+string(t))
	}
	web.Say(r, "backlog.returned", "n", x.Ord)
	return p.lead(w, r, x.BatchID, t)
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	kind, name, content, err := p.s.Open(r.Context(), r.PathValue("paper"), r.PathValue("sha"))
	if err != nil {
		return err
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	web.SendFile(w, web.File{Type: kind, Name: name}, raw)
	return nil
}
