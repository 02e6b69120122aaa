package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// What people type, and the procedures that must be among the first three; the first named one
// must come first of all where it is marked so.
var asked = []struct {
	query string
	first bool
	want  []string // beginnings of addresses
}{
	{"Đăng ký khai sinh", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"dang ky khai sinh", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"dang ki khai sin", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"DANG KY KHAI SINH", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"khai sihn", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"dangky khaisinh", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"khai sinh nước ngoài", true, []string{"dang-ky-khai-sinh-co-yeu-to-nuoc-ngoai"}},
	{"thủ tục làm giấy khai sinh cho con ở đâu", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"gks", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"mất giấy khai sinh", false, []string{"cap-ban-sao-trich-luc-ho-tich-cap-xa", "dang-ky-lai-khai-sinh-cap-xa"}},
	{"mat giay khai sinh", false, []string{"cap-ban-sao-trich-luc-ho-tich-cap-xa", "dang-ky-lai-khai-sinh-cap-xa"}},
	{"trich luc", true, []string{"cap-ban-sao-trich-luc-ho-tich-cap-xa"}},
	{"dk ket hon", true, []string{"dang-ky-ket-hon-cap-xa"}},
	{"đang ký kết hôn", true, []string{"dang-ky-ket-hon-cap-xa"}},
	{"cưới", true, []string{"dang-ky-ket-hon-cap-xa"}},
	{"kết hôn với người nước ngoài", true, []string{"dang-ky-ket-hon-co-yeu-to-nuoc-ngoai"}},
	{"giay doc than", true, []string{"cap-giay-xac-nhan-tinh-trang-hon-nhan"}},
	{"ly hôn", true, []string{"ghi-vao-so-ho-tich-viec-ly-hon"}},
	{"khai tu", true, []string{"dang-ky-khai-tu-cap-xa"}},
	{"mai táng phí", false, []string{"ho-tro-chi-phi-mai-tang"}},
	{"giay phep xay dung", true, []string{"cap-giay-phep-xay-dung-moi"}},
	{"gpxd", true, []string{"cap-giay-phep-xay-dung-moi"}},
	{"xây nhà", true, []string{"cap-giay-phep-xay-dung-moi"}},
	{"sổ đỏ", true, []string{"dang-ky-va-cap-giay-chung-nhan-quyen-su-dung-dat"}},
	{"so do", true, []string{"dang-ky-va-cap-giay-chung-nhan-quyen-su-dung-dat"}},
	{"sang tên sổ đỏ", true, []string{"dang-ky-bien-dong-quyen-su-dung-dat"}},
	{"tach so", true, []string{"tach-thua-hoac-hop-thua-dat"}},
	{"mất sổ đỏ", true, []string{"cap-lai-giay-chung-nhan-hoac-cap-lai-trang-bo-sung"}},
	{"the chap", true, []string{"dang-ky-bien-phap-bao-dam"}},
	{"cccd", true, []string{"xac-nhan-thong-tin-ve-cu-tru"}},
	{"tạm trú", true, []string{"xac-nhan-thong-tin-ve-cu-tru"}},
	{"công chứng", true, []string{"chung-thuc-ban-sao-tu-ban-chinh"}},
	{"sao y", true, []string{"chung-thuc-ban-sao-tu-ban-chinh"}},
	{"chung thuc chu ky", false, []string{"chung-thuc-chu-ky-trong-cac-giay-to"}},
	{"ho kinh doanh", true, []string{"dang-ky-thanh-lap-ho-kinh-doanh"}},
	{"mở quán", true, []string{"dang-ky-thanh-lap-ho-kinh-doanh"}},
	{"hkd", true, []string{"dang-ky-thanh-lap-ho-kinh-doanh"}},
	{"htx", false, []string{"dang-ky-thanh-lap-hop-tac-xa"}},
	{"ban ruou", true, []string{"cap-giay-phep-ban-le-ruou"}},
	{"hộ nghèo", false, []string{"cong-nhan-ho-ngheo-ho-can-ngheo-thuong-xuyen"}},
	{"khuyet tat", false, []string{"xac-dinh-xac-dinh-lai-muc-do-khuyet-tat", "doi-cap-lai-giay-xac-nhan-khuyet-tat"}},
	{"nuoi con nuoi", true, []string{"dang-ky-viec-nuoi-con-nuoi-trong-nuoc"}},
	{"chuyen truong", false, []string{"chuyen-truong-doi-voi-hoc-sinh-tieu-hoc", "chuyen-truong-doi-voi-hoc-sinh-trung-hoc-co-so"}},
	{"khieu nai", false, []string{"giai-quyet-khieu-nai-lan-dau-tai-cap-xa"}},
	{"thiên tai", false, []string{"ho-tro-khoi-phuc-san-xuat-vung-bi-thiet-hai-do-thien-tai"}},
	{"bão lụt", true, []string{"ho-tro-khoi-phuc-san-xuat-vung-bi-thiet-hai-do-thien-tai"}},
	{"karaoke", true, []string{"cap-giay-phep-du-dieu-kien-kinh-doanh-dich-vu-karaoke"}},
	{"birth registration", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"marriage", true, []string{"dang-ky-ket-hon-cap-xa"}},
	{"household business", false, []string{"dang-ky-thanh-lap-ho-kinh-doanh"}},
	{"1.001193", true, []string{"dang-ky-khai-sinh-cap-xa"}},
	{"2.000815", false, []string{"chung-thuc-ban-sao-tu-ban-chinh-giay-to"}},
}

func TestWhatPeopleTypeFindsWhatTheyMean(t *testing.T) {
	b := newBench(t, testkit.SQLite(t, schemas)).full(t) // finding is in memory: one engine is enough
	for _, a := range asked {
		f, err := b.Search(b.ctx, Query{Text: a.query})
		if err != nil {
			t.Fatal(err)
		}
		var top []string
		for _, item := range f.Items[:min(3, len(f.Items))] {
			top = append(top, item.Slug)
		}
		for _, want := range a.want {
			at := slices.IndexFunc(top, func(slug string) bool { return strings.HasPrefix(slug, want) })
			if at < 0 || a.first && at > 0 {
				t.Errorf("%q finds %q, want %s there", a.query, top, want)
			}
		}
	}
}

func TestFiltersNarrowAndCount(t *testing.T) {
	b := newBench(t, testkit.SQLite(t, schemas)).full(t)
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{}, "277 [{district 185} {commune 92}] 53 fields [{full 172} {partial 89} {none 16}]"},
		{Query{Level: Commune}, "92 [{district 185} {commune 92}]"},
		{Query{Level: Commune, Field: "Hộ tịch"}, "15 [{district 16} {commune 15}]"},
		{Query{ServiceLevel: None, Level: District}, "8 [{district 8} {commune 8}]"},
		{Query{Field: "Đất đai"}, "14 [{district 13} {commune 1}] 53 fields"},
		{Query{Text: "khai sinh", Field: "Đất đai"}, "0 "},
		{Query{Text: "xyzzy"}, "0 []"},
	} {
		f, err := b.Search(b.ctx, c.q)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%d %v %d fields %v", f.Total, f.Levels, len(f.Fields), f.ServiceLevels)
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%+v: %s, want %s", c.q, got, c.want)
		}
	}
}

func TestPagesOfAListDoNotOverlap(t *testing.T) {
	b := newBench(t, testkit.SQLite(t, schemas)).full(t)
	seen := map[string]bool{}
	for page := 1; page <= 14; page++ {
		f, err := b.Search(b.ctx, Query{Page: page})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range f.Items {
			if seen[item.ID] {
				t.Errorf("%s stands on two pages", item.Name)
			}
			seen[item.ID] = true
		}
	}
	if len(seen) != 277 {
		t.Errorf("14 pages hold %d procedures", len(seen))
	}
	for page, want := range map[int]int{-1: 1, 0: 1, 99: 14} {
		if f, _ := b.Search(b.ctx, Query{Page: page}); f.Page != want {
			t.Errorf("page %d is page %d, want %d", page, f.Page, want)
		}
	}
}

func TestWhatIsNotDoneHereIsSaid(t *testing.T) {
	b := newBench(t, testkit.SQLite(t, schemas)).full(t)
	for query, want := range map[string]string{"ly hôn": "divorce", "thủ tục ly hon": "divorce", "làm cccd": "identity-card",
		"passport": "passport", "đăng ký khai sinh": "", "công chúng": "", "": ""} {
		if want != "" {
			want = "catalog.elsewhere." + want
		}
		if f, _ := b.Search(b.ctx, Query{Text: query}); f.Elsewhere != want {
			t.Errorf("%q is answered with %q, want %q", query, f.Elsewhere, want)
		}
	}
	for _, e := range everyday.Elsewhere {
		for _, lang := range text.Langs {
			if !text.Has(lang, "catalog.elsewhere."+e.Hint) {
				t.Errorf("the hint %s has no words in %s", e.Hint, lang)
			}
		}
	}
}

func TestAnotherProcessNoticesAChange(t *testing.T) {
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) {
		here, there := newBench(t, d), newBench(t, d)
		here.full(t)
		if f, err := there.Search(there.ctx, Query{}); err != nil || f.Total != 277 {
			t.Errorf("the other process finds %d, %v", f.Total, err)
		}
	})
}

func TestEveryFieldOfWorkHasAnEnglishName(t *testing.T) {
	for _, d := range drafts(t) {
		if FieldEn(d.Field) == "" || FieldIn(text.En, d.Field) == d.Field || FieldIn(text.Vi, d.Field) != d.Field {
			t.Errorf("the field %q has no English name", d.Field)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	sh := &shelf{}
	in := demo(b)
	all, _ := in.Read()
	var items []Summary
	for _, d := range all {
		items = append(items, summaryOf(d.Procedure, &Version{Content: d.Content}))
	}
	sh.items = items
	sh.index = newIndex(items)
	for b.Loop() {
		sh.search(Query{Text: "dang ky khai sihn cho con"})
	}
}
