package stories

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
)

// Two officers come from a file that is looked at first; one is appointed to a second post and signs in with a passkey.
func TestNewOfficersComeFromAFile(t *testing.T) {
	p := FreshDemo(t)
	admin := officer(t, p, "quantri.lac-thuy")
	admin.Press("Nhập danh sách cán bộ")
	admin.Look()
	admin.upload(t, "Đinh Thị Sen;Xã Phú Nghia;Công chức Tư pháp - Hộ tịch;sen.dinh;sen@example.vn")
	admin.See("Không có đơn vị Xã Phú Nghia", "Lỗi")
	admin.Press("Tải tệp khác")
	admin.upload(t, "Đinh Thị Sen;Xã Phú Nghĩa;Công chức Tư pháp - Hộ tịch;sen.dinh;sen@example.vn",
		"Hà Văn Lâm;Xã Phú Nghĩa;Công chức tại Bộ phận Tiếp nhận và Trả kết quả;lam.ha;lam@example.vn")
	admin.See("Bổ nhiệm: Công chức Tư pháp - Hộ tịch, Xã Phú Nghĩa", "Đang giữ chức danh nhưng không có trong tệp")
	admin.Screenshot("officers-plan")
	admin.Press("Nhập 2 dòng")
	admin.See("Phiếu cấp tài khoản", "sen.dinh", "lam.ha")
	admin.Look()
	given := oneTime.FindAllString(admin.Main(), -1)
	if len(given) != 2 {
		t.Fatalf("handed out %v", given)
	}
	admin.Press("Đã giao xong, xóa khỏi màn hình")
	admin.PressIn("dialog", "Đã giao xong, xóa khỏi màn hình")
	admin.See("Đã xóa phiếu cấp tài khoản khỏi màn hình")
	admin.SeeNot(given[0], given[1])

	admin.Fill("Tìm theo họ tên hoặc tên đăng nhập", "dinh thi sen")
	admin.Press("Lọc")
	admin.Press("Đinh Thị Sen")
	admin.See("Chờ đổi mật khẩu", "Công chức Tư pháp - Hộ tịch")
	admin.Press("Bổ nhiệm chức danh")
	admin.Fill("tim", "phu nghia")
	admin.Press("Tìm đơn vị")
	admin.Tick("Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường")
	admin.Fill("Từ ngày", "01/09/2023")
	admin.Fill("Lý do", "Kiêm nhiệm")
	admin.Look()
	admin.Press("Bổ nhiệm")
	admin.See("Đinh Thị Sen giữ chức danh Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường từ ngày 01/09/2023")

	sen := Browse(t, strings.Replace(p.URL, "127.0.0.1", "localhost", 1), How{})
	sen.firstTime("sen.dinh", given[0])
	sen.makesAKey()
}

// oneTime is a password on an account slip.
var oneTime = regexp.MustCompile(`\b[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}\b`)

func (b *Browser) upload(t *testing.T, lines ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "can-bo.csv")
	text := "Họ và tên;Đơn vị;Chức danh;Tên đăng nhập;Thư điện tử\r\n" + strings.Join(lines, "\r\n") + "\r\n"
	if err := os.WriteFile(file, []byte("\ufeff"+text), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Upload("Tệp danh sách", file)
	b.Press("Kiểm tra và xem trước")
}

const ownPassword = "Sông Bôi xanh mát"

// firstTime signs in with a one-time password, which must be changed before anything else.
func (b *Browser) firstTime(login, given string) {
	b.t.Helper()
	b.Open("/dang-nhap")
	b.Fill("Tên đăng nhập", login)
	b.Fill("Mật khẩu", given)
	b.PressIn("main form", "Đăng nhập")
	b.Fill("mat-khau-cu", given)
	b.Fill("mat-khau-moi", ownPassword)
	b.Fill("mat-khau-lai", ownPassword)
	b.PressIn("main form", "Đổi mật khẩu")
	b.See("Đã đổi mật khẩu")
}

// makesAKey adds a passkey on a device with a fingerprint reader, and comes back with it.
func (b *Browser) makesAKey() {
	b.t.Helper()
	b.do("plugging a fingerprint reader in", call(webauthn.Enable, webauthn.EnableParams{}))
	b.do("plugging a fingerprint reader in", call(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
			IsUserVerified: true, AutomaticPresenceSimulation: true}}))
	b.Open("/toi/khoa")
	b.Fill("Tên khóa", "Máy tính ở cơ quan")
	b.Fill("Mật khẩu hiện tại", ownPassword)
	b.Press("Tiếp tục")
	b.Look()
	b.Press("Tạo khóa trên thiết bị này")
	b.See("Đã thêm khóa Máy tính ở cơ quan")
	b.Screenshot("passkeys")
	b.Press("Đăng xuất")
	b.Open("/dang-nhap")
	b.Press("Đăng nhập bằng khóa truy cập (vân tay, khuôn mặt hoặc mã PIN của máy)")
	b.Look()
	b.Press("Dùng khóa truy cập")
	var path string
	if !b.until(func() bool { return try(b, "location.pathname", &path) == nil && path == "/lam-viec" }) {
		b.t.Fatalf("signed in with a key and came to %s%s", path, b.page())
	}
}
