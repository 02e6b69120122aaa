package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestPapersFollowTheConditionsThatHold(t *testing.T) {
	k := Case{Components: []Component{
		{Key: "p1", Name: "Tờ khai", Originals: 1},
		{Key: "p2", Name: "Biên bản", Originals: 1, Condition: "trẻ bị bỏ rơi"},
		{Key: "p3", Name: "Căn cước", PresentOnly: true},
		{Key: "p4", Name: "Giấy kết hôn", PresentOnly: true, Condition: "đã kết hôn"},
		{Key: "p5", Name: "Xác nhận", PlainCopies: 2, Condition: "trẻ bị bỏ rơi"},
	}}
	if diff := cmp.Diff([]string{"trẻ bị bỏ rơi", "đã kết hôn"}, k.Conditions()); diff != "" {
		t.Errorf("conditions (-want +got)\n%s", diff)
	}
	for holding, want := range map[string]string{
		"":                         "p1 | p3",
		"trẻ bị bỏ rơi":            "p1 p2 p5 | p3",
		"đã kết hôn":               "p1 | p3 p4",
		"trẻ bị bỏ rơi;đã kết hôn": "p1 p2 p5 | p3 p4",
		"mưa":                      "p1 | p3",
	} {
		handIn, show := k.Papers(strings.Split(holding, ";"))
		if got := keys(handIn) + " | " + keys(show); got != want {
			t.Errorf("when %q: %s, want %s", holding, got, want)
		}
	}
}

func keys(papers []Component) string {
	var out []string
	for _, p := range papers {
		out = append(out, p.Key)
	}
	return strings.Join(out, " ")
}

func TestWhatChangedIsNamedByPart(t *testing.T) {
	before := draftOf(t, drafts(t), Commune, "Đăng ký khai sinh").Content
	if got := Changes(context.Background(), before, before); len(got) > 0 {
		t.Errorf("a content differs from itself: %+v", got)
	}
	after := before
	after.Requirements = slices.Delete(slices.Clone(before.Requirements), 0, 1)
	after.Result = "Giấy khai sinh bản điện tử"
	fee := int64(5000)
	after.Cases = []Case{before.Cases[0]}
	after.Cases[0].Channels = slices.Clone(before.Cases[0].Channels)
	after.Cases[0].Channels[1].FeeDong = &fee
	after.Fields = append(slices.Clone(before.Fields), Field{Name: "new_one", LabelVi: "Câu hỏi mới", Type: Year, Rules: Rules{Min: "1960"}})
	var got []string
	for _, c := range Changes(context.Background(), before, after) {
		got = append(got, fmt.Sprintf("%s −%d +%d", c.Part, len(c.Gone), len(c.Arrived)))
	}
	if diff := cmp.Diff([]string{"channels −1 +1", "form −0 +1", "result −1 +1", "requirements −1 +0"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	ctx := text.WithLang(context.Background(), text.Vi)
	if line := Changes(ctx, before, after)[0].Arrived[0]; !strings.Contains(line, "Trực tuyến") || !strings.Contains(line, "5.000 đ") {
		t.Errorf("the fee reads %q", line)
	}
}

func TestPartnersAreThoseOutsideTheHouse(t *testing.T) {
	all := drafts(t)
	land := all[slices.IndexFunc(all, func(d Draft) bool { return strings.HasPrefix(d.Name, "Đăng ký biến động quyền") })]
	if diff := cmp.Diff([]string{"Chi cục Thuế khu vực"}, land.Partners(District)); diff != "" {
		t.Errorf("of a land transfer (-want +got)\n%s", diff)
	}
	if got := draftOf(t, all, Commune, "Đăng ký khai sinh").Partners(Commune); len(got) > 0 {
		t.Errorf("of a birth registration: %v", got)
	}
}

func TestTheVersionOfADay(t *testing.T) {
	v := Version{Status: StatusPublished, From: "2023-01-01", Until: "2023-06-30"}
	for day, want := range map[clock.Date]bool{"2022-12-31": false, "2023-01-01": true, "2023-06-30": true, "2023-07-01": false} {
		if got := v.HoldsOn(day); got != want {
			t.Errorf("on %s it holds: %v, want %v", day, got, want)
		}
	}
	v.Status = StatusDraft
	if v.HoldsOn("2023-03-01") {
		t.Error("a draft holds")
	}
}

func TestEverySayingHasWords(t *testing.T) {
	for _, m := range everyday.Means {
		if len(m.Say) == 0 || len(m.Mean) == 0 {
			t.Errorf("everyday.json: %+v", m)
		}
	}
	for _, keysOf := range [][]string{strs(Levels, "level."), strs(ServiceLevels, "service-level."), strs(ChannelKinds, "channel."),
		{"status.draft", "status.published", "status.abolished", "done.published", "done.abolished", "done.competence-moved"}} {
		for _, key := range keysOf {
			if !text.Has(text.Vi, "catalog."+key) || !text.Has(text.En, "catalog."+key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
	for kind := range knownTypes {
		if !text.Has(text.Vi, "catalog.type."+string(kind)) {
			t.Errorf("no words for the type %s", kind)
		}
	}
}

func strs[T ~string](values []T, prefix string) (out []string) {
	for _, v := range values {
		out = append(out, prefix+string(v))
	}
	return out
}
