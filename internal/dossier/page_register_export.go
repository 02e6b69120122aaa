package dossier

import (
	"context"
	"iter"
	"mime"
	"net/http"
	"strings"

	"github.com/nha-san/nhasan/internal/dossier/slip"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	workbook "github.com/nha-san/nhasan/internal/platform/sheet"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// pageOfPages stands at the foot of each printed page of a workbook.
const pageOfPages = "Trang &P/&N"

// exportRegister hands out the register as a workbook or on paper. Both are in Vietnamese, whatever
// the reader's language: they are official papers.
func (p *Pages) exportRegister(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	q, wrong, err := registerQueryOf(v, clock.DateOf(p.s.Clock.Now()))
	if err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	purpose := text.Clean(v.Get("muc-dich"))
	if v.Get("dang") == "pdf" {
		return p.registerPDF(w, r, q, purpose)
	}
	return p.registerSheet(w, r, q, purpose)
}

func registerName(q RegisterQuery, ending string) string {
	return strings.ReplaceAll("so-theo-doi-"+string(q.From)+"-"+string(q.To), "/", "-") + ending
}

func (p *Pages) registerSheet(w http.ResponseWriter, r *http.Request, q RegisterQuery, purpose string) error {
	taken, err := p.s.TakeRegister(r.Context(), q, MaxSheetRows, purpose)
	if err != nil {
		return err
	}
	ctx := text.WithLang(r.Context(), text.Vi)
	table := workbook.Table{Name: "Sổ theo dõi hồ sơ", Title: []string{strings.ToUpper(actor.Of(ctx).UnitName), "SỔ THEO DÕI HỒ SƠ", registerPeriod(ctx, q)},
		Head: slip.RegisterHeads, Widths: []float64{6, 26, 36, 7, 24, 34, 26, 12, 14, 14, 12, 26, 20}, Author: actor.Of(ctx).UnitName, Foot: pageOfPages, Mark: taken.Mark(ctx), Code: taken.Code}
	return sendSheet(w, registerName(q, ".xlsx"), table, cellsOf(ctx, p.s.RegisterRows(ctx, q, purpose)))
}

func cellsOf(ctx context.Context, entries iter.Seq2[Entry, error]) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for e, err := range entries {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(e.Line(ctx).Cells(), nil) {
				return
			}
		}
	}
}

func (p *Pages) registerPDF(w http.ResponseWriter, r *http.Request, q RegisterQuery, purpose string) error {
	taken, err := p.s.TakeRegister(r.Context(), q, MaxPrintRows, purpose)
	if err != nil {
		return err
	}
	pdf, err := p.s.RegisterPDF(text.WithLang(r.Context(), text.Vi), q, taken)
	if err != nil {
		return err
	}
	sendPDF(w, registerName(q, ".pdf"), pdf)
	return nil
}

// sendSheet sends a workbook. Nothing leaves before all rows are there, so an error is still a page.
func sendSheet(w http.ResponseWriter, name string, t workbook.Table, rows iter.Seq2[[]string, error]) error {
	return t.Write(&attachment{w: w, name: name}, rows)
}

// attachment says what is sent when the first bytes are.
type attachment struct {
	w    http.ResponseWriter
	name string
	on   bool
}

func (a *attachment) Write(raw []byte) (int, error) {
	if !a.on {
		a.on = true
		h := a.w.Header()
		h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
		h.Set("Cache-Control", "no-store")
	}
	return a.w.Write(raw)
}
