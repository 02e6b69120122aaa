package slip

import (
	_ "embed" // the styles

	"github.com/nha-san/nhasan/internal/platform/pdf"
)

//go:embed a4.css
var a4 string

//go:embed a5.css
var a5 string

//go:embed wide.css
var wide string

// styles are the sizes that go with the paper.
var styles = map[pdf.Size]string{pdf.A4: a4, pdf.A5: a5, pdf.A4Landscape: a4 + wide}

// layout is what differs between the forms of two circulars.
type layout struct {
	papersTable bool   // the papers as a table, else as a list
	termLine    bool   // "Thời gian giải quyết hồ sơ theo quy định là"
	feeLine     bool   // "Phí, lệ phí"
	numbered    bool   // the lines of the appointment carry numbers
	guide       string // who signs a request to supplement
}

// [?] The lines follow receipts in use, not the annex.
var layouts = map[Era]layout{
	Era2022: {termLine: true, guide: "NGƯỜI HƯỚNG DẪN"},
	Era2025: {papersTable: true, termLine: true, feeLine: true, numbered: true,
		guide: "NGƯỜI TIẾP NHẬN HỒ SƠ"},
}

// layout is that of the newest era when the slip's own is not known.
func (s Slip) layout() layout {
	if l, ok := layouts[s.Era]; ok {
		return l
	}
	return layouts[Era2025]
}
