package stories

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A mother registers the birth of her child without leaving home, on a phone. The officers sit at their
// screens at the commune. TestOneHandedAndWithoutScript tells it once more.
func TestABirthIsRegisteredOnline(t *testing.T) {
	p := Demo(t)
	how := How{Width: Narrow}
	s := &birth{t: t, p: p, phone: how, child: "Quách Bảo An", mother: Browse(t, p.URL, how)}
	s.wholeWay()
}

// wholeWay goes from the home page to the result.
func (s *birth) wholeWay() {
	for _, step := range []func(){s.find, s.fillIn, s.addPapers, s.submit, s.receive, s.askOnce, s.supplement,
		func() { s.track() }, s.decide, s.fetch} {
		step()
	}
}

// birth is one telling of the story.
type birth struct {
	t            *testing.T
	p            *Program
	phone        How
	mother       *Browser
	desk         *Browser // reception
	expert       *Browser // civil status
	chair        *Browser // of the commune
	child        string
	code, secret string
	page         string // hers about the dossier
}

const birthPaper = "Giấy chứng sinh (bản chính)"

// find goes from the home page to the beginning of the form; the words are typed without marks.
func (s *birth) find() {
	m := s.mother
	m.Open("/")
	m.Fill("Cần làm thủ tục gì?", "dang ky khai sinh")
	m.Press("Tìm kiếm")
	m.Press("Đăng ký khai sinh")
	m.See("01 ngày làm việc", "Không thu phí, lệ phí", "Giấy chứng sinh")
	m.Press("Nộp hồ sơ")
	m.See("Chuẩn bị nộp hồ sơ", "Cần có", "Xuất trình bản chính")
	m.Choose("Nộp hồ sơ tại", "Xã Phú Nghĩa")
	m.Press("Đăng nhập và bắt đầu")
	m.identify("Bùi Thị Lan")
	m.Tick("Đồng ý điền sẵn từ tài khoản định danh")
	m.Press("Bắt đầu")
	m.See("Bước 1/14")
}

// fillIn answers page by page; after some pages she stops, and goes on from the list of drafts.
func (s *birth) fillIn() {
	m := s.mother
	draft := strings.TrimSuffix(m.Path(), "/phan-1")
	next := func() { m.Press("Tiếp tục") }
	if name := m.value("Họ, chữ đệm, tên người yêu cầu"); name != "Bùi Thị Lan" {
		s.t.Errorf("the form begins with the name %q, want that of her account", name)
	}
	next()
	m.See("Vui lòng chọn Quan hệ với người được khai sinh.")
	m.Choose("Quan hệ với người được khai sinh", "Mẹ")
	next()
	if phone := m.value("Số điện thoại"); phone != "0912345601" {
		s.t.Errorf("the phone is asked with %q filled in, want that of her account", phone)
	}
	next()
	m.Tick("Ở nơi nộp hồ sơ")
	m.Fill("Thôn, xóm, số nhà, đường", "Thôn Đồng Phú")
	m.Press("Lưu, làm tiếp sau")
	m.PressIn("li:has(a[href^='"+draft+"'])", "Đăng ký khai sinh")
	m.Fill("Họ, chữ đệm, tên người được khai sinh", s.child)
	m.Fill("Ngày, tháng, năm sinh", "1/8/2023")
	m.Choose("Giới tính", "Nữ")
	next()
	m.Choose("Dân tộc", "Mường")
	m.Fill("Nơi sinh (tên cơ sở y tế, xã, huyện, tỉnh)", "Trung tâm Y tế huyện Lạc Thủy")
	next()
	m.Tick("Giống «Nơi cư trú của người yêu cầu»")
	next()
	m.Fill("Họ, chữ đệm, tên cha", "Quách Văn Đức")
	m.Fill("Năm sinh của cha", "1993")
	next()
	next()
	m.Fill("Họ, chữ đệm, tên mẹ", "Bùi Thị Lan")
	next()
	next()
	next()
	m.Choose("Nộp hồ sơ này cho ai?", "Cho chính tôi")
	next()
	m.See("Bước 13/14", "Giấy tờ gửi kèm")
}

// addPapers takes a picture of the one paper that must be there.
func (s *birth) addPapers() {
	m := s.mother
	m.Press(birthPaper)
	s.send("giay-chung-sinh.jpg", 0x55)
	m.Press("Xong giấy tờ này")
	m.See("Đã có 1 tệp")
	m.Press("Tiếp tục")
}

// send puts a small picture under the paper; with script she is asked whether it can be read.
func (s *birth) send(name string, grey byte) {
	s.mother.Upload("Hoặc chọn tệp có sẵn", photo(s.t, name, grey))
	if s.phone.NoScript {
		s.mother.Press("Tải tệp lên")
	} else {
		s.mother.Press("Vẫn gửi ảnh này " + name)
	}
	s.mother.See("Đã lên máy chủ lúc", "Bỏ tệp "+name)
}

// submit reads everything again, corrects one answer and sends it.
func (s *birth) submit() {
	m := s.mother
	m.See("Kiểm tra trước khi nộp", strings.ToUpper(s.child), "01/08/2023", "Thôn Đồng Phú", "giay-chung-sinh.jpg")
	m.Press("Sửa Năm sinh của mẹ")
	m.Fill("Năm sinh của mẹ", "1995")
	m.Press("Tiếp tục")
	m.See("Kiểm tra trước khi nộp", "Năm sinh của mẹ 1995")
	m.Press("Nộp hồ sơ")
	m.See("Vui lòng đánh dấu vào ô cam đoan.")
	m.Tick("cam-ket")
	m.Press("Nộp hồ sơ")
	m.See("Hồ sơ đã được gửi")
	s.code, s.secret = m.dossierCode(), m.Text("#ma-bi-mat")
	_, _, kept := m.Fetch(m.Link("giay-chung-sinh.jpg"))
	m.See(fmt.Sprintf("Mã SHA-256: %x", sha256.Sum256(kept)))
	m.Press("Theo dõi hồ sơ")
	s.page = m.Path()
	m.See("Đã nộp, chờ tiếp nhận", "Thời hạn chưa tính")
}

// receive is what the commune's counter does.
func (s *birth) receive() {
	s.desk = officer(s.t, s.p, "motcua.phu-nghia")
	s.takeItIn()
}

func (s *birth) takeItIn() {
	s.desk.Press(s.code)
	s.desk.See("Bùi Thị Lan", "giay-chung-sinh.jpg")
	s.desk.Press("Tiếp nhận hồ sơ")
	s.desk.See("Đã tiếp nhận hồ sơ", s.code)
	s.desk.Press("Chuyển xử lý")
	s.desk.See("Đã chuyển hồ sơ " + s.code)
}

// askOnce takes the dossier and asks for one paper, and cannot before saying that this is all.
func (s *birth) askOnce() {
	s.expert = officer(s.t, s.p, "hotich.phu-nghia")
	s.askFor()
}

func (s *birth) askFor() {
	e := s.expert
	e.Press(s.code)
	e.Press("Nhận xử lý")
	e.Press("Yêu cầu bổ sung")
	e.Choose("Giấy tờ cần bổ sung, sửa", "paper:p2")
	e.Fill("text:paper:p2", "Ảnh bị mờ, không đọc được tên mẹ. Chụp lại rõ bốn góc.")
	e.Press("Gửi yêu cầu bổ sung")
	e.See("Đánh dấu xác nhận danh sách đã đầy đủ.")
	e.Tick("complete")
	e.Press("Gửi yêu cầu bổ sung")
	e.See("Đã gửi yêu cầu bổ sung hồ sơ " + s.code)
}

// supplement is the citizen's answer: she sees which paper and why, and sends a better picture.
func (s *birth) supplement() {
	m := s.mother
	m.Open("/ho-so-cua-toi")
	m.See("Hồ sơ đang chờ bổ sung")
	m.PressIn(".ns-notice", "Đăng ký khai sinh")
	m.See("Chờ bổ sung hồ sơ", "Cần bổ sung", birthPaper, "Ảnh bị mờ, không đọc được tên mẹ.", "Thời hạn đang tạm dừng")
	m.Press("Bổ sung ngay")
	m.Press(birthPaper)
	m.See("Ảnh bị mờ, không đọc được tên mẹ.")
	s.answer()
}

// answer puts a better picture in place of the one she sent, and sends the dossier back.
func (s *birth) answer() {
	m := s.mother
	m.Press("Bỏ tệp giay-chung-sinh.jpg")
	s.send("giay-chung-sinh-ro.jpg", 0xee)
	m.Press("Xong giấy tờ này")
	m.Press("Tiếp tục")
	m.Tick("cam-ket")
	m.Press("Gửi nội dung bổ sung")
	m.See("Đã gửi nội dung bổ sung của hồ sơ "+s.code, "giay-chung-sinh-ro.jpg")
}

// track is what anybody sees who holds the two codes and has not signed in: where the dossier is
// and why it is due when it is, but nobody's name.
func (s *birth) track() *Browser {
	b := Browse(s.t, s.p.URL, s.phone)
	b.Open("/tra-cuu")
	b.Fill("Mã hồ sơ", s.code)
	b.Fill("Mã tra cứu", "SAIMAROI")
	b.Press("Tra cứu")
	b.See("Không tìm thấy hồ sơ.")
	b.Fill("Mã tra cứu", strings.ToLower(s.secret))
	b.Press("Tra cứu")
	b.See("Đang xử lý", "Công chức Tư pháp - Hộ tịch", "Đã bổ sung hồ sơ", "Hẹn trả kết quả: 17:00 ngày 11/08/2023.")
	b.Press("Vì sao là ngày này? Xem từng ngày")
	b.See("Thứ Năm 10/08/2023 Không Ngày tiếp nhận, không tính vào thời hạn", "Thứ Sáu 11/08/2023 Có, ngày thứ 1")
	b.SeeNot("Bùi Thị Lan", strings.ToUpper(s.child), "giay-chung-sinh")
	return b
}

// decide is the way from the specialist through the leader to the number.
func (s *birth) decide() {
	s.examine()
	s.settle()
}

func (s *birth) examine() {
	e := s.expert
	e.Open("/lam-viec?o=mine")
	e.Press(s.code)
	e.Press("Xem đầy đủ thông tin cá nhân")
	e.Press("Thẩm tra hồ sơ")
	e.See(strings.ToUpper(s.child), "017195001234")
}

func (s *birth) settle() {
	e := s.expert
	status, head, _ := e.Fetch(e.Link("giay-chung-sinh-ro.jpg (mở trong thẻ mới)"))
	if status != 200 || head.Get("Content-Type") != "image/jpeg" {
		s.t.Errorf("the photo comes with status %d as %q", status, head.Get("Content-Type"))
	}
	s.propose()
	s.chair = officer(s.t, s.p, "chutich.phu-nghia")
	s.chair.Press(s.code)
	s.approve()
	s.desk.Open("/lam-viec")
	s.desk.Press(s.code)
	s.number()
}

func (s *birth) propose() {
	s.expert.Press("Trình ký")
	s.expert.Upload("Dự thảo kết quả", sample)
	s.expert.Press("Trình ký")
	s.expert.See("Đã trình kết quả hồ sơ " + s.code)
}

func (s *birth) approve() {
	s.chair.Press("Phê duyệt")
	s.chair.See("Đã phê duyệt hồ sơ " + s.code)
}

func (s *birth) number() {
	s.desk.Press("Cấp số, phát hành")
	s.desk.Press("Cấp số, phát hành")
	s.desk.See("Đã phát hành kết quả hồ sơ " + s.code)
}

// fetch ends the story: the result is there to be read, and she sees who has read her data.
func (s *birth) fetch() {
	m := s.mother
	m.Open(s.page)
	m.See("Đã có kết quả", "Giấy khai sinh")
	status, _, result := m.Fetch(m.Link("giay-to-mau.pdf"))
	if status != 200 || !strings.HasPrefix(string(result), "%PDF-") {
		s.t.Errorf("the result came with status %d and begins %.20q", status, result)
	}
	m.Press("Nhận kết quả trực tuyến")
	m.See("Đã trả kết quả", "Đã nhận kết quả trực tuyến")
	m.Press(regexp.MustCompile(`Xem \d+ lần`).FindString(m.Main()))
	m.See("Công chức Tư pháp - Hộ tịch", "Thẩm tra hồ sơ")
}

// rate is her word on the office, which the house asks for once the result is in her hands.
func (s *birth) rate() {
	m := s.mother
	m.Open(s.page)
	m.Press("Đánh giá")
	m.See("Đánh giá việc giải quyết hồ sơ", "Phiếu được lưu tách khỏi hồ sơ")
	m.Press("Gửi đánh giá")
	m.See("Vui lòng chọn mức độ hài lòng.")
	m.Choose("mark", "Rất hài lòng")
	m.Press("Gửi đánh giá")
	m.See("Cảm ơn đã đánh giá")
	m.Open(s.page)
	m.SeeNot("Ông/Bà có hài lòng")
}
