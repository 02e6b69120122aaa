package stories

import (
	"regexp"
	"strings"
	"testing"
)

// A dossier runs late: the specialist is warned, the date passes, the house prepares the apology the
// moment it is due, the chair gives one new date, and the figures still count against the first.
func TestADossierRunsLate(t *testing.T) {
	p := FreshDemo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	code, secret := takenIn(desk)
	time := Browse(t, p.URL, How{})
	time.Open("/demo/dong-ho")
	time.Press("Tua 1 tuần")
	time.See("Bây giờ là 09:00 ngày 17/08/2023")

	expert := officer(t, p, "hotich.phu-nghia")
	expert.Press(code)
	expert.See("Hồ sơ sắp đến hạn trả kết quả: 17:00 ngày 17/08/2023")
	time.Press("Đến 9 giờ sáng ngày làm việc tiếp theo")
	expert = officer(t, p, "hotich.phu-nghia")
	expert.Press(code)
	expert.See("Ngày hẹn 17:00 ngày 17/08/2023 đã qua; phiếu xin lỗi đã được lập", "Quá hạn trả kết quả, lập phiếu xin lỗi")
	number := regexp.MustCompile(`Phiếu xin lỗi số \d+/PXL`).FindString(expert.Main())
	if slip := expert.pdf(expert.Link(number)); !strings.Contains(strings.ToLower(slip), "xin lỗi") {
		t.Errorf("the slip apologises for nothing:\n%s", slip)
	}
	expert.Press("Thao tác khác")
	expert.Press("Xin gia hạn")
	expert.Fill("Thêm bao nhiêu ngày làm việc?", "3")
	expert.Fill("Lý do", "Chờ Sở Tư pháp xác minh sổ gốc")
	expert.Look()
	expert.Press("Gửi đề nghị")
	expert.See("Đã gửi đề nghị gia hạn")

	chair := officer(t, p, "chutich.phu-nghia")
	chair.Open(expert.Path())
	chair.See("đề nghị gia hạn thêm 03 ngày làm việc: Chờ Sở Tư pháp xác minh sổ gốc")
	chair.Press("Thao tác khác")
	chair.Press("Gia hạn và xin lỗi")
	chair.Press("Gia hạn, lập phiếu xin lỗi")
	chair.See("Đã hẹn lại ngày trả kết quả hồ sơ "+code, "17:00 ngày 22/08/2023", "Hẹn ban đầu")
	chair.Look()

	guest := Browse(t, p.URL, How{})
	guest.Open("/tra-cuu")
	guest.Fill("Mã hồ sơ", code)
	guest.Fill("Mã tra cứu", secret)
	guest.PressIn("main form", "Tra cứu")
	guest.See("Xin lỗi và hẹn lại ngày trả kết quả", "22/08/2023")

	finished(t, p, code)
	desk = officer(t, p, "motcua.phu-nghia")
	desk.Open("/lam-viec?o=all&q=" + code)
	desk.Press(code)
	desk.See("Trễ hạn")
}

// finished leads a dossier from the specialist to its number.
func finished(t *testing.T, p *Program, code string) {
	t.Helper()
	expert := officer(t, p, "hotich.phu-nghia")
	expert.Press(code)
	expert.Press("Trình ký")
	expert.Press("Trình ký")
	chair := officer(t, p, "chutich.phu-nghia")
	chair.Press(code)
	chair.Press("Phê duyệt")
	desk := officer(t, p, "motcua.phu-nghia")
	desk.Press(code)
	desk.Press("Cấp số, phát hành")
	desk.Press("Cấp số, phát hành")
}

// takenIn is a dossier that the counter takes in and hands over to the specialist: its code, and the
// secret on its receipt.
func takenIn(desk *Browser) (code, secret string) {
	desk.t.Helper()
	desk.Press("Tiếp nhận tại quầy")
	desk.Fill("Người dân cần làm thủ tục gì?", "dk lai khai sinh")
	desk.Press("Tìm kiếm")
	desk.Press("Tiếp nhận: Đăng ký lại khai sinh")
	desk.Fill("owner_name", "Bạch Văn Tứ")
	desk.Fill("owner_birth", "19/5/1941")
	desk.Fill("owner_home", "Thôn Đồng Phú, xã Phú Nghĩa")
	desk.Choose("paper", "p1")
	desk.Choose("paper", "p2")
	desk.Press("Tiếp nhận và in giấy hẹn")
	code, secret = desk.dossierCode(), desk.Text("#ma-tra-cuu")
	desk.Press("Chuyển xử lý")
	return code, secret
}
