package stories

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	kioskAddress = regexp.MustCompile(`/may-lay-so/gan/[A-Z2-9]+`)
	bookingCode  = regexp.MustCompile(`\b[A-Z2-9]{4}-[A-Z2-9]{4}\b`)
)

// Queue at the counter, from ticket to return: a commune's counter is switched on, one neighbour takes a
// number at the kiosk, another books a slot on her phone and comes.
func TestTheQueueAtTheCounterFromTicketToReturn(t *testing.T) {
	p := Demo(t)
	phone := Browse(t, p.URL, How{Width: Narrow})
	phone.Open("/lay-so")
	phone.SeeNot("Xã Phú Thành")

	kiosk := Browse(t, p.URL, How{NoAxe: true}) // its pages go away by themselves; it is looked at by hand
	kiosk.Open(switchOn(officer(t, p, "quantri.lac-thuy")))
	kiosk.Press("Dùng máy này để lấy số")
	kiosk.Look()
	kiosk.script(false) // by itself it would print at once, and be busy
	kiosk.Press(kiosk.Text(".ns-kiosk__pick"))
	kiosk.See("A001", "Quét mã để xem lượt trên điện thoại")
	kiosk.strip()
	kiosk.script(true)

	code := phone.bookSlot()
	kiosk.Open("/may-lay-so")
	kiosk.Fill("ma", strings.ToLower(code))
	kiosk.Press("Đã đến")
	kiosk.See("A002")
	phone.Open("/lich-hen/" + code)
	phone.Press("Số A002")
	phone.See("Còn 1 người trước", "Giờ hẹn: 16:00")
	phone.Look()

	wall := Browse(t, p.URL, How{})
	wall.Open(strings.Replace(phone.counter(), "/lay-so/", "/man-hinh/", 1))
	wall.See("Chưa gọi số nào")
	wall.limit = 10 * time.Second // it is told; it does not wait until it looks again

	desk := officer(t, p, "motcua.phu-thanh")
	desk.Press("Gọi số")
	desk.Look()
	desk.Choose("cua", "2")
	desk.Press("Ngồi cửa này")
	desk.Press("Gọi số tiếp theo")
	desk.See("A001", "Đã gọi")
	desk.Look()

	wall.See("A001", "Cửa 2", "A002")
	wall.SeeNot("Đinh Thị Mai")
	wall.Look()

	desk.Press("Bắt đầu phục vụ")
	desk.Press("Tiếp nhận hồ sơ của số A001")
	dossier := desk.takeInBirthAgain()
	desk.Open("/lam-viec/goi-so")
	desk.See("Mở hồ sơ đã tiếp nhận")
	value[bool](desk, "pressing x", `document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'x', bubbles: true}))`)
	desk.See("Chưa có ai tại cửa")
	desk.Press("Danh sách trong ngày")
	desk.See("Đinh Thị Mai", "Đã đến", "A001", "Đã xong", "Mở hồ sơ đã tiếp nhận")
	desk.Look()
	desk.Press("Số liệu chờ và phục vụ")
	desk.See("1 đã phục vụ xong", "A – Hộ tịch")
	desk.Look()

	returnResult(t, p, desk, dossier)
}

// strip is what the kiosk prints on a roll of 80 mm: one piece of paper, without what belongs on the screen.
func (b *Browser) strip() {
	b.t.Helper()
	sheets := b.Printed(80, 140)
	if len(sheets) != 1 || !strings.Contains(sheets[0], "A001") || !strings.Contains(sheets[0], "Hộ tịch") || strings.Contains(sheets[0], "Trang đầu") {
		b.t.Errorf("the strip is %d sheets and says %q", len(sheets), sheets)
	}
}

// switchOn sets up the counter of Phú Thành and a kiosk, and returns the address that binds it.
func switchOn(admin *Browser) string {
	admin.t.Helper()
	admin.Open("/quan-tri/goi-so")
	admin.Look()
	admin.Press("Xã Phú Thành")
	admin.See("Quầy đang tắt")
	admin.Tick("Bật lấy số và đặt lịch hẹn cho quầy này")
	admin.Press("Lưu")
	admin.See("Cần ít nhất một lĩnh vực đang mở")
	for field, typed := range map[string]string{"chu-1": "a", "ten-1": "Hộ tịch", "cua-1": "1", "phuc-vu-1": "A", "cua-2": "2", "phuc-vu-2": "A"} {
		admin.Fill(field, typed)
	}
	admin.Press("Lưu")
	admin.See("Đã lưu.")
	admin.Look()
	admin.Fill("ten-may", "Máy ở sảnh")
	admin.Press("Thêm máy lấy số")
	address := kioskAddress.FindString(admin.Main())
	if address == "" {
		admin.t.Fatalf("no address for the kiosk%s", admin.page())
	}
	return address
}

// bookSlot books half past three on a phone, thinks better of it, and returns the code.
func (b *Browser) bookSlot() string {
	b.t.Helper()
	b.Open(b.counter())
	b.Look()
	b.Press("Đặt lịch hẹn")
	b.Press("Xem giờ còn trống")
	b.Look()
	b.Tick("15:30")
	b.Fill("Họ và tên", "Đinh Thị Mai")
	b.Fill("Số điện thoại", "0912 345 603")
	b.Press("Đặt lịch hẹn")
	b.See("Đã đặt", "15:30")
	b.Press("Đổi giờ hẹn")
	b.Press("Xem giờ còn trống")
	b.Tick("16:00")
	b.Press("Đổi sang giờ này")
	b.See("16:00")
	b.Look()
	return bookingCode.FindString(b.Main())
}

// counter is the address of the counter of Phú Thành.
func (b *Browser) counter() string {
	b.t.Helper()
	b.Open("/lay-so")
	return b.Link("Xã Phú Thành")
}

// takeInBirthAgain takes in what the holder of the number brought.
func (b *Browser) takeInBirthAgain() string {
	b.t.Helper()
	b.Fill("Người dân cần làm thủ tục gì?", "dk lai khai sinh")
	b.Press("Tìm kiếm")
	b.Press("Tiếp nhận: Đăng ký lại khai sinh")
	b.Fill("owner_name", "Quách Thị Hạnh")
	b.Fill("owner_birth", "2/9/1962")
	b.Fill("owner_home", "Thôn Đồng Danh, xã Phú Thành")
	b.Choose("paper", "p1")
	b.Choose("paper", "p2")
	b.Press("Tiếp nhận và in giấy hẹn")
	b.See("Đã tiếp nhận hồ sơ", "Quách Thị Hạnh")
	return b.dossierCode()
}

// returnResult brings the dossier to its end and hands the result over at the counter.
func returnResult(t *testing.T, p *Program, desk *Browser, code string) {
	t.Helper()
	desk.Open("/lam-viec")
	desk.Press(code)
	desk.Press("Chuyển xử lý")
	expert := officer(t, p, "hotich.phu-thanh")
	expert.Press(code)
	expert.Press("Nhận xử lý")
	expert.Press("Trình ký")
	expert.Press("Trình ký")
	chair := officer(t, p, "chutich.phu-thanh")
	chair.Press(code)
	chair.Press("Phê duyệt")
	desk.Open("/lam-viec")
	desk.Press(code)
	desk.Press("Cấp số, phát hành")
	desk.Press("Cấp số, phát hành")
	desk.Press("Trả kết quả")
	desk.Fill("Người nhận kết quả", "Quách Thị Hạnh")
	desk.Choose("Giấy tờ xuất trình", "Giấy tiếp nhận")
	desk.Press("Xác nhận đã trả kết quả")
	desk.See("Đã trả kết quả hồ sơ "+code, "Hồ sơ đã kết thúc")
}
