package stories

import "testing"

// The chair and the vice chair of a commune have the same dossier before them. The vice chair is still
// writing why it should not be approved when the chair approves it.
func TestTwoOfficersCollide(t *testing.T) {
	p := Demo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	code := desk.takeIn("đăng ký lại khai sinh", "Đăng ký lại khai sinh", "Hà Thị Mận")
	desk.Press("Chuyển xử lý")
	expert := officer(t, p, "hotich.phu-nghia")
	expert.Press(code)
	expert.Press("Nhận xử lý")
	expert.Press("Trình ký")
	expert.Press("Trình ký")

	chair, vice := officer(t, p, "chutich.phu-nghia"), officer(t, p, "phochutich.phu-nghia")
	vice.Press(code)
	vice.Press("Không phê duyệt")
	vice.Fill("Lý do", "Thiếu chữ ký của người làm chứng thứ hai")
	chair.Press(code)
	chair.Press("Phê duyệt")
	vice.PressIn("main form", "Không phê duyệt")
	vice.See("vừa xử lý hồ sơ này lúc", "Xem thay đổi", "Hồ sơ đã thay đổi", "Phê duyệt kết quả")
	if kept := vice.value("Lý do"); kept != "Thiếu chữ ký của người làm chứng thứ hai" {
		t.Errorf("of what the slower typed there is left: %q", kept)
	}
	vice.Press("Xem thay đổi")
	vice.Press("Quay lại hồ sơ")
	vice.See("Đã ký duyệt, chờ cấp số")
	vice.SeeNot("Hồ sơ đã thay đổi")

	// Two windows at the counter take the same piece of work over many.
	second := officer(t, p, "motcua.phu-nghia")
	for _, b := range []*Browser{desk, second} {
		b.Open("/lam-viec?q=" + code)
		b.Tick("Chọn hồ sơ " + code)
		b.Choose("Với các hồ sơ đã chọn", "Theo dõi")
		b.Press("Tiếp tục")
		b.Press("Thực hiện với 1 hồ sơ")
		b.See("Đã xong: 1 hồ sơ thực hiện được")
	}
}

// takeIn receives a dossier at the counter with the papers that are always needed.
func (b *Browser) takeIn(words, procedure, owner string) string {
	b.t.Helper()
	b.Open("/lam-viec/tiep-nhan")
	b.Fill("Người dân cần làm thủ tục gì?", words)
	b.Press("Tìm kiếm")
	b.Press("Tiếp nhận: " + procedure)
	b.Fill("owner_name", owner)
	b.Choose("paper", "p1")
	b.Choose("paper", "p2")
	b.Press("Tiếp nhận và in giấy hẹn")
	b.See("Đã tiếp nhận hồ sơ")
	return b.dossierCode()
}
