package slip

import (
	"context"
	"fmt"
	"strings"
)

// BookKind is which certification book it is, by its letters: they differ in what a line is about.
type BookKind string

// Book is a certification book of an office and a year. law: certification/books
type Book struct {
	Slip
	Kind   BookKind
	Title  string // "Sổ chứng thực chữ ký (SCT/CK)"
	Symbol string // "01/2023-SCT/CK"
	Rows   []BookRow
}

// BookRow is one number; every value stands as people read it.
type BookRow struct {
	No, At         string
	Owner, OwnerID string // who asked for it; the number of their paper
	What           string
	Signer         string // name and post
	Copies         string
	Fee            string
	Note           string
}

// Cells are the values in the order of Heads. Whoever had a copy certified is named without a number.
func (r BookRow) Cells(k BookKind) []string {
	who := r.Owner
	if k != "BS" && r.OwnerID != "" {
		who += ", " + r.OwnerID
	}
	out := []string{r.No, r.At, who, r.What, r.Signer}
	if k != "HĐ,GD" {
		out = append(out, r.Copies)
	}
	return append(out, r.Fee, r.Note)
}

// Heads are the names of the columns. [?] Their sense is that of the annex of the circular on
// certification, which could not be read.
func (k BookKind) Heads() []string {
	switch k {
	case "BS":
		return []string{"Số chứng thực", "Ngày, tháng, năm chứng thực", "Họ tên của người yêu cầu chứng thực", "Tên của bản chính giấy tờ, văn bản",
			"Họ tên, chức danh người ký chứng thực", "Số bản sao đã được chứng thực", "Phí chứng thực", "Ghi chú"}
	case "CK":
		return []string{"Số chứng thực", "Ngày, tháng, năm chứng thực", "Họ tên, số giấy tờ tùy thân của người yêu cầu chứng thực",
			"Tên giấy tờ, văn bản đã chứng thực chữ ký", "Họ tên, chức danh người ký chứng thực", "Số giấy tờ, văn bản đã được chứng thực chữ ký", "Phí chứng thực", "Ghi chú"}
	}
	return []string{"Số chứng thực", "Ngày, tháng, năm chứng thực", "Họ tên, số giấy tờ tùy thân của người yêu cầu chứng thực", "Tên hợp đồng, giao dịch",
		"Họ tên, chức danh người ký chứng thực", "Phí chứng thực", "Ghi chú"}
}

// PDF prints the book.
func (b Book) PDF(ctx context.Context) ([]byte, error) {
	one, err := b.sheet()
	if err != nil {
		return nil, err
	}
	return b.print(ctx, one)
}

// HTML is what PDF prints.
func (b Book) HTML(ctx context.Context) (string, error) {
	one, err := b.sheet()
	if err != nil {
		return "", err
	}
	return b.markup(ctx, one)
}

func (b Book) sheet() (sheet, error) {
	if b.QRText == "" {
		b.QRText = fmt.Sprintf("%s|%s|%s|%s|%s", b.form(KindBook).Title, b.Agency, b.Symbol, b.System, stamp(b.IssuedAt))
	}
	head, err := b.heading(KindBook, b.IssuedAt)
	if err != nil {
		return sheet{}, fmt.Errorf("book %s: %w", b.Symbol, err)
	}
	head.Title, head.Number, head.Code, head.Further = strings.ToUpper(b.Title), "", "", "Quyển số "+b.Symbol
	v := bookView{Head: head, Empty: len(b.Rows) == 0}
	for i, name := range b.Kind.Heads() {
		v.Columns = append(v.Columns, columnView{fmt.Sprintf("b%d", i+1), name, fmt.Sprintf("(%d)", i+1)})
	}
	for _, row := range b.Rows {
		v.Rows = append(v.Rows, row.Cells(b.Kind))
	}
	return sheet{KindBook, book(v)}, nil
}

type bookView struct {
	Head    heading
	Columns []columnView
	Rows    [][]string
	Empty   bool
}
