package stories

import "testing"

// An officer and a mother write to each other; then one answer and one paper are sent back to her. The
// correction begins where the officer pointed, with what was sent before in sight. The officer sees what
// has become different; at the end she says how it went, and sees who has looked at her data.
func TestTalkWithTheOffice(t *testing.T) {
	p := Demo(t)
	how := How{Width: Narrow, NoAxe: true} // each page is looked at once, by name
	s := &birth{t: t, p: p, phone: how, child: "Quách Hà My", mother: Browse(t, p.URL, how)}
	s.find()
	s.fillIn()
	s.addPapers()
	s.submit()
	s.desk = quiet(t, p, "motcua.phu-nghia")
	s.takeItIn()
	s.write()
	s.reply()
	s.askForTwo()
	s.correct()
	s.answer()
	s.examine()
	s.seeTheAnswer()
	s.settle()
	s.fetch()
	s.notFromAnOffice()
	s.rate()
	s.whoLooked()
}

// write is the officer's question by message; it stops no clock.
func (s *birth) write() {
	s.expert = quiet(s.t, s.p, "hotich.phu-nghia")
	e := s.expert
	e.Press(s.code)
	e.Press("Nhận xử lý")
	e.Fill("words", "Gia đình dự định đến nhận kết quả hay nhận trực tuyến?")
	e.Tick("Cần người nộp trả lời")
	e.Press("Gửi tin nhắn")
	e.See("Đã gửi tin nhắn", "Đang chờ người nộp trả lời")
}

// reply finds the message on the home page and answers it.
func (s *birth) reply() {
	m := s.mother
	m.Open("/")
	m.See("1 tin chưa xem")
	m.Screenshot("home-signed-in")
	m.look(screen{s.page + "/tin-nhan", "messages"})
	m.See("Gia đình dự định đến nhận kết quả", "Cơ quan đang chờ trả lời")
	m.Press("Gửi tin nhắn")
	m.See("Vui lòng nhập nội dung tin nhắn.")
	m.Fill("words", "Gia đình nhận trực tuyến.")
	m.Press("Gửi tin nhắn")
	m.See("Đã gửi tin nhắn", "Cơ quan chưa trả lời")
	s.expert.Open(s.expert.Path())
	s.expert.See("Gia đình nhận trực tuyến.", "Người nộp đang chờ trả lời")
	s.expert.Press("Không cần trả lời")
	s.expert.SeeNot("Người nộp đang chờ trả lời")
}

// askForTwo sends one answer and one paper back.
func (s *birth) askForTwo() {
	e := s.expert
	e.Press("Yêu cầu bổ sung")
	e.Choose("Giấy tờ cần bổ sung, sửa", "paper:p2")
	e.Fill("text:paper:p2", "Ảnh bị mờ, chụp lại rõ bốn góc.")
	e.Press("Mục trong tờ khai cần sửa (30 mục)")
	e.Choose("Mục trong tờ khai", "field:mother_birth_year")
	e.Fill("text:field:mother_birth_year", "Năm sinh không khớp với giấy chứng sinh.")
	e.Fill("Bổ sung trước ngày (không bắt buộc)", "25/08/2023")
	e.Tick("complete")
	e.Press("Gửi yêu cầu bổ sung")
	e.See("Đã gửi yêu cầu bổ sung hồ sơ " + s.code)
}

// correct begins at what was pressed, with the officer's words and the old answer in sight.
func (s *birth) correct() {
	m := s.mother
	m.Open(s.page)
	m.See("Chờ bổ sung hồ sơ", "Vui lòng bổ sung trước ngày 25/08/2023", "Năm sinh không khớp với giấy chứng sinh.")
	m.Screenshot("sent-back")
	m.Press("Bổ sung mục này Năm sinh của mẹ")
	m.See("Năm sinh không khớp với giấy chứng sinh.", "Đã nhập trước đây: 1995")
	m.Screenshot("correct")
	m.Fill("Năm sinh của mẹ", "1996")
	m.Press("Tiếp tục")
	m.Press(birthPaper)
	m.See("Ảnh bị mờ, chụp lại rõ bốn góc.", "Đã gửi trước đây: giay-chung-sinh.jpg")
}

// seeTheAnswer reads point by point what stood there and what stands there now.
func (s *birth) seeTheAnswer() {
	e := s.expert
	e.See("Năm sinh của mẹ 1995 1996", "giay-chung-sinh.jpg (", "giay-chung-sinh-ro.jpg (")
	e.Screenshot("changed")
}

// notFromAnOffice tries to answer for her at a device of the office, signed in and signed out: her link
// alone does not do.
func (s *birth) notFromAnOffice() {
	m := s.mother
	m.Open(s.page)
	m.Press("Đánh giá")
	link := m.Path()
	m.Screenshot("rating")
	refused := func() {
		s.expert.OpenAs(link, 403)
		s.expert.See("Máy này từng đăng nhập bằng tài khoản cán bộ nên không nhận đánh giá.")
	}
	refused()
	s.expert.PressIn("header", "Đăng xuất")
	refused()
	s.expert.Look()
}

// whoLooked is what she sees of the officers who opened her dossier, and of those who read all of it.
func (s *birth) whoLooked() {
	m := s.mother
	m.look(screen{"/ho-so-cua-toi/ai-da-xem", "who-looked"})
	m.See("Công chức Tư pháp - Hộ tịch", "Thẩm tra hồ sơ")
}
