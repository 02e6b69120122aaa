package org

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/org/term"
)

func demoCalendar(t testing.TB) *term.Calendar {
	t.Helper()
	f, err := os.Open("../../demo/holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cal, err := term.Demonstration(f)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestDeadlineCommand(t *testing.T) {
	cal := demoCalendar(t)
	for _, v := range []struct{ received, amount, unit, due string }{
		{"2026-02-12T09:00", "5", "working_day", "2026-02-26T17:00:00+07:00"},
		{"2026-02-12T09:00+07:00", "5", "working_day", "2026-02-26T17:00:00+07:00"},
		{"2026-02-12T02:00:00Z", "5", "working_day", "2026-02-26T17:00:00+07:00"},
		{"2026-02-12 09:00", "0.5", "working_day", "2026-02-12T14:30:00+07:00"},
		{"2026-02-12T09:00", "0,5", "working_day", "2026-02-12T14:30:00+07:00"},
		{"2026-02-12T09:00", "10", "calendar_day", "2026-02-23T17:00:00+07:00"},
		{"2026-02-12T09:00", "8", "working_hour", "2026-02-13T09:00:00+07:00"},
		{"2026-02-12T09:00", "1", "month", "2026-03-12T17:00:00+07:00"},
	} {
		var b bytes.Buffer
		if err := DeadlineCommand(&b, cal, v.received, v.amount, v.unit, true); err != nil {
			t.Errorf("%+v: %v", v, err)
			continue
		}
		var got deadlineJSON
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Due != v.due {
			t.Errorf("%s, %s %s: due %s, want %s", v.received, v.amount, v.unit, got.Due, v.due)
		}
		if first := got.Days[0]; first.Date != "2026-02-12" || first.Why == "" {
			t.Errorf("%s: the explanation begins with %+v", v.received, first)
		}
	}
}

func TestDeadlineForPeople(t *testing.T) {
	var b bytes.Buffer
	if err := DeadlineCommand(&b, demoCalendar(t), "2026-02-12T09:00", "2", "working_day", false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Thời hạn 02 ngày làm việc, tính từ 09:00 ngày 12/02/2026",
		"+ 13/02/2026  Thứ Sáu   Tính: ngày làm việc",
		"  17/02/2026  Thứ Ba    Nghỉ Tết Nguyên đán, không tính",
		"Hẹn trả kết quả: 17:00 ngày 23/02/2026",
	} {
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("no line %q in\n%s", want, b.String())
		}
	}
}

func TestDeadlineCommandSaysWhatIsWrong(t *testing.T) {
	for _, v := range []struct{ received, amount, unit, want string }{
		{"yesterday", "5", "working_day", "--received"},
		{"2026-02-30T09:00", "5", "working_day", "--received"},
		{"9999-02-03T09:00", "5", "working_day", "2000 to 2100"},
		{"2026-02-12T09:00", "five", "working_day", "--term"},
		{"2026-02-12T09:00", "0", "working_day", "--term"},
		{"2026-02-12T09:00", "-1", "working_day", "--term"},
		{"2026-02-12T09:00", "NaN", "working_day", "--term"},
		{"2026-02-12T09:00", "1e9", "working_day", "--term"},
		{"2026-02-12T09:00", "0.5", "calendar_day", "--term"},
		{"2026-02-12T09:00", "5", "week", "working_day, calendar_day, working_hour, month"},
	} {
		var b bytes.Buffer
		err := DeadlineCommand(&b, demoCalendar(t), v.received, v.amount, v.unit, true)
		if err == nil || !strings.Contains(err.Error(), v.want) || b.Len() > 0 {
			t.Errorf("%+v: %v and %q, want an error with %q and no output", v, err, b.String(), v.want)
		}
	}
}

func FuzzParseReceived(f *testing.F) {
	f.Add("2026-02-12T09:00")
	f.Fuzz(func(t *testing.T, s string) {
		if at, err := parseReceived(s); err == nil && (at.Year() < 1999 || at.Year() > 2101) {
			t.Errorf("%q was read as %s", s, at)
		}
	})
}
