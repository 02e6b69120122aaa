package catalog

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// demo are the two files of the demonstration.
func demo(t testing.TB) Sources {
	t.Helper()
	read := func(name string) []byte {
		raw, err := os.ReadFile("../../demo/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	return Sources{CSV: read(FileCSV), Detailed: read(FileDetailed), PublishFrom: "2022-01-01", Why: "Nạp danh mục mẫu"}
}

func drafts(t testing.TB) []Draft {
	t.Helper()
	drafts, problems := demo(t).Read()
	if len(problems) > 0 {
		t.Fatalf("the demonstration's files have problems: %s", told(problems))
	}
	return drafts
}

// told writes problems as a person reads them.
func told(problems []Problem) string {
	var b strings.Builder
	for _, p := range problems {
		args := []any{}
		for k, v := range p.Args {
			args = append(args, k, v)
		}
		fmt.Fprintf(&b, "\n%s:%d %s %s", p.File, p.Line, p.Column, text.In(text.En, p.Key, args...))
	}
	return b.String()
}

func draftOf(t testing.TB, all []Draft, level Level, name string) Draft {
	t.Helper()
	i := slices.IndexFunc(all, func(d Draft) bool { return d.Level == level && d.Name == name })
	if i < 0 {
		t.Fatalf("no draft %s/%s", level, name)
	}
	return all[i]
}

func TestTheWholeCatalogueIsRead(t *testing.T) {
	all := drafts(t)
	count := map[string]int{}
	for _, d := range all {
		count[string(d.Level)]++
		count[string(d.ServiceLevel)]++
		if d.Detailed {
			count["detailed"]++
		}
		if d.Code == "" {
			count["without code"]++
		}
		if _, ok := d.Case(""); !ok || len(d.Steps) == 0 || len(d.Fields) == 0 {
			t.Errorf("%s has no case, steps or form", d.Name)
		}
	}
	want := map[string]int{"district": 185, "commune": 92, "detailed": 57, "without code": 98, "full": 172, "partial": 89, "none": 16}
	if diff := cmp.Diff(want, count); diff != "" || len(all) != 277 {
		t.Errorf("%d procedures (-want +got)\n%s", len(all), diff)
	}
}

func TestBirthRegistrationIsReadInFull(t *testing.T) {
	d := draftOf(t, drafts(t), Commune, "Đăng ký khai sinh")
	k, _ := d.Case("")
	online, _ := k.Channel(Online)
	if d.Code != "1.001193" || d.ServiceLevel != Full || !d.TakesOnline() || online.Term.Amount != 1 || online.FeeDong == nil || *online.FeeDong != 0 {
		t.Errorf("head of %s: %+v, online %+v", d.Name, d.Procedure, online)
	}
	if len(k.Components) != 8 || k.Components[2].Condition != "khai sinh cho trẻ em bị bỏ rơi" || !k.Components[5].PresentOnly {
		t.Errorf("papers: %+v", k.Components)
	}
	roles := []string{}
	for _, s := range d.Steps {
		roles = append(roles, fmt.Sprint(s.Role, " ", s.Hours))
	}
	if diff := cmp.Diff([]string{"reception 1", "specialist 5", "leader 1", "reception 1"}, roles); diff != "" {
		t.Errorf("steps (-want +got)\n%s", diff)
	}
	if len(d.Fields) != 30 || len(d.Requirements) != 3 || len(d.LegalBases) != 6 || len(d.SupplementReasons) != 5 {
		t.Errorf("%d fields, %d requirements, %d bases, %d reasons", len(d.Fields), len(d.Requirements), len(d.LegalBases), len(d.SupplementReasons))
	}
}

func TestWithoutDetailsNothingIsInvented(t *testing.T) {
	all := drafts(t)
	d := draftOf(t, all, Commune, "Đăng ký giám hộ")
	if d.Detailed {
		d = draftOf(t, all, Commune, "Đăng ký chấm dứt giám hộ")
	}
	k, _ := d.Case("")
	if d.Detailed || len(k.Components) != 0 || len(k.Channels) != 3 || d.Code != "1.004845" {
		t.Errorf("%+v", d)
	}
	hours := 0.0
	for _, s := range d.Steps {
		hours += s.Hours
	}
	if hours != 16 {
		t.Errorf("the steps take %v hours, want the 16 of two days", hours)
	}
	for _, d := range all {
		k, _ := d.Case("")
		if d.ServiceLevel == None && !d.Detailed && len(k.Channels) != 1 {
			t.Errorf("%s is information only and has %d channels", d.Name, len(k.Channels))
		}
		if !d.Detailed && len(k.Components) > 0 {
			t.Errorf("%s has invented papers", d.Name)
		}
	}
}

func TestPlainStepsAddUpToEveryTerm(t *testing.T) {
	for _, total := range []float64{0, 0.5, 1, 4, 8, 12, 16, 24, 320} {
		take, work, sign, give := splitHours(total)
		if take+work+sign+give != total || min(take, work, sign, give) < 0 || work < sign {
			t.Errorf("%v hours: %v + %v + %v + %v", total, take, work, sign, give)
		}
	}
}

func TestEveryStepHasARole(t *testing.T) {
	var file struct{ Procedures []given }
	if err := json.Unmarshal(demo(t).Detailed, &file); err != nil {
		t.Fatal(err)
	}
	for _, g := range file.Procedures {
		for _, s := range g.Steps {
			if roleOf(s.RoleVi) == "" {
				t.Errorf("%q of %s has no role", s.RoleVi, g.Name)
			}
		}
	}
	for name, want := range map[string]string{
		"Công chức một cửa": Reception, "Công chức Tư pháp - Hộ tịch": Specialist, "Chủ tịch (hoặc Phó Chủ tịch) UBND cấp xã": Leader,
		"Trưởng (hoặc Phó Trưởng) Phòng Tư pháp": DivisionHead, "Trưởng Công an cấp xã": DivisionHead, "Văn thư": Clerk, "Hiệu trưởng": Leader,
		"Giám đốc/Sở Tài nguyên và Môi trường": DivisionHead, "Công chức tiếp công dân": Reception, "Ban Chỉ đạo rà soát cấp xã, Trưởng thôn": Specialist,
		"Robot": "", "": "",
	} {
		if got := roleOf(name); got != want {
			t.Errorf("roleOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestForbiddenWordsAreUnderstood(t *testing.T) {
	d := draftOf(t, drafts(t), District, "Đăng ký thành lập hộ kinh doanh")
	found := CheckForm(d.Fields, Values{"business_name": {"Công ty Ba Sao"}}, Env{Now: thursday})
	if !slices.Contains(said(found), "business_name own") {
		t.Errorf("a household business was called a company: %v", said(found))
	}
}

func TestAddresses(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct {
		name  string
		level Level
		want  string
	}{
		{"Đăng ký khai sinh", Commune, "dang-ky-khai-sinh-cap-xa"},
		{"Đăng ký khai sinh", District, "dang-ky-khai-sinh-cap-huyen"},
		{"ĐĂNG KÝ, KHAI SINH!", Commune, "dang-ky-khai-sinh-cap-xa-2"},
		{"Cấp bản sao từ sổ gốc (cấp huyện)", District, "cap-ban-sao-tu-so-goc-cap-huyen"},
		{strings.Repeat("Xác nhận ", 30), Province, "xac-nhan-xac-nhan-xac-nhan-xac-nhan-xac-nhan-xac-nhan-xac-nhan-xac-cap-tinh"},
	} {
		got := slugOf(c.name, c.level, func(s string) bool { return taken[s] })
		if got != c.want {
			t.Errorf("slugOf(%.30q, %s) = %q, want %q", c.name, c.level, got, c.want)
		}
		taken[got] = true
	}
}
