package legacy

import (
	"context"
	"io"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// listView takes a file and shows the runs so far.
type listView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Problems ui.ErrorSummary
	Form     ui.FormFrame
	File     ui.FileField
	Source   ui.TextField
	Saved    *ui.Select // nil while no mapping is kept
	Send     ui.Button
	Title    string
	Runs     *ui.Table
	Empty    ui.Empty
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	runs, err := p.s.Runs(ctx)
	if err != nil {
		return err
	}
	saved, err := p.s.Mappings(ctx)
	if err != nil {
		return err
	}
	title := text.T(ctx, "legacy.title")
	v := listView{Frame: ui.Frame{Title: title, Area: ui.Admin, Crumbs: crumbs(ctx, ""), Failed: held.Was()},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "legacy.lead")}, Problems: ui.Problems(ctx, held.Err),
		Form: ui.FormFrame{Action: Path, Multipart: true},
		File: ui.FileField{Name: "tep", Label: text.T(ctx, "legacy.file"), Hint: text.T(ctx, "legacy.file-hint", "mb", MaxBytes>>20, "n", MaxLines),
			Error: held.FieldError(r, "tep"), Accept: ".csv,.txt,.xlsx,.json,.gz", MaxMB: MaxBytes >> 20, Required: true},
		Source: ui.TextField{Name: "nguon", Label: text.T(ctx, "legacy.source"), Hint: text.T(ctx, "legacy.source-hint"), Value: held.Value("nguon", ""),
			Error: held.FieldError(r, "nguon"), MaxLength: 200, Required: true},
		Send: ui.Button{Text: text.T(ctx, "legacy.take")}, Title: text.T(ctx, "legacy.runs"), Runs: runTable(ctx, runs),
		Empty: ui.Empty{Title: text.T(ctx, "legacy.no-runs")}}
	if len(saved) > 0 {
		v.Saved = &ui.Select{Name: "mau", Label: text.T(ctx, "legacy.saved"), Empty: text.T(ctx, "legacy.saved-none"), Value: held.Value("mau", "")}
		for _, name := range saved {
			v.Saved.Options = append(v.Saved.Options, ui.Option{Value: name, Text: name})
		}
	}
	return web.Show(w, r, listPage(v))
}

func runTable(ctx context.Context, runs []*Run) *ui.Table {
	if len(runs) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "legacy.runs"), HideCaption: true, Dense: true}
	for _, key := range []string{"file", "source", "by", "at", "progress", "state"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "legacy.run."+key)})
	}
	for _, run := range runs {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: run.File, Href: addressOf(run), Header: true}, {Text: run.Source}, {Text: run.By},
			{Text: text.DateTime(ctx, run.CreatedAt)}, {Text: progress(ctx, run)}, {Body: stateTag(ctx, run.State)}}})
	}
	return t
}

// addressOf is where a run goes on.
func addressOf(run *Run) string {
	if run.State == Taken {
		return mapPath(run.ID)
	}
	return PathOf(run.ID)
}

func progress(ctx context.Context, run *Run) string {
	return text.T(ctx, "legacy.of", "done", number(ctx, run.Done), "all", number(ctx, run.Counts.Lines))
}

func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	name, raw := "", []byte(nil)
	if file, head, err := r.FormFile("tep"); err == nil {
		defer file.Close()
		name = head.Filename
		if raw, err = io.ReadAll(io.LimitReader(file, MaxBytes+1)); err != nil {
			return err
		}
	}
	run, err := p.s.Take(r.Context(), name, r.PostFormValue("nguon"), r.PostFormValue("mau"), raw)
	if err != nil {
		return again(w, r, err, Path)
	}
	return web.SeeOther(w, r, mapPath(run.ID))
}
