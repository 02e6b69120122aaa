package dossier

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog"
)

func TestWhatAnAnswerChangedStandsBesideWhatWasAsked(t *testing.T) {
	asks := []Ask{{On: "field:year", Name: "Năm sinh"}, {On: "paper:p2", Name: "Giấy chứng sinh"}, {On: "field:job", Name: "Nghề nghiệp"}}
	paper := func(name, sha string) []Paper { return []Paper{{Key: "p2", Files: []File{{Name: name, SHA256: sha}}}} }
	events := []Event{
		{Seq: 1, Kind: Submit, Facts: Facts{Opening: &Opening{Values: catalog.Values{"year": {"1995"}, "job": {"Nông"}}, Papers: paper("a.jpg", "11111111aa")}}},
		{Seq: 2, Kind: AskSupplement, Facts: Facts{Asks: asks}},
		{Seq: 3, Kind: AddSupplement, Facts: Facts{Values: catalog.Values{"year": {"1996"}, "job": {"Nông"}, "name": {"An"}}, Papers: paper("a.jpg", "22222222aa")}},
	}
	rd := &reading{ctx: context.Background(), v: &View{Dossier: &Dossier{}, Events: events},
		form: &catalog.Version{}}
	rd.form.Fields = []catalog.Field{{Name: "year", LabelVi: "Năm sinh"}, {Name: "job", LabelVi: "Nghề nghiệp"}, {Name: "name", LabelVi: "Họ tên"}}
	both := rd.answered()
	if len(both) != 1 {
		t.Fatalf("%d answers, want 1", len(both))
	}
	var got [][3]string
	for _, row := range rd.changeTable(asks, both[0]).Rows {
		got = append(got, [3]string{row.Cells[0].Text, row.Cells[1].Text, row.Cells[2].Text})
	}
	want := [][3]string{{"Năm sinh", "1995", "1996"}, {"Giấy chứng sinh", "a.jpg (11111111)", "a.jpg (22222222)"},
		{"Nghề nghiệp", "Nông", "Không thay đổi"}, {"Họ tên (không được yêu cầu)", "Để trống", "An"}}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d says %q, want %q", i, got[i], want[i])
		}
	}
	rd.v.Masked = true
	if n := len(rd.changeTable(asks, both[0]).Rows); n != 0 {
		t.Errorf("%d rows of a hidden form are shown", n)
	}
}
