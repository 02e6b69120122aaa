package slip

import (
	"context"
	"fmt"
)

// Register is the book of dossiers of a desk over a period (form 06 of 2018, 07 of 2025).
type Register struct {
	Slip
	Period  string // "Từ ngày 01/8/2023 đến ngày 31/8/2023"
	Further string // by what it was narrowed; may be empty
	Rows    []RegisterRow
}

// RegisterRow is one dossier; every value stands as people read it.
type RegisterRow struct {
	No, Code, Procedure, Sets string
	Owner, Reach              string // name; address and telephone
	Lead                      string // the agency in charge
	Received, Due             string
	HandedOver, ResultFrom    string // to the agency in charge, and back from it
	Returned                  string // day, way, who signed for it
	Note                      string
}

// Cells are the values in the order of RegisterHeads.
func (r RegisterRow) Cells() []string {
	return []string{r.No, r.Code, r.Procedure, r.Sets, r.Owner, r.Reach, r.Lead, r.Received, r.Due, r.HandedOver,
		r.ResultFrom, r.Returned, r.Note}
}

// RegisterHeads are the names of the columns. [?] Their sense is that of the annexes, which could not
// be read.
var RegisterHeads = []string{"STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Số bộ", "Tên cá nhân, tổ chức",
	"Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Ngày nhận", "Ngày hẹn trả", "Ngày chuyển đến cơ quan giải quyết",
	"Ngày nhận kết quả", "Trả kết quả (ngày, phương thức, ký nhận)", "Ghi chú"}

type registerView struct {
	Head    heading
	Columns []columnView
	Rows    [][]string
	Empty   bool
}

type columnView struct{ Class, Name, No string }

// PDF prints the register.
func (r Register) PDF(ctx context.Context) ([]byte, error) {
	one, err := r.sheet()
	if err != nil {
		return nil, err
	}
	return r.print(ctx, one)
}

// HTML is what PDF prints.
func (r Register) HTML(ctx context.Context) (string, error) {
	one, err := r.sheet()
	if err != nil {
		return "", err
	}
	return r.markup(ctx, one)
}

func (r Register) sheet() (sheet, error) {
	// A register names no dossier: its code tells which book, whose and of what period.
	if r.QRText == "" {
		r.QRText = fmt.Sprintf("%s|%s|%s|%s|%s", r.form(KindRegister).Title, r.desk(), r.Period, r.System, stamp(r.IssuedAt))
	}
	head, err := r.heading(KindRegister, r.IssuedAt)
	if err != nil {
		return sheet{}, fmt.Errorf("register %s: %w", r.Period, err)
	}
	head.Number, head.Code, head.Further, head.Second = r.Number, "", r.Period, r.Further // a book has no number
	v := registerView{Head: head, Empty: len(r.Rows) == 0}
	for i, name := range RegisterHeads {
		v.Columns = append(v.Columns, columnView{fmt.Sprintf("c%d", i+1), name, fmt.Sprintf("(%d)", i+1)})
	}
	for _, row := range r.Rows {
		v.Rows = append(v.Rows, row.Cells())
	}
	return sheet{KindRegister, register(v)}, nil
}
