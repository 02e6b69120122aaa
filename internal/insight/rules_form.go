package insight

import (
	"strconv"

	"github.com/nha-san/nhasan/internal/insight/count"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// FormRow is a row of form II.06a.
type FormRow struct {
	Field string
	count.Figures
}

// Form is form II.06a: what came of procedures, by field. law: report/ii-06a
type Form struct {
	Rows  []FormRow
	Total count.Figures
}

// FormHeads are the columns, in the order of the form.
var FormHeads = []string{"STT", "Lĩnh vực giải quyết", "Tiếp nhận: Tổng số", "Tiếp nhận: Trong kỳ – trực tuyến", "Tiếp nhận: Trong kỳ – trực tiếp, bưu chính",
	"Tiếp nhận: Từ kỳ trước", "Đã giải quyết: Tổng số", "Đã giải quyết: Trước hạn", "Đã giải quyết: Đúng hạn", "Đã giải quyết: Quá hạn",
	"Đang giải quyết: Tổng số", "Đang giải quyết: Trong hạn", "Đang giải quyết: Quá hạn"}

// numbers are columns 3 to 13.
func numbers(f count.Figures) []int {
	return []int{f.Total(), f.Online, f.Direct + f.Post, f.Carried, f.Solved, f.Early, f.OnTime, f.Overdue, f.Pending, f.PendingWithin, f.PendingOverdue}
}

// check refuses a form in which something is counted twice or lost.
func (f Form) check() error {
	var sum count.Figures
	for _, r := range f.Rows {
		if !r.Holds() {
			return fault.New(fault.Conflict, "insight.form-broken", "field", r.Field)
		}
		sum.Plus(r.Figures)
	}
	if sum != f.Total || !f.Total.Holds() {
		return fault.New(fault.Conflict, "insight.form-broken", "field", "Tổng số")
	}
	return nil
}

// Cells are the rows with the total last, as the form prints them: plain digits in a file, so that programs
// can add them up.
func (f Form) Cells(write func(int) string) [][]string {
	var out [][]string
	line := func(no, name string, g count.Figures) {
		row := []string{no, name}
		for _, n := range numbers(g) {
			row = append(row, write(n))
		}
		out = append(out, row)
	}
	for i, r := range f.Rows {
		line(strconv.Itoa(i+1), r.Field, r.Figures)
	}
	line("", "Tổng số", f.Total)
	return out
}
