package identity

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

const importPath = accountsPath + "/nhap"

// importView takes a file of officers.
type importView struct {
	Problems ui.ErrorSummary
	File     ui.FileField
	Columns  ui.Table
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request) error {
	ctx, held := r.Context(), web.Kept(r)
	v := importView{Problems: ui.Problems(ctx, held.Err), File: ui.FileField{Name: "tep", Label: text.T(ctx, "identity.import.file"),
		Hint: text.T(ctx, "identity.import.file-hint", "n", importLines), Error: held.FieldError(r, "tep"), Accept: ".csv,.txt", MaxMB: 1, Required: true},
		Columns: ui.Table{Caption: text.T(ctx, "identity.import.columns"), Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.import.column")}, {Text: text.T(ctx, "identity.import.column-what")}}}}
	for _, c := range importColumns {
		v.Columns.Rows = append(v.Columns.Rows, ui.TableRow{Cells: []ui.Cell{{Text: c.heads[0], Header: true}, {Text: text.T(ctx, "identity.import.about."+c.key)}}})
	}
	return web.Show(w, r, importPage(v))
}

func (p *Pages) importTemplate(w http.ResponseWriter, _ *http.Request) error {
	return download(w, "can-bo.csv", "text/csv; charset=utf-8", ImportTemplate())
}

// download sends a file to be kept.
func download(w http.ResponseWriter, name, kind string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(body)
	return err
}

func (p *Pages) takeImport(w http.ResponseWriter, r *http.Request) error {
	name, raw := "", []byte(nil)
	if file, head, err := r.FormFile("tep"); err == nil {
		defer file.Close()
		if name = head.Filename; head.Size <= importBytes {
			if raw, err = io.ReadAll(file); err != nil {
				return err
			}
		} else {
			raw = make([]byte, importBytes+1)
		}
	}
	importID, err := p.svc.TakeImport(r.Context(), name, raw)
	if err != nil {
		return again(w, r, err, nil, importPath)
	}
	return web.SeeOther(w, r, importPath+"/"+importID)
}

// planView is what a file would do.
type planView struct {
	Problems ui.ErrorSummary
	File     string
	Counts   ui.Stats
	Wrong    *ui.Table // what is wrong in the file
	Rows     *ui.Table
	Missing  *ui.Table
	Applied  bool
	ApplyTo  string // empty: there are problems to mend first
	Mark     string
	Button   ui.Button
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	plan, err := p.svc.Plan(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := planView{Problems: ui.Problems(ctx, web.Kept(r).Err), File: plan.File, Applied: plan.Applied, Mark: plan.Mark()}
	for _, c := range []struct {
		key    string
		n      int
		colour string
	}{{ImportNew, plan.Count(ImportNew), ui.Green}, {ImportChanged, plan.Count(ImportChanged), ui.Blue}, {ImportUnchanged, plan.Count(ImportUnchanged), ui.Grey},
		{"missing", len(plan.Missing), ui.Yellow}, {"wrong", len(plan.Problems), ui.Red}} {
		v.Counts.Tiles = append(v.Counts.Tiles, ui.StatTile{Label: text.T(ctx, "identity.import.count-"+c.key), Value: text.Integer(text.LangOf(ctx), int64(c.n)), Colour: c.colour})
	}
	v.Wrong, v.Rows, v.Missing = wrongTable(ctx, plan.Problems), planTable(ctx, plan.Rows), missingTable(ctx, plan.Missing)
	if len(plan.Problems) == 0 && !plan.Applied {
		v.ApplyTo = importPath + "/" + plan.ID + "/ap-dung"
		v.Button = ui.Button{Text: text.T(ctx, "identity.import.apply", "n", plan.Count(ImportNew)+plan.Count(ImportChanged))}
	}
	return web.Show(w, r, planPage(v))
}

func wrongTable(ctx context.Context, all []LineProblem) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "identity.import.wrong"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.import.line"), Numeric: true},
		{Text: text.T(ctx, "identity.import.column")}, {Text: text.T(ctx, "identity.import.what")}}}
	for _, p := range all {
		line, column := text.Integer(text.LangOf(ctx), int64(p.Line)), "–"
		if p.Line == 0 {
			line = text.T(ctx, "identity.import.whole-file")
		}
		for _, c := range importColumns {
			if c.key == p.Column {
				column = c.heads[0]
			}
		}
		t.Rows = append(t.Rows, ui.TableRow{Kind: ui.Alert, Cells: []ui.Cell{{Text: line, Header: true}, {Text: column}, {Text: text.TMap(ctx, p.Key, p.Args)}}})
	}
	return t
}

func planTable(ctx context.Context, rows []ImportRow) *ui.Table {
	if len(rows) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "identity.import.rows"), HideCaption: true, Dense: true}
	for _, key := range []string{"line", "who", "login", "post", "result"} {
		t.Head = append(t.Head, ui.Head{Text: text.T(ctx, "identity.import."+key)})
	}
	colours := map[string]string{ImportNew: ui.Green, ImportChanged: ui.Blue}
	for _, r := range rows {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: text.Integer(text.LangOf(ctx), int64(r.Line))}, {Text: r.Name, Header: true}, {Text: r.Login},
			{Text: r.PostAs + ", " + r.UnitAs}, {Body: changeList(ui.Tag{Text: text.T(ctx, "identity.import.kind-"+r.Kind), Colour: colours[r.Kind]}, changeLines(ctx, r.Changes))}}})
	}
	return t
}

func changeLines(ctx context.Context, all []ImportChange) []string {
	out := make([]string, len(all))
	for i, c := range all {
		key := "identity.import.change-" + c.What
		if c.Was == "" {
			key += "-new"
		}
		out[i] = text.T(ctx, key, "was", c.Was, "now", c.Now)
	}
	return out
}

func missingTable(ctx context.Context, all []org.Placed) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := &ui.Table{Caption: text.T(ctx, "identity.import.missing"), HideCaption: true, Dense: true, Head: []ui.Head{{Text: text.T(ctx, "identity.import.who")}, {Text: text.T(ctx, "identity.import.post")}}}
	for _, m := range all {
		t.Rows = append(t.Rows, ui.TableRow{Cells: []ui.Cell{{Text: m.Name, Header: true}, {Text: m.Title + ", " + m.UnitName}}})
	}
	return t
}

func (p *Pages) applyImport(w http.ResponseWriter, r *http.Request) error {
	importID := r.PathValue("id")
	given, err := p.svc.ApplyImport(r.Context(), importID, r.PostFormValue("dau"))
	if err != nil {
		return again(w, r, err, nil, importPath+"/"+url.PathEscape(importID))
	}
	web.Say(r, "identity.import.done")
	if len(given) == 0 {
		return web.SeeOther(w, r, accountsPath)
	}
	raw, err := json.Marshal(given)
	if err != nil {
		return err
	}
	web.Put(r, keyHandouts, p.svc.sealer.seal(string(raw), keyHandouts+actor.Of(r.Context()).AccountID))
	return web.SeeOther(w, r, handoutPath)
}

const handoutPath = accountsPath + "/phieu-cap"

// handoutView is the sheet to be cut apart and handed over.
type handoutView struct {
	Slips []handoutSlip
	Days  int
}

type handoutSlip struct {
	Name  string
	Facts ui.SummaryList
}

// showHandouts shows the sheet until whoever printed it puts it away, or the session ends.
func (p *Pages) showHandouts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var given []Handout
	if raw, err := p.svc.sealer.open(web.Get(r, keyHandouts), keyHandouts+actor.Of(ctx).AccountID); err == nil {
		if err := json.Unmarshal([]byte(raw), &given); err != nil {
			return err
		}
	}
	v := handoutView{Days: int(p.svc.Settings.OneTimeFor / day)}
	for _, g := range given {
		v.Slips = append(v.Slips, handoutSlip{g.Name, ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: text.T(ctx, "identity.import.post"), Text: g.Post + ", " + g.Unit}, {Key: text.T(ctx, "identity.import.address"), Text: p.BaseURL + "/dang-nhap"},
			{Key: text.T(ctx, "identity.accounts.login"), Text: g.Login}, {Key: text.T(ctx, "identity.one-time.title"), Text: g.Password}}}})
	}
	return web.Show(w, r, handoutPage(v))
}

func (p *Pages) dropHandouts(w http.ResponseWriter, r *http.Request) error {
	web.Drop(r, keyHandouts)
	web.Say(r, "identity.import.put-away")
	return web.SeeOther(w, r, accountsPath)
}
