package archive

import (
	"context"
	_ "embed" // the style
	"html"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/text"
)

//go:embed minutes.css
var minutesStyle string

// MinutesPDF is the minutes of a disposal that was agreed, to be printed and signed. law: archives/dispose
func (s *Service) MinutesPDF(ctx context.Context, disposalID string) (name string, file []byte, err error) {
	d, err := s.Disposal(ctx, disposalID)
	if err != nil {
		return "", nil, err
	}
	if d.State != Agreed {
		return "", nil, fault.New(fault.NotFound, "archive.dispose.not-found")
	}
	file, err = pdf.Render(ctx, pdf.Paper{HTML: minutesOf(d), Size: pdf.A4Landscape, Title: "Biên bản hủy tệp lưu số " + d.Minutes(), Author: d.Office.Name, At: d.DecidedAt})
	return "bien-ban-" + strings.ReplaceAll(d.Minutes(), "/", "-") + ".pdf", file, err
}

// minutesOf writes the minutes. They are in Vietnamese, as the papers are.
func minutesOf(d *Disposal) string {
	var b strings.Builder
	say := func(class, words string) {
		b.WriteString(`<p class="` + class + `">` + html.EscapeString(words) + "</p>")
	}
	cells := func(tag string, values ...string) {
		b.WriteString("<tr>")
		for _, v := range values {
			b.WriteString("<" + tag + ">" + html.EscapeString(v) + "</" + tag + ">")
		}
		b.WriteString("</tr>")
	}
	b.WriteString("<style>" + minutesStyle + "</style>")
	say("office", strings.ToUpper(d.Office.Name))
	b.WriteString("<h1>BIÊN BẢN HỦY TỆP CỦA GIẤY TỜ HẾT THỜI HẠN LƯU</h1>")
	say("number", "Số "+d.Minutes()+", ngày "+text.Date(clock.DateOf(d.DecidedAt)))
	say("", "Lý do: "+d.Why)
	say("", "Người đề nghị: "+d.Proposer+", "+d.ProposedAt.In(clock.Zone).Format("15:04 ngày 02/01/2006")+".")
	say("", "Người quyết định: "+d.Decider+", "+d.DecidedAt.In(clock.Zone).Format("15:04 ngày 02/01/2006")+".")
	if d.Answer != "" {
		say("", "Ý kiến: "+d.Answer)
	}
	b.WriteString("<table>")
	cells("th", "TT", "Số", "Giấy tờ", "Mã kiểm tra", "Ngày cấp", "Lưu đến hết ngày", "Căn cứ thời hạn", "Số tệp")
	for i, it := range d.Items {
		cells("td", strconv.Itoa(i+1), it.Number, it.Title, ShownCode(it.Code), text.Date(it.IssuedOn), text.Date(it.KeptUntil), it.Ground, strconv.Itoa(it.Files))
	}
	b.WriteString("</table>")
	say("note", "Sổ giấy tờ đã cấp vẫn giữ các dòng trên và mã băm của tệp, được niêm trong sổ cái công khai. Tệp còn nằm trong hồ sơ đã tạo ra nó thì còn ở hồ sơ đó.")
	b.WriteString(`<table class="sign"><tr><td>NGƯỜI ĐỀ NGHỊ<br><br><br>` + html.EscapeString(d.Proposer) + "</td><td>NGƯỜI QUYẾT ĐỊNH<br><br><br>" +
		html.EscapeString(d.Decider) + "</td></tr></table>")
	return b.String()
}
