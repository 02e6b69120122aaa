package legacy

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

const plainCSV = "Mã hồ sơ;Tên thủ tục;Đơn vị tiếp nhận;Hình thức nộp;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Ngày trả kết quả;Trạng thái\n" +
	"000.01.59.T17-220307-0001;Đăng ký khai sinh;Xã Khoan Dụ;Trực tuyến;\"Bùi Thị \"\"Lan\"\"\";07/03/2022 14:05;08/03/2022;08/03/2022 09:00;08/03/2022 15:30;Đã trả kết quả\n"

func utf16le(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func packed(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}

func workbook(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book is plainCSV as a workbook with two titles above its heads and real days in its cells.
func book(t testing.TB) []byte {
	day := func(h, m int) time.Time { return time.Date(2022, 3, 7, h, m, 0, 0, time.UTC) }
	return workbook(t, []any{"SỔ THEO DÕI HỒ SƠ"}, nil,
		[]any{"Mã hồ sơ", "Tên thủ tục", "Đơn vị tiếp nhận", "Hình thức nộp", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả kết quả", "Trạng thái"},
		[]any{"000.01.59.T17-220307-0001", "Đăng ký khai sinh", "Xã Khoan Dụ", "Trực tuyến", "Bùi Thị \"Lan\"", day(14, 5), time.Date(2022, 3, 8, 0, 0, 0, 0, time.UTC),
			day(33, 0), day(39, 30), "Đã trả kết quả"})
}

func TestTheSameLineIsReadFromEveryKindOfFile(t *testing.T) {
	comma := strings.ReplaceAll(plainCSV, ";", ",")
	object := `[{"Mã hồ sơ":"000.01.59.T17-220307-0001","Tên thủ tục":"Đăng ký khai sinh","Đơn vị tiếp nhận":"Xã Khoan Dụ","Hình thức nộp":"Trực tuyến",` +
		`"Chủ hồ sơ":"Bùi Thị \"Lan\"","Ngày tiếp nhận":"2022-03-07T14:05:00+07:00","Ngày hẹn trả":"2022-03-08","Ngày có kết quả":"2022-03-08 09:00","Ngày trả kết quả":"15:30 ngày 08/03/2022","Trạng thái":"Đã trả kết quả"}]`
	for name, raw := range map[string][]byte{"semicolons": []byte(plainCSV), "commas": []byte(comma), "tabs": []byte(strings.ReplaceAll(plainCSV, ";", "\t")),
		"a byte order mark": []byte("\ufeff" + plainCSV), "UTF-16": utf16le(strings.ReplaceAll(plainCSV, ";", "\t")), "packed": packed(plainCSV),
		"a workbook": book(t), "objects": []byte(object)} {
		table, err := Read(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		line, bad := newReader(table, Mapping{}.fit(table), clock.Date("2023-08-10").At(0)).Line(table.Rows[0])
		day := func(d clock.Date, h, m int) time.Time {
			return clock.Whole(d.At(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute))
		}
		if len(bad) > 0 || line.Code != "000.01.59.T17-220307-0001" || line.Owner.Name != `Bùi Thị "Lan"` || line.Channel != "online" || line.State != dossier.Returned ||
			!line.Received.Equal(day("2022-03-07", 14, 5)) || !line.Due.Equal(day("2022-03-08", 17, 0)) ||
			!line.Ended.Equal(day("2022-03-08", 9, 0)) || !line.Returned.Equal(day("2022-03-08", 15, 30)) {
			t.Errorf("%s: read %+v, problems %+v", name, line, bad)
		}
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for key, raw := range map[string][]byte{"legacy.file-empty": []byte("  \n"), "legacy.file-encoding": {'a', 0xe9, 0x80, 'b'}, "legacy.file-unreadable": []byte("[{]"),
		"legacy.file-large": make([]byte, MaxBytes+1)} {
		if _, err := Read(raw); fault.As(err) == nil || fault.As(err).Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	if _, err := Read([]byte("Mã hồ sơ;Chủ hồ sơ\n")); fault.As(err) == nil {
		t.Errorf("heads alone: %v", err)
	}
	if _, err := Read(append([]byte("PK\x03\x04"), make([]byte, 40)...)); fault.As(err) == nil {
		t.Errorf("a broken workbook: %v", err)
	}
}

func TestDaysAsFilesWriteThem(t *testing.T) {
	at := func(d clock.Date, since time.Duration) time.Time { return clock.Whole(d.At(since)) }
	for _, c := range []struct {
		said  string
		order Order
		want  time.Time
	}{
		{"05/02/2022", DayFirst, at("2022-02-05", closing)},
		{"05/02/2022", MonthFirst, at("2022-05-02", closing)},
		{"5-2-22 8:05", DayFirst, at("2022-02-05", 8*time.Hour+5*time.Minute)},
		{"2022-02-05T08:05:30.250", MonthFirst, at("2022-02-05", 8*time.Hour+5*time.Minute+30*time.Second)},
		{"2022-02-05T01:05:00Z", DayFirst, at("2022-02-05", 8*time.Hour+5*time.Minute)},
		{"08:05 ngày 05/02/2022", DayFirst, at("2022-02-05", 8*time.Hour+5*time.Minute)},
		{"14h30 05.02.2022", DayFirst, at("2022-02-05", 14*time.Hour+30*time.Minute)},
		{"44597", DayFirst, at("2022-02-05", closing)},
		{"44597.5", DayFirst, at("2022-02-05", 12*time.Hour)},
		{"31/02/2022", DayFirst, time.Time{}}, {"12/31/2022", DayFirst, time.Time{}}, {"hôm qua", DayFirst, time.Time{}},
		{"25:00 05/02/2022", DayFirst, time.Time{}}, {"2022", DayFirst, time.Time{}}, {"", DayFirst, time.Time{}},
	} {
		got, ok := ReadTime(c.said, c.order, closing)
		if ok == c.want.IsZero() || !got.Equal(c.want) {
			t.Errorf("%q (%s) is %s, %v; want %s", c.said, c.order, got, ok, c.want)
		}
	}
}

func TestTheOrderOfDaysIsSeenInTheFile(t *testing.T) {
	for said, want := range map[string]struct {
		order Order
		sure  bool
	}{"25/02/2022": {DayFirst, true}, "02/25/2022": {MonthFirst, true}, "05/02/2022": {DayFirst, false}, "2022-02-25": {DayFirst, false}} {
		table := Table{Heads: []string{"Ngày tiếp nhận"}, Rows: []Row{{2, []string{said}}}}
		if order, sure := (Mapping{Columns: map[Field]string{Received: "Ngày tiếp nhận"}}).Guess(table); order != want.order || sure != want.sure {
			t.Errorf("%s: %s, sure %v", said, order, sure)
		}
	}
}

func TestHeadsSuggestWhatTheyAre(t *testing.T) {
	got := Suggest([]string{"STT", "Số hồ sơ", "TÊN TTHC", "Cơ quan tiếp nhận", "Kênh nộp", "Họ và tên", "Ngày nhận", "Hạn trả", "Ngày trả", "Tình trạng (cuối)", "Mức độ hài lòng"})
	want := map[Field]string{Code: "Số hồ sơ", Procedure: "TÊN TTHC", Unit: "Cơ quan tiếp nhận", Channel: "Kênh nộp", Owner: "Họ và tên", Received: "Ngày nhận",
		Due: "Hạn trả", Returned: "Ngày trả", Outcome: "Tình trạng (cuối)", Rating: "Mức độ hài lòng"}
	for f, head := range want {
		if got[f] != head {
			t.Errorf("%s is %q, want %q", f, got[f], head)
		}
	}
	if len(got) != len(want) {
		t.Errorf("suggested %v", got)
	}
}

// line reads one line of the usual columns, each cell changed as said.
func line(t *testing.T, change map[Field]string) (Line, []Problem) {
	t.Helper()
	cells := map[Field]string{Code: "H28.1-220307-0001", Procedure: "1.001193", Unit: "05395", Channel: "Trực tuyến", Owner: "Bùi Thị Lan",
		Received: "07/03/2022 08:00", Due: "08/03/2022", Ended: "08/03/2022 10:00", Returned: "08/03/2022 15:00", Outcome: "Đã trả kết quả"}
	for f, said := range change {
		cells[f] = said
	}
	table := Table{Rows: []Row{{7, nil}}}
	m := Mapping{Columns: map[Field]string{}}
	for _, f := range Fields() {
		table.Heads = append(table.Heads, string(f))
		table.Rows[0].Cells = append(table.Rows[0].Cells, cells[f])
		m.Columns[f] = string(f)
	}
	return newReader(table, m, clock.Date("2023-08-10").At(9*time.Hour)).Line(table.Rows[0])
}

func TestWhatCannotBeIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		change map[Field]string
		want   string // fields and keys
	}{
		"all is well":                   {nil, ""},
		"no code":                       {map[Field]string{Code: ""}, "code legacy.wrong.empty"},
		"a code of its own kind":        {map[Field]string{Code: "HS-12"}, "code legacy.odd.code"},
		"a channel that nobody matched": {map[Field]string{Channel: "Zalo"}, "channel legacy.wrong.channel"},
		"a state that nobody matched":   {map[Field]string{Outcome: "Chờ"}, "outcome legacy.wrong.outcome"},
		"a day that is none":            {map[Field]string{Received: "30/02/2022"}, "received legacy.wrong.day"},
		"a day in the future":           {map[Field]string{Returned: "08/03/2033"}, "returned legacy.wrong.ahead"},
		"an end before the beginning":   {map[Field]string{Ended: "06/03/2022"}, "ended legacy.wrong.before"},
		"a return before the end":       {map[Field]string{Returned: "07/03/2022 09:00"}, "returned legacy.wrong.before"},
		"open, and ended":               {map[Field]string{Outcome: "Đang xử lý"}, "outcome legacy.wrong.open-ended"},
		"ended, and no day of it":       {map[Field]string{Ended: "", Returned: ""}, "ended legacy.wrong.no-end"},
		"returned, and no other end":    {map[Field]string{Ended: ""}, "ended legacy.odd.no-end"},
		"due before it came in":         {map[Field]string{Due: "01/03/2022"}, "due legacy.odd.due-before"},
		"a score out of range":          {map[Field]string{Rating: "7"}, "rating legacy.wrong.number"},
		"two things at once":            {map[Field]string{Owner: "", Received: "x"}, "owner legacy.wrong.empty, received legacy.wrong.day"},
	} {
		_, bad := line(t, c.change)
		var got []string
		for _, p := range bad {
			got = append(got, string(p.Field)+" "+p.Key)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestWithoutAWordTheDaysTellHowItEnded(t *testing.T) {
	for want, change := range map[dossier.State]map[Field]string{
		dossier.Returned: {Outcome: ""}, dossier.Done: {Outcome: "", Returned: ""}, dossier.Received: {Outcome: "", Returned: "", Ended: ""}} {
		if l, bad := line(t, change); l.State != want || len(bad) > 0 {
			t.Errorf("want %s: %+v, %v", want, l, bad)
		}
	}
}

// FuzzRead holds that no file breaks the reader, and that a line that is all right is whole.
func FuzzRead(f *testing.F) {
	f.Add([]byte(plainCSV))
	f.Add([]byte("\ufeff" + strings.ReplaceAll(plainCSV, ";", "\t")))
	f.Add(packed(plainCSV))
	f.Add(utf16le(plainCSV))
	f.Add(book(f))
	f.Add([]byte(`[{"Mã hồ sơ":"H28-220307-0001","Ngày tiếp nhận":44597.5,"x":{"y":[1]}},{}]`))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("a;b\n\"\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, err := Read(raw)
		if err != nil {
			if fault.As(err) == nil {
				t.Fatalf("the reader has no sentence for %v", err)
			}
			return
		}
		r := newReader(table, Mapping{}.fit(table), clock.Date("2023-08-10").At(0))
		for _, row := range table.Rows {
			l, bad := r.Line(row)
			whole := true
			for _, p := range bad {
				whole = whole && p.Warning
			}
			if whole && (l.Code == "" || l.Received.IsZero() || l.Channel == "" || l.State == "" || l.Submitted.After(l.Received) ||
				!l.Ended.IsZero() && l.Ended.Before(l.Received)) {
				t.Fatalf("nothing is wrong with %+v", l)
			}
		}
	})
}
