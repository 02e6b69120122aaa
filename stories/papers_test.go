package stories

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A week with papers in one commune: the counter makes what was handed in electronic and signs its slips, and copies an original
// to be certified; the specialist drafts a result from a template; the administrator looks after templates and terms, the clerk
// after disposal and what goes to the archive; the chairman reads how much of it is electronic.
func TestPapersOfAnOffice(t *testing.T) {
	s := &papersStory{t: t, p: FreshDemo(t)}
	s.scannerSends("sổ cũ, trang 7.jpg", 240)
	s.scannerSends("giấy chứng sinh.jpg", 230)
	s.desk, s.expert = officer(t, s.p, "motcua.phu-nghia"), officer(t, s.p, "hotich.phu-nghia")
	s.admin = officer(t, s.p, "quantri.lac-thuy")
	s.hasAKey(s.desk)
	s.hasAKey(s.expert)
	s.digitised()
	s.slipsSigned()
	s.drafted()
	s.copied()
	s.kept()
	s.counted()
	s.fromTheScanner("sổ cũ, trang 7.jpg")
	s.atTheCounter("giấy chứng sinh.jpg")
}

type papersStory struct {
	t                   *testing.T
	p                   *Program
	desk, expert, admin *Browser
	dossier             string // its code
}

// hasAKey enters a key in a file for an officer, from an authority that the administrator trusts.
func (s *papersStory) hasAKey(d *Browser) {
	s.t.Helper()
	near, file := (&backlogStory{t: s.t}).key((&signing{t: s.t}).nameOf(d))
	root := filepath.Join(s.t.TempDir(), "ca-goc.pem")
	if err := os.WriteFile(root, near.PEM(), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.admin.Open("/quan-tri/chung-thu")
	s.admin.Upload("Chứng thư gốc", root)
	s.admin.PressIn("main form", "Tin cậy")
	d.Open("/toi/chu-ky-so")
	d.Upload("Tệp khóa", file)
	d.Fill("Mật khẩu tệp khóa", sealPassword)
	d.Press("Lưu tệp khóa")
	d.See("Đã lưu chữ ký số của bạn.")
}

// overTheCounter opens the page of a procedure at the counter and types the owner.
func (b *Browser) overTheCounter(words, procedure, owner string) {
	b.t.Helper()
	b.Open("/lam-viec/tiep-nhan")
	b.Fill("Người dân cần làm thủ tục gì?", words)
	b.Press("Tìm kiếm")
	b.Press("Tiếp nhận: " + procedure)
	b.Fill("owner_name", owner)
}

// onDesk opens a dossier by its code.
func (b *Browser) onDesk(code string) {
	b.t.Helper()
	b.Open("/lam-viec?o=all&q=" + code)
	b.Press(code)
}

// digitised is a paper of two pages that becomes one signed file; a page too few is refused.
func (s *papersStory) digitised() {
	d := s.desk
	d.overTheCounter("dk lai khai sinh", "Đăng ký lại khai sinh", "Bạch Văn Tứ")
	d.Choose("paper", "p1")
	d.Choose("paper", "p2")
	d.Upload("file:p2", photo(s.t, "trang-1.jpg", 200), photo(s.t, "trang-2.jpg", 220))
	d.Press("Tiếp nhận và in giấy hẹn")
	d.See("Đã tiếp nhận hồ sơ")
	s.dossier = d.dossierCode()
	d.onDesk(s.dossier)
	d.Press("Số hóa giấy tờ")
	d.Screenshot("digitise")
	d.Fill("trang-1", "3")
	d.PressIn("main form", "Lập tệp PDF và ký số")
	d.See("Tệp có 2 trang, không khớp số trang bản giấy")
	d.Fill("trang-1", "2")
	d.PressIn("main form", "Lập tệp PDF và ký số")
	d.See("Ký số giấy tờ đã số hóa")
	d.Fill("Mật khẩu tệp khóa", sealPassword)
	d.Press("Ký 1 tệp")
	d.See("Đã số hóa 1 giấy tờ.", "Đã ký, thay ảnh chụp")
	d.onDesk(s.dossier)
	d.See("Đã số hóa 2 trang")
	s.wordsBeside()
}

// wordsBeside opens what a machine reads in the digitised paper meanwhile; there is nothing on these pictures.
func (s *papersStory) wordsBeside() {
	s.t.Helper()
	d := s.desk
	for range 300 {
		d.onDesk(s.dossier)
		if strings.Contains(d.Main(), "Đã đọc chữ: 2 trang") {
			break
		}
		time.Sleep(100 * time.Millisecond) // the machine reads
	}
	d.Press("Đã đọc chữ: 2 trang")
	d.See("Chữ do máy đọc từ bản quét, có thể sai", "Máy không đọc được chữ nào ở trang này")
	d.Screenshot("recognised")
}

func (s *papersStory) slipsSigned() {
	d := s.desk
	d.Open("/lam-viec/ky-phieu")
	d.Screenshot("sign-slips")
	n := regexp.MustCompile(`Ký số (\d+) phiếu`).FindStringSubmatch(d.Main())[1] // those of seven days
	d.PressIn("main form", "Ký số "+n+" phiếu")
	d.Fill("Mật khẩu tệp khóa", sealPassword)
	d.Press("Ký " + n + " phiếu")
	d.See("Đã ký số " + n + " phiếu.")
	d.Open("/lam-viec/ky-phieu")
	d.See("Không có phiếu nào chờ ký số.")
}

// drafted is the template that the administrator publishes, and what the specialist makes of it.
func (s *papersStory) drafted() {
	a := s.admin
	a.Open("/quan-tri/thu-tuc?q=1.004873")
	a.Press("Cấp Giấy xác nhận tình trạng hôn nhân")
	a.Press("Mẫu kết quả")
	a.See("Đang dùng")
	a.Screenshot("result-templates")
	a.PressIn("main form", "Soạn mẫu")
	a.See("Cách viết")
	a.Screenshot("result-template")

	d := s.desk
	d.overTheCounter("tinh trang hon nhan", "Cấp Giấy xác nhận tình trạng hôn nhân", "Bùi Thị Lan")
	d.Choose("paper", "p1")
	d.Press("Tiếp nhận và in giấy hẹn")
	code := d.dossierCode()
	d.Press("Chuyển xử lý")
	e := s.expert
	e.onDesk(code)
	e.Press("Trình ký")
	e.Screenshot("draft-result")
	e.Press("Lập dự thảo từ mẫu")
	e.See("Vui lòng ghi nội dung này trước khi lập dự thảo.")
	e.Fill("result", "Đủ điều kiện")
	e.Upload("Dự thảo kết quả", sample)
	e.PressIn("main form", "Trình ký")
	e.Press("Ký nháy")
	e.See("Ký nháy là xác nhận đã kiểm tra nội dung, thể thức của dự thảo")
	e.Screenshot("initials")
	e.Fill("Mật khẩu tệp khóa", sealPassword)
	e.Press("Ký nháy 1 tệp")
	e.See("Đã ký nháy 1 tệp.")
	e.onDesk(code)
	e.See("Người ký nháy")
}

// copied is an original of two pages that becomes an electronic copy, to be certified.
func (s *papersStory) copied() {
	d := s.desk
	d.overTheCounter("chung thuc ban sao", "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp hoặc chứng nhận", "Bùi Thị Lan")
	d.Choose("paper", "p1")
	d.Choose("paper", "p2")
	d.Press("Tiếp nhận và in giấy hẹn")
	code := d.dossierCode()
	d.onDesk(code)
	d.Press("Lập bản sao điện tử")
	d.Fill("Tên của bản chính giấy tờ, văn bản", "Bằng tốt nghiệp trung học phổ thông")
	d.Fill("Số, ký hiệu của bản chính", "B 123456")
	d.Fill("Ngày cấp bản chính", "20/6/2012")
	d.Fill("Cơ quan, tổ chức cấp bản chính", "Sở Giáo dục và Đào tạo tỉnh Hòa Bình")
	d.Fill("Số trang của bản chính", "3")
	d.Upload("Ảnh quét của bản chính", photo(s.t, "mat-truoc.jpg", 210), photo(s.t, "mat-sau.jpg", 230))
	d.Screenshot("make-copy")
	d.PressIn("main form", "Lập bản sao điện tử")
	d.See("Bản chính có 3 trang nhưng các tệp có 2 trang ảnh")
	d.Fill("Số trang của bản chính", "2") // the pictures are kept meanwhile
	d.PressIn("main form", "Lập bản sao điện tử")
	d.See("Bằng tốt nghiệp trung học phổ thông", "không phải ảnh màu")
	d.Screenshot("copy-made")
}

// kept is how long, what may go, and what goes to the archive.
func (s *papersStory) kept() {
	a := s.admin
	a.Open("/quan-tri/thoi-han-luu")
	a.Fill("Thủ tục", "1.004873")
	a.Fill("Số năm", "20")
	a.Tick("từ ngày cấp")
	a.PressIn("main form", "Lưu thời hạn")
	a.See("Ghi căn cứ của thời hạn")
	a.Fill("Căn cứ", "Danh mục hồ sơ năm 2023 của UBND huyện")
	a.PressIn("main form", "Lưu thời hạn")
	a.See("Đã lưu thời hạn.", "20 năm")
	a.Screenshot("retention")
	c := quiet(s.t, s.p, "vanthu.phu-nghia")
	c.Open("/lam-viec/huy-tep-luu")
	c.See("Không có giấy tờ nào hết thời hạn lưu")
	c.Screenshot("disposal")
	c.Open("/lam-viec/nop-luu-tru")
	c.See("Nộp lưu trữ lịch sử")
	c.Screenshot("hand-over")
}

func (s *papersStory) counted() {
	c := quiet(s.t, s.p, "chutich.phu-nghia")
	c.Open("/so-lieu/so-hoa")
	c.See("4.1. Hồ sơ có kết quả điện tử")
	c.Screenshot("figures-digital")
}

// scannerSends is a network scanner that puts a file into the folder of the commune.
func (s *papersStory) scannerSends(name string, grey uint8) {
	s.t.Helper()
	picture, err := os.ReadFile(photo(s.t, "trang.jpg", grey))
	folder := filepath.Join(s.p.Dir, "may-quet", "T17.159.395")
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name), picture, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// atTheCounter takes what the scanner sent into a dossier while it is taken in.
func (s *papersStory) atTheCounter(name string) {
	d := s.desk
	d.Open("/lam-viec/tiep-nhan?" + url.Values{"q": {"đăng ký khai sinh"}}.Encode())
	d.Press("Tiếp nhận: Đăng ký khai sinh")
	d.Fill("owner_name", "Bạch Văn Tứ")
	d.Press("Lấy từ máy quét (1 tệp)")
	d.See(name, "Không dùng cho hồ sơ này")
	d.Choose(name, "Giấy chứng sinh")
	d.Screenshot("scanner-at-counter")
	d.Press("Thêm vào hồ sơ")
	d.See("Đã thêm 1 tệp từ máy quét.", name)
	if got := value[string](d, "reading the form", "document.getElementsByName('owner_name')[0].value"); got != "Bạch Văn Tứ" {
		s.t.Errorf("what was typed before is %q", got)
	}
}

// fromTheScanner takes what the scanner sent into a batch of old papers.
func (s *papersStory) fromTheScanner(name string) {
	d := s.desk
	d.Open("/lam-viec/so-hoa")
	d.Fill("Loại giấy tờ", "Giấy khai sinh")
	d.Fill("Tên đợt", "Sổ hộ tịch 2014")
	d.PressIn("main form", "Mở đợt")
	d.See("Từ máy quét", name)
	d.Screenshot("from-scanner")
	d.Tick(name)
	d.PressIn("main form", "Đưa vào")
	d.See("Đã nhận 1 tệp")
}
