package portal

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
)

// forms are the electronic forms of the demonstration's catalogue, by the name of the procedure.
func forms(t *testing.T) map[string][]catalog.Field {
	t.Helper()
	raw, err := demo.Files.ReadFile("procedures-detailed.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Procedures []struct {
			Name   string `json:"name"`
			Fields []struct {
				catalog.Field
				Rules *catalog.Rules `json:"validation"`
			} `json:"form_fields"`
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	out := map[string][]catalog.Field{}
	for _, p := range file.Procedures {
		for _, f := range p.Fields {
			if f.Rules != nil {
				f.Field.Rules = *f.Rules
			}
			out[p.Name] = append(out[p.Name], f.Field)
		}
	}
	return out
}

func TestABirthIsAskedInSmallPages(t *testing.T) {
	var got []string
	for _, s := range sheetsOf(forms(t)["Đăng ký khai sinh"]) {
		var names []string
		for _, f := range s.Fields {
			names = append(names, f.Name)
		}
		got = append(got, fmt.Sprintf("%s %s: %s", s.Key, s.Group, strings.Join(names, " ")))
	}
	want := []string{
		"phan-1 applicant: applicant_full_name applicant_relation applicant_birth_date applicant_id_number",
		"phan-2 applicant: applicant_id_issue_date applicant_id_issue_place applicant_phone applicant_email",
		"phan-3 applicant: applicant_address",
		"phan-4 child: child_full_name child_birth_date child_birth_date_words child_sex",
		"phan-5 child: ethnicity nationality child_birth_place birth_cert_number",
		"phan-6 child: child_native_place",
		"phan-7 father: father_full_name father_birth_year father_id_number father_ethnicity",
		"phan-8 father: father_residence",
		"phan-9 mother: mother_full_name mother_birth_year mother_id_number mother_ethnicity",
		"phan-10 mother: mother_residence",
		"phan-11 child: child_abandoned copy_count",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("pages:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEveryFieldIsAskedOnceOnAPageThatIsNotLong(t *testing.T) {
	for name, fields := range forms(t) {
		asked := map[string]int{}
		for _, s := range sheetsOf(fields) {
			total := 0
			for _, f := range s.Fields {
				asked[f.Name]++
				total += weight(f)
			}
			if total > sheetWeight {
				t.Errorf("%s: page %s weighs %d, at most %d", name, s.Key, total, sheetWeight)
			}
		}
		for _, f := range fields {
			if asked[f.Name] != 1 {
				t.Errorf("%s: %s is asked %d times", name, f.Name, asked[f.Name])
			}
		}
	}
}

var me = dossier.Party{Name: "Bùi Thị Lan", PersonalNo: "017195001234", BirthOn: "1995-03-08", Phone: "0912345601"}

func TestTheAccountAnswersOnlyForWhoeverFillsIn(t *testing.T) {
	all := forms(t)
	for _, tc := range []struct {
		procedure string
		want      map[string]string
	}{
		{"Đăng ký khai sinh", map[string]string{"applicant_full_name": me.Name, "applicant_id_number": me.PersonalNo,
			"applicant_birth_date": "1995-03-08", "applicant_phone": "0912345601"}},
		{"Đăng ký kết hôn", map[string]string{"contact_phone": "0912345601"}},
		{"Đăng ký thành lập hộ kinh doanh", map[string]string{"owner_full_name": me.Name, "owner_id_number": me.PersonalNo,
			"owner_birth_date": "1995-03-08", "owner_phone": "0912345601"}},
	} {
		want := catalog.Values{}
		for name, value := range tc.want {
			want[name] = []string{value}
		}
		if got := known(all[tc.procedure], me); !reflect.DeepEqual(got, want) {
			t.Errorf("%s begins with %v, wanted %v", tc.procedure, got, want)
		}
	}
}

func TestTheWayLeadsThroughEverythingForANewDossier(t *testing.T) {
	w := wayOf(birth(t), &dossier.DraftWork{}, nil)
	if got := strings.Join(w.Steps[11:], " "); got != "nguoi-nop giay-to kiem-tra" {
		t.Errorf("after the form come %q", got)
	}
	if len(w.Papers) != 1 || w.Papers[0].Key != "chung-sinh" {
		t.Errorf("papers to bring: %v; the form itself is filled in on the pages", w.Papers)
	}
	if got := w.resume([]string{"phan-1", "phan-2", "phan-4"}); got != "phan-3" {
		t.Errorf("goes on at %s, wanted the first page that was not finished", got)
	}
	if w.before("phan-1") != "" || w.after("phan-11") != stepOwner || w.before(stepCheck) != stepPapers {
		t.Errorf("around: %q %q %q", w.before("phan-1"), w.after("phan-11"), w.before(stepCheck))
	}
}

func TestCorrectionsLeadOnlyThroughWhatWasAsked(t *testing.T) {
	for _, tc := range []struct {
		on, want, first string
	}{
		{"field:child_native_place", "phan-6 kiem-tra", "phan-6"},
		{"paper:chung-sinh", "giay-to kiem-tra", "giay-to/chung-sinh"},
		{"", "giay-to kiem-tra", "giay-to"},
	} {
		ask := dossier.Ask{On: tc.on, Text: "Ghi đủ xã"}
		w := wayOf(birth(t), &dossier.DraftWork{}, []dossier.Ask{ask})
		if got := strings.Join(w.Steps, " "); got != tc.want {
			t.Errorf("asked for %q: the way is %q, wanted %q", tc.on, got, tc.want)
		}
		if got := w.stepAsked(ask); got != tc.first {
			t.Errorf("asked for %q: the button leads to %q, wanted %q", tc.on, got, tc.first)
		}
		if got := w.after("phan-1"); got != stepCheck {
			t.Errorf("a correction made beside what was asked leads to %q, wanted the check page", got)
		}
	}
}

func birth(t *testing.T) *catalog.Version {
	return &catalog.Version{Content: catalog.Content{Fields: forms(t)["Đăng ký khai sinh"],
		Cases: []catalog.Case{{Key: "general", Components: []catalog.Component{
			{Key: "to-khai", FormFile: "to-khai.docx"}, {Key: "chung-sinh", Originals: 1}}}}}}
}

func TestTypedAnswersReplaceThoseOfTheirPageOnly(t *testing.T) {
	s := sheet{Key: "phan-1", Fields: []catalog.Field{{Name: "birth", Type: catalog.DateField}, {Name: "home", Type: catalog.Address},
		{Name: "heirs", Type: catalog.Table}, {Name: "at", Type: catalog.DateTime}, {Name: "poor", Type: catalog.Checkbox}}}
	saved := catalog.Values{"name": {"Lan"}, "heirs": {"cũ"}, "poor": {"true"}, "home.commune": {"Phú Nghĩa"}}
	form := url.Values{"birth": {"7/8/2023"}, "home.province": {" Hòa  Bình "}, "heirs": {"Bùi Văn A", "", "Bùi Thị B"},
		"at.date": {"08-07-2023"}, "at.time": {"7h30"}, "name": {"đổi trộm"}}
	got := fillIn(saved, s, typedOf(form, s))
	want := catalog.Values{"name": {"Lan"}, "birth": {"2023-08-07"}, "home.province": {"Hòa Bình"},
		"heirs": {"Bùi Văn A", "Bùi Thị B"}, "at": {"2023-07-08T07:30"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("kept %v, wanted %v", got, want)
	}
	if !slices.Equal(saved["heirs"], []string{"cũ"}) {
		t.Error("the draft's own values were changed")
	}
}

func TestAnAddressIsTakenOverFromAnother(t *testing.T) {
	home, native := catalog.Field{Name: "home", Type: catalog.Address}, catalog.Field{Name: "native", Type: catalog.Address}
	fields := []catalog.Field{home, native}
	saved := catalog.Values{"home.province": {"Hòa Bình"}, "home.commune": {"Phú Nghĩa"}, "home.detail": {"Thôn Đồng Phú"}}
	like := likeOf(fields, native, saved, func(f catalog.Field) string { return f.Name })
	if like == nil || like.From != "home" || like.Text != "Thôn Đồng Phú, Phú Nghĩa, Hòa Bình" {
		t.Fatalf("offered %+v", like)
	}
	typed := catalog.Values{}
	from := func(like string) map[string]string { return addressParts(fields, like, saved) }
	takeOver(url.Values{likeName("native"): {"home"}}, sheet{Fields: fields[1:]}, from, typed)
	if got := oneLine(native, typed); got != like.Text {
		t.Errorf("took over %q, wanted %q", got, like.Text)
	}
	if got := from("somebody"); len(got) != 0 {
		t.Errorf("took %v from a field that is none", got)
	}
}

func TestTheNameOfAPaperIsCutFromItsParagraph(t *testing.T) {
	for _, tc := range []struct{ name, head, rest string }{
		{"Giấy chứng nhận kết hôn của cha, mẹ", "Giấy chứng nhận kết hôn của cha, mẹ", ""},
		{"Giấy chứng sinh (bản chính); nếu không có thì nộp văn bản của người làm chứng xác nhận về việc sinh", "Giấy chứng sinh (bản chính)",
			"nếu không có thì nộp văn bản của người làm chứng xác nhận về việc sinh"},
		{"Văn bản ủy quyền được chứng thực (không phải chứng thực nếu là ông, bà; cha, mẹ, con của người ủy quyền)",
			"Văn bản ủy quyền được chứng thực", "không phải chứng thực nếu là ông, bà; cha, mẹ, con của người ủy quyền"},
	} {
		if head, rest := brief(tc.name); head != tc.head || rest != tc.rest {
			t.Errorf("%s\nis cut into %q and %q, wanted %q and %q", tc.name, head, rest, tc.head, tc.rest)
		}
	}
}
