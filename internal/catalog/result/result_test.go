package result

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// read parses a template that must be sound.
func read(t *testing.T, source string) *Template {
	t.Helper()
	tpl, problems := Parse(source)
	if len(problems) > 0 {
		t.Fatalf("%q has problems: %+v", source, problems)
	}
	return tpl
}

// onPaper is the HTML of a template without its style.
func onPaper(t *testing.T, source string, d Data) string {
	t.Helper()
	_, body, _ := strings.Cut(read(t, source).HTML(d), "</style>\n")
	return strings.TrimSpace(body)
}

func TestEachKindOfLineHasItsLook(t *testing.T) {
	for source, want := range map[string]string{
		"**An**, *B*.":                       `<p class="para"><b>An,</b> <i>B.</i></p>`,
		"# GIẤY XÁC NHẬN":                    `<h1>GIẤY XÁC NHẬN</h1>`,
		"## Về cư trú":                       `<h2>Về cư trú</h2>`,
		"> ở giữa":                           `<p class="centre">ở giữa</p>`,
		"- Như trên;":                        `<p class="item">- Như trên;</p>`,
		"Tên: **An** và *Bình*":              `<p class="para">Tên: <b>An</b> và <i>Bình</i></p>`,
		`Điều 5\* và \{{x}}`:                 `<p class="para">Điều 5* và {{x}}</p>`,
		"Ông {{chu.ho_ten}}":                 `<p class="para">Ông Bùi Văn Dậu</p>`,
		"**{{ chu.ho_ten }}**":               `<p class="para"><b>Bùi Văn Dậu</b></p>`,
		"Số: {{so_van_ban}}":                 `<p class="para">Số: ……</p>`,
		"Cha: {{father?}}":                   `<p class="para">Cha: ……………………</p>`,
		"Vì {{hỏi: Căn cứ?}}":                `<p class="para">Vì Luật Hộ tịch</p>`,
		"[chỗ ký]":                           `<p class="space">&nbsp;</p>`,
		"| Mẹ | Cha |\n|---|---|":            "<table><tr><th class=\"top first\">Mẹ</th>\n<th class=\"top\">Cha</th>\n</tr>\n</table>",
		"| a | b |\n| c | |":                 "<table><tr><td class=\"top first\">a</td>\n<td class=\"top\">b</td>\n</tr>\n<tr><td class=\"first\">c</td>\n<td></td>\n</tr>\n</table>",
		`| a \| b |`:                         "<table><tr><td class=\"top first\">a | b</td>\n</tr>\n</table>",
		"[cột]\ntrái\n[sang cột]\n[hết cột]": "<div class=\"cols\"><div class=\"w2\"><p>trái</p>\n</div>\n<div class=\"w2\"><p>\u00a0</p>\n</div>\n</div>",
	} {
		if got := onPaper(t, source, Data{OwnerName: "Bùi Văn Dậu", asks + "Căn cứ?": "Luật Hộ tịch"}); got != want {
			t.Errorf("%q became\n%s\nwant\n%s", source, got, want)
		}
	}
}

func TestWhatPeopleTypedIsNeverMarkup(t *testing.T) {
	got := onPaper(t, "{{name}}", Data{"name": "<b>An</b> **x** {{chu.ho_ten}}\n& [chỗ ký]"})
	if want := `<p class="para">&lt;b&gt;An&lt;/b&gt; **x** {{chu.ho_ten}}; &amp; [chỗ ký]</p>`; got != want {
		t.Errorf("it became %s, want %s", got, want)
	}
}

func TestEachMistakeIsNamedWithItsLine(t *testing.T) {
	for source, want := range map[string]string{
		"":                                "1 empty",
		"một\n**hai":                      "2 stars",
		"{{name":                          "1 braces",
		"{{Họ tên}}":                      "1 field",
		"{{hỏi: }}":                       "1 field",
		"{{}}":                            "1 field",
		"một\n\n[quoc hieu]":              "3 order",
		"[cột]\na":                        "2 columns-open",
		"[hết cột]":                       "1 columns-closed",
		"[sang cột]":                      "1 columns-next",
		"[cột]\n[cột]\n[hết cột]":         "2 columns-nested",
		"| a | b |\n| c |":                "2 cells",
		strings.Repeat("x\n", maxLines+1): "1 long",
		strings.Repeat("x", MaxLetters+1): "1 long",
		"|" + strings.Repeat(" x |", 13):  "1 cells",
		"[cột]" + strings.Repeat("\n[sang cột]", 4) + "\n[hết cột]": "5 columns-next",
	} {
		_, problems := Parse(source)
		if len(problems) == 0 {
			t.Errorf("%.40q has no problem, want %s", source, want)
			continue
		}
		p := problems[0]
		if got := fmt.Sprintf("%d %s", p.Line, strings.TrimPrefix(p.Key, "catalog.result.wrong.")); got != want {
			t.Errorf("%.40q: %s, want %s", source, got, want)
		}
	}
}

func TestAFieldIsAskedForOnceAndOnlyWhenItMustBeThere(t *testing.T) {
	tpl := read(t, "{{a?}} {{a}} {{b?}} {{chu.ho_ten}} {{so_van_ban}} {{hỏi: Căn cứ}} {{hỏi: Căn cứ}}")
	missing := func(d Data) (out []string) {
		for _, f := range Missing(tpl.Fields(), d) {
			out = append(out, f.Key())
		}
		return out
	}
	if diff := cmp.Diff([]string{"a", OwnerName, "hỏi:Căn cứ"}, missing(Data{"a": " \n "})); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if got := missing(Data{"a": "1", OwnerName: "An", "hỏi:Căn cứ": "Luật"}); got != nil {
		t.Errorf("%v is missing though all is there", got)
	}
}

// tool runs a program on a file and returns what it printed.
func tool(t *testing.T, file []byte, program string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "result.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, path)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v %s", program, err, out)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestThePaperHasTheHeadTheDataAndRoomForTheNumber(t *testing.T) {
	tpl := read(t, "[quốc hiệu: XN]\n# GIẤY XÁC NHẬN\nÔng/Bà **{{chu.ho_ten}}**, sinh ngày {{chu.ngay_sinh}}, cư trú tại {{chu.dia_chi}}.\n"+
		"| Cha | Mẹ |\n|---|---|\n| {{father?}} | Bùi Thị Nguyệt |\n[cột]\n*Nơi nhận:*\n- Như trên.\n[sang cột]\n**CHỦ TỊCH**\n[chỗ ký]\n[hết cột]")
	file, err := tpl.PDF(t.Context(), Paper{Title: "Giấy xác nhận", At: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC), Data: Sample()})
	if err != nil {
		t.Fatal(err)
	}
	said := tool(t, file, "pdftotext", "-layout")
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "HUYỆN MẪU", "XÃ MẪU", "Số: ……/XN",
		"Xã Mẫu, ngày …… tháng …… năm ……", "Ông/Bà NGUYỄN VĂN MẪU, sinh ngày 01/01/1990, cư trú tại Thôn Mẫu, xã Mẫu, huyện Mẫu.",
		"Bùi Thị Nguyệt", "Nơi nhận:", "- Như trên.", "CHỦ TỊCH"} {
		if !strings.Contains(said, want) {
			t.Errorf("the paper does not say %q:\n%s", want, said)
		}
	}
	if checked := tool(t, file, "qpdf", "--check"); !strings.Contains(checked, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", checked)
	}
	if again, err := tpl.PDF(t.Context(), Paper{Title: "Giấy xác nhận", At: time.Date(2023, 8, 10, 2, 0, 0, 0, time.UTC), Data: Sample()}); err != nil || string(again) != string(file) {
		t.Errorf("the same data made another paper (%v)", err)
	}
}

func TestTheTemplatesOfTheDemonstrationAreSound(t *testing.T) {
	names, err := fs.Glob(demo.Files, "results/*.txt")
	if err != nil || len(names) != 3 {
		t.Fatalf("found %v, %v: want three templates", names, err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(demo.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := read(t, string(raw)).PDF(t.Context(), Paper{Title: name, Data: Sample()})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if pages := tool(t, file, "pdfinfo"); !strings.Contains(pages, "Pages: 1 ") {
			t.Errorf("%s takes more than a page: %s", name, pages)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[quốc hiệu: X]\n# A\n{{a?}} **{{hỏi: b}}** *c*\n| d |\n|---|\n[cột]\n> e\n[sang cột]\n- f\n[chỗ ký]\n[hết cột]")
	f.Add("[cột]\n| a | b |\n| c |\n\\")
	f.Fuzz(func(t *testing.T, source string) {
		tpl, problems := Parse(source)
		for _, p := range problems {
			if p.Line < 1 {
				t.Errorf("%q: a problem at line %d: %s", source, p.Line, p.Key)
			}
		}
		d := Data{}
		for _, f := range Missing(tpl.Fields(), d) {
			d[f.Key()] = "<script>"
		}
		if left := Missing(tpl.Fields(), d); left != nil {
			t.Errorf("%q: %v is missing though it was given", source, left)
		}
		if strings.Contains(tpl.HTML(d), "<script") {
			t.Errorf("%q: data became markup", source)
		}
		if strings.Count(text.Clean(source), "\n") > maxLines && len(problems) == 0 {
			t.Error("a template without end was taken")
		}
	})
}
