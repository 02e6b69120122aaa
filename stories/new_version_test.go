package stories

import (
	"strings"
	"testing"
)

// The province cuts the term of a procedure. Its keeper edits a new version, gets the steps wrong first,
// looks at it as a citizen does and publishes it from today, while dossiers run under the old one.
func TestANewVersionComesWhileDossiersRun(t *testing.T) {
	p := Demo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	old := desk.cardAgain("Bùi Văn Cũ", "17:00 ngày 17/08/2023")

	k := newKeeper(t, p)
	k.Press("Soạn phiên bản mới")
	k.See("Phiên bản đã công bố không đổi")
	k.Press("Soạn phiên bản mới")
	k.See("Đang soạn bản nháp phiên bản 2", "Bản nháp đầy đủ")
	k.Screenshot("catalog-draft")
	k.shorterTerm()
	k.stepsThatFit()
	k.aQuestionMore()
	k.publish()

	desk.Open("/lam-viec?o=all&q=" + old)
	desk.Press(old)
	desk.See("17:00 ngày 17/08/2023")
	desk.cardAgain("Bùi Văn Mới", "17:00 ngày 15/08/2023")
	k.Press("Đổi, cấp lại Giấy xác nhận khuyết tật")
	k.See("Phiên bản 2", "1 đang giải quyết / 1", "Phiên bản 1", "đang giải quyết /")
	k.Look()
}

// cardAgain takes in a dossier for another card and returns its code; due is when it is due.
func (b *Browser) cardAgain(owner, due string) string {
	b.t.Helper()
	b.Open("/lam-viec")
	b.Press("Tiếp nhận tại quầy")
	b.Fill("Người dân cần làm thủ tục gì?", "cap lai giay khuyet tat")
	b.Press("Tìm kiếm")
	b.Press("Tiếp nhận: Đổi, cấp lại Giấy xác nhận khuyết tật")
	b.See(due)
	b.Fill("owner_name", owner)
	b.Fill("owner_birth", "19/5/1961")
	b.Fill("owner_home", "Thôn Đồng Phú, xã Phú Nghĩa")
	b.Press("Tiếp nhận và in giấy hẹn")
	if strings.Contains(b.Main(), "Chưa đánh dấu giấy tờ bắt buộc") {
		b.Choose("paper", "p1")
		b.Press("Tiếp nhận và in giấy hẹn")
	}
	b.See("Đã tiếp nhận hồ sơ", due)
	return b.dossierCode()
}

// keeper keeps the catalogue, twice a year.
type keeper struct{ *Browser }

func newKeeper(t *testing.T, p *Program) keeper {
	t.Helper()
	k := keeper{officer(t, p, "quantri.lac-thuy")}
	k.Open("/quan-tri/thu-tuc")
	k.Fill("Tìm theo tên hoặc mã", "cap lai giay xac nhan khuyet tat")
	k.Press("Tìm kiếm")
	k.Press("Đổi, cấp lại Giấy xác nhận khuyết tật")
	k.Press("Phiên bản 1")
	return k
}

func (k keeper) shorterTerm() {
	k.t.Helper()
	k.Press("Trường hợp, hình thức nộp, thời hạn, phí")
	k.Look()
	k.Press("1. Trường hợp chung")
	k.Look()
	for _, way := range []string{"direct", "online", "post"} {
		k.Fill(way+"_amount", "3")
	}
	k.Press("Lưu nháp")
	k.See("Đã lưu", "Trực tiếp: 03 ngày làm việc")
	k.Press("Quay lại bản nháp")
}

// stepsThatFit first sees by how much they do not.
func (k keeper) stepsThatFit() {
	k.t.Helper()
	k.See("Phải sửa trước khi công bố", "tổng các bước là 40 giờ làm việc (5 ngày), thời hạn giải quyết là 24 giờ (3 ngày): thừa 16 giờ (2 ngày)")
	k.Press("Công bố phiên bản")
	k.See("Phải sửa trước khi công bố")
	k.SeeNot("Ngày bắt đầu có hiệu lực")
	k.Look()
	k.Press("Quay lại bản nháp")
	k.Press("Quy trình nội bộ")
	k.See("thừa 16 giờ (2 ngày)")
	k.Screenshot("catalog-steps")
	k.Press(k.second())
	k.Fill("Số giờ làm việc", "8")
	k.Look()
	k.Press("Lưu nháp")
	k.See("Tổng các bước là 24 giờ làm việc (3 ngày), bằng thời hạn giải quyết")
	k.Press("Quay lại bản nháp")
}

// second is how the list calls the second step.
func (k keeper) second() string {
	return value[string](k.Browser, "reading the second step", "document.querySelectorAll('main ol a')[1].textContent.trim()")
}

func (k keeper) aQuestionMore() {
	k.t.Helper()
	k.Press("Tờ khai điện tử")
	k.Press("Thêm câu hỏi")
	k.Fill("Câu hỏi", "Lý do cấp lại")
	k.Fill("Câu hỏi bằng tiếng Anh", "Why a new card is needed")
	k.Press("Lưu nháp")
	k.See("Lý do cấp lại")
	k.Look()
	k.Press("Thử điền tờ khai")
	k.Look()
	k.Press("Kiểm tra")
	k.See("Tờ khai báo")
	k.Press("Quay lại phiên bản")
	k.See("Thêm câu hỏi “Lý do cấp lại”")
	k.Press("Xem trước")
	k.See("Đây là phiên bản 2", "03 ngày làm việc")
	k.Press("Quay lại phiên bản")
}

func (k keeper) publish() {
	k.t.Helper()
	k.Press("Công bố phiên bản")
	k.Fill("Ngày bắt đầu có hiệu lực", "10/08/2023")
	k.Fill("Số quyết định", "1815/QĐ-UBND")
	k.Press("Tiếp tục")
	k.See("Vui lòng nhập lý do")
	k.Fill("Lý do", "Rút ngắn thời hạn giải quyết")
	k.Press("Tiếp tục")
	k.See("Kiểm tra trước khi công bố", "tiếp tục theo phiên bản cũ", "Nộp trực tiếp: thời hạn giải quyết rút từ 05 ngày làm việc xuống còn 03 ngày làm việc.")
	k.Screenshot("catalog-publish")
	k.Press("Công bố phiên bản")
	k.See("Đã công bố phiên bản 2")
	k.Look()
	k.PressIn("nav", "Đổi, cấp lại Giấy xác nhận khuyết tật")
	k.Press("So sánh phiên bản")
	k.See("Phiên bản 2 khác phiên bản 1 ở những điểm sau", "rút từ 05 ngày làm việc xuống còn 03 ngày làm việc", "từ 40 giờ thành 24 giờ làm việc")
	k.Screenshot("catalog-difference")
}
