package ui

import (
	"context"

	"github.com/a-h/templ"
)

// Gallery shows every part once, with data as it is in life. Only tests and the demonstration
// show it; its sentences are samples, not words of the product.
func Gallery() templ.Component {
	return gallery(gallerySample())
}

// GalleryChrome is a request of an officer as the gallery shows it.
func GalleryChrome(ctx context.Context) context.Context {
	return WithChrome(ctx, Chrome{
		SiteName: "Một cửa điện tử huyện Lạc Thủy", UnitName: "Ủy ban nhân dân huyện Lạc Thủy, tỉnh Hòa Bình",
		UserName: "Bùi Thị Nguyệt", UserPost: "Công chức tiếp nhận, xã Phú Nghĩa",
		SignedIn: true, IsOfficer: true, Demo: true, Path: "/demo/thanh-phan",
		Notices: []Notice{{Kind: Success, Text: "Đã lưu."}},
		Bell:    &Bell{Href: "/thong-bao", Unread: 3, Topic: "notices/officer/1"},
		Nav: []NavItem{
			{Text: "Việc của tôi", Href: "/lam-viec", Current: true, Count: 12},
			{Text: "Tiếp nhận tại quầy", Href: "/lam-viec/quay"},
			{Text: "Sổ theo dõi", Href: "/lam-viec/so"},
			{Text: "Tra cứu", Href: "/tra-cuu"},
		},
	})
}

type galleryView struct {
	Errors   ErrorSummary
	Stats    Stats
	Cards    CardGrid
	Fields   []templ.Component
	Choices  []templ.Component
	Tags     []Tag
	Dues     []DueTag
	Summary  SummaryList
	Desk     Table
	Fees     Table
	Timeline Timeline
	Steps    Steps
	Papers   Checklist
	Tabs     Tabs
	Notices  []Notice
	News     LiveNotice
}

func gallerySample() galleryView {
	v := galleryView{
		Errors: ErrorSummary{[]ErrorItem{
			{"Số căn cước phải gồm 12 chữ số.", "#so-can-cuoc"},
			{"Vui lòng chọn nơi nhận kết quả.", "#noi-nhan"},
		}},
		Stats: Stats{[]StatTile{
			{Label: "Chờ tiếp nhận", Value: "12", Href: "/lam-viec?o=cho-tiep-nhan"},
			{Label: "Sắp đến hạn", Value: "3", Hint: "trong 8 giờ làm việc tới", Colour: Yellow},
			{Label: "Quá hạn", Value: "1", Href: "/lam-viec?o=qua-han", Colour: Red},
			{Label: "Đúng hạn tháng này", Value: "98,5 %", Hint: "197 trên 200 hồ sơ", Colour: Green},
		}},
		Cards: CardGrid{[]Card{
			{"Đăng ký khai sinh", "/thu-tuc/dang-ky-khai-sinh", "Cho trẻ em sinh ra trong nước, đăng ký đúng hạn.", "Cấp xã · Không thu lệ phí"},
			{"Đăng ký kết hôn", "/thu-tuc/dang-ky-ket-hon", "Hai bên cùng có mặt khi nhận giấy chứng nhận.", "Cấp xã · 01 ngày làm việc"},
			{"Chứng thực bản sao từ bản chính", "/thu-tuc/chung-thuc", "", "Cấp xã, cấp huyện · 2.000 đ/trang"},
		}},
		Tags: []Tag{{"Bản nháp", ""}, {"Đã tiếp nhận", Blue}, {"Đang xử lý", Blue}, {"Chờ bổ sung hồ sơ", Yellow},
			{"Đã có kết quả", Green}, {"Không được tiếp nhận", Red}, {"Dừng giải quyết", Purple}},
		Dues: []DueTag{{DueOnTrack, "Còn 4 ngày làm việc"}, {DueNear, "Còn 3 giờ làm việc"}, {Overdue, "Quá hạn 2 ngày làm việc"},
			{State: DuePaused}, {State: DueNone}, {State: DoneEarly}, {State: DoneOnTime}, {State: DoneLate}},
		News: LiveNotice{Topics: []string{"dossier/1"}, Text: "Hồ sơ vừa có thay đổi.", Link: "Tải lại trang", Href: "/demo/thanh-phan"},
		Notices: []Notice{
			{Title: "Nghỉ Tết Nguyên đán", Text: "Bộ phận một cửa nghỉ từ ngày 14/02/2026 đến hết ngày 22/02/2026."},
			{Kind: Success, Text: "Thanh toán thành công. Mã giao dịch: TT-2026-004512."},
			{Kind: Caution, Title: "Hồ sơ cần bổ sung", Text: "Vui lòng bổ sung trước ngày 12/03/2026."},
			{Kind: Danger, Text: "Dữ liệu đã được người khác thay đổi. Vui lòng tải lại trang."},
		},
		Tabs: Tabs{"Hồ sơ theo trạng thái", []Tab{
			{"Chờ tiếp nhận", "#", true, count(12), false}, {"Đang xử lý", "#", false, count(100), true}, {"Đã trả", "#", false, nil, false},
		}},
	}
	v.fields()
	v.lists()
	v.tables()
	return v
}

func count(n int) *int { return &n }
