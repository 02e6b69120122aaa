package catalog

import (
	"math"

	"github.com/nha-san/nhasan/internal/org/term"
)

// What holds for a procedure of which only the line in the catalogue is known. It invents no paper
// and no fee: the list of papers stays empty, and the page says that it is being completed.

// plainChannels are the ways to hand in: information-only procedures want a visit.
func plainChannels(level ServiceLevel, t term.Term, feeDong *int64) []Channel {
	kinds := ChannelKinds
	if level == None {
		kinds = []ChannelKind{Direct}
	}
	channels := make([]Channel, len(kinds))
	for i, kind := range kinds {
		channels[i] = Channel{Kind: kind, Term: t, FeeDong: feeDong}
	}
	return channels
}

// plainSteps are the four steps every dossier goes through; their hours add up to the term.
func plainSteps(level Level, handlingUnit string, t term.Term) []Step {
	authority, desk := "UBND cấp xã", "Bộ phận Tiếp nhận và Trả kết quả UBND cấp xã"
	leader := "Chủ tịch (hoặc Phó Chủ tịch) UBND cấp xã"
	specialist := "Công chức chuyên môn"
	if level != Commune {
		authority, desk = "UBND huyện", "Bộ phận Tiếp nhận và Trả kết quả UBND huyện"
		leader = "Chủ tịch (hoặc Phó Chủ tịch) UBND huyện"
		specialist = "Chuyên viên"
	}
	take, work, sign, give := splitHours(stepHours(t))
	return []Step{
		{Order: 1, Role: Reception, RoleName: "Công chức một cửa", UnitName: desk, Hours: take,
			Action: "Kiểm tra, tiếp nhận hồ sơ; chuyển hồ sơ cho bộ phận chuyên môn", Output: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"},
		{Order: 2, Role: Specialist, RoleName: specialist, UnitName: handlingUnit, Hours: work,
			Action: "Thẩm tra hồ sơ, dự thảo kết quả giải quyết", Output: "Dự thảo kết quả hoặc thông báo bổ sung, từ chối"},
		{Order: 3, Role: Leader, RoleName: leader, UnitName: authority, Hours: sign,
			Action: "Ký duyệt kết quả", Output: "Kết quả được ký"},
		{Order: 4, Role: Reception, RoleName: "Công chức một cửa", UnitName: desk, Hours: give,
			Action: "Vào sổ, đóng dấu, số hóa kết quả; thu phí, lệ phí (nếu có); trả kết quả", Output: "Kết quả trả cho tổ chức, cá nhân"},
	}
}

// stepHours is a term in working hours of the internal process: eight a day, calendar days too.
func stepHours(t term.Term) float64 {
	switch t.Unit {
	case term.WorkingHour:
		return t.Amount
	case term.Month:
		return t.Amount * 22 * HoursPerDay // working days of a usual month
	}
	return t.Amount * HoursPerDay
}

// splitHours shares hours out: an eighth each for taking in, signing and giving out, in half
// hours and at most half a day (a day for signing); the specialist has the rest.
func splitHours(total float64) (take, work, sign, give float64) {
	eighth := math.Floor(total/8*2) / 2
	take, give = min(eighth, 4), min(eighth, 4)
	sign = min(eighth, 8)
	return take, total - take - sign - give, sign, give
}

// plainFields are the questions no office can do without.
func plainFields() []Field {
	return []Field{
		{Name: "applicant_full_name", LabelVi: "Họ, chữ đệm, tên người đề nghị (hoặc tên tổ chức)", LabelEn: "Full name of applicant (or name of organisation)",
			Type: Text, Required: true, Rules: Rules{MinLength: 2, MaxLength: 150}},
		{Name: "applicant_id_number", LabelVi: "Số căn cước/CMND/hộ chiếu của người đề nghị", LabelEn: "ID number of applicant",
			Type: IDNumber, Required: true},
		{Name: "applicant_phone", LabelVi: "Số điện thoại", LabelEn: "Phone number", Type: Phone, Required: true},
		{Name: "applicant_email", LabelVi: "Thư điện tử", LabelEn: "Email", Type: Email},
		{Name: "applicant_address", LabelVi: "Địa chỉ của người đề nghị", LabelEn: "Address of applicant", Type: Address, Required: true},
		{Name: "request_content", LabelVi: "Nội dung đề nghị giải quyết", LabelEn: "What you ask for",
			Type: TextArea, Required: true, Rules: Rules{MinLength: 10, MaxLength: 4000}},
	}
}
