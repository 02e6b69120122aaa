package stories

import "testing"

// The specialist for civil status is on leave. What comes for her goes to the clerk who stands in, and whatever
// he does says for whom; when she is back, his reach ends.
func TestAnOfficerIsOnLeave(t *testing.T) {
	p := FreshDemo(t)
	away := officer(t, p, "hotich.phu-nghia")
	name := nameOf(away)
	clerk := officer(t, p, "vanthu.phu-nghia")
	substitute := nameOf(clerk)
	away.Open("/vang-mat")
	away.Press("Đăng ký vắng mặt")
	away.Fill("Ngày đầu vắng mặt", "10/08/2023")
	away.Fill("Ngày cuối vắng mặt", "18/08/2023")
	away.Fill("Lý do", "Nghỉ phép năm")
	away.Choose("Người trực thay chức danh Công chức Tư pháp - Hộ tịch", substitute+" – Công chức Văn phòng - Thống kê")
	away.Press("Đăng ký")
	away.See("Đề nghị trực thay đang chờ lãnh đạo xác nhận")

	clerk.Open("/vang-mat")
	clerk.SeeNot("Trực thay " + name)
	chair := officer(t, p, "chutich.phu-nghia")
	chair.Open("/vang-mat")
	chair.Press("Xác nhận " + substitute + " trực thay")
	chair.See("Đã xác nhận người trực thay")

	code, _ := takenIn(officer(t, p, "motcua.phu-nghia"))
	clerk.Open("/lam-viec")
	clerk.Press(code)
	clerk.Press("Nhận xử lý")
	clerk.See("Làm thay " + name)
	clerk.Look()

	away.Open("/vang-mat")
	away.Press("Hủy " + name)
	away.Fill("Lý do", "Về sớm")
	away.Press("Xác nhận hủy")
	away.See("Đã hủy kỳ vắng mặt")
	clerk.Open("/vang-mat")
	clerk.SeeNot("Trực thay " + name)
}

// nameOf is the name of an officer, as their own page has it.
func nameOf(b *Browser) string {
	b.t.Helper()
	b.Open("/toi")
	return b.Text("h1")
}
