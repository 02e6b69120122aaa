package stories

import "testing"

// Pages beside the straight way: what people find when they look around.

func TestScreensForWhoLooksAround(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow, OneHand: true})
	b.look(screen{"/tro-giup", ""}, screen{"/can-cu", ""}, screen{"/danh-gia", "satisfaction"}, screen{"/danh-gia/cam-on", ""},
		screen{"/chuan-bi/dang-ky-khai-sinh-cap-xa", "checklist"}, screen{"/lich-hen", ""}, screen{"/lay-so", ""}, screen{"/thu-tuc", ""})
	b.Open("/lay-so")
	counter := b.Link("Huyện Lạc Thủy")[len("/lay-so/"):]
	b.look(screen{"/lay-so/" + counter, "take-number"}, screen{"/dat-lich/" + counter, ""})
	wall := Browse(t, b.base, How{NoAxe: true})
	wall.look(screen{"/man-hinh/" + counter, "waiting-room"})
}

// The light version has a style sheet of its own: every page of the way is looked at in it.
func TestScreensOfTheLightVersion(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow, OneHand: true})
	b.Open("/")
	b.PressIn("footer", "Bản nhẹ (chỉ chữ)")
	b.look(screen{"/", "light"}, screen{"/thu-tuc?q=khai+sinh", ""}, screen{birthPage, ""}, screen{birthForm, ""},
		screen{"/tra-cuu", ""}, screen{"/dang-nhap", ""}, screen{"/tro-giup", ""}, screen{"/can-cu", ""}, screen{"/danh-gia", ""})
	b.Open("/dang-nhap")
	b.identify("Bùi Thị Lan")
	b.look(screen{"/", ""}, screen{"/ho-so-cua-toi", ""}, screen{"/toi", ""}, screen{"/thong-bao", ""}, screen{"/toi/thong-bao", ""}, screen{"/ho-so-cua-toi/ai-da-xem", ""})
	b.Open(birthForm)
	b.Choose("Nộp hồ sơ tại", "Xã Phú Nghĩa")
	b.Press("Bắt đầu")
	at := b.Path()[:len(b.Path())-1]
	for _, page := range []string{"1", "3", "4"} {
		b.look(screen{at + page, ""})
	}
	draft := at[:len(at)-len("phan-")]
	b.look(screen{draft + "giay-to", ""}, screen{draft + "giay-to/p2", ""}, screen{draft + "kiem-tra", ""}, screen{draft + "xoa", ""})
	b.PressIn("main form", "Xóa bản nháp")
	b.Look()
}

func TestScreensOfWhatACitizenKeeps(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow, OneHand: true})
	b.Open("/dang-nhap")
	b.identify("Quách Văn Hùng")
	b.look(screen{"/", ""}, screen{"/ho-so-cua-toi", "mine"}, screen{"/ho-so-cua-toi/ai-da-xem", ""}, screen{"/toi", ""},
		screen{"/toi/thong-bao", "choices"}, screen{"/thong-bao", "notices"})
	b.look(screen{b.first("/thong-bao/"), ""})
	b.Open("/ho-so-cua-toi")
	one := b.first("/ho-so-cua-toi/0")
	b.look(screen{one, ""}, screen{one + "/tin-nhan", ""}, screen{one + "/ai-da-xem", ""}, screen{one + "/da-nop", ""})
}

func TestScreensOfAnOfficersShelf(t *testing.T) {
	b := quiet(t, Demo(t), "motcua.phu-nghia")
	b.look(screen{"/lam-viec/tin-nhan", ""}, screen{"/lam-viec/so-theo-doi", ""}, screen{"/lam-viec/danh-gia", ""},
		screen{"/thong-bao", ""}, screen{"/thong-bao?xem=chua-doc", ""}, screen{"/toi/thong-bao", ""}, screen{"/toi/khoa", ""},
		screen{"/vang-mat", ""}, screen{"/lam-viec/goi-so", ""}, screen{"/lam-viec/goi-so/ngay", ""}, screen{"/lam-viec/goi-so/so-lieu", ""})
	b.Open("/thong-bao")
	b.look(screen{b.first("/thong-bao/"), ""})
	b.Open("/vang-mat")
	b.Press("Đăng ký vắng mặt")
	b.Look()
	chair := quiet(t, Demo(t), "chutich.phu-nghia")
	chair.look(screen{"/lam-viec", "leader"}, screen{"/vang-mat", ""}, screen{"/lam-viec/danh-gia", ""}, screen{"/quan-tri/phan-quyen", ""})
	chair.Open("/vang-mat")
	chair.Press("Ghi nhận vắng mặt của người khác")
	chair.Look()
}

func TestScreensOfOversight(t *testing.T) {
	b := quiet(t, Demo(t), "quantri.lac-thuy")
	b.look(screen{"/quan-tri/thong-bao", ""}, screen{"/quan-tri/thong-bao/dossier.need-more", "notice-template"}, screen{"/quan-tri/gui-loi", ""},
		screen{"/quan-tri/phan-quyen", "rights"}, screen{"/quan-tri/tai-khoan/nhap", ""}, screen{"/quan-tri/nhap-mot-thu-tuc", ""},
		screen{"/quan-tri/thu-tuc-moi", ""}, screen{"/quan-tri/goi-so", ""})
	b.look(screen{b.first("/quan-tri/goi-so/"), ""})
	b.Open("/quan-tri/don-vi")
	b.look(screen{b.first("/quan-tri/don-vi/"), ""})
	for _, login := range []string{"giamsat.lac-thuy", "thanhtra.lac-thuy"} {
		o := quiet(t, Demo(t), login)
		o.look(screen{"/lam-viec", ""}, screen{"/lam-viec/danh-gia", ""}, screen{"/quan-tri", ""}, screen{"/quan-tri/phan-quyen", ""})
	}
}
