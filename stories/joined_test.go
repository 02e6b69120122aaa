package stories

import "testing"

// One declaration, three agencies: the commune registers the birth, the police the residence, the
// insurance office gives the card. Each has its own desk and its own clock, and the last answer ends it.
func TestABirthGoesThroughThreeAgencies(t *testing.T) {
	p := Demo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	desk.Press("Tiếp nhận tại quầy")
	desk.Fill("Người dân cần làm thủ tục gì?", "lien thong dang ky khai sinh thuong tru the bao hiem")
	desk.Press("Tìm kiếm")
	desk.Press("Tiếp nhận: Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi")
	desk.Fill("owner_name", "Quách Gia Bảo")
	desk.Fill("owner_home", "Thôn Đồng Phú, xã Phú Nghĩa")
	desk.Press("Tiếp nhận và in giấy hẹn")
	desk.Tick("Vẫn tiếp nhận khi còn thiếu giấy tờ trên")
	desk.Press("Tiếp nhận và in giấy hẹn")
	code, secret := desk.dossierCode(), desk.Text("#ma-tra-cuu")
	desk.Press("Chuyển xử lý")
	finished(t, p, code)

	desk.Open("/lam-viec?o=all&q=" + code)
	desk.Press(code)
	desk.See("Chờ ý kiến cơ quan phối hợp", "Đăng ký thường trú", "Công an huyện Lạc Thủy", "Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội huyện Lạc Thủy")
	desk.Look()
	answers(t, p, "chuyenvien.cong-an", code, "Đã đăng ký thường trú tại thôn Đồng Phú", "1204/TB")
	desk.Open(desk.Path())
	desk.See("Chờ ý kiến cơ quan phối hợp", "Đồng ý, đã thực hiện", "số 1204/TB")
	answers(t, p, "chuyenvien.bhxh", code, "Thẻ TE1171720012345", "TE1171720012345")
	desk.Open(desk.Path())
	desk.See("Đã có kết quả")
	desk.Look()

	guest := Browse(t, p.URL, How{})
	guest.Open("/tra-cuu")
	guest.Fill("Mã hồ sơ", code)
	guest.Fill("Mã tra cứu", secret)
	guest.PressIn("main form", "Tra cứu")
	guest.See("Cơ quan phối hợp đã trả lời", "Công an huyện Lạc Thủy", "Bảo hiểm xã hội huyện Lạc Thủy", "Đã có kết quả")
}

// answers gives an agency's answer at its own desk.
func answers(t *testing.T, p *Program, login, code, words, number string) {
	t.Helper()
	agency := officer(t, p, login)
	agency.Open("/lam-viec?o=asked")
	agency.Press(code)
	agency.Press("Trả lời")
	agency.Choose("Ý kiến, kết quả", "Đồng ý, đã thực hiện")
	agency.Fill("Nội dung trả lời", words)
	agency.Fill("Số văn bản", number)
	agency.Look()
	agency.Press("Gửi trả lời")
	agency.See("Đã ghi nhận trả lời về hồ sơ " + code)
}
