package ui

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestPartsAreWrittenAsTheyWere(t *testing.T) {
	sample := gallerySample()
	goldens := map[string]templ.Component{
		"field-with-mistake": sample.Fields[1],
		"radios":             sample.Choices[1],
		"table":              sample.Fees,
		"button-not-yet":     Button{Text: "Trình ký", Name: "viec", Value: "trinh", Disabled: true, Why: "Chưa có dự thảo."},
		"due-tags":           templ.Join(sample.Dues[0], sample.Dues[2], DueTag{}),
	}
	for name, part := range goldens {
		t.Run(name, func(t *testing.T) {
			got := strings.ReplaceAll(render(t, t.Context(), part), "><", ">\n<") + "\n"
			path := "testdata/" + name + ".html"
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s changed (-update, then read the diff):\n%s", path, diff)
			}
		})
	}
}

func TestWhatIsTypedIsEscaped(t *testing.T) {
	nasty := `"><script>alert(1)</script>`
	for _, part := range []templ.Component{
		TextField{Name: "a", Label: nasty, Value: nasty, Error: nasty}, TextArea{Name: "a", Label: nasty, Value: nasty},
		SummaryList{[]SummaryRow{{Key: nasty, Text: nasty}}}, Button{Text: nasty, Confirm: nasty}, Tag{Text: nasty, Colour: nasty},
		SearchBox{Action: nasty, Label: nasty, Value: nasty}, Notice{Text: nasty}, DueTag{State: DueState(nasty), Text: nasty},
	} {
		if got := render(t, t.Context(), part); strings.Contains(got, "<script") {
			t.Errorf("%T lets a script through: %s", part, got)
		}
	}
}

func TestProblemsNameTheirFields(t *testing.T) {
	err := fault.As(fault.OnFields([]fault.Field{{Name: "ngay-sinh", Key: "ui.date-hint"}, {Name: "tep", Key: "ui.file-too-big", Args: fault.Args("n", 10)}}))
	got := Problems(t.Context(), err)
	want := ErrorSummary{[]ErrorItem{
		{"Ngày/tháng/năm, ví dụ 05/03/2026", "#ngay-sinh"}, {"Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn.", "#tep"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Problem(t.Context(), err, "tep"); got != want.Items[1].Text {
		t.Errorf("the field says %q", got)
	}
	if got := Problem(t.Context(), err, "ho-ten"); got != "" {
		t.Errorf("a field that is all right says %q", got)
	}
	if got := render(t, t.Context(), Problems(t.Context(), nil)); got != "" {
		t.Errorf("no fault still shows %s", got)
	}
}

func TestAFaultOfTheWholeFormIsToldWithoutAField(t *testing.T) {
	got := Problems(t.Context(), fault.New(fault.Conflict, "ui.unsaved"))
	if len(got.Items) != 1 || got.Items[0].Href != "" || got.Items[0].Text == "" {
		t.Errorf("told as %+v", got)
	}
}

func TestSlugsHoldNoMarks(t *testing.T) {
	if got := slug("Đăng ký (lại) khai sinh"); got != "dang-ky-lai-khai-sinh" {
		t.Errorf("slug is %q", got)
	}
}
