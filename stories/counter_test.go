package stories

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An old man has no phone and no birth certificate. His granddaughter brings his papers to the
// counter of the commune, and takes the result home.
func TestAnOldManIsServedAtTheCounter(t *testing.T) {
	p := Demo(t)
	desk := officer(t, p, "motcua.phu-nghia")
	desk.Press("Tiếp nhận tại quầy")
	desk.Fill("Người dân cần làm thủ tục gì?", "dk lai khai sinh")
	desk.Press("Tìm kiếm")
	desk.Press("Tiếp nhận: Đăng ký lại khai sinh")
	desk.See("Hẹn trả nếu tiếp nhận lúc này 17:00 ngày 17/08/2023")

	desk.Fill("owner_name", "Bạch Văn Tứ")
	desk.Fill("owner_birth", "19/5/1941")
	desk.Fill("owner_home", "Thôn Đồng Phú, xã Phú Nghĩa")
	desk.Tick("Người khác nộp thay")
	desk.Fill("submitter_name", "Bạch Thị Ngân")
	desk.Fill("submitter_no", "017301004567")
	desk.Tick("Quan hệ khác (ghi rõ ở dưới)")
	desk.Fill("submitter_relation", "Cháu nội")
	desk.Press("Tiếp nhận và in giấy hẹn")
	desk.See("Chưa đánh dấu giấy tờ bắt buộc")
	desk.Choose("paper", "p1")
	desk.Choose("paper", "p2")
	desk.Press("Tiếp nhận và in giấy hẹn")
	desk.See("Đã tiếp nhận hồ sơ", "Bạch Văn Tứ", "Bạch Thị Ngân", "Hẹn trả kết quả: 17:00 ngày 17/08/2023.")
	code := desk.dossierCode()

	slip := desk.pdf(desk.Link("In giấy tiếp nhận (mở trong thẻ mới)"))
	for _, words := range []string{code, "Bạch Thị Ngân", "17 giờ 00 phút, ngày 17 tháng 8 năm 2023"} {
		if !strings.Contains(slip, words) {
			t.Errorf("%q is not on the slip:\n%s", words, slip)
		}
	}

	desk.Press("Chuyển xử lý")
	expert := officer(t, p, "hotich.phu-nghia")
	expert.Press(code)
	expert.Press("Nhận xử lý")
	expert.Press("Trình ký")
	expert.Press("Trình ký")
	chair := officer(t, p, "chutich.phu-nghia")
	chair.Press(code)
	chair.Press("Phê duyệt")
	desk.Open("/lam-viec")
	desk.Press(code)
	desk.Press("Cấp số, phát hành")
	desk.Press("Cấp số, phát hành")

	desk.Press("Trả kết quả")
	desk.Fill("Người nhận kết quả", "Bạch Thị Ngân")
	desk.Choose("Giấy tờ xuất trình", "Giấy tiếp nhận")
	desk.Press("Xác nhận đã trả kết quả")
	desk.See("Đã trả kết quả hồ sơ "+code, "Người nhận: Bạch Thị Ngân (giấy tiếp nhận)", "Hồ sơ đã kết thúc")
}

// pdf fetches a document and returns the words on it.
func (b *Browser) pdf(path string) string {
	b.t.Helper()
	status, _, body := b.Fetch(path)
	if status != 200 || !strings.HasPrefix(string(body), "%PDF-") {
		b.t.Fatalf("fetching %s: status %d, a file that begins %.20q", path, status, body)
	}
	keepPDF(b.t, "slip", body)
	file := filepath.Join(b.t.TempDir(), "slip.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		b.t.Fatal(err)
	}
	words, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		b.t.Fatalf("reading %s: %v (pdftotext is part of poppler-utils)", path, err)
	}
	return plain(string(words))
}
