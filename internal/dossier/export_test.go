package dossier_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestNobodyTakesAwayMoreThanTheirShare(t *testing.T) {
	onBoth(t, func(h *house) {
		h.received(3)
		h.Exports = dossier.ExportLimits{Once: 3, Daily: 7, FullOnce: 2, FullDaily: 3}
		desk, other := as("reception", h.commune), as("leader", h.commune)
		one := august()
		take := func(ctx context.Context, purpose string) error {
			_, err := h.TakeRegister(ctx, one, dossier.MaxSheetRows, purpose)
			return err
		}
		wants(t, "three in full at once", take(desk, "Báo cáo tháng 8"), fault.Conflict, "dossier.export.once-full")
		h.no(take(desk, ""))
		h.no(take(desk, ""))
		wants(t, "nine in a day", take(desk, ""), fault.Conflict, "dossier.export.daily")
		h.Exports.FullOnce = 3
		h.no(take(other, "Báo cáo tháng 8"))
		wants(t, "six in full in a day", take(other, "Báo cáo tháng 8"), fault.Conflict, "dossier.export.daily-full")
		h.Exports.Once = 2
		wants(t, "three at once", take(other, ""), fault.Conflict, "dossier.export.once")
		h.Exports.Once = 3
		h.clock.Advance(24 * time.Hour)
		one.To = "2023-08-31"
		h.no(take(desk, "")) // a day later
	})
}

func TestWhatIsTakenAwaySaysByWhom(t *testing.T) {
	d := newDesk(t)
	d.received(1)
	ctx := as("reception", d.commune)
	a := actor.Of(ctx)
	a.Name = "Quách Thị Lý"
	d.people["reception"] = actor.With(context.Background(), a)
	for _, purpose := range []string{"", "Báo cáo tháng 8"} {
		query := "?tu=01/8/2023&den=31/8/2023&muc-dich=" + strings.ReplaceAll(purpose, " ", "+")
		book := d.sit("reception").open("/lam-viec/so-theo-doi/xuat" + query)
		f, err := excelize.OpenReader(bytes.NewReader(book.raw))
		d.no(err)
		rows, err := f.GetRows("Sổ theo dõi hồ sơ")
		d.no(err)
		props, err := f.GetDocProps()
		d.no(err)
		foot, err := f.GetHeaderFooter("Sổ theo dõi hồ sơ")
		d.no(err)
		entries, err := d.Trail.Of(context.Background(), "org/"+d.commune.ID, 1)
		d.no(err)
		var code string
		if _, err := fmt.Sscanf(rows[0][0], "Mã %s", &code); err != nil || !strings.Contains(entries[0].Data, code) || entries[0].Purpose != purpose {
			t.Errorf("the file says %q, the trail %q for %q", rows[0][0], entries[0].Data, entries[0].Purpose)
		}
		if !strings.Contains(rows[0][0], "Quách Thị Lý") || !strings.Contains(rows[0][0], purpose) || props.Description != rows[0][0] || props.Identifier != code ||
			!strings.Contains(foot.OddFooter, code) {
			t.Errorf("purpose %q: first line %q, properties %q %q, foot %q", purpose, rows[0][0], props.Description, props.Identifier, foot.OddFooter)
		}
		pdf := d.sit("reception").open("/lam-viec/so-theo-doi/xuat" + query + "&dang=pdf")
		entries, err = d.Trail.Of(context.Background(), "org/"+d.commune.ID, 1)
		d.no(err)
		_, code, _ = strings.Cut(entries[0].Data, `"code":"`)
		code, _, _ = strings.Cut(code, `"`)
		if !bytes.HasPrefix(pdf.raw, []byte("%PDF-")) || !strings.HasPrefix(code, "XD-") || !bytes.Contains(pdf.raw, utf16of(code)) && !bytes.Contains(pdf.raw, []byte(code)) {
			t.Errorf("purpose %q: the PDF does not carry %q", purpose, code)
		}
	}
}

// utf16of is how a PDF writes words into its properties.
func utf16of(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, 0, byte(r))
	}
	return out
}
