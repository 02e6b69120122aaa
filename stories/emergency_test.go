package stories

import (
	"strings"
	"testing"
)

// A leader has to see, at once, a dossier of another commune: they say on what ground, see that one dossier for half
// an hour, and answer for it. The leader of the dossier's commune is told, and says whether that was right.
func TestADossierIsOpenedInAnEmergency(t *testing.T) {
	p := FreshDemo(t)
	theirs := officer(t, p, "chutich.phu-nghia")
	theirs.Open("/lam-viec?hop=tat-ca")
	code := strings.TrimSpace(theirs.Text("main table tbody tr th a"))

	away := officer(t, p, "chutich.phu-thanh")
	away.Press("Mở hồ sơ khẩn cấp")
	away.See("chỉ để xem", "Lý do khẩn cấp")
	away.Press("Mở hồ sơ")
	away.See("Vui lòng nhập mã hồ sơ.", "Vui lòng chọn lý do khẩn cấp.")
	away.Fill("Mã hồ sơ", code)
	away.Tick("Bảo vệ tính mạng, sức khỏe của con người")
	away.Fill("Căn cứ", "Công văn số 12/CV-CA ngày 10/8/2023")
	away.Fill("Cần xem để làm gì", "Tìm người thân của một cháu bé bị lạc")
	away.Look()
	away.Press("Mở hồ sơ")
	away.See("Đang mở khẩn cấp đến", "Chủ hồ sơ", "Thông tin tờ khai", code)
	away.Screenshot("emergency-open")
	for i, sheet := range away.Printed(210, 297) {
		if !strings.Contains(sheet, "Có thông tin cá nhân, không sao chụp khi không cần") {
			t.Errorf("sheet %d on paper does not say who printed it: %s", i+1, sheet)
		}
	}
	away.Open("/lam-viec/mo-khan-cap")
	away.See("Các lần tôi đã mở", "Chờ xem xét")
	away.Look()

	theirs.Open("/thong-bao")
	theirs.See("Hồ sơ " + code + " vừa được mở khẩn cấp")
	theirs.Open("/lam-viec/xem-xet-khan-cap")
	theirs.See("Công văn số 12/CV-CA", "Tìm người thân của một cháu bé bị lạc")
	theirs.Screenshot("emergency-review")
	theirs.Press("Mở đúng")
	theirs.See("Đã ghi kết luận và báo cho người mở.", "Không có lần mở nào chờ xem xét")
	away.Open("/thong-bao")
	away.See("Việc mở khẩn cấp hồ sơ " + code + ": Mở đúng")
}
