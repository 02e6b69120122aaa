package dossier

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func at(day string, hour, minute int) time.Time {
	return clock.Date(day).At(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func officeHours(t *testing.T) *term.Calendar {
	t.Helper()
	cal, err := term.NewCalendar([]term.Period{term.OfficeHours()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestDueTagSaysExactlyHowLong(t *testing.T) {
	cal, due := officeHours(t), at("2023-08-11", 17, 0) // a Friday
	for _, c := range []struct {
		name, vi, en string
		standing     Standing
		due          Due
		now          time.Time
	}{
		{"two days and a bit", "Còn 2 ngày làm việc", "2 working days left", OnTrack, Due{At: due}, at("2023-08-09", 9, 0)},
		{"one day", "Còn 1 ngày làm việc", "1 working day left", Near, Due{At: due}, at("2023-08-10", 17, 0)},
		{"hours", "Còn 3 giờ làm việc", "3 working hours left", Near, Due{At: due}, at("2023-08-11", 14, 0)},
		{"hours and minutes", "Còn 1 giờ 59 phút làm việc", "1 h 59 min of working time left", Near, Due{At: due}, at("2023-08-11", 15, 1)},
		{"minutes", "Còn 20 phút làm việc", "20 working minutes left", Near, Due{At: due}, at("2023-08-11", 16, 40)},
		{"hours over, the weekend does not count", "Quá hạn 2 giờ làm việc", "2 working hours overdue", Overdue, Due{At: due}, at("2023-08-14", 9, 30)},
		{"days over", "Quá hạn 3 ngày làm việc", "3 working days overdue", Overdue, Due{At: due}, at("2023-08-17", 7, 30)},
		{"paused", "Tạm dừng, còn 6 giờ làm việc", "Paused, 6 working hours left", Paused, Due{At: due, Paused: true, Left: 6 * time.Hour}, at("2023-08-17", 7, 30)},
		{"ended in time", "", "", OnTime, Due{At: due}, at("2023-08-17", 7, 30)},
	} {
		for lang, want := range map[text.Lang]string{text.Vi: c.vi, text.En: c.en} {
			got := dueTag(text.WithLang(context.Background(), lang), cal, c.due, c.standing, c.now)
			if got.Text != want || string(got.State) != string(c.standing) {
				t.Errorf("%s: %q (%s), want %q (%s)", c.name, got.Text, got.State, want, c.standing)
			}
		}
	}
}

func TestListAddressBringsTheSameListBack(t *testing.T) {
	for _, q := range []Query{
		{Box: BoxTurn},
		{Box: BoxAll, Text: "khai sinh", State: Processing, Channel: "online", Standing: Overdue},
		{Box: BoxUnit, Field: "Hộ tịch", Procedure: "p", Person: Nobody, Label: "l", From: "2023-08-01", To: "2023-08-10", At: "/17/159/", Sort: "-nop"},
		{Box: BoxAll, Sort: ByCode, After: Cursor{SortAt: at("2023-08-11", 17, 0).UTC(), ID: "018f3c5e-0000-7000-8000-000000000001", Word: "X28.159.03-230810-0001"}},
		{Box: BoxMine, After: Cursor{SortAt: at("2023-08-11", 17, 0).UTC(), ID: "018f3c5e-0000-7000-8000-000000000001"}},
	} {
		u, err := url.Parse(q.address())
		if err != nil {
			t.Fatal(err)
		}
		got, err := queryOf(u.Query())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q, got); diff != "" {
			t.Errorf("%s (-wanted +got):\n%s", q.address(), diff)
		}
	}
	if got, _ := queryOf(url.Values{"o": {"nonsense"}}); got.Box != BoxTurn {
		t.Errorf("an unknown box opens %s, want %s", got.Box, BoxTurn)
	}
}

func TestDaysAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]clock.Date{
		"5/3/1950": "1950-03-05", "05/03/1950": "1950-03-05", "05-03-1950": "1950-03-05", "05031950": "1950-03-05",
		"1950-03-05": "1950-03-05", "31/02/1950": "", "1950": "", "5/13/1950": "", "không rõ": "",
	} {
		got, ok := typedDay(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %s %v, want %q", typed, got, ok, want)
		}
		if !ok && string(got) != typed {
			t.Errorf("%q was not kept as typed: %q", typed, got)
		}
	}
}

func TestPartyAtTheCounter(t *testing.T) {
	form := url.Values{"owner_name": {" Bùi Văn Dậu "}, "owner_no": {"017 050 001234"}, "owner_birth": {"5/3/1950"}}
	p, wrong := partyOf(form, "owner", "2023-08-10")
	if want := (Party{Name: "Bùi Văn Dậu", PersonalNo: "017050001234", BirthOn: "1950-03-05"}); p != want || len(wrong) > 0 {
		t.Errorf("an old man without a phone: %+v, wrong %v; want %+v", p, wrong, want)
	}
	form = url.Values{"owner_name": {"A"}, "owner_no": {"0170500012"}, "owner_birth": {"1/1/2030"}, "owner_tel": {"12"}}
	p, wrong = partyOf(form, "owner", "2023-08-10")
	if got := names(wrong); !cmp.Equal(got, []string{"owner_no", "owner_birth", "owner_tel"}) {
		t.Errorf("wrong fields %v", got)
	}
	if p.PersonalNo != "0170500012" || p.Phone != "12" {
		t.Errorf("what cannot be right was not kept as typed: %+v", p)
	}
}

func names(fields []fault.Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, f.Name)
	}
	return out
}

var components = []catalog.Component{
	{Key: "to-khai", Name: "Tờ khai", Originals: 1}, {Key: "anh", Name: "Ảnh", PlainCopies: 2},
	{Key: "can-cuoc", Name: "Căn cước", PresentOnly: true},
}

func TestTickedPapers(t *testing.T) {
	form := url.Values{"paper": {"to-khai", "can-cuoc", "la"}, "form:to-khai": {"certified"}, "count:to-khai": {"3"}}
	papers, wrong := papersOf(components, form)
	want := []Paper{{Key: "to-khai", Name: "Tờ khai", Form: "certified", Count: 3}, {Key: "can-cuoc", Name: "Căn cước", Form: "shown"}}
	if diff := cmp.Diff(want, papers); diff != "" || len(wrong) > 0 {
		t.Errorf("wrong %v, papers (-wanted +got):\n%s", wrong, diff)
	}
	if _, wrong = papersOf(components, url.Values{"paper": {"anh"}, "count:anh": {"hai"}}); !cmp.Equal(names(wrong), []string{"count:anh"}) {
		t.Errorf("a count in words: wrong %v", wrong)
	}
}

func TestScansStayWithTheirPapers(t *testing.T) {
	a, b := File{SHA256: "aa"}, File{SHA256: "bb"}
	had := []Paper{{Key: "to-khai", Files: []File{a, b}}, {Key: "anh", Files: []File{b}}, {Name: "Giấy khác"}, {Name: "Bỏ đi"}}
	got := withScans([]Paper{{Key: "to-khai", Count: 2}}, had, []string{"to-khai/aa", "/Bỏ đi"})
	want := []Paper{{Key: "to-khai", Count: 2, Files: []File{b}}, {Key: "anh", Files: []File{b}}, {Name: "Giấy khác"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-wanted +got):\n%s", diff)
	}
}

func TestListOfDefects(t *testing.T) {
	things := []Ask{{On: "paper:to-khai", Name: "Tờ khai"}, {On: "field:ten", Name: "Tên"}}
	form := url.Values{"common": {"Thiếu chữ ký"}, "on": {"field:ten"}, "text:field:ten": {"sai dấu"}, "text:paper:to-khai": {"bỏ tick"},
		"other": {"", "Nộp thêm ảnh"}}
	got, err := asksOf(things, form)
	want := []Ask{{Text: "Thiếu chữ ký"}, {On: "field:ten", Name: "Tên", Text: "sai dấu"}, {Text: "Nộp thêm ảnh"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-wanted +got):\n%s", err, diff)
	}
	if _, err = asksOf(things, url.Values{"on": {"paper:to-khai"}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a paper ticked without words: %v, want invalid", err)
	}
}
