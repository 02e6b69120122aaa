// Package sheet writes tables as XLSX workbooks, row by row: a register of a whole year does not have
// to fit into memory. Every cell is text and stays text, also when somebody edits it: a name that
// begins with "=" is a name, never a formula.
package sheet

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Table is what a workbook says beside its rows.
type Table struct {
	Name   string   // of the sheet, at most 31 letters
	Title  []string // lines above the table
	Head   []string
	Widths []float64 // in letters; a missing one is left to the program
	Author string
	Mark   string // who takes the table away, when and what for: the first line, the properties of the file
	Code   string // by which the trail knows it: beside Foot
	Foot   string // at the foot of each page, "&P" its number and "&N" their count
}

const textFormat = 49 // "@": what is typed stays as it is

// longest is what a cell can hold, in letters.
const longest = 32767

// Write writes the table with its rows to w, A4 on its side, the heads repeated on every page. Nothing
// reaches w until all rows have come: an error in one leaves w untouched.
func (t Table) Write(w io.Writer, rows iter.Seq2[[]string, error]) error {
	if t.Mark != "" {
		t.Title = append([]string{t.Mark}, t.Title...)
	}
	f := excelize.NewFile()
	defer f.Close()
	b := &builder{Table: t, file: f}
	b.do(b.page)
	b.do(b.styles)
	b.do(b.start)
	for row, err := range rows {
		if err != nil {
			return err
		}
		b.line(row, b.cell)
		if b.err != nil {
			break
		}
	}
	b.do(func() error { return b.stream.Flush() })
	if b.err != nil {
		return fmt.Errorf("writing the sheet %s: %w", t.Name, b.err)
	}
	_, err := f.WriteTo(w)
	return err
}

// builder is a workbook being written.
type builder struct {
	Table
	file              *excelize.File
	stream            *excelize.StreamWriter
	title, head, cell int // styles
	at                int // the last row written
	err               error
}

func (b *builder) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// page sets paper and print.
func (b *builder) page() error {
	landscape, a4, wide := "landscape", 9, 1
	fit, tall := true, 0
	b.do(func() error { return b.file.SetSheetName("Sheet1", b.Name) })
	b.do(func() error {
		return b.file.SetPageLayout(b.Name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &tall})
	})
	b.do(func() error { return b.file.SetSheetProps(b.Name, &excelize.SheetPropsOptions{FitToPage: &fit}) })
	b.do(func() error {
		return b.file.SetHeaderFooter(b.Name, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(b.Code, "&", "") + "&C" + b.Foot})
	})
	b.do(func() error {
		n := len(b.Title) + 1
		return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.Name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", b.Name, n, n)})
	})
	b.do(func() error {
		return b.file.SetDocProps(&excelize.DocProperties{Creator: b.Author, Title: b.Name, Description: b.Mark, Identifier: b.Code})
	})
	return b.err
}

func (b *builder) styles() error {
	frame := []excelize.Border{{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1}}
	letters := &excelize.Font{Family: "Times New Roman", Size: 11}
	bold := &excelize.Font{Family: "Times New Roman", Size: 11, Bold: true}
	for into, style := range map[*int]*excelize.Style{
		&b.title: {Font: bold, NumFmt: textFormat},
		&b.head:  {Font: bold, NumFmt: textFormat, Border: frame, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}},
		&b.cell:  {Font: letters, NumFmt: textFormat, Border: frame, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}},
	} {
		b.do(func() (err error) {
			*into, err = b.file.NewStyle(style)
			return err
		})
	}
	return b.err
}

// start writes what stands above the rows.
func (b *builder) start() (err error) {
	if b.stream, err = b.file.NewStreamWriter(b.Name); err != nil {
		return err
	}
	for i, w := range b.Widths {
		b.do(func() error { return b.stream.SetColWidth(i+1, i+1, w) })
	}
	top := len(b.Title) + 1
	b.do(func() error {
		return b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft"})
	})
	for _, t := range b.Title {
		b.line([]string{t}, b.title)
	}
	b.line(b.Head, b.head)
	return b.err
}

func (b *builder) line(values []string, style int) {
	b.at++
	cells := make([]any, len(values))
	for i, v := range values {
		cells[i] = excelize.Cell{StyleID: style, Value: cut(v)}
	}
	b.do(func() error { return b.stream.SetRow(fmt.Sprintf("A%d", b.at), cells) })
}

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	letters := []rune(s)
	return string(letters[:min(len(letters), longest)])
}
