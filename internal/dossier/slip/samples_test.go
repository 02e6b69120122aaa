package slip

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
)

func at(value string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", value, clock.Zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// district is a slip of 2023, commune one of 2025. The people are made up.
func district() Slip {
	return Slip{
		Era: Era2022, Number: "12/TNHS", Agency: "Ủy ban nhân dân huyện Lạc Thủy",
		Unit: "Bộ phận Tiếp nhận và Trả kết quả", Place: "Lạc Thủy", IssuedAt: at("2023-09-15 08:30"),
		DossierCode: "H28.33.01-230915-0042", ProcedureCode: "1.000893.000.00.00.H28",
		ProcedureName: "Đăng ký khai sinh có yếu tố nước ngoài",
		OwnerName:     "Quách Thị Ngữ", OwnerID: "017186001234",
		Address: "Xóm Đồng Bưởi, xã Phú Nghĩa, huyện Lạc Thủy, tỉnh Hòa Bình",
		Phone:   "0912 345 678", Email: "ngu.quach@example.vn", System: "Nhà Sàn huyện Lạc Thủy",
		LookupURL: "nhasan.lacthuy.example/tra-cuu", LookupSecret: "K7QM4XWP",
		LookupLink: "https://nhasan.lacthuy.example/tra-cuu?ma=H28.33.01-230915-0042",
	}
}

func commune() Slip {
	s := district()
	s.Era, s.Number = Era2025, "105/TNHS"
	s.Agency, s.Unit = "Ủy ban nhân dân xã Lạc Thủy", "Trung tâm Phục vụ hành chính công"
	s.IssuedAt = at("2026-02-12 09:00")
	s.DossierCode, s.System = "H44.210-260212-0003", "Nhà Sàn xã Lạc Thủy"
	s.Address = "Thôn Đồng Bưởi, xã Lạc Thủy, tỉnh Phú Thọ"
	s.SubmitterName = "Bùi Văn Thắng"
	return s
}

var papers = []Paper{
	{Name: "Tờ khai đăng ký khai sinh theo mẫu;", Kind: "Bản điện tử", Count: 1,
		SHA256: []string{"3f2a91bc07de55aa3f2a91bc07de55aa3f2a91bc07de55aa3f2a91bc07de55aa"}},
	{Name: "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp; trường hợp trẻ em sinh ra ở nước ngoài thì nộp giấy tờ do cơ quan có thẩm quyền nước ngoài cấp xác nhận về việc trẻ em được sinh ra", Kind: "Bản chính", Count: 1,
		SHA256: []string{"0b5e66ff19aa", "77c0d1e2f3a4"}},
	{Name: "Văn bản thỏa thuận của cha, mẹ lựa chọn quốc tịch cho con", Kind: "Bản chính", Count: 1},
	{Name: "Giấy chứng nhận kết hôn của cha, mẹ trẻ em", Kind: "Bản sao", Count: 2},
}

func receiptOf(s Slip) Receipt {
	return Receipt{Slip: s, Papers: slices.Clone(papers), Sets: 1, Term: "05 ngày làm việc", Fee: "75.000 đồng, đã thanh toán trực tuyến",
		ReceivedAt: s.IssuedAt, DueAt: s.IssuedAt.Add(11 * 24 * time.Hour).Add(8 * time.Hour),
		ResultPlace: s.Unit, Book: "01/2023", Serial: "42", ReceiverName: "Đinh Thị Hường"}
}

func supplementOf(s Slip) Supplement {
	s.Number = "07/HDHS"
	return Supplement{Slip: s, Items: []Item{
		{"Bản sao Giấy chứng nhận kết hôn có chứng thực", "Bản chụp đã nộp bị mờ, không đọc được số đăng ký."},
		{"Văn bản thỏa thuận lựa chọn quốc tịch có chữ ký của cả cha và mẹ", "Văn bản đã nộp thiếu chữ ký của người cha."},
	}, Round: 2, Complete: true, AnswerBy: at("2026-03-05 17:00"), OfficerName: "Đinh Thị Hường",
		Contact: Contact{Name: "bà Đinh Thị Hường", Phone: "0218 3 874 000", Email: "motcua@lacthuy.example"}}
}

func refusalOf(s Slip) Refusal {
	s.Number = "03/TCHS"
	return Refusal{Slip: s, Ground: "Không thuộc thẩm quyền giải quyết",
		Reason:      "Người yêu cầu và người được khai sinh đều cư trú tại huyện khác; thẩm quyền đăng ký khai sinh thuộc Ủy ban nhân dân cấp huyện nơi cư trú của cha hoặc mẹ",
		Advice:      "Ông/Bà nộp hồ sơ tại Bộ phận Tiếp nhận và Trả kết quả nơi cư trú của cha hoặc mẹ, hoặc nộp trực tuyến",
		OfficerName: "Đinh Thị Hường", Contact: Contact{Phone: "0218 3 874 000"}}
}
