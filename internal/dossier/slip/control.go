package slip

import (
	"context"
	"fmt"
	"time"
)

// Control is the slip that travels with a dossier (form 05 of 2018, 06 of 2025): who handed it to
// whom, when, and whether in time. It has no series of its own: its number is that of the receipt.
type Control struct {
	Slip
	ReceivedAt time.Time
	DueAt      time.Time // zero when the law sets no term
	Hops       []Hop
	Outcome    string // of the whole: "Đúng hạn"; empty while it is open
}

// Hop is one hand-over.
type Hop struct {
	From, To        string // units, with the office: "Công chức Tư pháp – Hộ tịch, UBND xã Phú Thành"
	At              time.Time
	Giver, Receiver string // who signed; the receiver is empty until somebody has taken it
	Result          string // of the work before the hand-over: "Trước hạn", "Đúng hạn", "Quá hạn"
	Note            string // "Đã xử lý", "Đang xử lý"
}

type controlView struct {
	Head  heading
	Facts []line
	Hops  []hopView
	After []line
}

type hopView struct{ No, From, To, At, Giver, Receiver, Result, Note string }

// PDF prints the slip.
func (c Control) PDF(ctx context.Context) ([]byte, error) {
	one, err := c.sheet()
	if err != nil {
		return nil, err
	}
	return c.print(ctx, one)
}

// HTML is what PDF prints.
func (c Control) HTML(ctx context.Context) (string, error) {
	one, err := c.sheet()
	if err != nil {
		return "", err
	}
	return c.markup(ctx, one)
}

func (c Control) sheet() (sheet, error) {
	head, err := c.heading(KindControl, c.DueAt)
	if err != nil {
		return sheet{}, fmt.Errorf("control slip of %s: %w", c.DossierCode, err)
	}
	v := controlView{Head: head, Facts: c.facts(), After: given(line{"Kết quả giải quyết hồ sơ", c.Outcome, true})}
	for i, h := range c.Hops {
		v.Hops = append(v.Hops, hopView{No: fmt.Sprint(i + 1), From: h.From, To: h.To, At: moment(h.At),
			Giver: h.Giver, Receiver: h.Receiver, Result: h.Result, Note: h.Note})
	}
	return sheet{KindControl, control(v)}, nil
}

func (c Control) facts() []line {
	due := "chưa xác định"
	if !c.DueAt.IsZero() {
		due = moment(c.DueAt)
	}
	return given(
		line{"Nội dung yêu cầu giải quyết", full(c.ProcedureName), false},
		line{"Cơ quan giải quyết hồ sơ", c.speaker(), false},
		line{"Đơn vị tiếp nhận", c.desk(), false},
		line{"Thời gian tiếp nhận", moment(c.ReceivedAt), false},
		line{"Thời gian hẹn trả kết quả", due, false},
	)
}
