package slip

import (
	"context"
	"fmt"
	"time"
)

// Ending is what the papers say by which the agency ends a dossier without giving what was asked.
type Ending struct {
	Slip
	ReceivedAt time.Time
	Stage      string // what had been reached: "Đang xử lý"
	Ground     string // the provision it rests on
	Reason     string
	Back       []Paper // papers that are given back
	Remedy     string  // what can be done now
	Signer     Signer
	Contact    Contact
}

// Stop is form 05 of 2025: the dossier is not worked on any further. The set of 2018 has none; for
// its era the paper is worded as the decision that agencies wrote then.
type Stop struct{ Ending }

// Negative is a result, not a form: after examination the agency does not give what was asked. It is
// neither a refusal to receive (form 03) nor a stop.
type Negative struct{ Ending }

// endingWords are the sentences that open the papers. [?] They follow the sense of the annexes.
var endingWords = map[Kind]map[Era]string{
	KindStop: {
		Era2022: "Qua xem xét hồ sơ, %s quyết định dừng giải quyết hồ sơ với các nội dung cụ thể như sau:",
		Era2025: "%s thông báo dừng giải quyết hồ sơ với các nội dung cụ thể như sau:",
	},
	KindNegative: {
		Era2022: "Qua thẩm định hồ sơ, %s thông báo từ chối giải quyết hồ sơ với các nội dung cụ thể như sau:",
		Era2025: "Qua thẩm định hồ sơ, %s thông báo từ chối giải quyết hồ sơ với các nội dung cụ thể như sau:",
	},
}

// complaint tells of the way that is open to whoever does not agree. law: complaints/right
const complaint = "Trường hợp không đồng ý với nội dung thông báo này, Ông/Bà có quyền khiếu nại theo quy định của pháp luật về khiếu nại."

// PDF prints the notice.
func (s Stop) PDF(ctx context.Context) ([]byte, error) { return printLetter(ctx, s) }

// HTML is what PDF prints.
func (s Stop) HTML(ctx context.Context) (string, error) { return letterHTML(ctx, s) }

func (s Stop) kind() Kind                { return KindStop }
func (s Stop) view() (letterView, error) { return s.notice(KindStop) }

// PDF prints the notice.
func (n Negative) PDF(ctx context.Context) ([]byte, error) { return printLetter(ctx, n) }

// HTML is what PDF prints.
func (n Negative) HTML(ctx context.Context) (string, error) { return letterHTML(ctx, n) }

func (n Negative) kind() Kind                { return KindNegative }
func (n Negative) view() (letterView, error) { return n.notice(KindNegative) }

func (e Ending) notice(k Kind) (letterView, error) {
	head, err := e.asAgency().heading(k, time.Time{})
	if err != nil {
		return letterView{}, err
	}
	v := letterView{Head: head, To: e.addressee(), Before: []string{opening(k, e.Era, e.speaker())}, Lines: e.facts(),
		Papers: papersOf(e.Back), After: e.closing()}
	v.signedBy(e.Slip, e.Signer)
	v.Lookup, err = e.lookup()
	return v, err
}

// opening is the first sentence, in the wording of the era.
func opening(k Kind, era Era, body string) string {
	words, ok := endingWords[k][era]
	if !ok {
		words = endingWords[k][Era2025]
	}
	return fmt.Sprintf(words, body)
}

func (e Ending) facts() []line {
	received := ""
	if !e.ReceivedAt.IsZero() {
		received = moment(e.ReceivedAt)
	}
	back := "không có"
	if len(e.Back) > 0 {
		back = "gồm " + two(len(e.Back)) + " loại giấy tờ sau đây"
	}
	return append(e.applicant("Hồ sơ của"), given(
		line{"Thời gian tiếp nhận hồ sơ", received, false},
		line{"Giai đoạn giải quyết", full(e.Stage), false},
		line{"Căn cứ", full(e.Ground), false},
		line{"Lý do", sentence(e.Reason), true},
		line{"Giấy tờ trả lại", back, false},
	)...)
}

func (e Ending) closing() []string {
	var out []string
	if e.Remedy != "" {
		out = append(out, "Hướng dẫn: "+sentence(e.Remedy))
	}
	return append(out, complaint, "Nếu có vướng mắc, đề nghị Ông/Bà "+e.Contact.phrase(e.Unit)+" để được hướng dẫn.",
		"Xin thông báo để Ông/Bà được biết và thực hiện./.")
}
