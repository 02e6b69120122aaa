package slip

import (
	"context"
	"fmt"
	"time"
)

// Refusal is form 03: the dossier is not received, and why.
type Refusal struct {
	Slip
	Ground      string // which kind: "Không thuộc thẩm quyền giải quyết"
	Reason      string // in this case
	Advice      string // what to do, where to go; may be empty
	OfficerName string
	Contact     Contact
}

type refusalView struct {
	Head       heading
	Desk       string
	Applicant  []line
	Verdict    string
	Reasons    []line
	Closing    []string
	Signatures []signature
}

// PDF prints the refusal.
func (r Refusal) PDF(ctx context.Context) ([]byte, error) {
	one, err := r.sheet()
	if err != nil {
		return nil, err
	}
	return r.print(ctx, one)
}

// HTML is what PDF prints.
func (r Refusal) HTML(ctx context.Context) (string, error) {
	one, err := r.sheet()
	if err != nil {
		return "", err
	}
	return r.markup(ctx, one)
}

func (r Refusal) sheet() (sheet, error) {
	head, err := r.heading(KindRefusal, time.Time{})
	if err != nil {
		return sheet{}, fmt.Errorf("refusal of %s: %w", r.DossierCode, err)
	}
	return sheet{KindRefusal, refusal(refusalView{
		Head: head, Desk: r.desk(), Applicant: r.applicant("Tiếp nhận hồ sơ của"),
		Verdict: "Qua xem xét, " + r.Unit + " thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
		Reasons: given(line{"Trường hợp", full(r.Ground), true}, line{"Lý do", sentence(r.Reason), false},
			line{"Hướng dẫn", sentence(r.Advice), false}),
		Closing: []string{
			"Nếu có vướng mắc, đề nghị Ông/Bà " + r.Contact.phrase(r.Unit) + " để được hướng dẫn.",
			"Xin thông báo để Ông/Bà được biết và thực hiện./.",
		},
		Signatures: []signature{{"NGƯỜI NỘP HỒ SƠ", r.submitter()}, {"NGƯỜI TIẾP NHẬN HỒ SƠ", r.OfficerName}},
	})}, nil
}
