package slip

import (
	"fmt"
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
		SealURL:    "https://nhasan.lacthuy.example/so-cai", SealHash: "vIcHKdBkFpinCyFujah79+NxsxawX4LndUSuTxtcxPk=", SealIndex: "27310",
	}
}

func commune() Slip {
	s := district()
	s.Era, s.Number = Era2025, "105/TNHS"
	s.Agency, s.Unit = "Ủy ban nhân dân xã Lạc Thủy", "Trung tâm Phục vụ hành chính công"
	s.IssuedAt = at("2026-02-12 09:00")
	s.DossierCode, s.System = "H44.210-260212-0003", "Nhà Sàn xã Lạc Thủy"
	s.Address = "Thôn Đồng Bưởi, xã Lạc Thủy, tỉnh Phú Thọ"
	s.CoOwners, s.SubmitterName, s.Mandate = "Bùi Văn Hòa", "Bùi Văn Thắng", "ủy quyền bằng văn bản, số 12/UQ, ngày 01/02/2026"
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

func apologyOf(s Slip) Apology {
	s.Number = "02/" + s.form(KindApology).Symbol
	due := s.IssuedAt
	s.IssuedAt = due.Add(-24 * time.Hour)
	return Apology{Slip: s, ReceivedAt: due.Add(-10 * 24 * time.Hour), DueAt: due.Add(8 * time.Hour), NewDueAt: due.Add(5*24*time.Hour + 8*time.Hour),
		Reason: "Cần xác minh nơi cư trú của cha tại cơ quan Công an; đến nay chưa có kết quả trả lời", Round: 1,
		Signer: Signer{"Phó Chủ tịch Ủy ban nhân dân", "Quách Công Sơn"}, Contact: Contact{Name: "bà Đinh Thị Hường", Phone: "0218 3 874 000"}}
}

func endingOf(s Slip, k Kind) Ending {
	s.Number = "05/" + s.form(k).Symbol
	return Ending{Slip: s, ReceivedAt: s.IssuedAt.Add(-10 * 24 * time.Hour), Stage: "Đang xử lý tại Phòng Tư pháp",
		Ground: "Luật Hộ tịch ngày 20 tháng 11 năm 2014", Reason: "Người yêu cầu không bổ sung hồ sơ trong thời hạn đã thông báo",
		Back: slices.Clone(papers[1:3]), Remedy: "Khi có đủ giấy tờ, Ông/Bà nộp hồ sơ mới tại nơi đã nộp hoặc nộp trực tuyến",
		Signer: Signer{"Chủ tịch UBND", "Bùi Văn Thành"}}
}

func papersBackOf(s Slip) PapersBack {
	s.Number = "01/TLHS"
	return PapersBack{Slip: s, Papers: slices.Clone(papers[1:]), Reason: "Người nộp rút hồ sơ", GivenAt: s.IssuedAt,
		Proof: "căn cước", OfficerName: "Đinh Thị Hường"}
}

func controlOf(s Slip) Control {
	s.Number = "12/KSHS"
	desk, office, chair := "Bộ phận Tiếp nhận và Trả kết quả", "Chuyên viên, Phòng Tư pháp huyện Lạc Thủy", "Lãnh đạo, UBND huyện Lạc Thủy"
	return Control{Slip: s, ReceivedAt: s.IssuedAt, DueAt: s.IssuedAt.Add(11 * 24 * time.Hour), Outcome: "Đúng hạn", Hops: []Hop{
		{From: "Người nộp hồ sơ", To: desk, At: s.IssuedAt, Giver: s.OwnerName, Receiver: "Đinh Thị Hường", Note: "Đã xử lý"},
		{From: desk, To: office, At: s.IssuedAt.Add(time.Hour), Giver: "Đinh Thị Hường", Receiver: "Bùi Minh Đức", Result: "Đúng hạn", Note: "Đã xử lý"},
		{From: office, To: chair, At: s.IssuedAt.Add(4 * 24 * time.Hour), Giver: "Bùi Minh Đức", Receiver: "Quách Công Sơn", Result: "Quá hạn", Note: "Đã xử lý"},
		{From: chair, To: desk, At: s.IssuedAt.Add(10 * 24 * time.Hour), Giver: "Quách Công Sơn", Result: "Trước hạn", Note: "Đang xử lý"}}}
}

func registerOf(s Slip, n int) Register {
	r := Register{Slip: s, Period: "Từ ngày 01/9/2023 đến ngày 30/9/2023", Further: "Thủ tục: tất cả"}
	r.OwnerName, r.OwnerID, r.DossierCode, r.Number = "", "", "", ""
	for i := range n {
		r.Rows = append(r.Rows, RegisterRow{No: fmt.Sprint(i + 1), Code: fmt.Sprintf("H28.33.01-2309%02d-%04d", i%28+1, i+1), Procedure: "Đăng ký khai sinh có yếu tố nước ngoài",
			Sets: "01", Owner: "Quách Thị Ngữ", Reach: "Xóm Đồng Bưởi, xã Phú Nghĩa; 0912 345 678", Lead: "UBND huyện Lạc Thủy", Received: "15/9/2023",
			Due: "26/9/2023", HandedOver: "15/9/2023", ResultFrom: "25/9/2023", Returned: "26/9/2023, trực tiếp, Quách Thị Ngữ", Note: "Trước hạn"})
	}
	return r
}

func bookOf(s Slip) Book {
	b := Book{Slip: s, Kind: "BS", Title: "Sổ chứng thực bản sao từ bản chính (SCT/BS)", Symbol: "01/2023-SCT/BS"}
	b.OwnerName, b.OwnerID, b.DossierCode, b.Number = "", "", "", ""
	for i := range 3 {
		b.Rows = append(b.Rows, BookRow{No: two(i + 1), At: "15/09/2023", Owner: "Quách Thị Ngữ", OwnerID: "017*****1234", What: "Bằng tốt nghiệp trung học phổ thông",
			Signer: "Quách Công Sơn, Phó Chủ tịch", Copies: "03", Note: "H28.33.01-230915-0042"})
	}
	return b
}

// samplesOf are all kinds of paper.
func samplesOf(s Slip) map[Kind]form {
	return map[Kind]form{KindReceipt: receiptOf(s), KindSupplement: supplementOf(s), KindRefusal: refusalOf(s), KindApology: apologyOf(s),
		KindStop: Stop{endingOf(s, KindStop)}, KindControl: controlOf(s), KindRegister: registerOf(s, 3), KindBook: bookOf(s),
		KindNegative: Negative{endingOf(s, KindNegative)}, KindPapersBack: papersBackOf(s)}
}
