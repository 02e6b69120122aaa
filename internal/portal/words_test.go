package portal

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func TestEveryStateAndEventHasPlainWords(t *testing.T) {
	var keys []string
	for _, s := range dossier.States {
		keys = append(keys, "portal.state."+string(s), "portal.now."+string(s))
	}
	for _, a := range dossier.Actions() {
		keys = append(keys, "portal.event."+string(a)) // the sealed record tells quiet ones too
	}
	for _, e := range lifeEvents {
		keys = append(keys, "portal.life."+e.key)
	}
	for _, level := range catalog.AddressLevels {
		keys = append(keys, "portal.address."+level)
	}
	for _, key := range keys {
		for _, lang := range text.Langs {
			if !text.Has(lang, key) {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
	}
}

func TestADossierIsToldFromTheBeginningToWhatIsAhead(t *testing.T) {
	at := func(hour int) time.Time { return clock.Date("2023-08-10").At(time.Duration(hour) * time.Hour) }
	due := clock.Date("2023-08-11").At(17 * time.Hour)
	v := &dossier.View{
		Dossier: &dossier.Dossier{State: dossier.Processing, Turn: dossier.Turn{Role: "specialist", Name: "Công chức hộ tịch, UBND xã Phú Nghĩa"},
			Due: dossier.Due{At: due}},
		Events: []dossier.Event{
			{Kind: dossier.Submit, At: at(9), ActorKind: "citizen"},
			{Kind: dossier.AskFix, At: at(10), Position: "Công chức một cửa", UnitName: "Xã Phú Nghĩa",
				Facts: dossier.Facts{Asks: []dossier.Ask{{Name: "Giấy chứng sinh", Text: "Chụp lại"}}, Reason: "Ảnh mờ"}},
			{Kind: dossier.Receive, At: at(11), Position: "Công chức một cửa", UnitName: "Xã Phú Nghĩa",
				Facts: dossier.Facts{Receipt: &dossier.Receipt{DueAt: due}}},
			{Kind: dossier.Take, At: at(12), UnitName: "Xã Phú Nghĩa"},
		},
	}
	var got []string
	for _, i := range timeline(context.Background(), v).Items {
		got = append(got, strings.Join(nonEmpty(i.Kind, i.Title, i.When, i.By, strings.ReplaceAll(i.Text, "\n", " / ")), " | "))
	}
	want := []string{
		"Đã nộp hồ sơ trực tuyến | 09:00 ngày 10/08/2023 | Người nộp hồ sơ",
		"alert | Yêu cầu sửa trước khi tiếp nhận | 10:00 ngày 10/08/2023 | Công chức một cửa, Xã Phú Nghĩa | • Giấy chứng sinh: Chụp lại / Ảnh mờ",
		"Đã tiếp nhận hồ sơ | 11:00 ngày 10/08/2023 | Công chức một cửa, Xã Phú Nghĩa | Hẹn trả kết quả: 17:00 ngày 11/08/2023",
		"current | Hiện nay | Đang xử lý: Công chức hộ tịch, UBND xã Phú Nghĩa.",
		"ahead | Trả kết quả | Hẹn 17:00 ngày 11/08/2023",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("told:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatIsLeftIsSaidInDaysThatCount(t *testing.T) {
	day := func(d clock.Date, counted bool) term.Day { return term.Day{Date: d, Counted: counted} }
	v := &dossier.View{Standing: dossier.OnTrack, Dossier: &dossier.Dossier{Term: term.Term{Amount: 2, Unit: term.WorkingDay},
		Due: dossier.Due{At: clock.Date("2023-08-14").At(17 * time.Hour), Days: []term.Day{day("2023-08-10", false),
			day("2023-08-11", true), day("2023-08-12", false), day("2023-08-13", false), day("2023-08-14", true)}}}}
	for now, want := range map[clock.Date]string{"2023-08-10": "Còn 2 ngày làm việc", "2023-08-11": "Còn 1 ngày làm việc", "2023-08-14": "Hẹn hôm nay, 17:00"} {
		if got := dueTag(context.Background(), v, now.At(9*time.Hour)); got.Text != want || got.State != ui.DueOnTrack {
			t.Errorf("on %s it says %q, wanted %q", now, got.Text, want)
		}
	}
	v.Standing = dossier.Overdue
	if got := dueTag(context.Background(), v, clock.Date("2023-08-15").At(0)); got.Text != "" {
		t.Errorf("an overdue dossier says %q instead of the words of its state", got.Text)
	}
}

func TestTheWeekIsWrittenInAsFewLinesAsItTakes(t *testing.T) {
	shift := func(w time.Weekday, open, shut term.Minute) term.Shift {
		return term.Shift{Weekday: w, Open: open * 60, Shut: shut * 60}
	}
	list := hoursList(context.Background(), []term.Shift{shift(1, 13, 17), shift(1, 8, 11), shift(2, 8, 11), shift(2, 13, 17), shift(6, 8, 11)})
	var got []string
	for _, r := range list.Rows {
		got = append(got, r.Key+": "+strings.ReplaceAll(r.Text, "\n", " "))
	}
	want := "Thứ Hai – Thứ Ba: 08:00–11:00 13:00–17:00; Thứ Tư – Thứ Sáu: Nghỉ; Thứ Bảy: 08:00–11:00; Chủ nhật: Nghỉ"
	if strings.Join(got, "; ") != want {
		t.Errorf("wrote %s\nwanted %s", strings.Join(got, "; "), want)
	}
}
