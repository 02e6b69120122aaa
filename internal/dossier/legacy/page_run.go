package legacy

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// runView is a run that was tried out, is under way, or is over.
type runView struct {
	Frame     ui.Frame
	Heading   ui.Heading
	Problems  ui.ErrorSummary
	Progress  string // empty unless it is under way
	Done, All string
	Counts    ui.Stats
	Notes     []string
	Wrong     *ui.Table
	Title     string // over Wrong
	More      string
	Download  ui.Button
	Confirm   *confirmView
}

// confirmView asks for the word that cannot be taken back.
type confirmView struct {
	Title  string
	Notice ui.Notice
	Form   ui.FormFrame
	Do     ui.Button
	Change ui.Button
}

// shown is how many problems the page lists; the file has all that are kept.
const shown = 200

// seconds is how often the page of a run that is under way renews itself.
const seconds = "3"

func (p *Pages) run(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	run, err := p.s.Run(ctx, r.PathValue("run"))
	if err != nil {
		return err
	}
	if run.State == Taken {
		return web.SeeOther(w, r, mapPath(run.ID))
	}
	problems, err := p.s.Problems(ctx, run.ID, true, shown+1)
	if err != nil {
		return err
	}
	key := map[State]string{Checked: "check", Running: "running", Over: "over"}[run.State]
	title := text.T(ctx, "legacy."+key+".title")
	v := runView{Frame: ui.Frame{Title: title, Area: ui.Admin, Wide: true, Crumbs: crumbs(ctx, title), Failed: held.Was()},
		Heading:  ui.Heading{Title: title, Caption: run.File + " – " + run.Source, Beside: stateTag(ctx, run.State)},
		Problems: ui.Problems(ctx, held.Err), Counts: tiles(ctx, run), Notes: notes(ctx, run), Title: text.T(ctx, "legacy.problems"),
		Wrong:    problemTable(ctx, problems[:min(len(problems), shown)]),
		Download: ui.Button{Text: text.T(ctx, "legacy.problems-download"), Href: PathOf(run.ID) + "/loi.csv", Kind: ui.Secondary, Download: true}}
	if len(problems) > shown {
		v.More = text.T(ctx, "legacy.problems-more", "n", shown)
	}
	switch run.State {
	case Checked:
		v.Heading.Lead, v.Confirm = text.T(ctx, "legacy.check.lead"), confirmOf(ctx, run)
	case Running:
		v.Heading.Lead, v.Progress = text.T(ctx, "legacy.running.lead"), progress(ctx, run)
		v.Done, v.All = strconv.Itoa(run.Done), strconv.Itoa(run.Counts.Lines)
		w.Header().Set("Refresh", seconds)
	}
	return web.Show(w, r, runPage(v))
}

func tiles(ctx context.Context, run *Run) ui.Stats {
	c := run.Counts
	good := "good"
	if run.State != Checked {
		good = "good-over"
	}
	var out ui.Stats
	for _, one := range []struct {
		key    string
		n      int
		colour string
		always bool
	}{{good, c.Good, ui.Green, true}, {"known", c.Known, ui.Grey, false}, {"wrong", c.Wrong, ui.Red, true}, {"warned", c.Warned, ui.Yellow, false},
		{"open", c.Open, ui.Blue, false}, {"rated", c.Rated, ui.Grey, false}} {
		if one.n > 0 || one.always {
			out.Tiles = append(out.Tiles, ui.StatTile{Label: text.T(ctx, "legacy.count."+one.key), Value: number(ctx, one.n), Colour: one.colour})
		}
	}
	return out
}

// notes say what was assumed of the file as a whole.
func notes(ctx context.Context, run *Run) []string {
	var out []string
	if run.Mapping.Order != "" {
		out = append(out, text.T(ctx, "legacy.note.order", "order", text.T(ctx, "legacy.map.order-"+string(run.Mapping.Order))))
	}
	if run.Counts.Early > 0 {
		out = append(out, text.T(ctx, "legacy.note.early", "n", number(ctx, run.Counts.Early)))
	}
	if run.Mapping.Columns[Rating] != "" {
		out = append(out, text.T(ctx, "legacy.note.rating"))
	}
	return out
}

func confirmOf(ctx context.Context, run *Run) *confirmView {
	v := &confirmView{Title: text.T(ctx, "legacy.confirm.title"), Notice: ui.Notice{Kind: ui.Danger, Text: text.T(ctx, "legacy.confirm.forever")},
		Form:   ui.FormFrame{Action: PathOf(run.ID) + "/xac-nhan", Confirm: text.T(ctx, "legacy.confirm.sure", "n", number(ctx, run.Counts.Good))},
		Do:     ui.Button{Text: text.T(ctx, "legacy.confirm.do", "n", number(ctx, run.Counts.Good)), Kind: ui.Warning},
		Change: ui.Button{Text: text.T(ctx, "legacy.confirm.change"), Href: mapPath(run.ID), Kind: ui.Secondary}}
	if run.Counts.Good == 0 {
		v.Do.Disabled, v.Do.Why = true, text.T(ctx, "legacy.nothing")
	}
	return v
}

func problemTable(ctx context.Context, all []Problem) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "legacy.problems"), HideCaption: true, Dense: true}
	for _, key := range []string{"line", "kind", "field", "what"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "legacy.problem."+key)})
	}
	for _, p := range all {
		kind, tag := ui.Alert, ui.Tag{Text: text.T(ctx, "legacy.problem.wrong"), Colour: ui.Red}
		if p.Warning {
			kind, tag = ui.Current, ui.Tag{Text: text.T(ctx, "legacy.problem.odd"), Colour: ui.Yellow}
		}
		t.Rows = append(t.Rows, ui.TableRow{Kind: kind, Cells: []ui.Cell{{Text: number(ctx, p.Line), Header: true}, {Body: tag},
			{Text: fieldName(ctx, p.Field)}, {Text: text.TMap(ctx, p.Key, p.Args)}}})
	}
	return t
}

func fieldName(ctx context.Context, f Field) string {
	if f == "" {
		return "–"
	}
	return text.T(ctx, "legacy.field."+string(f))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	runID := r.PathValue("run")
	if err := p.s.Confirm(r.Context(), runID); err != nil {
		return again(w, r, err, PathOf(runID))
	}
	web.Say(r, "legacy.said.confirmed")
	return web.SeeOther(w, r, PathOf(runID))
}

// download is the list of all that was wrong or odd, as a file that spreadsheets open.
func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	problems, err := p.s.Problems(ctx, r.PathValue("run"), false, mostProblems)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="loi-nhap-ho-so.csv"`)
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{text.T(ctx, "legacy.problem.line"), text.T(ctx, "legacy.problem.kind"), text.T(ctx, "legacy.problem.field"), text.T(ctx, "legacy.problem.what")})
	for _, one := range problems {
		kind := "wrong"
		if one.Warning {
			kind = "odd"
		}
		_ = out.Write([]string{strconv.Itoa(one.Line), text.T(ctx, "legacy.problem."+kind), fieldName(ctx, one.Field), safe(text.TMap(ctx, one.Key, one.Args))})
	}
	out.Flush()
	return out.Error()
}

// safe keeps a spreadsheet from taking a value of the file for a formula.
func safe(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
