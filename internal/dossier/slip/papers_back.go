package slip

import (
	"context"
	"fmt"
	"time"
)

// PapersBack says which papers the desk gave back, to whom and why: after a refusal, a stop or a
// withdrawal. No annex has it; it is local practice, and its foot says so.
type PapersBack struct {
	Slip
	Papers      []Paper
	Reason      string
	GivenAt     time.Time // the slip is issued then unless IssuedAt says otherwise
	Recipient   string    // who took them; the submitter when empty
	Proof       string    // on what paper: mandate, identity card
	OfficerName string
}

// localPractice stands at the foot of what is no official form.
const localPractice = "Phiếu này lập theo thông lệ của cơ quan, không thuộc bộ biểu mẫu ban hành kèm theo Thông tư."

// PDF prints the slip.
func (p PapersBack) PDF(ctx context.Context) ([]byte, error) { return printLetter(ctx, p.settled()) }

// HTML is what PDF prints.
func (p PapersBack) HTML(ctx context.Context) (string, error) { return letterHTML(ctx, p.settled()) }

func (p PapersBack) kind() Kind { return KindPapersBack }

func (p PapersBack) settled() PapersBack {
	if p.IssuedAt.IsZero() {
		p.IssuedAt = p.GivenAt
	}
	return p
}

func (p PapersBack) view() (letterView, error) {
	head, err := p.heading(KindPapersBack, time.Time{})
	if err != nil {
		return letterView{}, err
	}
	who := p.Recipient
	if who == "" {
		who = p.submitter()
	}
	facts := given(line{"Lý do trả lại", sentence(p.Reason), false}, line{"Người nhận lại", full(who), true},
		line{"Giấy tờ xuất trình", full(p.Proof), false}, line{"Thời gian trả", moment(p.GivenAt), false})
	return letterView{Head: head, Lines: append(p.applicant("Hồ sơ của"), facts...), Papers: papersOf(p.Papers),
		Before: []string{p.desk() + " trả lại các giấy tờ sau đây của hồ sơ:"},
		After:  []string{fmt.Sprintf("Tổng số: %s loại giấy tờ. ", two(len(p.Papers))) + localPractice},
		Hands:  []signature{{"NGƯỜI NHẬN LẠI GIẤY TỜ", who}, {"NGƯỜI TRẢ GIẤY TỜ", p.OfficerName}}}, nil
}
