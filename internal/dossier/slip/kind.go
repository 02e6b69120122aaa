package slip

import "github.com/nha-san/nhasan/internal/platform/pdf"

// Kind is which paper it is, whatever number the annex of an era gives to it: what is form 05 in one
// era (the control slip) is form 06 in the next.
type Kind string

// The kinds.
const (
	KindReceipt    Kind = "receipt"
	KindSupplement Kind = "supplement"
	KindRefusal    Kind = "refusal"
	KindApology    Kind = "apology"
	KindStop       Kind = "stop"
	KindControl    Kind = "control"
	KindRegister   Kind = "register"
	KindBook       Kind = "book"        // of certifications, not a form
	KindNegative   Kind = "negative"    // a result, not a form
	KindPapersBack Kind = "papers-back" // local practice, not a form
)

// Kinds lists all kinds in the order of the newest annex; what no annex has comes last.
var Kinds = []Kind{KindReceipt, KindSupplement, KindRefusal, KindApology, KindStop, KindControl, KindRegister,
	KindBook, KindNegative, KindPapersBack}

// Form is what an era calls a kind of paper.
type Form struct {
	No     string // in the annex: "01"; empty for a paper that the annex does not have
	Title  string
	Symbol string // follows the number: "12/TNHS"
	Size   pdf.Size
}

// forms are the annexes. law: circular-01-2018/forms circular-03-2025/forms
//
// [?] The symbols after TNHS, and the size of each paper, follow papers in use, not the annexes. The
// set of 2018 is on A5; a table of hand-overs does not fit there, so the control slip is on A4.
var forms = map[Era]map[Kind]Form{
	Era2022: {
		KindReceipt:    {"01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "TNHS", pdf.A5},
		KindSupplement: {"02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "HDHS", pdf.A5},
		KindRefusal:    {"03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "TCHS", pdf.A5},
		KindApology:    {"04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "PXL", pdf.A5},
		KindControl:    {"05", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "KSHS", pdf.A4},
		KindRegister:   {"06", "Sổ theo dõi hồ sơ", "STD", pdf.A4Landscape},
		KindBook:       {"", "Sổ chứng thực", "SCT", pdf.A4Landscape},
		// The set of 2018 has no stop notice: the agency wrote a decision of its own, and so does this.
		KindStop:       {"", "Thông báo về việc dừng giải quyết hồ sơ", "TB", pdf.A4},
		KindNegative:   {"", "Thông báo về việc từ chối giải quyết hồ sơ", "TB", pdf.A4},
		KindPapersBack: {"", "Phiếu trả lại hồ sơ, giấy tờ", "TLHS", pdf.A5},
	},
	Era2025: {
		KindReceipt:    {"01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "TNHS", pdf.A4},
		KindSupplement: {"02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "HDHS", pdf.A4},
		KindRefusal:    {"03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "TCHS", pdf.A4},
		KindApology:    {"04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "XLGH", pdf.A4},
		KindStop:       {"05", "Thông báo dừng giải quyết hồ sơ", "TB", pdf.A4},
		KindControl:    {"06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "KSHS", pdf.A4},
		KindRegister:   {"07", "Sổ theo dõi hồ sơ", "STD", pdf.A4Landscape},
		KindBook:       {"", "Sổ chứng thực", "SCT", pdf.A4Landscape},
		KindNegative:   {"", "Thông báo về việc từ chối giải quyết hồ sơ", "TB", pdf.A4},
		KindPapersBack: {"", "Phiếu trả lại hồ sơ, giấy tờ", "TLHS", pdf.A4},
	},
}

// Form is the form of a kind in an era, that of the newest one when the era is not known.
func (e Era) Form(k Kind) Form {
	if all, ok := forms[e]; ok {
		return all[k]
	}
	return forms[Era2025][k]
}

func (s Slip) form(k Kind) Form { return s.Era.Form(k) }
