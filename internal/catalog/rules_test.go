package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/org/term"
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

func TestADifferenceReadsAsAnOfficerWouldSayIt(t *testing.T) {
	before := draftOf(t, drafts(t), Commune, "Đăng ký khai sinh").Content
	ctx := context.Background()
	if got := Differences(ctx, before, before); len(got) > 0 {
		t.Errorf("a content differs from itself: %+v", got)
	}
	golden(t, "difference.txt", spoken(Differences(ctx, before, otherBirth(before))))
	golden(t, "difference-back.txt", spoken(Differences(ctx, otherBirth(before), before)))
	golden(t, "difference-en.txt", spoken(Differences(text.WithLang(ctx, text.En), before, otherBirth(before))))
}

// otherBirth changes something in every part.
func otherBirth(c Content) Content {
	raw, _ := json.Marshal(c)
	var after Content
	if err := json.Unmarshal(raw, &after); err != nil {
		panic(err)
	}
	fee := int64(5000)
	k := &after.Cases[0]
	k.Channels[1].FeeDong, k.Channels[1].Term = &fee, term.Term{Amount: 4, Unit: term.WorkingHour}
	k.Channels[0].Term.Amount = 3
	k.Channels[0].Groups = []GroupFee{{Group: "Hộ nghèo"}}
	k.Channels = k.Channels[:2]
	k.Components[0].Electronic, k.Components[0].Originals = true, 2
	k.Components[1].Name = "Giấy chứng sinh bản điện tử"
	k.Components = append(slices.Delete(k.Components, 2, 3), Component{Key: "p9", Name: "Giấy ủy quyền", PlainCopies: 1, Condition: "nộp thay", Optional: true})
	after.Steps[1].Hours += 16
	after.Fields[0].Required, after.Fields[0].LabelVi = !after.Fields[0].Required, "Họ và tên"
	after.Fields[1], after.Fields[2] = after.Fields[2], after.Fields[1]
	after.Fields = append(after.Fields, heirs()[3])
	after.Fields[3].ShowIf = after.Fields[0].Name + "=An"
	after.Requirements = after.Requirements[1:]
	after.LegalBases = append(after.LegalBases, "Nghị định mới")
	after.Result, after.NoExtension, after.Certification, after.Book = "Giấy khai sinh bản điện tử", true, true, BookCopies
	after.Children = []Child{{Key: "x", Name: "Đăng ký thường trú", Agency: "Công an cấp xã", Term: term.Term{Amount: 7, Unit: term.WorkingDay}}}
	return after
}

// spoken writes differences as lines.
func spoken(changes []Difference) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s (%s)\n", c.Label, c.Part)
		for _, line := range c.Sentences {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	return b.String()
}

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares with a file that people read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
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
