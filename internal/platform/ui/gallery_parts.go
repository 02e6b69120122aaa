package ui

import "github.com/a-h/templ"

func (v *galleryView) fields() {
	v.Fields = []templ.Component{
		TextField{Name: "ho-ten", Label: "Họ, chữ đệm, tên", Value: "Đinh Công Thiện", Autocomplete: "name", Required: true},
		TextField{Name: "so-can-cuoc", Label: "Số căn cước", Hint: "12 chữ số, in trên mặt trước thẻ", Value: "01720300",
			Error: "Số căn cước phải gồm 12 chữ số.", InputMode: "numeric", Autocomplete: "off", Width: "20", MaxLength: 12, Required: true},
		DateField{Name: "ngay-sinh", Label: "Ngày sinh", Autocomplete: "bday", Required: true},
		TextField{Name: "le-phi", Label: "Lệ phí", Value: "8.000", InputMode: "numeric", Width: "10", Suffix: "đ"},
		TextField{Name: "khoa", Label: "Mã hồ sơ", Value: "H28.19.30-260205-0004", Disabled: true},
		TextArea{Name: "ly-do", Label: "Lý do", Hint: "Nói rõ giấy tờ nào và vì sao.", MaxLength: 500},
		FileField{Name: "giay-chung-sinh", Label: "Giấy chứng sinh", Hint: "PDF, JPG hoặc PNG, mỗi tệp không quá 10 MB",
			Accept: ".pdf,.jpg,.png", MaxMB: 10, Multiple: true},
	}
	v.Choices = []templ.Component{
		Select{Name: "xa", Label: "Nơi cư trú", Empty: "Chọn xã, thị trấn", Value: "phu-nghia", Options: []Option{
			{Value: "chi-ne", Text: "Thị trấn Chi Nê"}, {Value: "phu-nghia", Text: "Xã Phú Nghĩa"}, {Value: "yen-bong", Text: "Xã Yên Bồng"}}},
		Radios{Name: "noi-nhan", Label: "Nhận kết quả ở đâu?", Error: "Vui lòng chọn nơi nhận kết quả.", Required: true, Value: "buu-chinh",
			Options: []Option{
				{Value: "mot-cua", Text: "Tại bộ phận một cửa", Hint: "Ủy ban nhân dân xã Phú Nghĩa, trong giờ hành chính"},
				{Value: "truc-tuyen", Text: "Qua tài khoản trên cổng này"},
				{Value: "buu-chinh", Text: "Qua bưu chính công ích", Reveal: TextField{Name: "dia-chi", Label: "Địa chỉ nhận", Autocomplete: "street-address"}},
			}},
		Radios{Name: "uy-quyen", Label: "Nộp thay cho người khác?", Value: "khong", Inline: true,
			Options: []Option{{Value: "co", Text: "Có"}, {Value: "khong", Text: "Không"}}},
		Checkboxes{Name: "bao-tin", Label: "Báo tin bằng", Values: []string{"sms"}, Options: []Option{
			{Value: "sms", Text: "Tin nhắn"}, {Value: "email", Text: "Email"}}},
		Checkboxes{Name: "cam-doan", Required: true, Options: []Option{
			{Value: "1", Text: "Tôi cam đoan những nội dung khai trên là đúng sự thật."}}},
	}
}

func (v *galleryView) lists() {
	v.Summary = SummaryList{[]SummaryRow{
		{Key: "Chủ hồ sơ", Text: "Đinh Công Thiện", Action: &Link{"Sửa", "#ho-ten", "chủ hồ sơ"}},
		{Key: "Nơi tiếp nhận", Text: "Bộ phận một cửa\nỦy ban nhân dân xã Phú Nghĩa"},
		{Key: "Trạng thái", Body: Tag{"Đang xử lý", Blue}},
		{Key: "Số điện thoại", Action: &Link{"Thêm", "#ho-ten", "số điện thoại"}},
	}}
	v.Timeline = Timeline{[]TimelineItem{
		{Title: "Đã nộp trực tuyến", When: "08:12 ngày 05/02/2026"},
		{Title: "Đã tiếp nhận", When: "09:00 ngày 05/02/2026", By: "Bùi Thị Nguyệt, công chức tiếp nhận", Text: "Hẹn trả kết quả 17:00 ngày 09/02/2026."},
		{Title: "Yêu cầu bổ sung", When: "10:30 ngày 06/02/2026", By: "Quách Văn Hùng, công chức tư pháp – hộ tịch",
			Text: "Bản chụp giấy chứng sinh bị mờ ở phần ngày sinh.", Kind: Alert},
		{Title: "Đang xử lý", When: "từ 14:05 ngày 06/02/2026", By: "Quách Văn Hùng", Kind: Current},
		{Title: "Trả kết quả", Kind: Ahead},
	}}
	v.Steps = Steps{[]Step{
		{Title: "Tiếp nhận hồ sơ", Meta: "Công chức một cửa · 2 giờ làm việc", Kind: Done},
		{Title: "Thẩm tra, ghi sổ hộ tịch", Meta: "Công chức tư pháp – hộ tịch · 4 giờ làm việc", Kind: Current},
		{Title: "Ký giấy khai sinh", Meta: "Chủ tịch xã · 1 giờ làm việc", Kind: Ahead},
		{Title: "Trả kết quả", Meta: "Công chức một cửa", Text: "Mời người dân ký vào sổ.", Kind: Ahead},
	}}
	v.Papers = Checklist{[]CheckItem{
		{Title: "Tờ khai đăng ký khai sinh", Hint: "Theo mẫu, điền trực tuyến", Href: "#", Tag: &Tag{"Đã xong", Green}},
		{Title: "Giấy chứng sinh", Hint: "01 bản chính", Href: "#", Tag: &Tag{"Cần bổ sung", Yellow}},
		{Title: "Giấy tờ tùy thân của cha, mẹ", Hint: "Chỉ xuất trình khi nhận kết quả", Tag: &Tag{"Xuất trình", ""}},
	}}
}

func (v *galleryView) tables() {
	v.Desk = Table{
		Caption: "Hồ sơ chờ tôi xử lý", Dense: true, KeyboardList: true,
		Head: []Head{{Text: "Mã hồ sơ"}, {Text: "Thủ tục"}, {Text: "Chủ hồ sơ"}, {Text: "Trạng thái"}, {Text: "Thời hạn", Href: "?xep=han", Sorted: "ascending"}},
		Rows: []TableRow{
			deskRow("H28.19.30-260203-0011", "Đăng ký khai tử", "Bùi Văn Dậu", Tag{"Chờ ký duyệt", Blue}, DueTag{Overdue, "Quá hạn 1 ngày làm việc"}, Alert),
			deskRow("H28.19.30-260205-0004", "Đăng ký khai sinh", "Đinh Công Thiện", Tag{"Đang xử lý", Blue}, DueTag{DueNear, "Còn 3 giờ làm việc"}, Current),
			deskRow("H28.19.30-260205-0009", "Xác nhận tình trạng hôn nhân", "Quách Thị Lan", Tag{"Chờ bổ sung hồ sơ", Yellow}, DueTag{State: DuePaused}, ""),
			deskRow("H28.19.30-260206-0001", "Chứng thực chữ ký", "Nguyễn Văn Hòa", Tag{"Đã tiếp nhận", ""}, DueTag{DueOnTrack, "Còn 2 ngày làm việc"}, ""),
		},
	}
	v.Fees = Table{
		Caption: "Thời hạn và lệ phí theo cách nộp",
		Head:    []Head{{Text: "Cách nộp"}, {Text: "Thời hạn"}, {Text: "Lệ phí", Numeric: true}},
		Rows: []TableRow{
			{Cells: []Cell{{Text: "Trực tiếp", Header: true}, {Text: "Trong ngày"}, {Text: "8.000 đ"}}},
			{Cells: []Cell{{Text: "Trực tuyến", Header: true}, {Text: "01 ngày làm việc"}, {Text: "4.000 đ"}}},
			{Cells: []Cell{{Text: "Bưu chính công ích", Header: true}, {Text: "01 ngày làm việc"}, {}}},
		},
	}
}

func deskRow(code, procedure, owner string, state Tag, due DueTag, kind string) TableRow {
	return TableRow{Kind: kind, Cells: []Cell{
		{Text: code, Href: "/lam-viec/ho-so/" + code, Header: true}, {Text: procedure}, {Text: owner}, {Body: state}, {Body: due}}}
}
