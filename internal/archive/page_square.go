package archive

import (
	"context"
	_ "embed" // the script
	"encoding/json"
	"net/http"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// readSquare is what the session keeps of a square until it is shown.
const readSquare = "archive.square"

// squareView checks a square: in the browser without a network, or here.
type squareView struct {
	Frame    ui.Frame
	Heading  ui.Heading
	Verdicts []squareVerdict // all there are; the script shows one
	Shown    *squareVerdict  // the one that this house found
	Facts    []squareFact
	Said     ui.SummaryList // of the one that this house found
	Text     ui.TextArea
	How      []string
}

// squareVerdict is a verdict with its sentence.
type squareVerdict struct {
	Key    offline.Verdict
	Notice ui.Notice
	Says   bool // what the square says is shown with it
}

// squareFact is a line that the script fills.
type squareFact struct{ Name, Label string }

var verdicts = []struct {
	of   offline.Verdict
	kind string
	says bool
}{
	{offline.Genuine, ui.Success, true}, {offline.Expired, ui.Caution, true}, {offline.RevokedNow, ui.Danger, true},
	{offline.Forged, ui.Danger, false}, {offline.UnknownKey, ui.Caution, false}, {offline.NoCode, ui.Danger, false},
}

// square is the page that a square leads to. What the square says stands behind # and reaches no server; the page's
// script checks it with keys and a list that it keeps for when there is no network.
func (p *Pages) square(w http.ResponseWriter, r *http.Request) error {
	ctx, title := r.Context(), text.T(r.Context(), "archive.square.title")
	v := squareView{
		Frame: ui.Frame{Title: title, Script: "square.js", Crumbs: []ui.Crumb{{Text: text.T(ctx, "archive.home"), Href: "/"},
			{Text: text.T(ctx, "archive.check.title"), Href: checkPath}, {Text: title}}},
		Heading: ui.Heading{Title: title, Lead: text.T(ctx, "archive.square.lead")},
		Text: ui.TextArea{Name: "noi-dung", Label: text.T(ctx, "archive.square.text"), Hint: text.T(ctx, "archive.square.text-hint"), Rows: 3, MaxLength: 4000,
			Autocomplete: "off"},
		How: []string{text.T(ctx, "archive.square.how-1"), text.T(ctx, "archive.square.how-2"), text.T(ctx, "archive.square.how-3")},
	}
	for _, name := range []string{"title", "number", "issued-on", "office", "holder", "until", "code"} {
		v.Facts = append(v.Facts, squareFact{name, text.T(ctx, squareWord(name))})
	}
	for _, x := range verdicts {
		v.Verdicts = append(v.Verdicts, squareVerdict{x.of, ui.Notice{Kind: x.kind, Title: text.T(ctx, "archive.square."+string(x.of)),
			Text: text.T(ctx, "archive.square-why."+string(x.of))}, x.says})
	}
	if code := web.Get(r, readSquare); code != "" {
		web.Drop(r, readSquare)
		if err := p.found(ctx, &v, code); err != nil {
			return err
		}
	}
	return web.Show(w, r, squarePage(v))
}

// found puts what this house says of a square on the page.
func (p *Pages) found(ctx context.Context, v *squareView, code string) error {
	got, err := p.s.BySquare(ctx, code)
	if err != nil {
		return err
	}
	for i := range v.Verdicts {
		if v.Verdicts[i].Key == got.Verdict {
			v.Shown = &v.Verdicts[i]
		}
	}
	if v.Shown == nil || !v.Shown.Says {
		return nil
	}
	s := got.Statement
	for _, row := range [][2]string{{"title", s.Title}, {"number", s.Number}, {"issued-on", text.Date(s.On)}, {"office", s.Issuer}, {"holder", s.Holder},
		{"until", text.Date(s.Until)}, {"code", ShownCode(s.Code)}} {
		if row[1] != "" {
			v.Said.Rows = append(v.Said.Rows, ui.SummaryRow{Key: text.T(ctx, squareWord(row[0])), Text: row[1]})
		}
	}
	return nil
}

// squareWord is the key of what a line of a square is called.
func squareWord(name string) string {
	if name == "code" {
		return "archive.check.code"
	}
	return "archive." + name
}

// checkSquare takes what somebody pasted, where no script runs.
func (p *Pages) checkSquare(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	code := r.PostForm.Get("noi-dung")
	if code == "" {
		code = "?" // nothing is no code either
	}
	web.Put(r, readSquare, code[:min(len(code), 4000)])
	return web.SeeOther(w, r, qrPath)
}

// keys are the keys with which squares are checked.
func (p *Pages) keys(w http.ResponseWriter, _ *http.Request) error {
	raw, err := json.Marshal(p.s.Keys())
	if err != nil {
		return err
	}
	return carried(w, raw)
}

// revoked is the list of papers that no longer hold.
func (p *Pages) revoked(w http.ResponseWriter, r *http.Request) error {
	raw, err := p.s.RevokedList(r.Context())
	if err != nil {
		return err
	}
	return carried(w, raw)
}

// carried sends what may be kept and carried away: it is signed, or a key.
func carried(w http.ResponseWriter, raw []byte) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(raw)
	return nil
}

//go:embed sw.js
var worker []byte

// worker is the script that keeps the page for when there is no network. It reaches nothing but the addresses below
// its own.
func (p *Pages) worker(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(worker)
	return nil
}
