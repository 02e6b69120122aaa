package sheet

import (
	"bytes"
	"errors"
	"iter"
	"testing"

	"github.com/xuri/excelize/v2"
)

func rows(all ...[]string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

var book = Table{Name: "Sổ theo dõi", Title: []string{"SỔ THEO DÕI HỒ SƠ"}, Head: []string{"STT", "Tên"}, Widths: []float64{6, 30}, Foot: "Trang &P/&N"}

func opened(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestATableComesBackAsItWasWritten(t *testing.T) {
	var b bytes.Buffer
	if err := book.Write(&b, rows([]string{"1", "Quách Thị Ngữ"}, []string{"2", "dòng một\ndòng hai"})); err != nil {
		t.Fatal(err)
	}
	got, err := opened(t, b.Bytes()).GetRows(book.Name)
	if err != nil || len(got) != 4 || got[1][1] != "Tên" || got[2][1] != "Quách Thị Ngữ" || got[3][1] != "dòng một\ndòng hai" {
		t.Errorf("read back %q (%v)", got, err)
	}
}

func TestWhatLooksLikeAFormulaIsText(t *testing.T) {
	for _, name := range []string{"=1+1", "+84912345678", "-2", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1"} {
		var b bytes.Buffer
		if err := book.Write(&b, rows([]string{name, name})); err != nil {
			t.Fatal(err)
		}
		f := opened(t, b.Bytes())
		formula, _ := f.GetCellFormula(book.Name, "A3")
		kind, err := f.GetCellType(book.Name, "A3")
		value, _ := f.GetCellValue(book.Name, "A3")
		if err != nil || formula != "" || value != name || (kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString) {
			t.Errorf("%q is a cell of type %v, formula %q, value %q (%v)", name, kind, formula, value, err)
		}
		style, err := f.GetCellStyle(book.Name, "A3")
		if err != nil {
			t.Fatal(err)
		}
		if s, err := f.GetStyle(style); err != nil || s.NumFmt != textFormat {
			t.Errorf("%q would be reckoned when it is edited: format %d (%v)", name, s.NumFmt, err)
		}
	}
}

func TestARowThatCannotBeReadLeavesNothingBehind(t *testing.T) {
	var b bytes.Buffer
	lost := errors.New("the line is down")
	err := book.Write(&b, func(yield func([]string, error) bool) {
		if yield([]string{"1", "a"}, nil) {
			yield(nil, lost)
		}
	})
	if !errors.Is(err, lost) || b.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, b.Len())
	}
}

func TestManyRowsAreWritten(t *testing.T) {
	var b bytes.Buffer
	err := book.Write(&b, func(yield func([]string, error) bool) {
		for range 30_000 {
			if !yield([]string{"1", "Quách Thị Ngữ, xóm Đồng Bưởi, xã Phú Nghĩa"}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := opened(t, b.Bytes()).GetRows(book.Name)
	if err != nil || len(got) != 30_002 {
		t.Errorf("%d rows (%v), want 30002", len(got), err)
	}
}
