package stories

import (
	"strings"
	"testing"
)

// A leader looks at the district's figures, goes down to one commune, to the dossiers behind a figure and to one
// dossier; an officer of a commune sees their own unit only.
func TestALeaderReadsTheFigures(t *testing.T) {
	p := Demo(t)
	b := quiet(t, p, "chutich.lac-thuy")
	b.Open("/so-lieu?ky=2023")
	b.See("Huyện Lạc Thủy", "Tỷ lệ hồ sơ trực tuyến", "Theo đơn vị")
	b.Screenshot("board")
	b.Press("Xã Phú Nghĩa")
	b.See("Xã Phú Nghĩa", "Năm 2023")
	b.look(screen{"/so-lieu?ky=2023&theo=linh-vuc", ""}, screen{"/so-lieu?ky=2023&theo=thu-tuc", ""}, screen{"/so-lieu?ky=2023&theo=kenh", ""},
		screen{"/so-lieu?ky=1999", ""}, screen{"/so-lieu?tu=31/02/2023&den=x", ""}, screen{"/so-lieu/can-bo?ky=2023", ""}, screen{"/so-lieu/doi-chieu", ""},
		screen{"/so-lieu?ky=bc-2023-Q3&lang=en", ""}, screen{"/so-lieu?ky=2023&lang=vi", ""})
	b.Press("Hồ sơ tiếp nhận trong kỳ")
	b.See("hồ sơ được đếm")
	b.Look()

	b.Open("/so-lieu/bieu-06a?ky=2023")
	b.See("Tổng số", "chưa có dữ liệu", "Đã kiểm tra")
	b.Screenshot("form-06a")
	b.look(screen{"/so-lieu/bieu-06a?ky=2023&che-do=quy-doi&can-cu=giai-quyet", ""}, screen{"/so-lieu?ky=2023&che-do=quy-doi", ""})
	b.Open("/so-lieu/bieu-06a?ky=2023")
	if status, _, body := b.Fetch(b.Link("Tải bản in (PDF)")); status != 200 || len(body) < 1000 {
		t.Errorf("the form on paper: %d, %d bytes", status, len(body))
	}

	b.Open("/so-lieu/chi-tieu?ky=2023")
	b.Fill("Mức cần đạt", "100")
	b.Press("Lưu chỉ tiêu")
	b.See("Vui lòng nhập người chịu trách nhiệm.")
	b.Look()
	b.Fill("Mức cần đạt", "100")
	b.Fill("Người chịu trách nhiệm", "Phó Chủ tịch UBND huyện")
	b.Fill("Lý do, căn cứ", "Kế hoạch chuyển đổi số 2023")
	b.Press("Lưu chỉ tiêu")
	b.See("Đã lưu chỉ tiêu.", "Chưa đạt", "Phó Chủ tịch UBND huyện")
	b.Press("Gửi từ kỳ này")
	b.See("Thôi gửi cho")
	b.Screenshot("targets")
	b.Open("/so-lieu?ky=2023")
	b.See("Chỉ tiêu 100%: Chưa đạt")

	b.Open("/so-lieu/ra-soat?ky=2023")
	b.Look()
	b.Press("Đăng ký khai sinh")
	b.See("Thời hạn hiện nay", "Nếu cắt giảm thời hạn")
	b.Fill("Thử thời hạn mới, số ngày làm việc", "2")
	b.Press("Tính thử")
	b.See("Nếu thời hạn là 2 ngày làm việc")
	b.Screenshot("review")
	if status, _, body := b.Fetch(b.Link("Tải đề xuất (PDF)")); status != 200 || len(body) < 1000 {
		t.Errorf("the proposal on paper: %d, %d bytes", status, len(body))
	}

	visitor := Browse(t, p.URL, How{})
	visitor.Open("/so-lieu/mo")
	visitor.See("Theo đơn vị tiếp nhận và tháng (CSV)")
	visitor.Look()
	if status, _, body := visitor.Fetch("/so-lieu/mo/don-vi.csv"); status != 200 || !strings.Contains(string(body), "Khoan Dụ") {
		t.Errorf("open data: %d, %.200s", status, body)
	}

	officer := quiet(t, p, "motcua.phu-nghia")
	officer.Open("/so-lieu?ky=2023")
	officer.See("Xã Phú Nghĩa")
	officer.SeeNot("Xã Khoan Dụ")
}
