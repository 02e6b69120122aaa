package archive

import (
	"context"
	_ "embed" // the style
	"html"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed sheet.css
var sheetStyle string

// SlipPDF is the slip that goes with an issued paper: what was issued, and the square by which anybody checks it. It
// is for its holder and for the office that issued; printing it is counted by Slip. law: circular-01-2023/qr
func (s *Service) SlipPDF(ctx context.Context, id string) (name string, file []byte, err error) {
	p, err := store{s.DB.Read()}.byID(ctx, id)
	if err != nil {
		return "", nil, err
	}
	mine, err := s.isMine(ctx, p)
	if err == nil && !mine {
		err = mayReach(ctx, p)
	}
	if err == nil && !mine && !actor.Of(ctx).Has(CanPrint, p.Office.Path) {
		err = fault.New(fault.Forbidden, "fault.forbidden", "right", CanPrint)
	}
	if err != nil {
		return "", nil, err
	}
	square, err := s.Square(p)
	if err != nil {
		return "", nil, err
	}
	picture, err := pdf.QR(square)
	if err != nil {
		return "", nil, err
	}
	file, err = pdf.Render(ctx, pdf.Paper{HTML: sheetOf(p, pdf.DataURI(picture), s.BaseURL, s.Clock.Now()), Size: pdf.A5,
		Title: "Phiếu kiểm tra giấy tờ " + p.Number, Author: p.Office.Name, At: s.Clock.Now()})
	return "phieu-" + p.Code + ".pdf", file, err
}

// sheetOf writes the slip. It is in Vietnamese, as the papers are.
func sheetOf(p *Paper, picture, base string, now time.Time) string {
	var b strings.Builder
	say := func(class, words string) {
		b.WriteString(`<p class="` + class + `">` + html.EscapeString(words) + "</p>")
	}
	b.WriteString("<style>" + sheetStyle + "</style>")
	say("office", strings.ToUpper(p.Office.Name))
	b.WriteString("<h1>PHIẾU KIỂM TRA GIẤY TỜ</h1>")
	say("lead", "Kèm theo giấy tờ dưới đây; không thay thế giấy tờ đó.")
	b.WriteString("<table>")
	row := func(key, value string) {
		if value != "" {
			b.WriteString("<tr><th>" + html.EscapeString(key) + "</th><td>" + html.EscapeString(value) + "</td></tr>")
		}
	}
	row("Giấy tờ", p.Title)
	row("Số", p.Number)
	row("Ngày cấp", text.Date(p.IssuedOn))
	row("Người ký", p.SignedBy)
	row("Cấp cho", p.HolderNames())
	row("Có giá trị đến hết ngày", text.Date(p.Until))
	row("Mã hồ sơ", p.From)
	b.WriteString("</table>")
	b.WriteString(`<p class="square"><img src="` + picture + `" alt="Mã QR để kiểm tra giấy tờ" width="230" height="230"></p>`)
	say("code", "Mã kiểm tra: "+ShownCode(p.Code))
	say("note", "Quét mã QR bằng điện thoại để biết giấy tờ có đúng do cơ quan cấp không; điện thoại đã mở trang kiểm tra một lần thì không cần mạng. "+
		"Hoặc nhập mã kiểm tra tại "+base+checkPath+".")
	say("note", "In lúc "+now.In(clock.Zone).Format("15:04 ngày 02/01/2006")+". Lần in được ghi lại.")
	return b.String()
}
