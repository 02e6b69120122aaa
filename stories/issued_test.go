package stories

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A mother has her child's certificate. A bank far away checks it: by its code, by its file, by the square with the
// network gone. One changed byte is found. Later the office finds a mistake, replaces the paper and revokes it; whoever
// checks the old one learns of it.
func TestAPaperIsCheckedByStrangers(t *testing.T) {
	p, how := FreshDemo(t), How{Width: Narrow, NoAxe: true} // each new page is looked at once, by name
	s := &issuedPaper{birth: &birth{t: t, p: p, phone: how, child: "Quách Minh Khôi", mother: Browse(t, p.URL, how)}, t: t}
	s.certificate = ownPDF(t, "giay-khai-sinh.pdf", "Giấy khai sinh Quách Minh Khôi")
	s.wholeWayTo(s.certificate)
	s.herStore()
	s.byCode()
	s.byFile()
	s.bySquare()
	s.replaced()
	s.revoked()
}

type issuedPaper struct {
	*birth
	t           *testing.T
	certificate string // the file
	code        string
	square      string // what the square says
	bank, guard *Browser
}

// ownPDF is the sample paper with words of its own, so that no other paper has the same bytes.
func ownPDF(t *testing.T, name, words string) string {
	t.Helper()
	raw, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, append(raw, "\n% "+words+"\n%%EOF\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// wholeWayTo brings the dossier to a numbered result with that file.
func (s *issuedPaper) wholeWayTo(file string) {
	s.find()
	s.fillIn()
	s.addPapers()
	s.submit()
	s.desk = quiet(s.t, s.p, "motcua.phu-nghia")
	s.takeItIn()
	s.expert = quiet(s.t, s.p, "hotich.phu-nghia")
	s.expert.Press(s.birth.code)
	s.expert.Press("Nhận xử lý")
	s.expert.Press("Trình ký")
	s.expert.Upload("Dự thảo kết quả", file)
	s.expert.Press("Trình ký")
	s.chair = quiet(s.t, s.p, "chutich.phu-nghia")
	s.chair.Press(s.birth.code)
	s.approve()
	s.desk.Open("/lam-viec")
	s.desk.Press(s.birth.code)
	s.number()
}

// herStore is where she finds it, with its square and its slip.
func (s *issuedPaper) herStore() {
	m := s.mother
	m.Open("/giay-to-cua-toi")
	m.See("Giấy khai sinh", "Còn giá trị")
	m.Screenshot("my-papers")
	m.Open(m.Link("Giấy khai sinh (bản chính)"))
	m.See("Mã kiểm tra", "giay-khai-sinh.pdf")
	m.Screenshot("my-paper")
	s.code = m.Text("#ma-giay-to")
	s.square = m.found(`(() => { const a = document.querySelector('a[href*="/kiem-tra/qr#"]'); return a ? {found: true, text: a.href} : {found: false} })()`, "the square")
	if len(s.code) != 11 || !strings.Contains(s.square, "#") {
		s.t.Fatalf("the code is %q, the square says %q", s.code, s.square)
	}
	status, head, file := m.Fetch(m.Link("giay-khai-sinh.pdf"))
	if status != 200 || head.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(file, []byte("%PDF-")) {
		s.t.Errorf("her file comes with status %d as %q", status, head.Get("Content-Type"))
	}
	slip := m.pdf(m.Path() + "/phieu.pdf")
	for _, words := range []string{"PHIẾU KIỂM TRA GIẤY TỜ", s.code, "Bùi Thị Lan"} {
		if !strings.Contains(slip, words) {
			s.t.Errorf("%q is not on the slip:\n%s", words, slip)
		}
	}
}

// byCode is the bank, who has the paper alone.
func (s *issuedPaper) byCode() {
	s.bank = Browse(s.t, s.p.URL, How{NoAxe: true})
	b := s.bank
	b.Open("/kiem-tra")
	b.Screenshot("check-paper")
	b.Press("Kiểm tra")
	b.See("Nhập mã kiểm tra")
	b.Fill("Mã kiểm tra", "AAAAA-AAAAA")
	b.PressIn("main form", "Kiểm tra")
	b.See("Không có giấy tờ nào mang mã này.")
	b.Fill("Mã kiểm tra", strings.ToLower(s.code))
	b.PressIn("main form", "Kiểm tra")
	b.See("Giấy tờ này có thật và còn giá trị", "Giấy khai sinh", "Ủy ban nhân dân xã Phú Nghĩa")
	b.SeeNot("Bùi Thị Lan")
	b.Screenshot("checked")
}

// byFile is the bank again, to whom she sent the file: as it is, and with one byte changed.
func (s *issuedPaper) byFile() {
	b := s.bank
	raw, err := os.ReadFile(s.certificate)
	if err != nil {
		s.t.Fatal(err)
	}
	changed := filepath.Join(s.t.TempDir(), "giay-khai-sinh.pdf")
	if err := os.WriteFile(changed, bytes.Replace(raw, []byte("Khôi"), []byte("Khồi"), 1), 0o600); err != nil {
		s.t.Fatal(err)
	}
	b.Open("/kiem-tra")
	b.Upload("Tệp nhận được", changed)
	b.Press("Kiểm tra tệp")
	b.See("Không cơ quan nào của hệ thống này cấp đúng tệp này.")
	b.Upload("Tệp nhận được", s.certificate)
	b.Press("Kiểm tra tệp")
	b.See("Tệp này có thật, còn giá trị, chưa bị sửa")
	b.Screenshot("checked-file")
}

// replaced is the clerk, who files the corrected paper that the chairman decided.
func (s *issuedPaper) replaced() {
	c := s.chair
	c.Open("/lam-viec/giay-to")
	c.Fill("Tìm", s.birth.code)
	c.Press("Lọc")
	c.Screenshot("issued")
	c.Press(c.Text("main tbody th a"))
	c.Screenshot("issued-paper")
	c.Press("Cấp bản đã sửa")
	c.PressIn("dialog", "Cấp bản đã sửa")
	c.See("Ghi rõ lý do")
	c.Fill("Sai ở đâu", "Sai tên mẹ")
	c.Upload("Bản đã sửa", ownPDF(s.t, "giay-khai-sinh-2.pdf", "Bản đã sửa"))
	c.Press("Cấp bản đã sửa")
	c.PressIn("dialog", "Cấp bản đã sửa")
	c.See("Đã cấp bản thay thế", "Còn giá trị")
	b := s.bank
	b.Open("/kiem-tra/ma/" + s.code)
	b.See("Giấy tờ đã được thay bằng bản khác", "Sai tên mẹ", "Giấy tờ thay thế")
	b.Screenshot("replaced")
}

// revoked takes the new one out of force too.
func (s *issuedPaper) revoked() {
	c := s.chair
	code := c.Text("#ma-giay-to")
	c.Fill("Lý do thu hồi", "Cấp nhầm người")
	c.Press("Thu hồi giấy tờ")
	c.PressIn("dialog", "Thu hồi giấy tờ")
	c.See("Đã thu hồi giấy tờ", "Thu hồi")
	b := s.bank
	b.Open("/kiem-tra/ma/" + code)
	b.See("Giấy tờ đã bị thu hồi", "Cấp nhầm người")
	s.guard.Open("/kiem-tra/qr?lan=4#" + behind(s.square))
	s.guard.See("Giấy tờ đã bị thu hồi hoặc thay thế")
	s.mother.Open("/giay-to-cua-toi")
	s.mother.See("Đã thu hồi", "Đã thay thế")
}

// bySquare is a guard, whose phone opens the page in the morning. Then the line is gone: the house itself is stopped
// here, so that nothing can answer but the phone.
func (s *issuedPaper) bySquare() {
	g := Browse(s.t, s.p.URL, How{Width: Narrow, NoAxe: true})
	s.guard = g
	g.Open(path(s.square))
	g.See("Giấy tờ có thật", "Bùi Thị Lan", "Trang này đã sẵn sàng dùng khi không có mạng.")
	g.Screenshot("square")
	s.p.stop()
	g.Open("/kiem-tra/qr?lan=2#" + behind(s.square))
	g.See("Giấy tờ có thật", "Bùi Thị Lan", "Giấy khai sinh", s.code)
	forged := []byte(behind(s.square))
	forged[40] ^= 1 // another letter of base64url, or none
	g.Open("/kiem-tra/qr?lan=3#" + string(forged))
	g.SeeNot("Bùi Thị Lan")
	g.See("giả")
	s.p.run(s.t, strings.TrimPrefix(s.p.URL, "http://"))
}

func behind(link string) string {
	_, code, _ := strings.Cut(link, "#")
	return code
}

func path(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	_, rest, _ = strings.Cut(rest, "/")
	return "/" + rest
}
