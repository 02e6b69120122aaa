package insight

import (
	"bytes"
	"encoding/csv"
	"net/http"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// openFile is a file of open data.
type openFile struct {
	name string
	by   By
	of   []string // the columns that say of what
}

var openFiles = []openFile{
	{"don-vi.csv", ByOwn, []string{"thang", "ma_don_vi", "don_vi", "cap"}},
	{"linh-vuc.csv", ByField, []string{"thang", "linh_vuc"}},
}

// openView says what is published.
type openView struct {
	Frame   ui.Frame
	Heading ui.Heading
	How     []string
	Files   []ui.Link
}

// openData says what is published, and how.
func (p *Pages) openData(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !p.s.Settings.Public {
		return fault.New(fault.NotFound, "insight.open.off")
	}
	title := text.T(ctx, "insight.open")
	v := openView{Frame: ui.Frame{Title: title}, Heading: ui.Heading{Title: title, Lead: text.T(ctx, "insight.open.lead")},
		How: []string{text.T(ctx, "insight.open.least", "n", p.s.Settings.least()), text.T(ctx, "insight.open.months"), text.T(ctx, "insight.open.recompute")}}
	for _, f := range openFiles {
		v.Files = append(v.Files, ui.Link{Text: text.T(ctx, "insight.open."+string(f.by)), Href: pathOpen + "/" + f.name})
	}
	v.Files = append(v.Files, ui.Link{Text: text.T(ctx, "insight.open.about"), Href: pathOpen + "/mo-ta.json"}, ui.Link{Text: text.T(ctx, "insight.recompute"), Href: pathLedger})
	return web.Show(w, r, openPage(v))
}

// openCSV hands out a file.
func (p *Pages) openCSV(f openFile) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		lines, err := p.s.Open(r.Context(), f.by)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := csv.NewWriter(&b).WriteAll(append([][]string{append(append([]string{}, f.of...), OpenHeads...)}, lines...)); err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=3600")
		_, err = w.Write(b.Bytes())
		return err
	}
}

// about describes the files for programs.
func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	if !p.s.Settings.Public {
		return fault.New(fault.NotFound, "insight.open.off")
	}
	ctx := text.WithLang(r.Context(), text.Vi)
	type column struct {
		Name  string `json:"name"`
		Title string `json:"title"`
	}
	var files []map[string]any
	for _, f := range openFiles {
		var columns []column
		for _, c := range append(append([]string{}, f.of...), OpenHeads...) {
			columns = append(columns, column{c, text.T(ctx, "insight.open.column."+c)})
		}
		files = append(files, map[string]any{"path": pathOpen + "/" + f.name, "title": text.T(ctx, "insight.open."+string(f.by)), "mediatype": "text/csv", "encoding": "utf-8", "columns": columns})
	}
	return web.JSON(w, http.StatusOK, map[string]any{"title": text.T(ctx, "insight.open"), "description": text.T(ctx, "insight.open.lead"),
		"kept_back_below": p.s.Settings.least(), "proof": pathLedger, "resources": files})
}
