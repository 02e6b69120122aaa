package finder

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var names = []string{
	"Đăng ký khai sinh",
	"Đăng ký khai sinh có yếu tố nước ngoài",
	"Đăng ký lại khai sinh",
	"Đăng ký khai tử",
	"Đăng ký kết hôn",
	"Tặng bằng khen vì làm nhiều hơn mức hòa giải",
	"Cấp giấy phép xây dựng nhà ở riêng lẻ",
	"Thu hồi thủy lợi phí",
	"Phê duyệt điều lệ của hội người cao tuổi",
}

var everyday = Everyday{
	Short:  map[string]string{"dk": "đăng ký", "gpxd": "giấy phép xây dựng"},
	Means:  []Meaning{{Say: []string{"cưới", "lấy vợ"}, Mean: []string{"đăng ký kết hôn"}}, {Say: []string{"xây nhà"}, Mean: []string{"giấy phép xây dựng"}}},
	Ignore: []string{"thủ tục", "làm thế nào", "làm"},
}

func index() *Index {
	var docs []Doc
	for i, name := range names {
		d := Doc{Texts: []Text{{name, 1}}}
		if i == 0 {
			d.Code = "1.001193"
		}
		docs = append(docs, d)
	}
	return New(docs, everyday)
}

func found(x *Index, query string) []string {
	var out []string
	for _, h := range x.Find(query) {
		out = append(out, names[h.Doc])
	}
	return out
}

func TestTheBestAnswerComesFirst(t *testing.T) {
	x := index()
	for query, want := range map[string]string{
		"Đăng ký khai sinh":        "Đăng ký khai sinh",
		"ĐĂNG KÝ KHAI SINH":        "Đăng ký khai sinh",
		"dang ky khai sinh":        "Đăng ký khai sinh",
		"đăng kí khai sinh":        "Đăng ký khai sinh",
		"dang ki khai sin":         "Đăng ký khai sinh",
		"khai sihn":                "Đăng ký khai sinh",
		"dangky khaisinh":          "Đăng ký khai sinh",
		"khai sinh nuoc ngoai":     "Đăng ký khai sinh có yếu tố nước ngoài",
		"đăng ký lại khai sinh":    "Đăng ký lại khai sinh",
		"dk ket hon":               "Đăng ký kết hôn",
		"cưới":                     "Đăng ký kết hôn",
		"thủ tục lấy vợ":           "Đăng ký kết hôn",
		"gpxd":                     "Cấp giấy phép xây dựng nhà ở riêng lẻ",
		"làm thế nào xây nhà":      "Cấp giấy phép xây dựng nhà ở riêng lẻ",
		"hòa giải":                 "Tặng bằng khen vì làm nhiều hơn mức hòa giải",
		"hoà giải":                 "Tặng bằng khen vì làm nhiều hơn mức hòa giải",
		"thuỷ lợi":                 "Thu hồi thủy lợi phí",
		"xay dun":                  "Cấp giấy phép xây dựng nhà ở riêng lẻ", // still typing
		"1.0011":                   "Đăng ký khai sinh",
		" 1.001193 ":               "Đăng ký khai sinh",
		"khai sinh thủ tục":        "Đăng ký khai sinh",
		"dang ky khai sinh!!! ???": "Đăng ký khai sinh",
	} {
		if got := found(x, query); len(got) == 0 || got[0] != want {
			t.Errorf("%q found %q, want %q first", query, got, want)
		}
	}
}

func TestMarksCountOnlyWhenTyped(t *testing.T) {
	x := index()
	for query, want := range map[string]string{"hôn": names[4], "hơn": names[5], "hồi": names[7], "hội": names[8]} {
		if got := found(x, query); len(got) == 0 || got[0] != want {
			t.Errorf("%q found %q, want %q first", query, got, want)
		}
	}
	if got := found(x, "hon"); !slices.Contains(got, names[4]) || !slices.Contains(got, names[5]) {
		t.Errorf("hon found %q, want both %q and %q", got, names[4], names[5])
	}
}

func TestNothingIsFoundForNothing(t *testing.T) {
	x := index()
	for _, query := range []string{"", "   ", "?!", "zzzzzz", "9.999999"} {
		if got := found(x, query); len(got) > 0 {
			t.Errorf("%q found %q", query, got)
		}
	}
	if got := New(nil, everyday).Find("khai sinh"); len(got) > 0 {
		t.Errorf("an empty index found %v", got)
	}
}

func TestAQueryOfIgnoredWordsAloneIsStillAsked(t *testing.T) {
	if got := found(index(), "làm"); len(got) == 0 || got[0] != names[5] {
		t.Errorf("làm found %q, want %q", got, names[5])
	}
}

func TestAPastedPageCostsNoMoreThanAQuery(t *testing.T) {
	x := index()
	if got := len(x.readings(strings.Repeat("dk cưới xây nhà ", 5000))); got > mostReadings {
		t.Errorf("%d readings of a pasted page, want at most %d", got, mostReadings)
	}
	for _, r := range x.readings(strings.Repeat("khai sinh ", 5000)) {
		if len(r) > mostWords {
			t.Errorf("a reading of %d words, want at most %d", len(r), mostWords)
		}
	}
}

func TestOneSlipIsNearTwoAreNot(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"sinh", "sihn"}: true, {"sinh", "sin"}: true, {"sinh", "sinhh"}: true, {"sinh", "xinh"}: true,
		{"sinh", "sinh"}: true, {"ab", "ba"}: true, {"sinh", "snhi"}: false, {"sinh", "s"}: false,
		{"sinh", "tanh"}: false, {"", "a"}: true, {"abc", "cba"}: false,
	} {
		if near(pair[0], pair[1]) != want || near(pair[1], pair[0]) != want {
			t.Errorf("near(%q, %q) is not %v both ways", pair[0], pair[1], want)
		}
	}
}

func TestTheSameSoundIsTheSameWord(t *testing.T) {
	for a, b := range map[string]string{"kỹ": "kĩ", "quý": "quí", "Lý": "lí", "thuỷ": "thủy"} {
		if diff := cmp.Diff(split(a), split(b), cmp.AllowUnexported(word{})); diff != "" {
			t.Errorf("%s and %s differ:\n%s", a, b, diff)
		}
	}
	for a, b := range map[string]string{"tay": "tai", "y": "i", "hủy": "hủi"} {
		if split(a)[0] == split(b)[0] {
			t.Errorf("%s and %s are taken for one word", a, b)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"dang ky khai sinh", "1.0011", "khaisinh", "\xff", "qu", "y", "đ đ đ"} {
		f.Add(s)
	}
	x := index()
	f.Fuzz(func(t *testing.T, query string) {
		for _, h := range x.Find(query) {
			if h.Doc < 0 || h.Doc >= len(names) || h.Score <= 0 {
				t.Fatalf("%q found %+v", query, h)
			}
		}
	})
}
