package stories

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An administrator brings a file of the former system: its words are matched, it is tried out, what is wrong
// is named, it comes in, and a leader reads on a dossier that all of it was declared.
func TestAnOfficeMovesInWithAFile(t *testing.T) {
	p := FreshDemo(t)
	admin := officer(t, p, "quantri.lac-thuy")
	admin.Press("Nhập hồ sơ từ hệ thống cũ")
	admin.See("Các lần nhập", "ho-so-2022-2023.csv", "Một cửa điện tử cũ (trình diễn)")
	admin.waitFor("Đã xong")
	admin.Look()
	admin.Fill("Tên hệ thống cũ", "Sổ Excel của xã")
	admin.Upload("Tệp hồ sơ", movedFile(t))
	admin.Press("Tải tệp lên")
	admin.See("Ghép cột", "Ví dụ: XA-0001", "Hình thức nộp trong tệp nghĩa là gì?")
	admin.Look()
	admin.Choose("Qua mạng của xã", "Trực tuyến")
	admin.Fill("Lưu cách ghép này với tên", "Sổ Excel")
	admin.Press("Chạy thử")
	admin.See("Kết quả chạy thử", "Không có đơn vị “Xã Phú Nghĩa Cũ”", "Mã XA-0001 không theo mẫu mã hồ sơ", "Không thể hoàn tác")
	admin.Screenshot("moving-in")
	admin.Press("Nhập 2 hồ sơ")
	admin.PressIn("dialog", "Nhập 2 hồ sơ")
	admin.waitFor("Đã nhập xong")
	admin.See("Đã nhập", "Không có đơn vị “Xã Phú Nghĩa Cũ”")
	admin.Look()

	chair := officer(t, p, "chutich.phu-nghia")
	chair.Open("/lam-viec?o=all&q=XA-0001")
	chair.Press("XA-0001")
	chair.See("Nhập từ hệ thống cũ “Sổ Excel của xã”", "theo khai báo", "Ngày hẹn trả kết quả là ngày hệ thống cũ khai báo")
	chair.Look()
}

// movedFile is a list as somebody kept it in a spreadsheet.
func movedFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "so-theo-doi.csv")
	lines := []string{"SỔ THEO DÕI HỒ SƠ NĂM 2021", "",
		"Mã hồ sơ;Thủ tục;Đơn vị tiếp nhận;Hình thức nộp;Họ và tên;Ngày tiếp nhận;Hạn trả;Ngày trả;Tình trạng;Người thụ lý",
		"XA-0001;Đăng ký khai sinh;Xã Phú Nghĩa;Qua mạng của xã;Đinh Thị Mẫu;15/03/2021;16/03/2021;16/03/2021;Đã trả kết quả;Bùi Thị Cũ",
		"XA-0002;1.000894;05395;Tại quầy;Bùi Văn Mẫu;16/03/2021;17/03/2021;18/03/2021;Đã trả;Bùi Thị Cũ",
		"XA-0003;1.000894;Xã Phú Nghĩa Cũ;Tại quầy;Bùi Văn Mẫu;16/03/2021;17/03/2021;18/03/2021;Đã trả;Bùi Thị Cũ", ""}
	if err := os.WriteFile(file, []byte("\ufeff"+strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// waitFor opens the page again until it says the words: work in the background takes its time.
func (b *Browser) waitFor(words string) {
	b.t.Helper()
	for range 120 {
		if strings.Contains(b.Main(), words) {
			return
		}
		time.Sleep(time.Second)
		b.Open(b.Path())
	}
	b.See(words)
}
