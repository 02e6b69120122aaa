package slip

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Copy says for whom a copy of the receipt is.
type Copy int

// The two copies. Only the submitter's shows the lookup secret.
const (
	ForSubmitter Copy = iota
	ForOffice         // travels with the dossier
)

// Receipt is form 01: the dossier was received, and the result is due.
type Receipt struct {
	Slip
	Papers       []Paper
	Sets         int
	Term         string    // "05 ngày làm việc"; empty when the law sets none
	Fee          string    // "8.000 đồng, đã thanh toán"
	ReceivedAt   time.Time // the slip is issued then unless IssuedAt says otherwise
	DueAt        time.Time // zero when the law sets no term
	ResultPlace  string    // counter, post or account
	Book, Serial string    // in the register of dossiers
	ReceiverName string
	Copies       []Copy // the submitter's alone when empty
}

// receiptView is what one copy shows.
type receiptView struct {
	Head       heading
	Desk       string
	Applicant  []line
	Papers     []paperView
	Table      bool
	HasFiles   bool
	Dates      []line
	Book       string
	Lookup     lookup
	Signatures []signature
	Notes      []string
}

type paperView struct{ No, Name, Kind, Count, Files string }

// PDF prints the receipt, each copy from a new page.
func (r Receipt) PDF(ctx context.Context) ([]byte, error) {
	r = r.settled()
	copies, err := r.sheets()
	if err != nil {
		return nil, err
	}
	return r.print(ctx, copies...)
}

// HTML is what PDF prints.
func (r Receipt) HTML(ctx context.Context) (string, error) {
	r = r.settled()
	copies, err := r.sheets()
	if err != nil {
		return "", err
	}
	return r.markup(ctx, copies...)
}

// settled fills in what follows from the rest.
func (r Receipt) settled() Receipt {
	if r.IssuedAt.IsZero() {
		r.IssuedAt = r.ReceivedAt
	}
	if len(r.Copies) == 0 {
		r.Copies = []Copy{ForSubmitter}
	}
	return r
}

func (r Receipt) sheets() ([]sheet, error) {
	var out []sheet
	for _, c := range r.Copies {
		v, err := r.view(c)
		if err != nil {
			return nil, fmt.Errorf("receipt of %s: %w", r.DossierCode, err)
		}
		out = append(out, sheet{KindReceipt, receipt(v)})
	}
	return out, nil
}

func (r Receipt) view(c Copy) (receiptView, error) {
	head, err := r.heading(KindReceipt, r.DueAt)
	if err != nil {
		return receiptView{}, err
	}
	v := receiptView{Head: head, Desk: r.desk(), Applicant: r.applicant("Tiếp nhận hồ sơ của"),
		Papers: papersOf(r.Papers), Table: r.layout().papersTable, Dates: r.dates(), Notes: receiptNotes(c),
		Book:       "Vào Sổ theo dõi hồ sơ, quyển số: " + orDots(r.Book) + "; số thứ tự: " + orDots(r.Serial),
		Signatures: []signature{{"NGƯỜI NỘP HỒ SƠ", r.submitter()}, {"NGƯỜI TIẾP NHẬN HỒ SƠ", r.ReceiverName}}}
	v.Head.Further = "(Liên: Lưu)"
	for _, p := range r.Papers {
		v.HasFiles = v.HasFiles || len(p.SHA256) > 0
	}
	if c == ForSubmitter {
		v.Head.Further = "(Liên: Giao người nộp hồ sơ)"
		v.Lookup, err = r.lookup()
	}
	return v, err
}

// desk is the office that speaks, in full.
func (s Slip) desk() string {
	if s.Agency == "" {
		return s.Unit
	}
	return s.Unit + ", " + s.Agency
}

// papersOf numbers papers and shows their files by the beginning of their hashes.
func papersOf(papers []Paper) []paperView {
	out := make([]paperView, len(papers))
	for i, p := range papers {
		out[i] = paperView{No: fmt.Sprint(i + 1), Name: full(p.Name), Kind: p.Kind, Count: two(p.Count)}
		files := make([]string, len(p.SHA256))
		for j, sha := range p.SHA256 {
			files[j] = short(sha)
		}
		out[i].Files = strings.Join(files, ", ")
	}
	return out
}

// dates are the lines from the number of sets to the fee.
func (r Receipt) dates() []line {
	l := r.layout()
	due := line{"Thời gian trả kết quả giải quyết hồ sơ", "khi có kết quả, cơ quan sẽ thông báo", true}
	if !r.DueAt.IsZero() {
		due.Value = moment(r.DueAt)
	}
	term, fee := line{}, line{}
	if l.termLine && r.Term != "" {
		term = line{"Thời gian giải quyết hồ sơ theo quy định là", full(r.Term), false}
	}
	if l.feeLine {
		fee = line{"Phí, lệ phí (nếu có)", full(r.Fee), false}
	}
	lines := given(
		line{"Số lượng hồ sơ", two(max(1, r.Sets)) + " (bộ)", false},
		term,
		line{"Thời gian nhận hồ sơ", moment(r.ReceivedAt), false},
		due,
		line{"Đăng ký nhận kết quả tại", orDots(full(r.ResultPlace)), false},
		fee,
	)
	if l.numbered {
		for i := range lines {
			lines[i].Label = fmt.Sprintf("%d. %s", i+2, lines[i].Label) // 1 is the list of papers
		}
	}
	return lines
}

// receiptNotes are the notes at the foot of a copy.
func receiptNotes(c Copy) []string {
	notes := []string{
		"Giấy này được lập thành 02 liên: 01 liên chuyển kèm theo hồ sơ, 01 liên giao cho người nộp hồ sơ.",
	}
	if c == ForSubmitter {
		notes = append(notes, "Khi đến nhận kết quả, đề nghị Ông/Bà mang theo giấy này và giấy tờ tùy thân; "+
			"người nhận thay cần có giấy ủy quyền theo quy định.")
	}
	return notes
}
