package dossier_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestTheRegisterOnScreenAndTakenAway(t *testing.T) {
	d := newDesk(t)
	all := d.received(2)
	d.returned(all[0])
	s := d.sit("reception").open("/lam-viec/so-theo-doi?tu=01/8/2023&den=31/8/2023").
		reads("Sổ theo dõi hồ sơ", "Từ ngày 01/08/2023 đến ngày 31/08/2023", all[0].Code, all[1].Code, "09*****601", "Xuất Excel").lacks("0912345601")
	s.open("/lam-viec/so-theo-doi?tu=45/8/2023").reads("Vui lòng ghi ngày theo dạng", `value="45/8/2023"`)
	s.open("/lam-viec/so-theo-doi?tu=01/9/2023&den=01/8/2023").reads("Ngày cuối kỳ phải sau ngày đầu kỳ")
	s.open("/lam-viec/so-theo-doi?tu=01/7/2023&den=31/7/2023").reads("Không có hồ sơ nào trong kỳ")

	book := s.sheet("/lam-viec/so-theo-doi/xuat?dang=xlsx&tu=01/8/2023&den=31/8/2023")
	if len(book) != 7 || book[4][1] != "Mã hồ sơ" || book[5][1] != all[0].Code || strings.Contains(book[5][5], "0912345601") {
		t.Errorf("the workbook says %q", book)
	}
	book = s.sheet("/lam-viec/so-theo-doi/xuat?dang=xlsx&tu=01/8/2023&den=31/8/2023&muc-dich=Báo+cáo+tháng+8")
	if !strings.Contains(book[5][5], "0912345601") {
		t.Errorf("in full the workbook says %q", book[5])
	}
	if s.open("/lam-viec/so-theo-doi/xuat?dang=pdf&tu=01/8/2023&den=31/8/2023"); !strings.HasPrefix(s.page, "%PDF-") {
		t.Errorf("the register on paper: %d %.200s", s.code, s.page)
	}
	if s = d.sit("lan").open("/lam-viec/so-theo-doi"); s.code != http.StatusForbidden {
		t.Errorf("a citizen opens the register: %d", s.code)
	}
}

// sheet takes a workbook and returns its rows.
func (s *sitter) sheet(path string) [][]string {
	s.t.Helper()
	res, err := s.http.Get(s.server.URL + path)
	s.no(err)
	defer res.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(res.Body)
	s.no(err)
	f, err := excelize.OpenReader(&b)
	if err != nil {
		s.t.Fatalf("%s (%d, %s): %v", path, res.StatusCode, res.Header.Get("Content-Type"), err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	s.no(err)
	return rows
}

func TestTheControlSlipOnScreen(t *testing.T) {
	d := newDesk(t)
	sent := d.received(1)[0]
	home := "/lam-viec/ho-so/" + sent.ID
	s := d.sit("reception").open(home).reads("Phiếu kiểm soát")
	s.open(home+"/kiem-soat").reads("Người nộp hồ sơ", "Cán bộ reception", "Đang xử lý", "01/KSHS")
	if rows := s.sheet(home + "/kiem-soat.xlsx"); len(rows) != 5 || rows[4][0] != "Người nộp hồ sơ" {
		t.Errorf("the workbook says %q", rows)
	}
	if s.open(home + "/kiem-soat.pdf"); !strings.HasPrefix(s.page, "%PDF-") {
		t.Errorf("the control slip on paper: %d %.200s", s.code, s.page)
	}
	waiting, err := d.Submit(lan, d.draft(lan).ID)
	d.no(err)
	s.open("/lam-viec/ho-so/" + waiting.ID + "/kiem-soat").reads("Người nộp hồ sơ").lacks("In PDF")
}
